package org.chainrule.spark.parallel;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.chainrule.Program;
import org.chainrule.Tensor;
import org.chainrule.Tensors;
import org.chainrule.data.Field;
import org.chainrule.nn.Network;
import org.chainrule.nn.Objective;
import org.chainrule.nn.Variable;
import org.chainrule.train.Step;
import org.chainrule.type.TensorType;

/// Measures a network on the held-out rows of the shards of a worker.
final class HeldOut {
    private static final int BLOCK = 256;

    private final RowFile file;
    private final RowLayout layout;
    private final Network network;
    private final Tensors targets;
    private final Tensor losses;
    private final Program.Session session;
    private final RowLayout.Arrays arrays;
    private final float[] block;

    /// The measure of the held-out rows of a shard.
    record Measure(double mean, double weight) {
    }

    HeldOut(RowFile file, RowLayout layout, Step step, Objective measure, int threads) {
        this.file = file;
        this.layout = layout;
        Map<String, TensorType> types = new LinkedHashMap<>();
        layout.type().inputs().forEach(field -> types.put(field.name(), field.batch()));
        network = Network.of(step.net(), types, Network.Mode.PREDICTING);
        Map<String, Tensor> places = new LinkedHashMap<>();
        layout.type().targets().forEach(field -> places.put(field.name(), Tensor.input(field.name(), field.batch())));
        targets = Tensors.of(places);
        losses = measure.rows(network.outputs(), targets, Tensor.scalar(1));
        List<Tensor> inputs = new ArrayList<>(network.inputs().asMap().values());
        inputs.addAll(targets.asMap().values());
        network.variables().forEach(variable -> inputs.add(variable.tensor()));
        session = Program.of(inputs, List.of(losses)).start(BLOCK, threads);
        arrays = layout.arrays(BLOCK);
        block = new float[BLOCK * layout.width()];
    }

    /// Sets the values of the network.
    void set(Map<String, Tensor> values) {
        for (Variable variable : network.variables()) {
            session.write(variable.tensor(), Objects.requireNonNull(values.get(variable.path())));
        }
    }

    /// Measures the held-out rows of a shard.
    Measure of(RowOrder.Shard shard) throws IOException {
        double sum = 0;
        double weight = 0;
        for (int from = 0; from < shard.rows(); from += BLOCK) {
            int count = Math.min(BLOCK, shard.rows() - from);
            file.read(shard.first() + from, count, block, 0);
            for (int row = 0; row < count; row++) {
                layout.split(block, row * layout.width(), arrays, row);
            }
            feed(network.inputs(), layout.type().inputs(), arrays.inputs());
            feed(targets, layout.type().targets(), arrays.targets());
            session.run(count);
            float[] own = session.array(losses);
            for (int row = 0; row < count; row++) {
                double factor = arrays.weights() == null ? 1 : arrays.weights()[row];
                sum += factor * own[row];
                weight += factor;
            }
        }
        return new Measure(weight == 0 ? 0 : sum / weight, weight);
    }

    private void feed(Tensors places, List<Field> fields, List<float[]> values) {
        for (int i = 0; i < fields.size(); i++) {
            session.feed(places.get(fields.get(i).name()), values.get(i), 0);
        }
    }
}
