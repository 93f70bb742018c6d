package org.chainrule.observe;

import java.util.List;
import org.chainrule.Tensor;

/// What flows through a network in a training: forward the values of each layer for some rows, and backward the gradients
/// of the loss by the chain rule.
///
/// @param rows the number of rows
/// @param loss their mean loss
/// @param places the inputs, then each layer in order; a layer that contains others is listed only if it has its own
///     parameters
/// @param weights the trained parameters, in order
public record Flow(int rows, float loss, List<Place> places, List<Weights> weights) {
    /// Copies the lists.
    public Flow {
        places = List.copyOf(places);
        weights = List.copyOf(weights);
    }

    /// A place in the network.
    ///
    /// @param path `input`, `input NAME` if the net has several inputs, or the path of a layer
    /// @param value the values at this place for the rows, in the shape of a batch
    /// @param gradient the derivative of the mean loss with respect to `value`, in the same shape; 0 for whole numbers
    ///     and truth values
    public record Place(String path, Tensor value, Tensor gradient) {
    }

    /// A trained parameter.
    ///
    /// @param path its path, such as `linear/weight`
    /// @param value its value
    /// @param gradient the derivative of the mean loss with respect to it
    public record Weights(String path, Tensor value, Tensor gradient) {
    }
}
