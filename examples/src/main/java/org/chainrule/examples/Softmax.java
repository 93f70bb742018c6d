package org.chainrule.examples;

import java.util.List;
import org.chainrule.Tensor;

/// The softmax with and without subtracting the largest value, and why it depends on all values of a row while an activation
/// depends on one.
public final class Softmax {
    private Softmax() {
    }

    /// Prints both forms at small and large values, then three Jacobians.
    public static void main(String[] args) {
        Tensor small = Tensor.of(1, 2, 3);
        Tensor large = Tensor.of(1001, 1002, 1003);
        Print.tensor("by the formula, at 1 2 3", byFormula(small));
        Print.tensor("by the formula, at 1001 1002 1003", byFormula(large));
        Print.tensor("largest subtracted, at 1001 1002 1003", largestSubtracted(large));

        IO.println();
        Print.tensor("Jacobian of softmax at 1 2 3", jacobian(small, small.softmax(-1)));
        Print.tensor("Jacobian of sigmoid at 1 2 3", jacobian(small, small.sigmoid()));
        Tensor mixed = Tensor.of(-1, 2, 3);
        Print.tensor("Jacobian of ReLU at -1 2 3", jacobian(mixed, mixed.relu()));
    }

    // snippet: softmax by the formula
    static Tensor byFormula(Tensor z) {
        Tensor powers = z.exp();
        return powers.div(powers.sum());
    }
    // end

    // snippet: softmax with the largest subtracted
    static Tensor largestSubtracted(Tensor z) {
        return byFormula(z.sub(z.max()));
    }
    // end

    // snippet: jacobian
    /// The Jacobian: row i holds the derivatives of output i with respect to each input.
    static Tensor jacobian(Tensor x, Tensor y) {
        int count = y.shape().size(0);
        float[][] rows = new float[count][];
        for (int i = 0; i < count; i++) {
            float[] cotangent = new float[count];
            cotangent[i] = 1;
            rows[i] = y.gradients(List.of(x), Tensor.of(cotangent)).getFirst().values();
        }
        return Tensor.of(rows);
    }
    // end
}
