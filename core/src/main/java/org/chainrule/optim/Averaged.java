package org.chainrule.optim;

import java.util.ArrayList;
import java.util.List;
import org.chainrule.Tensor;
import org.chainrule.error.ArgumentException;

/// An optimizer beside which an exponential moving average of each parameter is kept (Polyak and Juditsky, 1992): after
/// each step `a' = decay a + (1 - decay) p'` from 0, divided by `1 - decay^t` in step `t`, so that the average is one of
/// the parameters after the steps from the first on. Training goes on from the parameters; validation and the model use
/// the averages. State of the network, such as the running statistics of batch norm, is not averaged.
///
/// @param optimizer what moves the parameters
/// @param decay how much of the average is kept in each step, below 1
public record Averaged(Optimizer optimizer, double decay) implements Optimizer {
    public Averaged {
        ArgumentException.requireNotNull("averaged", "optimizer", optimizer);
        Optimizers.fraction("averaged", "decay", decay);
    }

    @Override
    public double learningRate() {
        return optimizer.learningRate();
    }

    @Override
    public List<String> slots() {
        return with(optimizer.slots(), "average");
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
        Tensor average = Optimizers.flushed(slots.getLast().mul(decay).add(next.parameter().mul(1 - decay)));
        return new Update(next.parameter(), with(next.slots(), average));
    }

    /// The average; before the first step, which has nothing to average, the parameter.
    @Override
    public Tensor evaluated(Tensor parameter, List<Tensor> slots, List<Tensor> scalars) {
        Tensor correction = scalars.getLast();
        Tensor begun = correction.greater(Tensor.scalar(0));
        return begun.where(slots.getLast().div(begun.where(correction, Tensor.scalar(1))), parameter);
    }

    @Override
    public String describe() {
        return optimizer.describe() + " averaged(" + Optimizers.plain(decay) + ")";
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
