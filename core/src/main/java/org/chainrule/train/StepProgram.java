package org.chainrule.train;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.chainrule.Program;
import org.chainrule.Tensor;
import org.chainrule.Tensors;
import org.chainrule.data.Batch;
import org.chainrule.data.Field;
import org.chainrule.data.RowType;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.ShapeException;
import org.chainrule.nn.Network;
import org.chainrule.nn.Objective;
import org.chainrule.nn.Variable;
import org.chainrule.optim.Optimizer;
import org.chainrule.optim.Optimizers;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;

/// The programs of a training step, from a batch and the old parameters and optimizer state to the loss and the new
/// values, at once or in two halves. Parameters are updated in order from the output to the input, each as soon as its
/// gradient is complete and its old value has no reader left; every gradient is computed at the old parameters.
final class StepProgram {
    final Step step;
    final RowType type;
    /// The optimizer of the step, for the parameters of the network.
    final Optimizer optimizer;
    final Network network;
    final Tensors targets;
    final Tensor weights = Tensor.input("weights", Shape.batch());
    /// The learning rate before the schedule.
    final Tensor rate = Tensor.input("learning rate", Shape.scalar());
    /// The loss of each row. [#loss] is their mean, weighted if the rows have weights.
    final Tensor rows;
    final Tensor loss;
    /// The trained parameters, in order.
    final List<Variable> trained;
    final Map<Tensor, Float> scalars = new LinkedHashMap<>();
    private final List<List<Tensor>> slots = new ArrayList<>();
    private final Map<Tensor, String> names = new HashMap<>();

    StepProgram(Step step, RowType type) {
        this(step, type, Network.of(step.net(), types(type.inputs()), Network.Mode.PREDICTING));
    }

    /// @param beside the network of the step, whose input and variable tensors this program shares
    StepProgram(Step step, RowType type, Network beside) {
        this.step = step;
        this.type = type;
        this.network = beside.as(Network.Mode.TRAINING, step.frozen());
        if (type.targets().isEmpty()) {
            throw new ArgumentException("examples", "step: the examples have no targets, expected at least one");
        }
        targets = places(type.targets());
        rows = rows(step.objective(), network.outputs(), targets, network.progress());
        loss = !type.weighted()
                ? rows.mean()
                : step.meanWeight() > 0
                        ? rows.mul(weights).mean().mul(1 / step.meanWeight())
                        : rows.mul(weights).sum().div(weights.sum());
        trained = network.parameters().stream().filter(parameter -> !step.frozen().test(parameter.path())).toList();
        if (step.freezes() && network.variables().stream().noneMatch(variable -> step.frozen().test(variable.path()))) {
            throw new ArgumentException("paths", "freeze: there is nothing of such a path, expected some of "
                    + network.variables().stream().map(Variable::path).toList());
        }
        Set<String> hidden = network.hiddenMatrices();
        optimizer = step.optimizer()
                .forParameters(network.parameters().stream().map(parameter -> new Optimizer.Parameter(
                        parameter.path(), parameter.shape(), hidden.contains(parameter.path()))).toList());
        optimizer.scalars()
                .forEach(scalar -> scalars.put(named(scalar.name(), Shape.scalar()), scalar.start()));
        for (Variable parameter : trained) {
            slots.add(optimizer.slots(parameter.path(), parameter.shape()).stream()
                    .map(name -> named(parameter.path() + " " + name, parameter.shape())).toList());
        }
        network.variables().forEach(variable -> names.put(variable.tensor(), variable.path()));
    }

    private Tensor named(String name, Shape shape) {
        if (names.containsValue(name)) {
            throw new ArgumentException("optimizer",
                    "step: the optimizer keeps two pieces of state under the name " + name
                            + "; use a different name for each");
        }
        Tensor place = Tensor.input(name, shape);
        names.put(place, name);
        return place;
    }

    /// Returns the types of the batches of fields, by name.
    static Map<String, TensorType> types(List<Field> fields) {
        Map<String, TensorType> types = new LinkedHashMap<>();
        fields.forEach(field -> types.put(field.name(), field.batch()));
        return types;
    }

    /// Returns the arrays of the inputs of a batch, in order.
    static float[][] inputs(Batch batch) {
        List<float[]> inputs = new ArrayList<>();
        for (int i = 0; i < batch.type().inputs().size(); i++) {
            inputs.add(batch.input(i));
        }
        return inputs.toArray(float[][]::new);
    }

    /// Returns input tensors for batches of targets, by name.
    static Tensors places(List<Field> fields) {
        Map<String, Tensor> places = new LinkedHashMap<>();
        fields.forEach(field -> places.put(field.name(), Tensor.input(field.name(), field.batch())));
        return Tensors.of(places);
    }

    /// Returns the loss of each row.
    static Tensor rows(Objective objective, Tensors outputs, Tensors targets, Tensor progress) {
        Tensor rows = objective.rows(outputs, targets, progress);
        if (rows == null) {
            throw new ArgumentException("loss", "loss: the loss returned null, expected a tensor [n]");
        }
        if (!rows.shape().equals(Shape.batch())) {
            throw new ShapeException("loss", "must return one number per row", "expected [n]", "got " + rows.shape());
        }
        return rows;
    }

    /// Returns everything that a step may replace: the variables, then the state of the optimizer.
    List<Tensor> state() {
        List<Tensor> state = new ArrayList<>(network.variables().stream().map(Variable::tensor).toList());
        slots.forEach(state::addAll);
        state.addAll(scalars.keySet());
        return state;
    }

    /// Returns the unique name of a piece of state.
    String name(Tensor state) {
        return Objects.requireNonNull(names.get(state));
    }

    /// Returns the input tensors of a batch.
    List<Tensor> batch() {
        List<Tensor> batch = new ArrayList<>(network.inputs().asMap().values());
        batch.addAll(targets.asMap().values());
        if (type.weighted()) {
            batch.add(weights);
        }
        return batch;
    }

    /// Returns the inputs of a program: those of a batch or gradients, then the same ones for all programs of this
    /// step, so that their sessions can share arrays.
    private List<Tensor> inputs(List<Tensor> handed) {
        List<Tensor> inputs = new ArrayList<>(handed);
        inputs.addAll(List.of(rate, network.progress(), network.stream()));
        inputs.addAll(state());
        return inputs;
    }

    /// Returns a program over a batch and all state that changes no state.
    Program over(List<Tensor> outputs) {
        return Program.of(inputs(batch()), outputs);
    }

    /// Returns a program over the state alone that changes no state.
    Program state(List<Tensor> outputs) {
        return Program.of(inputs(List.of()), outputs);
    }

    /// Returns the program of a whole step. Its output is the loss.
    Program whole() {
        Map<Tensor, Tensor> updates = updates(gradients());
        updates.putAll(stateUpdates());
        return Program.of(inputs(batch()), List.of(loss), updates);
    }

    /// Returns the program of the first half. Its outputs are the loss and the gradient of each trained parameter; it
    /// replaces the state of the network.
    Program gradientsOnly() {
        List<Tensor> outputs = new ArrayList<>(List.of(loss));
        outputs.addAll(gradients());
        return Program.of(inputs(batch()), outputs, stateUpdates());
    }

    /// Returns the program of the second half, which updates the parameters.
    ///
    /// @param gradients the input tensors for the gradients of the trained parameters, in order
    Program apply(List<Tensor> gradients) {
        return Program.of(inputs(gradients), List.of(), updates(gradients));
    }

    /// Returns copies of one tensor of a session for each trained parameter, by path.
    ///
    /// @param tensors one for each trained parameter, in order
    Map<String, Tensor> byPath(Program.Session session, List<Tensor> tensors) {
        Map<String, Tensor> byPath = new LinkedHashMap<>();
        for (int i = 0; i < tensors.size(); i++) {
            byPath.put(trained.get(i).path(), session.value(tensors.get(i), 1));
        }
        return byPath;
    }

    /// Returns the value for a model of each trained parameter: the parameter itself, or the optimizer's replacement.
    List<Tensor> evaluated() {
        List<Tensor> evaluated = new ArrayList<>();
        for (int i = 0; i < trained.size(); i++) {
            evaluated.add(optimizer.evaluated(trained.get(i).path(), trained.get(i).tensor(), slots.get(i),
                    List.copyOf(scalars.keySet())));
        }
        return evaluated;
    }

    List<Tensor> gradients() {
        return loss.gradients(trained.stream().map(Variable::tensor).toList());
    }

    private Map<Tensor, Tensor> stateUpdates() {
        Map<Tensor, Tensor> updates = new LinkedHashMap<>();
        network.variables().forEach(variable -> {
            Tensor next = network.updates().get(variable.tensor());
            if (next != null) {
                updates.put(variable.tensor(), next);
            }
        });
        return updates;
    }

    private Map<Tensor, Tensor> updates(List<Tensor> gradients) {
        List<Tensor> clipped = step.clip() > 0 ? Optimizers.clipByGlobalNorm(gradients, step.clip()) : gradients;
        Map<Tensor, Tensor> updates = new LinkedHashMap<>();
        List<Tensor> before = List.copyOf(scalars.keySet());
        List<Tensor> after = optimizer.advance(before);
        Tensor now = rate.mul(step.schedule().at(network.progress()));
        for (int i = trained.size() - 1; i >= 0; i--) {
            Variable parameter = trained.get(i);
            Tensor own = now.mul(factor(parameter.path()));
            Optimizer.Update next = optimizer.update(parameter.path(), parameter.tensor(), clipped.get(i),
                    slots.get(i), after, new Optimizer.Time(own, network.progress()));
            for (int slot = 0; slot < slots.get(i).size(); slot++) {
                updates.put(slots.get(i).get(slot), next.slots().get(slot));
            }
            updates.put(parameter.tensor(), next.parameter());
        }
        for (int i = 0; i < before.size(); i++) {
            updates.put(before.get(i), after.get(i));
        }
        return updates;
    }

    private double factor(String path) {
        double factor = step.rates().applyAsDouble(path);
        if (!(factor >= 0 && factor <= Float.MAX_VALUE)) {
            throw new ArgumentException("rates", "rates: the factor of " + path + " is " + factor
                    + ", expected a finite number of at least 0");
        }
        return factor;
    }
}
