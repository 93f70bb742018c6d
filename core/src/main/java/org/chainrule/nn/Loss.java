package org.chainrule.nn;

import org.chainrule.Tensor;

/// A loss: one number per row that measures how far a prediction is from its target. The numbers stay apart until rows are
/// weighted. [Losses] is the catalogue.
///
/// ```java
/// Loss absolute = (prediction, target) -> prediction.sub(target).abs().mean(-1);
/// ```
@FunctionalInterface
public interface Loss {
    /// Returns the loss of each row.
    ///
    /// @param prediction the output of the network, `[n, outputs]`; for classes, logits
    /// @param target the true values: `[n, outputs]` numbers or probabilities, or `[n]` class indices
    /// @return `[n]`
    Tensor apply(Tensor prediction, Tensor target);

    /// Returns the loss of each row at a point of the training. By default, the loss ignores this point.
    ///
    /// @param progress the completed share of the training, one number from 0 to 1; 1 outside training
    /// @return `[n]`
    default Tensor apply(Tensor prediction, Tensor target, Tensor progress) {
        return apply(prediction, target);
    }
}
