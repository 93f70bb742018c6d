package org.chainrule.optim;

import java.util.List;
import org.chainrule.Tensor;
import org.chainrule.type.Shape;

/// Gradient descent with momentum: `m' = momentum m + g`, then `p - rate m'` (Polyak, 1964), or with Nesterov's
/// look-ahead `p - rate (g + momentum m')` (Sutskever et al., 2013).
///
/// @param learningRate the learning rate, which a schedule multiplies
/// @param momentum the decay rate of the sum of gradients, at least 0 and below 1
/// @param nesterov whether to use Nesterov's look-ahead
public record Momentum(double learningRate, double momentum, boolean nesterov) implements Optimizer {
    public Momentum {
        OptimizerRules.positive(nesterov ? "nesterov" : "momentum", "learningRate", learningRate);
        OptimizerRules.fraction(nesterov ? "nesterov" : "momentum", "momentum", momentum);
    }

    @Override
    public List<String> slots(String path, Shape shape) {
        return List.of("momentum");
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
        Tensor sum = OptimizerRules.flushed(slots.getFirst().mul(momentum).add(gradient));
        Tensor direction = nesterov ? sum.mul(momentum).add(gradient) : sum;
        return new Update(parameter.sub(time.rate().mul(direction)), List.of(sum));
    }

    @Override
    public String describe() {
        return (nesterov ? "nesterov" : "momentum") + "(lr " + OptimizerRules.plain(learningRate) + ", momentum "
                + OptimizerRules.plain(momentum) + ")";
    }
}
