package org.chainrule.examples;

import java.util.ArrayList;
import java.util.List;
import org.chainrule.Tensor;
import org.chainrule.nn.Draws;
import org.chainrule.type.Shape;

/// A network without activations is equivalent to one linear layer, whatever its depth.
public final class WithoutActivations {
    private WithoutActivations() {
    }

    /// Linear layers of random numbers; layer `i` has `widths[i]` inputs and `widths[i + 1]` outputs.
    record Layers(List<Tensor> weights, List<Tensor> biases) {
        static Layers random(int... widths) {
            List<Tensor> weights = new ArrayList<>();
            List<Tensor> biases = new ArrayList<>();
            for (int i = 0; i + 1 < widths.length; i++) {
                Shape shape = Shape.of(widths[i], widths[i + 1]);
                weights.add(Tensor.of(Draws.of(0, "weight " + i).normal(shape.elements()), shape)
                        .div(Math.sqrt(widths[i])));
                biases.add(Tensor.of(Draws.of(0, "bias " + i).normal(widths[i + 1])));
            }
            return new Layers(weights, biases);
        }

        // snippet: layers one after the other
        Tensor deep(Tensor x) {
            Tensor z = x;
            for (int i = 0; i < weights.size(); i++) {
                z = z.matmul(weights.get(i)).add(biases.get(i));
            }
            return z;
        }
        // end

        // snippet: one layer instead
        Tensor weight() {
            return weights.stream().reduce(Tensor::matmul).orElseThrow(); // W1 W2 W3
        }

        Tensor bias() {
            Tensor nothing = Tensor.fill(0, Shape.of(1, weights.getFirst().shape().size(0)));
            return deep(nothing); // (b1 W2 + b2) W3 + b3
        }

        Tensor flat(Tensor x) {
            return x.matmul(weight()).add(bias());
        }
        // end
    }

    /// The largest distance between two tensors.
    static float distance(Tensor a, Tensor b) {
        return a.sub(b).abs().max().value();
    }

    /// The rank, by Gaussian elimination with pivots above a fraction of the largest element.
    static int rank(Tensor matrix) {
        float[][] rows = matrix.rows();
        double tolerance = 1e-5 * matrix.abs().max().value();
        int rank = 0;
        for (int column = 0; column < rows[0].length && rank < rows.length; column++) {
            int pivot = rank;
            for (int row = rank; row < rows.length; row++) {
                pivot = Math.abs(rows[row][column]) > Math.abs(rows[pivot][column]) ? row : pivot;
            }
            if (Math.abs(rows[pivot][column]) > tolerance) {
                float[] leader = rows[pivot];
                rows[pivot] = rows[rank];
                rows[rank++] = leader;
                for (int row = rank; row < rows.length; row++) {
                    float factor = rows[row][column] / leader[column];
                    for (int j = column; j < leader.length; j++) {
                        rows[row][j] -= factor * leader[j];
                    }
                }
            }
        }
        return rank;
    }

    /// Compares three layers with their product, then does the same with a bottleneck in the middle.
    public static void main(String[] args) {
        Tensor x = Tensor.of(Draws.of(0, "rows").normal(100 * 6), Shape.of(100, 6));
        Layers wide = Layers.random(6, 32, 32, 4);
        Print.line("6-32-32-4: %d numbers in three layers, %d in the one that replaces them", 6 * 32 + 32 + 32 * 32 + 32
                + 32 * 4 + 4, 6 * 4 + 4);
        Print.line("largest difference over 100 rows: %.1e (outputs up to %.1f)",
                distance(wide.deep(x), wide.flat(x)), wide.deep(x).abs().max().value());
        Layers narrow = Layers.random(6, 32, 2, 32, 4);
        Print.line("rank of the product: %d for 6-32-32-4, %d for 6-32-2-32-4", rank(wide.weight()),
                rank(narrow.weight()));
        Tensor bent = x.matmul(wide.weights.get(0)).add(wide.biases.get(0)).relu();
        Tensor output = bent.matmul(wide.weights.get(1)).add(wide.biases.get(1)).relu()
                .matmul(wide.weights.get(2)).add(wide.biases.get(2));
        Print.line("with ReLU between the layers the difference is %.1f", distance(output, wide.flat(x)));
    }
}
