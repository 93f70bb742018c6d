package org.chainrule.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/// The clock of one work. After each repetition, it is asked whether to continue. First the work warms up; then each chunk of
/// repetitions gives one rate, until there are enough. The caller is either a loop around a short task or a listener inside a
/// loop that the library runs.
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

    /// Starts a clock on the thread that will ask it.
    ///
    /// @param warm the seconds of the thread's CPU time to warm up
    /// @param measured the seconds to measure
    /// @param multiple the number of which the repetitions of a chunk are a multiple
    Stopwatch(double warm, double measured, int multiple) {
        this.warm = warm;
        this.measured = measured;
        this.multiple = multiple;
    }

    /// Records the end of a repetition.
    ///
    /// @return whether to repeat the work again
    @Override
    public boolean getAsBoolean() {
        return --left > 0 || turn();
    }

    /// Returns the repetitions per second, one rate for each chunk.
    List<Double> rates() {
        return rates;
    }

    private boolean turn() {
        switch (phase) {
            // in CPU time of the thread, so that other busy processes do not shorten the warm-up
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
