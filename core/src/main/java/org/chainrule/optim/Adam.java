package org.chainrule.optim;

import java.util.List;
import java.util.stream.IntStream;
import org.chainrule.Tensor;
import org.chainrule.error.ArgumentException;

/// Adam (Kingma and Ba, 2015) and, with decay, AdamW (Loshchilov and Hutter, 2019). In step `t`, counted from 1:
///
/// ```
/// m' = beta1 m + (1 - beta1) g            c1 = 1 - beta1^t
/// v' = beta2 v + (1 - beta2) g^2          c2 = 1 - beta2^t
/// p' = p - (rate decay p + rate (m' / c1) / (sqrt(v' / c2) + epsilon))
/// ```
///
/// The corrections `c1` and `c2` are kept as state and advance as `c' = beta c + (1 - beta)`, like moments of a
/// gradient that is always 1, because `1 - beta^t` loses most of its digits in the first steps.
///
/// @param learningRate the learning rate, which a schedule multiplies
/// @param beta1 the decay rate of the mean of gradients
/// @param beta2 the decay rate of the mean of squared gradients
/// @param epsilon a small number that keeps the step finite where gradients are 0
/// @param decay the weight decay relative to the learning rate; 0 for Adam
/// @param matricesOnly whether parameters with one axis, such as biases, are excluded from the decay
/// @param decaySchedule the schedule that multiplies the decay
public record Adam(double learningRate, double beta1, double beta2, double epsilon, double decay,
        boolean matricesOnly, Schedule decaySchedule) implements Optimizer {
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-8;
    private static final int POINTS = 4;

    public Adam {
        OptimizerRules.positive("adam", "learningRate", learningRate);
        OptimizerRules.fraction("adam", "beta1", beta1);
        OptimizerRules.fraction("adam", "beta2", beta2);
        OptimizerRules.positive("adam", "epsilon", epsilon);
        if (decay != 0) {
            OptimizerRules.positive("adamW", "decay", decay);
        }
        ArgumentException.requireNotNull("adamW", "decaySchedule", decaySchedule);
    }

    /// Returns a copy with weight decay.
    public Adam decay(double share) {
        return new Adam(learningRate, beta1, beta2, epsilon, share, matricesOnly, decaySchedule);
    }

    /// Returns a copy whose weight decay excludes parameters with one axis, such as biases and the weights of layer
    /// norm.
    public Adam decayMatricesOnly() {
        return new Adam(learningRate, beta1, beta2, epsilon, decay, true, decaySchedule);
    }

    /// Returns a copy whose weight decay is multiplied by a schedule, in addition to the learning rate.
    public Adam decaySchedule(Schedule schedule) {
        return new Adam(learningRate, beta1, beta2, epsilon, decay, matricesOnly, schedule);
    }

    @Override
    public List<String> slots() {
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
        boolean decays = decay > 0 && (!matricesOnly || parameter.shape().rank() > 1);
        Tensor share = time.rate().mul(decay).mul(decaySchedule.at(time.progress()));
        Tensor change = decays ? parameter.mul(share).add(step) : step;
        return new Update(parameter.sub(change), List.of(mean, square));
    }

    @Override
    public String describe() {
        return (decay > 0 ? "adamW" : "adam") + "(lr " + OptimizerRules.plain(learningRate)
                + unless(BETA1, "beta1", beta1) + unless(BETA2, "beta2", beta2) + unless(EPSILON, "epsilon", epsilon)
                + unless(0, "decay", decay) + (decay > 0 && matricesOnly ? " of matrices" : "")
                + (decay > 0 ? moving() : "") + ")";
    }

    /// Returns the values of the decay schedule at five points, or nothing if it is constant: a schedule cannot be
    /// printed.
    private String moving() {
        List<Float> factors = IntStream.rangeClosed(0, POINTS)
                .mapToObj(i -> decaySchedule.at(Tensor.scalar((double) i / POINTS)).value()).toList();
        return factors.stream().allMatch(factor -> factor == 1) ? "" : " times " + factors;
    }

    private static String unless(double usual, String name, double value) {
        return value == usual ? "" : ", " + name + " " + OptimizerRules.plain(value);
    }
}
