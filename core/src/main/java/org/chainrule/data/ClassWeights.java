package org.chainrule.data;

import java.util.List;
import java.util.stream.Collectors;
import org.chainrule.error.ArgumentException;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;

/// Turns weights of classes into weights of rows.
final class ClassWeights {
    private ClassWeights() {
    }

    /// Returns rows with the weight of each multiplied by that of its class.
    static Held weighted(Held held, float[] weights) {
        return held.weights(rows(held, weights));
    }

    private static float[] rows(Held held, float[] weights) {
        ArgumentException.requireNotNull("classWeights", "weights", weights);
        check(weights);
        List<Field> targets = held.type().targets();
        if (targets.size() != 1 || !targets.getFirst().type().equals(TensorType.i32(Shape.scalar()))) {
            throw new ArgumentException("examples", "classWeights: needs one class label (int[]) per row, got "
                    + (targets.isEmpty()
                            ? "no target"
                            : targets.stream().map(Field::toString).collect(Collectors.joining(", ")))
                    + "; use weights(...) to weight rows");
        }
        float[] labels = held.values(0);
        float[] each = new float[labels.length];
        for (int row = 0; row < each.length; row++) {
            int label = (int) labels[row];
            if (label < 0 || label >= weights.length) {
                throw new ArgumentException("weights", "classWeights: row " + row + " has label " + label
                        + ", but there are weights for " + weights.length + " classes, expected one for each class");
            }
            each[row] = held.weight(row) * weights[label];
        }
        return each;
    }

    private static void check(float[] weights) {
        boolean any = false;
        for (int i = 0; i < weights.length; i++) {
            if (!(weights[i] >= 0 && weights[i] <= Float.MAX_VALUE)) {
                throw new ArgumentException("weights", "classWeights: the weight of class " + i + " is " + weights[i]
                        + ", expected a finite number of at least 0");
            }
            any |= weights[i] > 0;
        }
        if (!any) {
            throw new ArgumentException("weights", "classWeights: got no weight above 0, expected at least one");
        }
    }
}
