package org.chainrule.bench.peer;

import java.util.ArrayList;
import java.util.List;
import org.chainrule.bench.Data;
import org.chainrule.bench.Meter;
import org.chainrule.bench.Net;
import org.chainrule.bench.Peer;
import org.chainrule.bench.Work;
import smile.model.mlp.Layer;
import smile.model.mlp.LayerBuilder;
import smile.model.mlp.MultilayerPerceptron;
import smile.model.mlp.OutputFunction;
import smile.util.function.TimeFunction;

/// Smile's multilayer perceptron. It takes rows of double, computes in float32, row by row, and has no Adam: RMSProp with
/// momentum is nearest.
public final class Smile {
    private Smile() {
    }

    /// Times works; see [Meter#run].
    public static void main(String[] args) {
        Meter.run(args, "Smile 6.3.0", (work, threads) -> switch (work) {
            case Work.Train(Net net, int batch) -> net.classes() ? new Classes(net, batch) : new Numbers(net, batch);
            case Work.Infer(Net net, int batch) -> infer(net, batch);
            case Work.Fit _,Work.Matmul _,Work.Startup _ ->
                throw new UnsupportedOperationException("Only steps and predictions of networks are asked of it.");
        });
    }

    private static LayerBuilder[] layers(Net net) {
        if (net == Net.WIDE) {
            throw new UnsupportedOperationException("Smile has neither GELU nor layer norm.");
        }
        List<LayerBuilder> layers = new ArrayList<>(List.of(Layer.input(net.in())));
        net.hidden().forEach(width -> layers.add(Layer.rectifier(width)));
        layers.add(net.classes()
                ? Layer.mle(net.out(), OutputFunction.SOFTMAX)
                : Layer.mse(net.out(), OutputFunction.LINEAR));
        return layers.toArray(LayerBuilder[]::new);
    }

    private static <M extends MultilayerPerceptron> M settings(M model) {
        model.setLearningRate(TimeFunction.constant(1e-4));
        model.setMomentum(TimeFunction.constant(0.9));
        model.setRMSProp(0.999, 1e-8);
        return model;
    }

    private static double[][] rows(Net net, Data data) {
        double[][] rows = new double[data.y().length][net.in()];
        for (int i = 0; i < rows.length * net.in(); i++) {
            rows[i / net.in()][i % net.in()] = data.x()[i];
        }
        return rows;
    }

    private static final class Classes implements Peer.Task {
        private final smile.classification.MLP model;
        private final List<double[][]> x = new ArrayList<>();
        private final List<int[]> y = new ArrayList<>();
        private final double[] probabilities;
        private int at;
        private int steps;

        Classes(Net net, int batch) {
            model = settings(new smile.classification.MLP(layers(net)));
            probabilities = new double[net.out()];
            for (Data data : Data.batches(net, batch)) {
                x.add(rows(net, data));
                int[] labels = new int[batch];
                for (int i = 0; i < batch; i++) {
                    labels[i] = (int) data.y()[i];
                }
                y.add(labels);
            }
        }

        @Override
        public void step() {
            at = steps++ % x.size();
            model.update(x.get(at), y.get(at));
        }

        @Override
        public float loss() {
            double sum = 0;
            for (int i = 0; i < y.get(at).length; i++) {
                model.predict(x.get(at)[i], probabilities);
                sum -= Math.log(Math.max(1e-30, probabilities[y.get(at)[i]]));
            }
            return (float) (sum / y.get(at).length);
        }
    }

    private static final class Numbers implements Peer.Task {
        private final smile.regression.MLP model;
        private final List<double[][]> x = new ArrayList<>();
        private final List<double[]> y = new ArrayList<>();
        private int at;
        private int steps;

        Numbers(Net net, int batch) {
            model = settings(new smile.regression.MLP(layers(net)));
            for (Data data : Data.batches(net, batch)) {
                x.add(rows(net, data));
                double[] targets = new double[batch];
                for (int i = 0; i < batch; i++) {
                    targets[i] = data.y()[i];
                }
                y.add(targets);
            }
        }

        @Override
        public void step() {
            at = steps++ % x.size();
            model.update(x.get(at), y.get(at));
        }

        @Override
        public float loss() {
            double sum = 0;
            for (int i = 0; i < y.get(at).length; i++) {
                double difference = model.predict(x.get(at)[i]) - y.get(at)[i];
                sum += difference * difference;
            }
            return (float) (sum / y.get(at).length);
        }
    }

    private static Peer.Task infer(Net net, int batch) {
        double[][] x = rows(net, Data.of(net).batch(net, batch, 0));
        if (net.classes()) {
            smile.classification.MLP model = new smile.classification.MLP(layers(net));
            double[] probabilities = new double[net.out()];
            return () -> {
                for (double[] row : x) {
                    model.predict(row, probabilities);
                }
            };
        }
        smile.regression.MLP model = new smile.regression.MLP(layers(net));
        return () -> {
            for (double[] row : x) {
                model.predict(row);
            }
        };
    }
}
