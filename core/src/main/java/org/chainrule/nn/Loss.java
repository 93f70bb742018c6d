package org.chainrule.nn;

import org.chainrule.Tensor;

/// What a prediction is held against: one number for each row, so that rows can be weighted. The catalogue is [Losses].
///
/// ```java
/// Loss absolute = (prediction, target) -> prediction.sub(target).abs().mean(-1);
/// ```
@FunctionalInterface
public interface Loss {
    /// The loss of each row.
    ///
    /// @param prediction what the network says, `[n, outputs]`; for classes, logits
    /// @param target what is true: `[n, outputs]` numbers or probabilities, or `[n]` class indices
    /// @return `[n]`
    Tensor apply(Tensor prediction, Tensor target);

    /// The loss of each row at a point of a training; the same at every point unless the loss says otherwise.
    ///
    /// @param progress how much of the training is done, one number from 0 to 1; 1 where nothing is trained
    /// @return `[n]`
    default Tensor apply(Tensor prediction, Tensor target, Tensor progress) {
        return apply(prediction, target);
    }
}
