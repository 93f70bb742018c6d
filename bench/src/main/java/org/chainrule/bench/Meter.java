package org.chainrule.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chainrule.bench.Peer.Task;

/// Times works in the process of one peer and says what came out, one line of JSON for each work.
///
/// A work is repeated for a while to warm up, the first one of a process [#FIRST] times as long. Then come chunks of about 5 ms, at least one repetition each: each chunk
/// gives one rate. A training is also watched: its loss must be finite and fall, so that no broken loop is timed.
public final class Meter {
    /// How many times as long the first work warms up: by then a JIT compiler has seen the code that works share.
    public static final int FIRST = 3;

    private static final double CHUNK = 5e-3;
    private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();

    private double warm;
    private final double measured;

    private Meter(double warm, double measured) {
        this.warm = warm;
        this.measured = measured;
    }

    /// The main method of a peer's process.
    ///
    /// @param args threads, seconds to warm up, seconds to measure, then ids of works
    /// @param version what to call the peer
    public static void run(String[] args, String version, Peer peer) {
        double warm = Double.parseDouble(args[1]);
        Meter meter = new Meter(FIRST * warm, Double.parseDouble(args[2]));
        for (String id : List.of(args).subList(3, args.length)) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("work", id);
            line.put("version", version);
            try {
                Work work = Work.of(id);
                line.put("rates", meter.rates(work, peer.prepare(work, Integer.parseInt(args[0]))));
            } catch (Exception | LinkageError e) {
                line.put("reason", e instanceof UnsupportedOperationException && e.getMessage() != null
                        ? e.getMessage()
                        : e.toString());
            }
            meter.warm = warm;
            System.out.println(JsonLine.of(line));
        }
        // Libraries leave threads behind that would keep the process alive.
        System.exit(0);
    }

    private List<Double> rates(Work work, Task task) {
        if (!(work instanceof Work.Train train)) {
            List<Double> rates = time(task);
            double scale = work instanceof Work.Matmul matmul ? matmul.flops() * 1e-9 : 1;
            return rates.stream().map(rate -> rate * scale).toList();
        }
        int steps = Net.ROWS / train.batch();
        double before = loss(task, steps);
        List<Double> rates = time(task);
        double after = loss(task, steps);
        if (!(after < before)) {
            throw new IllegalStateException("does not learn: the loss went from " + before + " to " + after);
        }
        return rates;
    }

    /// The mean loss over one pass through the data.
    private static double loss(Task task, int steps) {
        double sum = 0;
        for (int i = 0; i < steps; i++) {
            task.step();
            sum += task.loss();
        }
        return sum / steps;
    }

    private List<Double> time(Task task) {
        // By the thread's own time, so that a busy neighbour does not cut the warming short.
        long start = CLOCK.getCurrentThreadCpuTime();
        long halfway = start;
        long repetitions = 0;
        while (seconds(start, halfway) < warm / 2) {
            task.step();
            halfway = CLOCK.getCurrentThreadCpuTime();
        }
        long now = halfway;
        while (seconds(start, now) < warm || repetitions == 0) {
            task.step();
            repetitions++;
            now = CLOCK.getCurrentThreadCpuTime();
        }
        int each = (int) Math.max(1, CHUNK * repetitions / seconds(halfway, now));
        List<Double> rates = new ArrayList<>();
        long begin = System.nanoTime();
        long last = begin;
        while (seconds(begin, last) < measured || rates.size() < 3) {
            for (int i = 0; i < each; i++) {
                task.step();
            }
            long end = System.nanoTime();
            rates.add(each / seconds(last, end));
            last = end;
        }
        return rates;
    }

    private static double seconds(long from, long to) {
        return (to - from) * 1e-9;
    }
}
