package org.chainrule.bench;

import java.util.ArrayList;
import java.util.List;

/// A task to time, the same for Chainrule and every peer.
public sealed interface Work {
    /// Returns the title without the batch, such as `train mnist`.
    String title();

    /// Returns the number of rows in a batch, or 0 if the work has none.
    int batch();

    /// Returns the unit of the figure: `steps/s`, `calls/s`, `GFLOP/s`, or `s`, for which less is better.
    String unit();

    /// One step of training: forward, backward, Adam.
    record Train(Net net, int batch) implements Work {
        @Override
        public String title() {
            return "train " + net.label();
        }

        @Override
        public String unit() {
            return "steps/s";
        }
    }

    /// One step of training in which the library runs the loop over all rows. In addition to [Train], it shuffles the rows for
    /// each pass, fills batches and records the loss. There is no validation.
    record Fit(Net net, int batch) implements Work {
        @Override
        public String title() {
            return "fit " + net.label();
        }

        @Override
        public String unit() {
            return "steps/s";
        }

        /// Returns the same step without the loop of the library.
        Train step() {
            return new Train(net, batch);
        }
    }

    /// One prediction, from values in the caller's memory to values in the caller's memory. For classes, these are
    /// probabilities.
    record Infer(Net net, int batch) implements Work {
        @Override
        public String title() {
            return "infer " + net.label();
        }

        @Override
        public String unit() {
            return "calls/s";
        }
    }

    /// The product `C[m, n] = op(A) op(B)` with `k` terms per element. A transposed operand is stored transposed.
    record Matmul(String kind, int m, int k, int n, boolean transposeA, boolean transposeB) implements Work {
        @Override
        public String title() {
            return kind + " " + m + "x" + k + "x" + n;
        }

        @Override
        public int batch() {
            return 0;
        }

        @Override
        public String unit() {
            return "GFLOP/s";
        }

        /// Returns the number of floating-point operations of one product.
        public double flops() {
            return 2.0 * m * k * n;
        }
    }

    /// A start that a user waits for once, in a separate process. Its figure is seconds, and less is better.
    enum Startup implements Work {
        /// The first training step of 784-256-128-10 at batch 128 after its program was built.
        STEP("startup first step"),
        /// The first prediction of a classifier 784-256-128-10 that has just been loaded from a file.
        PREDICTION("startup first prediction"),
        /// `chainrule train iris.csv`, the whole command.
        IRIS("startup train iris");

        private final String title;

        Startup(String title) {
            this.title = title;
        }

        @Override
        public String title() {
            return title;
        }

        @Override
        public int batch() {
            return 0;
        }

        @Override
        public String unit() {
            return "s";
        }
    }

    /// Returns the title and the batch, if there is one, such as `train mnist 32`.
    default String id() {
        return batch() == 0 ? title() : title() + " " + batch();
    }

    /// Returns the name of the group of works that one process times in order. [Fit] shares a process with [Train], so that a
    /// slow phase of the machine affects both.
    default String group() {
        return switch (this) {
            case Fit fit -> fit.step().title();
            case Matmul _ -> "matmul";
            case Train _,Infer _,Startup _ -> title();
        };
    }

    /// Returns all works.
    static List<Work> all() {
        List<Work> all = new ArrayList<>();
        int[] batches = {32, 128, 1024};
        for (int batch : batches) {
            all.add(new Train(Net.MNIST, batch));
        }
        for (int batch : batches) {
            all.add(new Fit(Net.MNIST, batch));
        }
        all.add(new Train(Net.TAB, 32));
        all.add(new Train(Net.TAB, 256));
        all.add(new Train(Net.WIDE, 256));
        all.add(new Infer(Net.MNIST, 1));
        all.add(new Infer(Net.MNIST, 256));
        all.add(new Infer(Net.TAB, 1));
        int[][] plain = {{2048, 2048, 2048}, {1024, 1024, 1024}, {32, 784, 256}, {128, 784, 256}, {128, 256, 128},
                {128, 128, 10}, {256, 256, 128}, {1024, 784, 256}, {256, 32, 128}};
        for (int[] s : plain) {
            all.add(new Matmul("matmul", s[0], s[1], s[2], false, false));
        }
        all.add(new Matmul("matmul dW", 784, 128, 256, true, false));
        all.add(new Matmul("matmul dW", 784, 1024, 256, true, false));
        all.add(new Matmul("matmul dX", 32, 128, 256, false, true));
        all.add(new Matmul("matmul dX", 1024, 128, 256, false, true));
        all.addAll(List.of(Startup.values()));
        return all;
    }

    /// Returns the work with an id.
    static Work of(String id) {
        return all().stream().filter(work -> work.id().equals(id)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("bench: there is no work " + id));
    }
}
