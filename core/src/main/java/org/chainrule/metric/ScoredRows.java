package org.chainrule.metric;

import java.util.Objects;

/// The predictions, targets and weights of all rows, in the order of addition, for [Metric#ofAll]. Rows of weight 0 are
/// omitted.
public final class ScoredRows {
    private final Metric.Kind kind;
    private final FloatList predictions = new FloatList();
    private final FloatList targets = new FloatList();
    private final FloatList weights = new FloatList();

    ScoredRows(Metric.Kind kind) {
        this.kind = kind;
    }

    void add(float[] prediction, float[] target, float weight) {
        predictions.add(prediction, kind.outputs());
        targets.add(target, kind.targets());
        weights.add(weight);
    }

    /// Returns the content of a row.
    public Metric.Kind kind() {
        return kind;
    }

    /// Returns the number of rows.
    public int rows() {
        return weights.size();
    }

    /// Returns a number of the prediction of a row.
    ///
    /// @throws IndexOutOfBoundsException if there is no such row or column
    public float prediction(int row, int column) {
        return at(predictions, row, column, kind.outputs());
    }

    /// Returns a number of the target of a row.
    ///
    /// @throws IndexOutOfBoundsException if there is no such row or column
    public float target(int row, int column) {
        return at(targets, row, column, kind.targets());
    }

    /// Returns the weight of a row, which is above 0.
    ///
    /// @throws IndexOutOfBoundsException if there is no such row
    public float weight(int row) {
        return at(weights, row, 0, 1);
    }

    private static float at(FloatList values, int row, int column, int width) {
        Objects.checkIndex(column, width);
        return values.at(row * width + column);
    }
}
