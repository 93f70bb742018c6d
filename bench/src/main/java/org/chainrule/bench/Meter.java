package org.chainrule.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.chainrule.bench.Peer.Task;

/// Times works in the process of one peer and prints one line of JSON for each work.
///
/// A work is first repeated to warm up; the first work of a process warms up [#FIRST] times as long. Then chunks of about 5 ms,
/// with at least one repetition each, give one rate per chunk. Chunks of a [Work.Fit] are whole passes through the data, so
/// that each includes its share of the work between passes. The loss of a training must be finite and fall; otherwise the
/// work fails, so that no broken loop is timed.
public final class Meter {
    /// The factor by which the first work warms up longer, so that the JIT compiler has seen the code that works share.
    public static final int FIRST = 3;

    private double warm;
    private final double measured;

    private Meter(double warm, double measured) {
        this.warm = warm;
        this.measured = measured;
    }

    /// Runs a peer's process.
    ///
    /// @param args the number of threads, seconds to warm up, seconds to measure, then ids of works
    /// @param version the version of the peer in the report
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
        // Some libraries leave threads behind that would keep the process alive.
        System.exit(0);
    }

    private List<Double> rates(Work work, Task task) {
        return switch (work) {
            case Work.Train(Net _, int batch) -> {
                int steps = Net.ROWS / batch;
                double before = loss(task, steps);
                List<Double> rates = time(task, 1);
                yield learned(before, loss(task, steps), rates);
            }
            case Work.Fit(Net _, int batch) -> {
                int steps = Net.ROWS / batch;
                task.repeat(new Pass(steps));
                double before = task.loss();
                List<Double> rates = time(task, steps);
                yield learned(before, task.loss(), rates);
            }
            case Work.Matmul matmul -> time(task, 1).stream().map(rate -> rate * matmul.flops() * 1e-9).toList();
            case Work.Infer _,Work.Startup _ -> time(task, 1);
        };
    }

    /// Ends one pass through the data.
    private static final class Pass implements BooleanSupplier {
        private int left;

        Pass(int steps) {
            left = steps;
        }

        @Override
        public boolean getAsBoolean() {
            return --left > 0;
        }
    }

    private static List<Double> learned(double before, double after, List<Double> rates) {
        if (!(after < before)) {
            throw new IllegalStateException("does not learn: the loss went from " + before + " to " + after);
        }
        return rates;
    }

    /// Returns the mean loss over one pass through the data.
    private static double loss(Task task, int steps) {
        double sum = 0;
        for (int i = 0; i < steps; i++) {
            task.step();
            sum += task.loss();
        }
        return sum / steps;
    }

    private List<Double> time(Task task, int multiple) {
        Stopwatch watch = new Stopwatch(warm, measured, multiple);
        task.repeat(watch);
        return watch.rates();
    }
}
