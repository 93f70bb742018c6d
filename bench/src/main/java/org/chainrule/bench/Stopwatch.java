package org.chainrule.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/// The clock of one work. It is asked after each repetition whether to go on: first the work warms up, then each chunk of
/// repetitions gives a rate, and once there are enough of them the answer is no. Asking works both ways: a loop around
/// something short asks it, and so does a listener inside a loop that a library runs itself.
final class Stopwatch implements BooleanSupplier {
    private enum Phase {
        WARMING, COUNTING, MEASURING
    }

    private static final double CHUNK = 5e-3;
    private static final int LEAST = 3;
    private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();

    private final double warm;
    private final double measured;
    private final int multiple;
    private final List<Double> rates = new ArrayList<>();
    private final long start = CLOCK.getCurrentThreadCpuTime();
    private Phase phase = Phase.WARMING;
    private long halfway;
    private long repetitions;
    private int each;
    private int left = 1;
    private long begin;
    private long last;

    /// A clock that starts now, on the thread that will ask it.
    ///
    /// @param warm seconds of the thread's own time before anything counts
    /// @param measured seconds of chunks
    /// @param multiple what the repetitions of a chunk are a multiple of
    Stopwatch(double warm, double measured, int multiple) {
        this.warm = warm;
        this.measured = measured;
        this.multiple = multiple;
    }

    /// Notes that a repetition has ended.
    ///
    /// @return whether there should be another
    @Override
    public boolean getAsBoolean() {
        return --left > 0 || turn();
    }

    /// Repetitions a second, one rate for each chunk.
    List<Double> rates() {
        return rates;
    }

    private boolean turn() {
        switch (phase) {
            // By the thread's own time, so that a busy neighbour does not cut the warming short.
            case WARMING -> {
                halfway = CLOCK.getCurrentThreadCpuTime();
                left = 1;
                phase = seconds(start, halfway) < warm / 2 ? Phase.WARMING : Phase.COUNTING;
            }
            case COUNTING -> {
                repetitions++;
                left = 1;
                long now = CLOCK.getCurrentThreadCpuTime();
                if (seconds(start, now) >= warm) {
                    double chunk = CHUNK * repetitions / seconds(halfway, now);
                    each = Math.max(1, (int) Math.ceil(Math.floor(chunk) / multiple)) * multiple;
                    left = each;
                    phase = Phase.MEASURING;
                    begin = System.nanoTime();
                    last = begin;
                }
            }
            case MEASURING -> {
                long end = System.nanoTime();
                rates.add(each / seconds(last, end));
                last = end;
                left = each;
                return seconds(begin, last) < measured || rates.size() < LEAST;
            }
        }
        return true;
    }

    private static double seconds(long from, long to) {
        return (to - from) * 1e-9;
    }
}
