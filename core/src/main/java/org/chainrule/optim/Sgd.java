package org.chainrule.optim;

import java.util.List;
import org.chainrule.Tensor;
import org.chainrule.type.Shape;

/// Gradient descent: `p - rate g` (Robbins and Monro, 1951).
///
/// @param learningRate the learning rate, which a schedule multiplies
public record Sgd(double learningRate) implements Optimizer {
    public Sgd {
        OptimizerRules.positive("sgd", "learningRate", learningRate);
    }

    @Override
    public List<String> slots(String path, Shape shape) {
        return List.of();
    }

    @Override
    public List<Scalar> scalars() {
        return List.of();
    }

    @Override
    public List<Tensor> advance(List<Tensor> scalars) {
        return List.of();
    }

    @Override
    public Update update(String path, Tensor parameter, Tensor gradient, List<Tensor> slots, List<Tensor> scalars,
            Time time) {
        return new Update(parameter.sub(time.rate().mul(gradient)), List.of());
    }

    @Override
    public String describe() {
        return "sgd(lr " + OptimizerRules.plain(learningRate) + ")";
    }
}
