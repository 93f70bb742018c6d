package org.chainrule.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.chainrule.Program;
import org.chainrule.Tensor;
import org.chainrule.data.Batch;
import org.chainrule.data.Examples;
import org.chainrule.model.Classifier;
import org.chainrule.model.Regressor;
import org.chainrule.nn.Layer;
import org.chainrule.nn.Layers;
import org.chainrule.nn.Losses;
import org.chainrule.optim.Optimizers;
import org.chainrule.train.Run;
import org.chainrule.train.Step;
import org.chainrule.type.Shape;

/// Runs the works with Chainrule through its public API only. A training step copies in its batch and reads out the loss, as
/// a user's program does.
public final class Chainrule {
    private Chainrule() {
    }

    /// Times works, as [Meter#run] describes.
    public static void main(String[] args) {
        Meter.run(args, "", Chainrule::prepare);
    }

    /// Prepares a work, as [Peer#prepare] describes.
    static Peer.Task prepare(Work work, int threads) {
        return switch (work) {
            case Work.Train(Net net, int batch) -> new Training(net, batch, threads);
            case Work.Fit(Net net, int batch) -> Fitting.of(net, batch, threads);
            case Work.Infer(Net net, int batch) -> infer(net, batch);
            case Work.Matmul matmul -> matmul(matmul, threads);
            case Work.Startup _ -> throw new UnsupportedOperationException("A start is timed by Cold.");
        };
    }

    /// Returns the network as a user writes it.
    static Layer layer(Net net) {
        List<Layer> layers = new ArrayList<>();
        for (int width : net.hidden()) {
            layers.add(Layers.linear(width));
            if (net == Net.WIDE) {
                layers.addAll(List.of(Layers.gelu(), Layers.layerNorm(), Layers.dropout(Net.DROPOUT)));
            } else {
                layers.add(Layers.relu());
            }
        }
        layers.add(Layers.linear(net.out()));
        return Layers.sequential(layers.toArray(Layer[]::new));
    }

    /// A training step, including the transfer of its batch.
    static final class Training implements Peer.Task {
        private final Batch[] batches;
        private final Run run;
        private float loss;
        private int steps;

        Training(Net net, int batch, int threads) {
            batches = Arrays.stream(Data.batches(net, batch)).map(rows -> examples(net, rows).batch())
                    .toArray(Batch[]::new);
            run = Step.of(layer(net), net.classes() ? Losses.crossEntropy() : Losses.squared(),
                    Optimizers.adam(Net.RATE)).seed(1).start(batches[0].type(), batch, threads);
        }

        @Override
        public void step() {
            loss = run.step(batches[steps++ % batches.length]);
        }

        @Override
        public float loss() {
            return loss;
        }
    }

    /// Returns the rows with their targets.
    static Examples examples(Net net, Data data) {
        return net.classes()
                ? Examples.of(data.x(), net.in(), data.labels())
                : Examples.of(data.x(), net.in(), data.y());
    }

    private static Peer.Task infer(Net net, int batch) {
        Data data = Data.of(net);
        float[] rows = data.batch(net, batch, 0).x();
        if (net.classes()) {
            Classifier model = classifier(net, data);
            return batch == 1 ? () -> model.probabilities(rows) : () -> model.probabilitiesAll(rows);
        }
        Regressor model = Regressor.of(layer(net)).epochs(1).fit(examples(net, data));
        return batch == 1 ? () -> model.predict(rows) : () -> model.predictAll(rows);
    }

    /// Returns a classifier after one epoch.
    static Classifier classifier(Net net, Data data) {
        return Classifier.of(layer(net)).epochs(1).batch(256).fit(examples(net, data));
    }

    private static Peer.Task matmul(Work.Matmul w, int threads) {
        Tensor a = Tensor.input("a", w.transposeA() ? Shape.of(w.k(), w.m()) : Shape.of(w.m(), w.k()));
        Tensor b = Tensor.input("b", w.transposeB() ? Shape.of(w.n(), w.k()) : Shape.of(w.k(), w.n()));
        Tensor c = (w.transposeA() ? a.transpose() : a).matmul(w.transposeB() ? b.transpose() : b);
        Program.Session session = Program.of(List.of(a, b), List.of(c)).start(1, threads);
        Random random = new Random(1);
        for (Tensor operand : List.of(a, b)) {
            float[] values = Data.normal(random, operand.shape().elements(), 1);
            System.arraycopy(values, 0, session.array(operand), 0, values.length);
        }
        return () -> session.run(1);
    }
}
