package org.chainrule.optim;

import java.util.List;
import org.chainrule.Tensor;

/// How a parameter follows from its gradient: a pure function from old state to new state, written with tensors, so an
/// update is differentiated, fused and planned like everything else. The catalogue is [Optimizers].
public interface Optimizer {
    /// The learning rate before a [Schedule] multiplies it.
    double learningRate();

    /// The names of the state kept for each parameter, in the parameter's shape, zeros at the start: such as
    /// `momentum`.
    List<String> slots();

    /// State shared by all parameters, one number each, and how it begins: such as a bias correction at 0.
    List<Scalar> scalars();

    /// The shared state after a step, given the state before it, in the order of [#scalars].
    List<Tensor> advance(List<Tensor> scalars);

    /// The next value of a parameter and its slots.
    ///
    /// @param path the parameter's path in the network
    /// @param parameter its value
    /// @param gradient the gradient of the loss, in its shape
    /// @param slots its state, in the order of [#slots]
    /// @param scalars the shared state, already advanced, in the order of [#scalars]
    /// @param time what depends on how far the training is
    Update update(String path, Tensor parameter, Tensor gradient, List<Tensor> slots, List<Tensor> scalars, Time time);

    /// The value of a parameter that a model is made with: the parameter itself, unless the optimizer keeps a better one,
    /// such as an average over the steps ([Optimizers#averaged]).
    ///
    /// @param parameter its value
    /// @param slots its state, in the order of [#slots]
    /// @param scalars the shared state, in the order of [#scalars]
    default Tensor evaluated(Tensor parameter, List<Tensor> slots, List<Tensor> scalars) {
        return parameter;
    }

    /// The words that describe the optimizer and its settings, such as `adam(lr 0.001)`.
    String describe();

    /// A number of shared state.
    ///
    /// @param name what it is
    /// @param start its value before the first step
    record Scalar(String name, float start) {
    }

    /// What depends on how far a training is.
    ///
    /// @param rate the learning rate of this step, one number
    /// @param progress how much of the training is done, one number from 0 to 1
    record Time(Tensor rate, Tensor progress) {
    }

    /// What a step makes of a parameter.
    ///
    /// @param parameter its next value
    /// @param slots the next values of its state
    record Update(Tensor parameter, List<Tensor> slots) {
    }
}
