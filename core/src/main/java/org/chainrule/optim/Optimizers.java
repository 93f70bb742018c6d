package org.chainrule.optim;

import java.math.BigDecimal;
import java.util.List;
import org.chainrule.Tensor;
import org.chainrule.error.ArgumentException;

/// The catalogue of optimizers, and clipping.
///
/// State smaller than 1e-30 becomes 0: it changes no parameter, and numbers near the smallest float are slow.
public final class Optimizers {
    private static final double TINY = 1e-30;
    /// Keeps the factor of [#clipByGlobalNorm] finite where all gradients are 0.
    private static final double NO_NORM = 1e-6;

    private Optimizers() {
    }

    /// Gradient descent: `p - rate g`.
    public static Sgd sgd(double learningRate) {
        return new Sgd(learningRate);
    }

    /// Gradient descent with momentum 0.9, see [Momentum].
    public static Momentum momentum(double learningRate) {
        return momentum(learningRate, 0.9);
    }

    /// Gradient descent with momentum, see [Momentum].
    public static Momentum momentum(double learningRate, double momentum) {
        return new Momentum(learningRate, momentum, false);
    }

    /// Gradient descent with Nesterov's momentum 0.9, see [Momentum].
    public static Momentum nesterov(double learningRate) {
        return nesterov(learningRate, 0.9);
    }

    /// Gradient descent with Nesterov's momentum, see [Momentum].
    public static Momentum nesterov(double learningRate, double momentum) {
        return new Momentum(learningRate, momentum, true);
    }

    /// Steps of one size for small and large gradients, see [Adam]; beta1 is 0.9, beta2 0.999, epsilon 1e-8.
    public static Adam adam(double learningRate) {
        return adam(learningRate, 0.9, 0.999, 1e-8);
    }

    /// Steps of one size for small and large gradients, see [Adam].
    public static Adam adam(double learningRate, double beta1, double beta2, double epsilon) {
        return new Adam(learningRate, beta1, beta2, epsilon, 0, false, Schedule.constant());
    }

    /// [#adam(double)] with every parameter drawn towards 0 by 0.01 of the learning rate in each step.
    public static Adam adamW(double learningRate) {
        return adamW(learningRate, 0.01);
    }

    /// [#adam(double)] with every parameter drawn towards 0 (Loshchilov and Hutter, Decoupled weight decay, 2019).
    ///
    /// @param decay the share of the learning rate by which a parameter shrinks in each step
    public static Adam adamW(double learningRate, double decay) {
        return adam(learningRate).decay(decay);
    }

    /// An optimizer of which the model takes not the last parameters but their exponential moving average over the steps,
    /// see [Averaged].
    ///
    /// @param decay how much of the average is kept in each step, such as 0.999
    public static Averaged averaged(Optimizer optimizer, double decay) {
        return new Averaged(optimizer, decay);
    }

    /// The Euclidean norm of all gradients together, one number.
    public static Tensor globalNorm(List<Tensor> gradients) {
        return gradients.stream().map(gradient -> gradient.square().sum()).reduce(Tensor::add)
                .orElseGet(() -> Tensor.scalar(0)).sqrt();
    }

    /// Gradients shortened together so that their [#globalNorm] is at most `max` (Pascanu, Mikolov and Bengio, 2013):
    /// each times `min(1, max / (norm + 1e-6))`.
    public static List<Tensor> clipByGlobalNorm(List<Tensor> gradients, double max) {
        positive("clip", "max", max);
        Tensor factor = Tensor.scalar(max).div(globalNorm(gradients).add(NO_NORM)).minimum(1);
        return gradients.stream().map(gradient -> gradient.mul(factor)).toList();
    }

    /// A piece of state without the numbers that are too small to matter.
    static Tensor flushed(Tensor state) {
        return state.abs().less(Tensor.scalar(TINY)).where(Tensor.scalar(0), state);
    }

    static void positive(String operation, String argument, double value) {
        if (!(value > 0 && value <= Float.MAX_VALUE)) {
            throw new ArgumentException(argument,
                    operation + ": " + argument + " is " + value + ", expected a number above 0");
        }
    }

    static void fraction(String operation, String argument, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new ArgumentException(argument,
                    operation + ": " + argument + " is " + value + ", expected 0 up to but not including 1");
        }
    }

    /// A setting as people write it: 0.001, not 1.0E-3.
    static String plain(double value) {
        return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
    }
}
