package org.chainrule.serve.view;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import org.chainrule.Memory;
import org.chainrule.observe.Flow;
import org.chainrule.observe.Moment;
import org.chainrule.observe.Observer;
import org.chainrule.serve.TrainingView;

/// Measures the processor time that a live view takes of each step while nobody looks at it.
final class WatchCost {
    private static final int STEPS = 50_000_000;
    private static final int TRIALS = 6;

    private WatchCost() {
    }

    /// A training that does nothing but step.
    private static final class Steps implements Moment {
        private int step;

        @Override
        public int epoch() {
            return 1 + step / 1000;
        }

        @Override
        public int epochs() {
            return Integer.MAX_VALUE;
        }

        @Override
        public int rows() {
            return step % 1000;
        }

        @Override
        public int of() {
            return 1000;
        }

        @Override
        public float loss() {
            return 1;
        }

        @Override
        public double rate() {
            return 1e-3;
        }

        @Override
        public Memory memory() {
            throw new IllegalStateException("nobody looks");
        }

        @Override
        public Flow flow(int most) {
            throw new IllegalStateException("nobody looks");
        }

        @Override
        public void stop() {
            throw new IllegalStateException("nobody stops");
        }
    }

    public static void main(String[] args) throws IOException {
        try (TrainingView view = TrainingView.open()) {
            Observer observer = view.observer("network");
            for (int trial = 0; trial < TRIALS; trial++) {
                Steps steps = new Steps();
                long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
                for (; steps.step < STEPS; steps.step++) {
                    observer.step(steps);
                }
                long time = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
                System.out.printf(Locale.ROOT, "%.1f ns of processor time for each step%n", (double) time / STEPS);
            }
        }
    }
}
