package org.chainrule.bench.peer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.LayerNormImpl;
import org.bytedeco.pytorch.LayerNormOptions;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.LongVector;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.chainrule.bench.Data;
import org.chainrule.bench.Meter;
import org.chainrule.bench.Net;
import org.chainrule.bench.Peer;
import org.chainrule.bench.Work;

/// libtorch in eager mode, called from Java.
public final class Libtorch {
    private Libtorch() {
    }

    /// Times works; see [Meter#run].
    public static void main(String[] args) throws IOException {
        torch.set_num_threads(Integer.parseInt(args[0]));
        Meter.run(args, "org.bytedeco:pytorch " + Loader.getVersion("org.bytedeco", "pytorch"),
                (work, threads) -> switch (work) {
                    case Work.Train(Net net, int batch) -> new Training(net, batch);
                    case Work.Fit(Net net, int batch) -> new LibtorchFit(net, batch);
                    case Work.Infer(Net net, int batch) -> infer(net, batch);
                    case Work.Matmul _,Work.Startup _ ->
                        throw new UnsupportedOperationException("Only networks are asked of it.");
                });
    }

    private record Built(Module module, List<UnaryOperator<Tensor>> layers) {
        static Built of(Net net) {
            Module module = new Module();
            List<UnaryOperator<Tensor>> layers = new ArrayList<>();
            int in = net.in();
            int place = 0;
            for (int width : net.hidden()) {
                LinearImpl linear = module.register_module("linear" + ++place, new LinearImpl(in, width));
                layers.add(linear::forward);
                if (net == Net.WIDE) {
                    LayerNormImpl norm = module.register_module("norm" + place,
                            new LayerNormImpl(new LayerNormOptions(new LongVector(new long[]{width}))));
                    layers.add(torch::gelu);
                    layers.add(norm::forward);
                    layers.add(x -> torch.dropout(x, Net.DROPOUT, true));
                } else {
                    layers.add(torch::relu);
                }
                in = width;
            }
            LinearImpl last = module.register_module("linear" + ++place, new LinearImpl(in, net.out()));
            layers.add(last::forward);
            return new Built(module, layers);
        }

        Tensor forward(Tensor x) {
            Tensor y = x;
            for (UnaryOperator<Tensor> layer : layers) {
                y = layer.apply(y);
            }
            return y;
        }
    }

    /// A network and its Adam.
    static final class Learner {
        private final Net net;
        private final Built built;
        private final Adam adam;

        Learner(Net net) {
            this.net = net;
            built = Built.of(net);
            adam = new Adam(built.module.parameters(), new AdamOptions(Net.RATE));
        }

        /// Takes a step and returns its loss.
        float step(Tensor x, Tensor y) {
            adam.zero_grad();
            Tensor output = built.forward(x);
            Tensor mean = net.classes() ? torch.cross_entropy(output, y) : torch.mse_loss(output, y);
            mean.backward();
            adam.step();
            return mean.item_float();
        }
    }

    /// The targets of rows: classes as whole numbers, or a column of numbers.
    static Tensor targets(Net net, Data rows) {
        int count = rows.y().length;
        if (!net.classes()) {
            return Tensor.create(rows.y(), count, 1);
        }
        long[] labels = new long[count];
        for (int i = 0; i < count; i++) {
            labels[i] = (long) rows.y()[i];
        }
        return Tensor.create(labels, count);
    }

    private static final class Training implements Peer.Task {
        private final Learner learner;
        private final List<Tensor> x = new ArrayList<>();
        private final List<Tensor> y = new ArrayList<>();
        private float loss;
        private int steps;

        Training(Net net, int batch) {
            learner = new Learner(net);
            for (Data rows : Data.batches(net, batch)) {
                x.add(Tensor.create(rows.x(), batch, net.in()));
                y.add(targets(net, rows));
            }
        }

        @Override
        public void step() {
            try (PointerScope scope = new PointerScope()) {
                int at = steps++ % x.size();
                loss = learner.step(x.get(at), y.get(at));
                Objects.requireNonNull(scope);
            }
        }

        @Override
        public float loss() {
            return loss;
        }
    }

    private static Peer.Task infer(Net net, int batch) {
        Built built = Built.of(net);
        built.module.eval();
        float[] rows = Data.of(net).batch(net, batch, 0).x();
        float[] answers = new float[batch * net.out()];
        return () -> {
            try (PointerScope scope = new PointerScope(); InferenceMode mode = new InferenceMode(true)) {
                Objects.requireNonNull(mode);
                Tensor output = built.forward(Tensor.create(rows, batch, net.in()));
                Tensor answer = net.classes() ? output.softmax(1) : output;
                new FloatPointer(answer.data_ptr_float()).get(answers);
                Objects.requireNonNull(scope);
            }
        };
    }
}
