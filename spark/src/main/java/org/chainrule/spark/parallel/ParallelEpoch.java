package org.chainrule.spark.parallel;

import java.io.Serializable;

/// An epoch of a [DataParallel] training.
///
/// @param loss the mean loss of the steps, each computed before its update
/// @param heldLoss the mean measure of the held-out rows; NaN if there are none
public record ParallelEpoch(double loss, double heldLoss) implements Serializable {
}
