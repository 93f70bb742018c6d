package org.chainrule.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chainrule.Program;
import org.chainrule.Tensor;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.ShapeException;
import org.chainrule.nn.Loss;
import org.chainrule.nn.Network;
import org.chainrule.nn.Parameter;
import org.chainrule.optim.Optimizer;
import org.chainrule.optim.Optimizers;
import org.chainrule.type.DType;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;

/// A training step as a program: from a batch and the old parameters and optimizer state to the loss and the new ones.
/// Parameters are updated in sequence from the output to the input, each as soon as its gradient is complete and its
/// old value has no reader left; every gradient is taken at the old parameters.
final class StepProgram {
    final Network network;
    final Tensor target;
    final Tensor weights;
    final Tensor rate;
    final Tensor loss;
    final Map<Tensor, Float> scalars = new LinkedHashMap<>();
    final Program program;

    /// Writes the step down.
    ///
    /// @param settings the training
    /// @param row the type of the examples, with their batch axis
    /// @param targetType the type of what they should lead to
    /// @param weighted whether each row has a weight
    StepProgram(Settings settings, TensorType row, TensorType targetType, boolean weighted) {
        network = Network.of(settings.net, row, true);
        target = Tensor.input("target", targetType);
        weights = Tensor.input("weights", Shape.batch());
        rate = Tensor.input("learning rate", Shape.scalar());
        loss = mean(losses(settings.loss, network.output(), target), weights, weighted);
        program = Program.of(inputs(settings.optimizer, weighted), List.of(loss), updates(settings));
    }

    private final List<List<Tensor>> slots = new ArrayList<>();

    /// The loss of each row.
    static Tensor losses(Loss loss, Tensor output, Tensor target) {
        Tensor rows = loss.apply(output, target);
        if (rows == null) {
            throw new ArgumentException("loss", "loss: the loss returned null, expected a tensor [n]");
        }
        if (!rows.shape().equals(Shape.batch())) {
            throw new ShapeException("loss", "must give one number a row", "expected [n]", "got " + rows.shape());
        }
        return rows;
    }

    /// The loss of a batch.
    static Tensor mean(Tensor rows, Tensor weights, boolean weighted) {
        return weighted ? rows.mul(weights).sum().div(weights.sum()) : rows.mean();
    }

    /// All that a step replaces: the parameters, then the state of the optimizer.
    List<Tensor> state() {
        List<Tensor> state = new ArrayList<>(network.parameters().stream().map(Parameter::tensor).toList());
        slots.forEach(state::addAll);
        state.addAll(scalars.keySet());
        return state;
    }

    private List<Tensor> inputs(Optimizer optimizer, boolean weighted) {
        List<Tensor> inputs = new ArrayList<>(List.of(network.input(), target, rate, network.stream()));
        if (weighted) {
            inputs.add(weights);
        }
        for (Optimizer.Scalar scalar : optimizer.scalars()) {
            scalars.put(Tensor.input(scalar.name(), Shape.scalar()), scalar.start());
        }
        inputs.addAll(scalars.keySet());
        for (Parameter parameter : network.parameters()) {
            List<Tensor> own = optimizer.slots().stream()
                    .map(name -> Tensor.input(parameter.path() + " " + name, parameter.shape())).toList();
            slots.add(own);
            inputs.add(parameter.tensor());
            inputs.addAll(own);
        }
        return inputs;
    }

    private Map<Tensor, Tensor> updates(Settings settings) {
        List<Parameter> parameters = network.parameters();
        List<Tensor> gradients = loss.gradients(parameters.stream().map(Parameter::tensor).toList());
        if (settings.clip > 0) {
            gradients = Optimizers.clipByGlobalNorm(gradients, settings.clip);
        }
        Map<Tensor, Tensor> updates = new LinkedHashMap<>();
        List<Tensor> before = List.copyOf(scalars.keySet());
        List<Tensor> after = settings.optimizer.advance(before);
        for (int i = parameters.size() - 1; i >= 0; i--) {
            Parameter parameter = parameters.get(i);
            Optimizer.Update next = settings.optimizer.update(parameter.path(), parameter.tensor(), gradients.get(i),
                    slots.get(i), after, rate);
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

    /// The type of a batch of rows.
    static TensorType rows(Shape row) {
        return TensorType.f32(batched(row));
    }

    /// The type of the targets of a batch.
    static TensorType targets(Examples examples) {
        return switch (examples.target()) {
            case Examples.Target.Labels _ -> new TensorType(DType.I32, Shape.batch());
            case Examples.Target.Numbers(float[] _, int width) -> TensorType.f32(Shape.batch(width));
        };
    }

    private static Shape batched(Shape row) {
        return Shape.batch(row.sizes(1));
    }
}
