package org.chainrule.nn;

import java.util.ArrayList;
import java.util.List;
import org.chainrule.Tensor;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.ShapeException;
import org.chainrule.type.Shape;

/// A layer for each of several groups of columns: each part reads its columns of the row, and the outputs are joined along the
/// last axis in the order of the parts.
///
/// ```java
/// Layer inputs = parts(part(0, 3, linear(8)), part(new int[]{3, 5}, identity()),
///         part(4, 5, sequential(embedding(9, 4), flatten())));
/// ```
///
/// Parts may read the same column, change the order of columns and leave columns out. The input is `[n, .., columns]`. The
/// layers are named and numbered as in [Sequential].
///
/// @param parts the parts in the order of their outputs, at least one
public record Parts(List<Part> parts) implements Layer {
    public Parts {
        ArgumentException.requireNotNull("parts", "parts", parts);
        ArgumentException.requireNoneNull("parts", "parts", parts.toArray());
        parts = List.copyOf(parts);
        if (parts.isEmpty()) {
            throw new ArgumentException("parts", "parts: got no parts, expected at least one");
        }
    }

    /// Columns next to one another.
    ///
    /// @param from the first column, from 0
    /// @param to the column after the last
    public record Range(int from, int to) {
        public Range {
            if (from < 0 || to <= from) {
                throw new ArgumentException("from",
                        "parts: the columns are " + from + " to " + to + ", expected 0 <= from < to");
            }
        }
    }

    /// Columns and their layer.
    ///
    /// @param columns the columns in the order in which the layer reads them; ranges that continue one another are merged
    /// @param layer the layer
    public record Part(List<Range> columns, Layer layer) {
        public Part {
            ArgumentException.requireNotNull("part", "columns", columns);
            ArgumentException.requireNoneNull("part", "columns", columns.toArray());
            ArgumentException.requireNotNull("part", "layer", layer);
            List<Range> merged = new ArrayList<>();
            for (Range range : columns) {
                boolean continued = !merged.isEmpty() && merged.getLast().to() == range.from();
                merged.add(continued ? new Range(merged.removeLast().from(), range.to()) : range);
            }
            columns = List.copyOf(merged);
            if (columns.isEmpty()) {
                throw new ArgumentException("columns", "part: got no columns, expected at least one");
            }
        }

        /// A part of the columns from `from` (inclusive) to `to` (exclusive).
        public Part(int from, int to, Layer layer) {
            this(List.of(new Range(from, to)), layer);
        }

        /// Returns the columns of a row.
        private Tensor of(Tensor x) {
            int width = x.shape().size(-1);
            if (columns.equals(List.of(new Range(0, width)))) {
                return x;
            }
            Tensor[] ranges = columns.stream().map(range -> x.slice(-1, range.from(), range.to()))
                    .toArray(Tensor[]::new);
            return ranges.length == 1 ? ranges[0] : Tensor.concat(-1, ranges);
        }

        private int end() {
            return columns.stream().mapToInt(Range::to).max().orElseThrow();
        }
    }

    @Override
    public Tensor apply(Tensor x, Scope scope) {
        Shape shape = x.shape();
        int width = LayerArguments.columns("parts", shape);
        List<String> names = Sequential.names(parts.stream().map(Part::layer).toList());
        Tensor[] outputs = new Tensor[parts.size()];
        for (int i = 0; i < outputs.length; i++) {
            Part part = parts.get(i);
            if (part.end() > width) {
                throw new ShapeException("parts", "a part reads a column that the input does not have",
                        "input " + shape + " axis " + (shape.rank() - 1) + " = " + width,
                        names.get(i) + " column " + (part.end() - 1));
            }
            outputs[i] = scope.call(names.get(i), part.layer(), part.of(x));
            if (!outputs[i].shape().without(-1).equals(shape.without(-1))) {
                throw new ShapeException("parts",
                        "outputs may differ from the input in their last axis only; flatten them",
                        "input " + shape, names.get(i) + " output " + outputs[i].shape());
            }
        }
        return outputs.length == 1 ? outputs[0] : Tensor.concat(-1, outputs);
    }
}
