package org.chainrule.optim;

import java.util.List;
import java.util.stream.IntStream;
import org.chainrule.Tensor;
import org.chainrule.error.ArgumentException;

/// Adam (Kingma and Ba, 2015) and, with decay, AdamW (Loshchilov and Hutter, 2019). In step `t`, from 1:
///
/// ```
/// m' = beta1 m + (1 - beta1) g            c1 = 1 - beta1^t
/// v' = beta2 v + (1 - beta2) g^2          c2 = 1 - beta2^t
/// p' = p - (rate decay p + rate (m' / c1) / (sqrt(v' / c2) + epsilon))
/// ```
///
/// The corrections `c1` and `c2` are kept as state and advanced like moments of a gradient that is always 1,
/// `c' = beta c + (1 - beta)`, because `1 - beta^t` would lose most of its digits in the first steps.
///
/// @param learningRate the rate before a schedule multiplies it
/// @param beta1 how much of the mean of the gradients is kept in each step
/// @param beta2 how much of the mean of their squares is kept
/// @param epsilon keeps the step finite where gradients are 0
/// @param decay the share of the rate by which a parameter shrinks in each step; 0 for Adam
/// @param matricesOnly whether the decay spares parameters of one axis, such as biases
/// @param decaySchedule how the decay moves over the training
public record Adam(double learningRate, double beta1, double beta2, double epsilon, double decay,
        boolean matricesOnly, Schedule decaySchedule) implements Optimizer {
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-8;
    private static final int POINTS = 4;

    public Adam {
        Optimizers.positive("adam", "learningRate", learningRate);
        Optimizers.fraction("adam", "beta1", beta1);
        Optimizers.fraction("adam", "beta2", beta2);
        Optimizers.positive("adam", "epsilon", epsilon);
        if (decay != 0) {
            Optimizers.positive("adamW", "decay", decay);
        }
        ArgumentException.requireNotNull("adamW", "decaySchedule", decaySchedule);
    }

    /// The same with decay.
    public Adam decay(double share) {
        return new Adam(learningRate, beta1, beta2, epsilon, share, matricesOnly, decaySchedule);
    }

    /// The same, the decay sparing biases, the weights of layer norm and other parameters of one axis.
    public Adam decayMatricesOnly() {
        return new Adam(learningRate, beta1, beta2, epsilon, decay, true, decaySchedule);
    }

    /// The same, the decay multiplied by a factor that moves over the training. The learning rate multiplies it as well.
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
        Tensor mean = Optimizers.flushed(slots.get(0).mul(beta1).add(gradient.mul(1 - beta1)));
        Tensor square = Optimizers.flushed(slots.get(1).mul(beta2).add(gradient.square().mul(1 - beta2)));
        // The scalars are worked out first, so that each element costs one division and one root.
        Tensor length = time.rate().div(scalars.get(0));
        Tensor correction = Tensor.scalar(1).div(scalars.get(1).sqrt());
        Tensor step = length.mul(mean.div(square.sqrt().mul(correction).add(epsilon)));
        // Added to the step, because 1 - rate decay would lose most digits of the decay.
        boolean decays = decay > 0 && (!matricesOnly || parameter.shape().rank() > 1);
        Tensor share = time.rate().mul(decay).mul(decaySchedule.at(time.progress()));
        Tensor change = decays ? parameter.mul(share).add(step) : step;
        return new Update(parameter.sub(change), List.of(mean, square));
    }

    @Override
    public String describe() {
        return (decay > 0 ? "adamW" : "adam") + "(lr " + Optimizers.plain(learningRate)
                + unless(BETA1, "beta1", beta1) + unless(BETA2, "beta2", beta2) + unless(EPSILON, "epsilon", epsilon)
                + unless(0, "decay", decay) + (decay > 0 && matricesOnly ? " of matrices" : "")
                + (decay > 0 ? moving() : "") + ")";
    }

    /// The decay schedule at five points, unless it is 1 at each: a schedule has no words of its own.
    private String moving() {
        List<Float> factors = IntStream.rangeClosed(0, POINTS)
                .mapToObj(i -> decaySchedule.at(Tensor.scalar((double) i / POINTS)).value()).toList();
        return factors.stream().allMatch(factor -> factor == 1) ? "" : " times " + factors;
    }

    private static String unless(double usual, String name, double value) {
        return value == usual ? "" : ", " + name + " " + Optimizers.plain(value);
    }
}
