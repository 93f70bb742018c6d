package org.chainrule.optim;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.chainrule.Tensor;
import org.chainrule.error.ArgumentException;
import org.chainrule.type.Shape;

/// Adam (Kingma and Ba, 2015) and, with decay, AdamW (Loshchilov and Hutter, 2019). In step `t`, counted from 1:
///
/// ```
/// m' = beta1 m + (1 - beta1) g            c1 = 1 - beta1^t
/// v' = beta2 v + (1 - beta2) g^2          c2 = 1 - beta2^t
/// p' = p - (rate decay p + rate (m' / c1) / (sqrt(v' / c2) + epsilon))
/// ```
///
/// The decay is that of [WeightDecay].
///
/// The corrections `c1` and `c2` are kept as state and advance as `c' = beta c + (1 - beta)`, like moments of a
/// gradient that is always 1, because `1 - beta^t` loses most of its digits in the first steps.
///
/// @param learningRate the learning rate, which a schedule multiplies
/// @param beta1 the decay rate of the mean of gradients
/// @param beta2 the decay rate of the mean of squared gradients
/// @param epsilon a small number that keeps the step finite where gradients are 0
/// @param decay the weight decay; a share of 0 for Adam
public record Adam(double learningRate, double beta1, double beta2, double epsilon, WeightDecay decay)
        implements
            Optimizer {
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-8;

    public Adam {
        OptimizerRules.positive("adam", "learningRate", learningRate);
        OptimizerRules.fraction("adam", "beta1", beta1);
        OptimizerRules.fraction("adam", "beta2", beta2);
        OptimizerRules.positive("adam", "epsilon", epsilon);
        ArgumentException.requireNotNull("adamW", "decay", decay);
    }

    /// Returns a copy with weight decay relative to the learning rate, or without if the share is 0.
    public Adam decay(double share) {
        if (share != 0) {
            OptimizerRules.positive("adamW", "decay", share);
        }
        return decay(decay.share(share));
    }

    /// Returns a copy with another weight decay.
    public Adam decay(WeightDecay other) {
        return new Adam(learningRate, beta1, beta2, epsilon, other);
    }

    /// Returns a copy whose weight decay excludes parameters with one axis, such as biases and the weights of layer
    /// norm.
    public Adam decayMatricesOnly() {
        return decay(decay.ofMatrices());
    }

    /// Returns a copy whose weight decay is multiplied by a schedule, in addition to the learning rate.
    public Adam decaySchedule(Schedule schedule) {
        return decay(decay.schedule(schedule));
    }

    /// Returns a copy whose weight decay is multiplied by a factor for the path of each parameter, in addition to the
    /// factor of its learning rate ([org.chainrule.optim.Optimizer.Time#rate]). The groups of parameters of other
    /// libraries are such factors:
    ///
    /// ```java
    /// adamW(1e-3).decayFactors(path -> path.endsWith("/bias") ? 0 : 1)
    /// ```
    ///
    /// @param factors the factor for a path, a finite number of at least 0
    public Adam decayFactors(ToDoubleFunction<String> factors) {
        return decay(decay.factors(factors));
    }

    @Override
    public Adam forParameters(List<Parameter> parameters) {
        return decay(decay.forParameters(parameters));
    }

    @Override
    public List<String> slots(String path, Shape shape) {
        return List.of("mean", "square");
    }

    @Override
    public List<Scalar> scalars() {
        return List.of(new Scalar("mean correction", 0), new Scalar("square correction", 0));
    }

    @Override
    public List<Tensor> advance(List<Tensor> scalars) {
        return List.of(scalars.get(0).mul(beta1).add(1 - beta1), scalars.get(1).mul(beta2).add(1 - beta2));
    }

    @Override
    public Update update(String path, Tensor parameter, Tensor gradient, List<Tensor> slots, List<Tensor> scalars,
            Time time) {
        Tensor mean = OptimizerRules.flushed(slots.get(0).mul(beta1).add(gradient.mul(1 - beta1)));
        Tensor square = OptimizerRules.flushed(slots.get(1).mul(beta2).add(gradient.square().mul(1 - beta2)));
        // The scalars come first, so that each element costs only one division and one root.
        Tensor length = time.rate().div(scalars.get(0));
        Tensor correction = Tensor.scalar(1).div(scalars.get(1).sqrt());
        Tensor step = length.mul(mean.div(square.sqrt().mul(correction).add(epsilon)));
        // The decay is added to the step, because 1 - rate * decay would lose most of its digits.
        Tensor change = decay.loss(path, parameter.shape(), time).map(share -> parameter.mul(share).add(step))
                .orElse(step);
        return new Update(parameter.sub(change), List.of(mean, square));
    }

    @Override
    public String describe() {
        return (decay.share() > 0 ? "adamW" : "adam") + "(lr " + OptimizerRules.plain(learningRate)
                + unless(BETA1, "beta1", beta1) + unless(BETA2, "beta2", beta2) + unless(EPSILON, "epsilon", epsilon)
                + decay.words() + ")";
    }

    private static String unless(double usual, String name, double value) {
        return value == usual ? "" : ", " + name + " " + OptimizerRules.plain(value);
    }
}
