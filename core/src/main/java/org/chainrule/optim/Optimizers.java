package org.chainrule.optim;

import java.util.List;
import org.chainrule.Tensor;

/// The catalogue of optimizers, and gradient clipping.
///
/// State smaller than 1e-30 in magnitude becomes 0: it changes no parameter, and arithmetic with subnormal floats is
/// slow.
public final class Optimizers {
    /// Keeps the factor of [#clipByGlobalNorm] finite if all gradients are 0.
    private static final double NO_NORM = 1e-6;

    private Optimizers() {
    }

    /// Returns gradient descent: `p - rate g`.
    public static Sgd sgd(double learningRate) {
        return new Sgd(learningRate);
    }

    /// Returns gradient descent with momentum 0.9, see [Momentum].
    public static Momentum momentum(double learningRate) {
        return momentum(learningRate, 0.9);
    }

    /// Returns gradient descent with momentum, see [Momentum].
    public static Momentum momentum(double learningRate, double momentum) {
        return new Momentum(learningRate, momentum, false);
    }

    /// Returns gradient descent with Nesterov's momentum 0.9, see [Momentum].
    public static Momentum nesterov(double learningRate) {
        return nesterov(learningRate, 0.9);
    }

    /// Returns gradient descent with Nesterov's momentum, see [Momentum].
    public static Momentum nesterov(double learningRate, double momentum) {
        return new Momentum(learningRate, momentum, true);
    }

    /// Returns Adam with beta1 0.9, beta2 0.999 and epsilon 1e-8, see [Adam].
    public static Adam adam(double learningRate) {
        return adam(learningRate, 0.9, 0.999, 1e-8);
    }

    /// Returns Adam, see [Adam].
    public static Adam adam(double learningRate, double beta1, double beta2, double epsilon) {
        return new Adam(learningRate, beta1, beta2, epsilon, WeightDecay.of(0));
    }

    /// Returns Adam with a weight decay of 0.01, see [#adamW(double, double)].
    public static Adam adamW(double learningRate) {
        return adamW(learningRate, 0.01);
    }

    /// Returns Adam with weight decay: in each step every parameter shrinks by `rate * decay` of its value (Loshchilov
    /// and Hutter, Decoupled weight decay, 2019).
    ///
    /// @param decay the weight decay relative to the learning rate
    public static Adam adamW(double learningRate, double decay) {
        return adam(learningRate).decay(decay);
    }

    /// Returns Muon with momentum 0.95 and without weight decay for the hidden matrices of a network, see [Muon].
    ///
    /// ```java
    /// muon(0.02, adam(1e-3))
    /// ```
    ///
    /// @param learningRate the learning rate of the matrices, such as 0.02
    /// @param others the optimizer of all other parameters, with its own learning rate
    public static Muon muon(double learningRate, Optimizer others) {
        return new Muon(learningRate, 0.95, true, WeightDecay.of(0), Muon.Hidden.MATRICES, others);
    }

    /// Returns an optimizer with an exponential moving average of the parameters over the steps, which the model uses
    /// in place of the last parameters, see [Averaged].
    ///
    /// @param decay the decay rate of the average, such as 0.999
    public static Averaged averaged(Optimizer optimizer, double decay) {
        return new Averaged(optimizer, decay);
    }

    /// Returns the Euclidean norm of all gradients together, one number.
    public static Tensor globalNorm(List<Tensor> gradients) {
        return gradients.stream().map(gradient -> gradient.square().sum()).reduce(Tensor::add)
                .orElseGet(() -> Tensor.scalar(0)).sqrt();
    }

    /// Returns the gradients scaled by a common factor so that their [#globalNorm] is at most `max` (Pascanu, Mikolov
    /// and Bengio, 2013): each is multiplied by `min(1, max / (norm + 1e-6))`.
    public static List<Tensor> clipByGlobalNorm(List<Tensor> gradients, double max) {
        OptimizerRules.positive("clip", "max", max);
        Tensor factor = Tensor.scalar(max).div(globalNorm(gradients).add(NO_NORM)).minimum(1);
        return gradients.stream().map(gradient -> gradient.mul(factor)).toList();
    }
}
