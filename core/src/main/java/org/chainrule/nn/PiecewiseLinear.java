package org.chainrule.nn;

import java.util.Arrays;
import java.util.List;
import org.chainrule.Tensor;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.ShapeException;
import org.chainrule.type.DType;
import org.chainrule.type.Shape;

/// Piecewise-linear embeddings of numbers: the edges of a column divide its range into bins, and the embedding is a learned
/// function that is linear within each bin (Gorishniy, Rubachev and Babenko, On embeddings for numerical features in tabular
/// deep learning, 2022; in this form Gorishniy, Kotelnikov and Babenko, TabM, 2024).
///
/// The component of the bin from edge `a` to edge `b` is `(x - a) / (b - a)`, limited to the range from 0 to 1; that of the first
/// bin is not limited below, and that of the last not above. The embedding is `x weight + bias + components step`. The input is
/// `[n, columns]`, and the output is `[n, columns * width]`, column by column. The parameters are `weight` and `bias`
/// `[columns, width]`, which start within `1 / sqrt(width)` of 0, and `step` `[columns, bins, width]`, which starts with 0 and
/// so with a linear function. If columns have different numbers of bins, `step` has rows for the largest number; those beyond
/// the bins of a column have no effect.
///
/// With width 0, the layer has no parameters and its output is the components themselves, `[n, bins of all columns]`.
///
/// @param edges the edges of each column, at least two, in ascending order; they are rounded to float32
/// @param width the number of outputs of a column, or 0 for its components
public record PiecewiseLinear(List<List<Double>> edges, int width) implements Layer {
    public PiecewiseLinear {
        ArgumentException.requireNotNull("piecewiseLinear", "edges", edges);
        ArgumentException.requireNoneNull("piecewiseLinear", "edges", edges.toArray());
        edges = edges.stream().map(List::copyOf).toList();
        if (edges.isEmpty()) {
            throw new ArgumentException("edges",
                    "piecewiseLinear: got edges of no columns, expected at least one column");
        }
        for (int column = 0; column < edges.size(); column++) {
            require(column, edges.get(column));
        }
        if (width < 0) {
            throw new ArgumentException("width",
                    "piecewiseLinear: width is " + width + ", expected at least 1, or 0 for the components");
        }
    }

    private static void require(int column, List<Double> edges) {
        if (edges.size() < 2) {
            throw new ArgumentException("edges", "piecewiseLinear: column " + column + " has " + edges.size()
                    + " edges, expected at least two (a constant column needs no embedding)");
        }
        for (int i = 0; i + 1 < edges.size(); i++) {
            float size = edges.get(i + 1).floatValue() - edges.get(i).floatValue();
            if (!(size > 0 && size <= Float.MAX_VALUE)) {
                throw new ArgumentException("edges",
                        "piecewiseLinear: column " + column + " has the edge " + edges.get(i)
                                + " before " + edges.get(i + 1) + ", expected finite numbers that ascend in float32");
            }
        }
    }

    @Override
    public Tensor apply(Tensor x, Scope scope) {
        Shape shape = x.shape();
        if (LayerArguments.flatColumns("piecewiseLinear", shape) != edges.size()) {
            throw new ShapeException("piecewiseLinear", "needs edges for each column",
                    "input " + shape + " axis 1 = " + shape.size(1), "edges of " + edges.size() + " columns");
        }
        return width == 0 ? components(x) : embedding(x, scope);
    }

    private Tensor embedding(Tensor x, Scope scope) {
        int columns = edges.size();
        int bins = edges.stream().mapToInt(List::size).max().orElseThrow() - 1;
        Bins padded = new Bins(columns * bins);
        for (int column = 0; column < columns; column++) {
            padded.add(column * bins, edges.get(column));
        }
        double spread = 1 / Math.sqrt(width);
        Init near = Inits.uniform(-spread, spread);
        Tensor weight = scope.parameter("weight", Shape.of(columns, width), near);
        Tensor bias = scope.parameter("bias", Shape.of(columns, width), near);
        Tensor step = scope.parameter("step", Shape.of(columns, bins, width), Inits.zeros());
        // with the columns as a stack of matrices, all products are one
        Tensor turned = x.transpose().unsqueeze(-1); // [columns, n, 1]
        Tensor inner = padded.of(turned, Shape.of(columns, 1, bins)).matmul(step)
                .add(turned.mul(weight.unsqueeze(1)).add(bias.unsqueeze(1))); // [columns, n, width]
        return inner.permute(1, 0, 2).reshape(-1, columns * width);
    }

    private Tensor components(Tensor x) {
        int count = edges.stream().mapToInt(column -> column.size() - 1).sum();
        Bins all = new Bins(count);
        float[] columns = new float[count];
        int at = 0;
        for (int column = 0; column < edges.size(); column++) {
            all.add(at, edges.get(column));
            for (int bin = 0; bin + 1 < edges.get(column).size(); bin++) {
                columns[at++] = column;
            }
        }
        return all.of(x.gather(1, Tensor.of(columns).cast(DType.I32)), Shape.of(count));
    }

    /// The lower edge, the size and the limits of each component. Those that belong to no bin are 0.
    private record Bins(float[] low, float[] size, float[] least, float[] most) {
        Bins(int count) {
            this(new float[count], new float[count], new float[count], new float[count]);
            Arrays.fill(size, 1);
        }

        void add(int at, List<Double> edges) {
            int bins = edges.size() - 1;
            for (int bin = 0; bin < bins; bin++) {
                low[at + bin] = edges.get(bin).floatValue();
                size[at + bin] = edges.get(bin + 1).floatValue() - low[at + bin];
                least[at + bin] = bin == 0 ? Float.NEGATIVE_INFINITY : 0;
                most[at + bin] = bin == bins - 1 ? Float.POSITIVE_INFINITY : 1;
            }
        }

        Tensor of(Tensor x, Shape shape) {
            return x.sub(Tensor.of(low, shape)).div(Tensor.of(size, shape)).maximum(Tensor.of(least, shape))
                    .minimum(Tensor.of(most, shape));
        }
    }
}
