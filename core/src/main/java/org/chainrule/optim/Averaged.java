package org.chainrule.optim;

import java.util.ArrayList;
import java.util.List;
import org.chainrule.Tensor;
import org.chainrule.error.ArgumentException;
import org.chainrule.type.Shape;

/// An optimizer with an exponential moving average of each parameter (Polyak and Juditsky, 1992): after each step `a' =
/// decay a + (1 - decay) p'`, starting from 0 and divided by `1 - decay^t` in step `t`, which makes it a weighted mean
/// of the parameters after each step. Training continues from the parameters; validation and the model use the
/// averages. State of the network, such as the running statistics of batch norm, is not averaged.
///
/// @param optimizer the optimizer that updates the parameters
/// @param decay the decay rate of the average, at least 0 and below 1
public record Averaged(Optimizer optimizer, double decay) implements Optimizer {
    public Averaged {
        ArgumentException.requireNotNull("averaged", "optimizer", optimizer);
        OptimizerRules.fraction("averaged", "decay", decay);
    }

    @Override
    public double learningRate() {
        return optimizer.learningRate();
    }

    @Override
    public Averaged forParameters(List<Parameter> parameters) {
        return new Averaged(optimizer.forParameters(parameters), decay);
    }

    @Override
    public List<String> slots(String path, Shape shape) {
        return with(optimizer.slots(path, shape), "average");
    }

    @Override
    public List<Scalar> scalars() {
        return with(optimizer.scalars(), new Scalar("average correction", 0));
    }

    @Override
    public List<Tensor> advance(List<Tensor> scalars) {
        return with(optimizer.advance(others(scalars)), scalars.getLast().mul(decay).add(1 - decay));
    }

    @Override
    public Update update(String path, Tensor parameter, Tensor gradient, List<Tensor> slots, List<Tensor> scalars,
            Time time) {
        Update next = optimizer.update(path, parameter, gradient, others(slots), others(scalars), time);
        Tensor average = OptimizerRules.flushed(slots.getLast().mul(decay).add(next.parameter().mul(1 - decay)));
        return new Update(next.parameter(), with(next.slots(), average));
    }

    /// Returns the average, or the parameter before the first step.
    @Override
    public Tensor evaluated(String path, Tensor parameter, List<Tensor> slots, List<Tensor> scalars) {
        Tensor correction = scalars.getLast();
        Tensor begun = correction.greater(Tensor.scalar(0));
        return begun.where(slots.getLast().div(begun.where(correction, Tensor.scalar(1))), parameter);
    }

    @Override
    public String describe() {
        return optimizer.describe() + " averaged(" + OptimizerRules.plain(decay) + ")";
    }

    private static <T> List<T> with(List<T> own, T last) {
        List<T> all = new ArrayList<>(own);
        all.add(last);
        return List.copyOf(all);
    }

    private static <T> List<T> others(List<T> all) {
        return all.subList(0, all.size() - 1);
    }
}
