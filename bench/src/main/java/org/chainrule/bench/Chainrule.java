package org.chainrule.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.chainrule.Program;
import org.chainrule.Tensor;
import org.chainrule.data.Examples;
import org.chainrule.model.Classifier;
import org.chainrule.model.Regressor;
import org.chainrule.nn.Layer;
import org.chainrule.nn.Layers;
import org.chainrule.nn.Losses;
import org.chainrule.nn.Network;
import org.chainrule.optim.Optimizer;
import org.chainrule.optim.Optimizers;
import org.chainrule.type.DType;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;

/// Chainrule doing the works, through its public API alone. A training step is fed its batch and reads the loss out, as
/// any user's would.
public final class Chainrule {
    private Chainrule() {
    }

    /// Times works; see [Meter#run].
    public static void main(String[] args) {
        Meter.run(args, "", Chainrule::prepare);
    }

    /// Prepares a work; see [Peer#prepare].
    static Peer.Task prepare(Work work, int threads) {
        return switch (work) {
            case Work.Train(Net net, int batch) -> new Training(net, batch, threads);
            case Work.Fit(Net net, int batch) -> Fitting.of(net, batch, threads);
            case Work.Infer(Net net, int batch) -> infer(net, batch);
            case Work.Matmul matmul -> matmul(matmul, threads);
            case Work.Startup _ -> throw new UnsupportedOperationException("A start is timed by Cold.");
        };
    }

    /// The network as a user writes it.
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

    /// A step of training as one program, from old state to new.
    static final class Training implements Peer.Task {
        private final Data[] batches;
        private final int batch;
        private final Network network;
        private final Tensor target;
        private final Tensor loss;
        private final Program.Session session;
        private int steps;

        Training(Net net, int batch, int threads) {
            this.batch = batch;
            batches = Data.batches(net, batch);
            network = Network.of(layer(net), TensorType.f32(Shape.batch(net.in())), true);
            target = Tensor.input("target",
                    net.classes() ? new TensorType(DType.I32, Shape.batch()) : TensorType.f32(Shape.batch(1)));
            loss = (net.classes() ? Losses.crossEntropy() : Losses.squared()).apply(network.output(), target).mean();
            Optimizer adam = Optimizers.adam(Net.RATE);
            Tensor rate = Tensor.input("rate", Shape.scalar());
            List<Tensor> scalars = adam.scalars().stream()
                    .map(scalar -> Tensor.input(scalar.name(), Shape.scalar())).toList();
            List<Tensor> inputs = new ArrayList<>(List.of(network.input(), target, rate, network.stream()));
            inputs.addAll(scalars);
            List<Parameter> parameters = network.parameters();
            List<Tensor> gradients = loss.gradients(parameters.stream().map(Parameter::tensor).toList());
            List<Tensor> advanced = adam.advance(scalars);
            Map<Tensor, Tensor> updates = new LinkedHashMap<>();
            for (int i = parameters.size() - 1; i >= 0; i--) {
                Parameter parameter = parameters.get(i);
                List<Tensor> slots = adam.slots().stream().map(name -> Tensor.input(name, parameter.shape())).toList();
                Optimizer.Update next = adam.update(parameter.path(), parameter.tensor(), gradients.get(i), slots,
                        advanced, rate);
                for (int slot = 0; slot < slots.size(); slot++) {
                    updates.put(slots.get(slot), next.slots().get(slot));
                }
                updates.put(parameter.tensor(), next.parameter());
                inputs.addAll(slots);
                inputs.add(parameter.tensor());
            }
            for (int i = 0; i < scalars.size(); i++) {
                updates.put(scalars.get(i), advanced.get(i));
            }
            session = Program.of(inputs, List.of(loss), updates).start(batch, threads);
            for (Parameter parameter : parameters) {
                float[] start = parameter.start(1);
                System.arraycopy(start, 0, session.array(parameter.tensor()), 0, start.length);
            }
            session.array(rate)[0] = Net.RATE;
        }

        @Override
        public void step() {
            Data rows = batches[steps % batches.length];
            session.feed(network.input(), rows.x(), 0);
            System.arraycopy(rows.y(), 0, session.array(target), 0, batch);
            session.array(network.stream())[4] = steps++; // dropout draws anew in each step
            session.run(batch);
        }

        @Override
        public float loss() {
            return session.array(loss)[0];
        }
    }

    private static Peer.Task infer(Net net, int batch) {
        Data data = Data.of(net);
        float[] rows = data.batch(net, batch, 0).x();
        if (net.classes()) {
            Classifier model = classifier(net, data);
            return batch == 1 ? () -> model.probabilities(rows) : () -> model.probabilitiesAll(rows);
        }
        Regressor model = Regressor.of(layer(net)).epochs(1).fit(Examples.of(data.x(), net.in(), data.y()));
        return batch == 1 ? () -> model.predict(rows) : () -> model.predictAll(rows);
    }

    /// A classifier after one epoch.
    static Classifier classifier(Net net, Data data) {
        return Classifier.of(layer(net)).epochs(1).batch(256).fit(Examples.of(data.x(), net.in(), data.labels()));
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
