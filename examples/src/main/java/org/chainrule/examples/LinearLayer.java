package org.chainrule.examples;

import java.util.List;
import org.chainrule.Tensor;
import org.chainrule.type.Shape;

/// The linear layer `Z = XW + b`, and the input and output that each of its `d x p` weights connects.
public final class LinearLayer {
    private LinearLayer() {
    }

    /// Computes two outputs from two rows of three inputs.
    public static void main(String[] args) {
        // snippet: linear layer
        Tensor x = Tensor.of(new float[][]{{1, 2, 3}, {4, 5, 6}}); // [n, d]: two rows of three inputs
        Tensor w = Tensor.of(new float[][]{{1, 10}, {2, 20}, {3, 30}}); // [d, p]: a weight for each pair
        Tensor b = Tensor.of(0.5f, -0.5f); // [p]: one number for each output
        Tensor z = x.matmul(w).add(b); // [n, p]
        // end
        Print.tensor("Z = XW + b", z, "%6.1f");

        IO.println();
        // snippet: what a weight connects
        float[][] cotangent = {{0, 1}, {0, 0}}; // selects output 1 of row 0
        List<Tensor> gradients = z.gradients(List.of(w, b, x), Tensor.of(cotangent));
        // end
        Print.tensor("how Z[0, 1] changes with W", gradients.get(0), "%6.1f");
        Print.tensor("how Z[0, 1] changes with b", gradients.get(1), "%6.1f");
        Print.tensor("how Z[0, 1] changes with X", gradients.get(2), "%6.1f");
    }

    /// The gradient of one output of one row with respect to the weights: the row itself in the column of the output, zeros
    /// elsewhere.
    static Tensor reach(Tensor x, Tensor w, int row, int output) {
        Tensor z = x.matmul(w);
        Shape shape = z.shape();
        float[] cotangent = new float[shape.elements()];
        cotangent[row * shape.size(1) + output] = 1;
        return z.gradients(List.of(w), Tensor.of(cotangent, shape)).getFirst();
    }
}
