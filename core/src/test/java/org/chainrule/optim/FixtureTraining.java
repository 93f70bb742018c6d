package org.chainrule.optim;

import static org.chainrule.nn.Layers.gelu;
import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Layers.sequential;
import static org.chainrule.nn.Layers.silu;
import static org.chainrule.nn.Layers.tanh;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.chainrule.Program;
import org.chainrule.ReferenceRun;
import org.chainrule.Tensor;
import org.chainrule.nn.Losses;
import org.chainrule.nn.Network;
import org.chainrule.nn.Variable;
import org.chainrule.testing.Fixtures;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;

/// Training of the network in mlp.safetensors on its whole batch. Results have the names of the fixtures: the loss and
/// the norm of the gradients before each step, and the parameters after the last step.
final class FixtureTraining {
    private static final int ROWS = 13;

    private final Network network = Network.of(
            sequential(linear(16), tanh(), linear(12), gelu(), linear(10), silu(), linear(5)),
            TensorType.f32(Shape.batch(7)), true);
    private final Tensor loss;
    private final Tensor norm;
    private final Map<Tensor, Tensor> updates = new LinkedHashMap<>();
    private final Map<Tensor, double[]> start = new LinkedHashMap<>();
    private final Tensor progress = Tensor.input("progress", Shape.scalar());

    /// The settings of a training.
    ///
    /// @param clip the largest norm of the gradients, or 0 for no limit
    /// @param rates the factor of the learning rate for each path
    record Settings(Optimizer optimizer, double clip, Schedule schedule, ToDoubleFunction<String> rates) {
        static Settings of(Optimizer optimizer) {
            return new Settings(optimizer, 0, Schedule.constant(), _ -> 1);
        }

        Settings clip(double norm) {
            return new Settings(optimizer, norm, schedule, rates);
        }
    }

    FixtureTraining(Fixtures mlp, Settings settings) {
        Tensor target = Tensor.input("target", TensorType.i32(Shape.batch()));
        Tensor rate = Tensor.input("rate", Shape.scalar());
        start.put(network.input(), mlp.doubles("x"));
        start.put(target, mlp.doubles("target"));
        Optimizer optimizer = settings.optimizer().forParameters(network.parameters().stream()
                .map(parameter -> new Optimizer.Parameter(parameter.path(), parameter.shape(),
                        network.hiddenMatrices().contains(parameter.path())))
                .toList());
        start.put(rate, new double[]{optimizer.learningRate()});
        start.put(progress, new double[1]);
        loss = Losses.crossEntropy().apply(network.output(), target).mean();
        List<Tensor> gradients = loss.gradients(network.parameters().stream().map(Variable::tensor).toList());
        norm = Optimizers.globalNorm(gradients);
        if (settings.clip() > 0) {
            gradients = Optimizers.clipByGlobalNorm(gradients, settings.clip());
        }
        List<Tensor> scalars = new ArrayList<>();
        for (Optimizer.Scalar scalar : optimizer.scalars()) {
            scalars.add(Tensor.input(scalar.name(), Shape.scalar()));
            start.put(scalars.getLast(), new double[]{scalar.start()});
        }
        List<Tensor> advanced = optimizer.advance(scalars);
        for (int i = network.parameters().size() - 1; i >= 0; i--) {
            Variable parameter = network.parameters().get(i);
            start.put(parameter.tensor(), mlp.doubles(parameter.path()));
            List<Tensor> slots = new ArrayList<>();
            for (String name : optimizer.slots(parameter.path(), parameter.shape())) {
                slots.add(Tensor.input(parameter.path() + " " + name, parameter.shape()));
                start.put(slots.getLast(), new double[parameter.shape().elements()]);
            }
            Tensor own = rate.mul(settings.schedule().at(progress))
                    .mul(settings.rates().applyAsDouble(parameter.path()));
            Optimizer.Update next = optimizer.update(parameter.path(), parameter.tensor(), gradients.get(i), slots,
                    advanced, new Optimizer.Time(own, progress));
            for (int slot = 0; slot < slots.size(); slot++) {
                updates.put(slots.get(slot), next.slots().get(slot));
            }
            updates.put(parameter.tensor(), next.parameter());
        }
        for (int i = 0; i < scalars.size(); i++) {
            updates.put(scalars.get(i), advanced.get(i));
        }
    }

    /// Trains in float64 on the Reference.
    Map<String, double[]> doubles(int steps) {
        List<Tensor> outputs = new ArrayList<>(List.of(loss, norm));
        outputs.addAll(updates.values());
        Map<Tensor, double[]> state = new LinkedHashMap<>(start);
        Map<String, double[]> results = new LinkedHashMap<>();
        results.put("losses", new double[steps]);
        results.put("norms", new double[steps]);
        for (int step = 0; step < steps; step++) {
            state.put(progress, new double[]{(double) step / steps});
            List<double[]> values = ReferenceRun.doubles(outputs, state, ROWS);
            results.get("losses")[step] = values.get(0)[0];
            results.get("norms")[step] = values.get(1)[0];
            int i = 2;
            for (Tensor updated : updates.keySet()) {
                state.put(updated, values.get(i++));
            }
        }
        network.parameters().forEach(parameter -> results.put(parameter.path(), state.get(parameter.tensor())));
        return results;
    }

    /// Trains in float32 as a program that replaces its state.
    Map<String, float[]> floats(int steps) {
        Program.Session session = Program.of(List.copyOf(start.keySet()), List.of(loss, norm), updates).start(ROWS, 2);
        start.forEach((tensor, values) -> {
            for (int i = 0; i < values.length; i++) {
                session.array(tensor)[i] = (float) values[i];
            }
        });
        Map<String, float[]> results = new LinkedHashMap<>();
        results.put("losses", new float[steps]);
        results.put("norms", new float[steps]);
        for (int step = 0; step < steps; step++) {
            session.array(progress)[0] = (float) step / steps;
            session.run(ROWS);
            results.get("losses")[step] = session.array(loss)[0];
            results.get("norms")[step] = session.array(norm)[0];
        }
        network.parameters().forEach(
                parameter -> results.put(parameter.path(), session.value(parameter.tensor(), ROWS).values()));
        return results;
    }
}
