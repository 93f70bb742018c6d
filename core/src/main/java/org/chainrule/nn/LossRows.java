package org.chainrule.nn;

import java.util.List;
import java.util.stream.IntStream;
import org.chainrule.Tensor;
import org.chainrule.error.ShapeException;
import org.chainrule.type.DType;
import org.chainrule.type.Shape;

/// Steps that losses share: the check of prediction and target, and the mean over each row.
final class LossRows {
    private LossRows() {
    }

    /// Returns `prediction - target`.
    static Tensor difference(String loss, Tensor prediction, Tensor target) {
        agree(loss, prediction, target);
        return prediction.sub(target);
    }

    /// Checks that the target holds numbers.
    static void numbers(String loss, Tensor prediction, Tensor target) {
        if (target.type().dtype() != DType.F32) {
            throw new ShapeException(loss, "needs numbers as the target, not class labels; use crossEntropy for"
                    + " labels", "prediction " + prediction.type(),
                    "target " + target.type());
        }
    }

    /// Checks that the target holds numbers in the shape of the prediction.
    static void agree(String loss, Tensor prediction, Tensor target) {
        numbers(loss, prediction, target);
        Shape expected = prediction.shape();
        Shape actual = target.shape();
        if (expected.rank() > 0 && expected.equals(actual)) {
            return;
        }
        String at = "";
        String beside = "";
        for (int axis = 0; axis < expected.rank() && expected.rank() == actual.rank(); axis++) {
            if (!expected.entryText(axis).equals(actual.entryText(axis))) {
                at = " axis " + axis + " = " + expected.entryText(axis);
                beside = " axis " + axis + " = " + actual.entryText(axis);
                break;
            }
        }
        String rule = expected.equals(actual) ? "needs rows" : "prediction and target differ in shape";
        throw new ShapeException(loss, rule, "prediction " + expected + at, "target " + actual + beside);
    }

    /// Returns the goal of each class: 1 for the true class of a row and 0 for the others if the target is class
    /// indices, or else the target itself.
    ///
    /// @param classes the shape `[n, .., classes]`
    /// @param logits the logits, for an error message
    static Tensor goal(String loss, Shape classes, Tensor logits, Tensor target) {
        boolean indices = target.type().dtype() == DType.I32;
        if (!target.shape().equals(indices ? classes.without(classes.rank() - 1) : classes)) {
            String shape = logits.shape().equals(classes) ? "of the logits" : classes.toString();
            throw new ShapeException(loss, indices
                    ? "needs one class index for each row of logits"
                    : "needs class indices, or probabilities of the shape " + shape,
                    "logits " + logits.shape(), "target " + target.type());
        }
        return indices ? target.oneHot(classes.size(-1)) : target;
    }

    /// Returns the mean over all axes of each row.
    static Tensor means(Tensor each) {
        int rank = each.shape().rank();
        return rank == 1 ? each : each.mean(IntStream.range(1, rank).toArray());
    }

    /// Returns weights as a tensor.
    static Tensor weights(String loss, String operand, int expected, List<Float> weights) {
        if (weights.size() != expected) {
            throw new ShapeException(loss, "needs one weight for each column", operand,
                    weights.size() + " weights");
        }
        return tensor(weights);
    }

    /// Returns numbers as a vector.
    static Tensor tensor(List<? extends Number> numbers) {
        float[] values = new float[numbers.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = numbers.get(i).floatValue();
        }
        return Tensor.of(values);
    }
}
