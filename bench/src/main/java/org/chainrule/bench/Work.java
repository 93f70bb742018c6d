package org.chainrule.bench;

import java.util.ArrayList;
import java.util.List;

/// Something that is timed: the same for Chainrule and every peer.
public sealed interface Work {
    /// What it is, without the batch: such as `train mnist`.
    String title();

    /// The rows it goes through at a time; 0 where there are none.
    int batch();

    /// What its figure counts: `steps/s`, `calls/s`, `GFLOP/s`, or `s` where less is better.
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

    /// One step of a training that the library runs itself over all rows, again and again: what [Train] does, shuffling
    /// the rows anew for each pass, filling batches and keeping account of the loss. Nothing is validated.
    record Fit(Net net, int batch) implements Work {
        @Override
        public String title() {
            return "fit " + net.label();
        }

        @Override
        public String unit() {
            return "steps/s";
        }

        /// The step alone.
        Train step() {
            return new Train(net, batch);
        }
    }

    /// One prediction, from numbers in the caller's memory to numbers in the caller's memory; of classes, their
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

    /// The product `C[m, n] = op(A) op(B)` with `k` terms an element; a transposed operand is stored the other way round.
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

        /// Floating-point operations of one product.
        public double flops() {
            return 2.0 * m * k * n;
        }
    }

    /// Something that a user waits for once, in a process of its own; its figure is seconds, and less is better.
    enum Startup implements Work {
        /// The first step of training 784-256-128-10 at batch 128 after its program was built.
        STEP("startup first step"),
        /// The first prediction of a classifier 784-256-128-10 that was just loaded from a file.
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

    /// The title and, where there is one, the batch: `train mnist 32`.
    default String id() {
        return batch() == 0 ? title() : title() + " " + batch();
    }

    /// The name of the works that one process times, one after another. [Fit] shares a process with [Train], so that a
    /// slow spell of the machine meets both.
    default String group() {
        return switch (this) {
            case Fit fit -> fit.step().title();
            case Matmul _ -> "matmul";
            case Train _,Infer _,Startup _ -> title();
        };
    }

    /// Everything that is timed.
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

    /// The work with an id.
    static Work of(String id) {
        return all().stream().filter(work -> work.id().equals(id)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("bench: there is no work " + id));
    }
}
