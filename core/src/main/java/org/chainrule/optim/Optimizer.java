package org.chainrule.optim;

import java.util.List;
import org.chainrule.Tensor;
import org.chainrule.error.ArgumentException;
import org.chainrule.type.Shape;

/// A rule that updates parameters from gradients. It is a pure function from old to new state, written with tensors, so
/// an update is fused and planned like every other computation. [Optimizers] is the catalogue.
public interface Optimizer {
    /// Returns the learning rate, which a [Schedule] multiplies.
    double learningRate();

    /// Returns this optimizer for the parameters of one network, before the first step. Rules that depend on the path of
    /// a parameter, such as [Adam#decayFactors], or on its place in the network, such as the choice of [Muon], are applied to all of them here, so that [#describe] can name the
    /// result. By default, the optimizer itself.
    ///
    /// @param parameters the parameters, in the order in which the network requests them
    /// @throws ArgumentException if a rule returns a setting that is not valid
    default Optimizer forParameters(List<Parameter> parameters) {
        return this;
    }

    /// Returns the names of the state kept for a parameter, such as `momentum`. Each has the parameter's shape and
    /// starts at 0.
    List<String> slots(String path, Shape shape);

    /// Returns the state shared by all parameters, one number each, such as a bias correction that starts at 0.
    List<Scalar> scalars();

    /// Returns the shared state after a step, given the state before it, in the order of [#scalars].
    List<Tensor> advance(List<Tensor> scalars);

    /// Returns the next values of a parameter and its state.
    ///
    /// @param path the parameter's path in the network
    /// @param parameter the current value
    /// @param gradient the gradient of the loss, in the shape of the parameter
    /// @param slots the parameter's state, in the order of [#slots]
    /// @param scalars the shared state, already advanced, in the order of [#scalars]
    /// @param time the learning rate and the progress of the training
    Update update(String path, Tensor parameter, Tensor gradient, List<Tensor> slots, List<Tensor> scalars, Time time);

    /// Returns the value of a parameter that the model uses: the parameter itself by default, or a better value that
    /// the optimizer keeps, such as an average over the steps ([Optimizers#averaged]).
    ///
    /// @param path the parameter's path in the network
    /// @param parameter the current value
    /// @param slots the parameter's state, in the order of [#slots]
    /// @param scalars the shared state, in the order of [#scalars]
    default Tensor evaluated(String path, Tensor parameter, List<Tensor> slots, List<Tensor> scalars) {
        return parameter;
    }

    /// Returns a description of the optimizer and its settings, such as `adam(lr 0.001)`.
    String describe();

    /// A parameter of a network.
    ///
    /// @param path the path in the network, such as `linear/weight`
    /// @param shape the shape
    /// @param hidden whether it is a matrix of a layer inside the network, or a stack of them: not a table of
    ///     embeddings, and not the weight of an output layer
    record Parameter(String path, Shape shape, boolean hidden) {
    }

    /// A number of shared state.
    ///
    /// @param name the name
    /// @param start the value before the first step
    record Scalar(String name, float start) {
    }

    /// The learning rate and the progress of the training in one step.
    ///
    /// @param rate the learning rate of this step, one number
    /// @param progress the completed share of the training, one number from 0 to 1
    record Time(Tensor rate, Tensor progress) {
    }

    /// The result of a step for one parameter.
    ///
    /// @param parameter the next value
    /// @param slots the next values of its state
    record Update(Tensor parameter, List<Tensor> slots) {
    }
}
