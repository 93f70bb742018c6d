package org.chainrule.data;

import java.util.List;
import org.chainrule.error.ArgumentException;

/// One row of a [RowStream]. The row keeps its arrays until it is copied into a batch, so rows must not share arrays.
///
/// @param inputs the values of each input, in the order of [RowType#inputs]; whole numbers and truth values as floats
/// @param targets the values of each target, in the order of [RowType#targets]
/// @param weight the weight of the row in the loss, at least 0; ignored if the type is not weighted
public record Row(List<float[]> inputs, List<float[]> targets, float weight) {
    public Row {
        ArgumentException.requireNotNull("row", "inputs", inputs);
        ArgumentException.requireNotNull("row", "targets", targets);
        inputs = List.copyOf(inputs);
        targets = List.copyOf(targets);
    }

    /// Returns a row of weight 1 with one input and one target. A class index is passed as a float.
    public static Row of(float[] x, float... y) {
        ArgumentException.requireNotNull("row", "x", x);
        ArgumentException.requireNotNull("row", "y", y);
        return new Row(List.of(x), List.of(y), 1);
    }

    /// Returns a copy with another weight.
    public Row weight(float weight) {
        return new Row(inputs, targets, weight);
    }
}
