package org.chainrule.metric;

import java.util.Objects;

/// The predictions, targets and weights of all rows, in the order in which they were added, for [Metric#ofAll]. Rows of
/// weight 0 are left out.
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

    /// What each row holds.
    public Metric.Kind kind() {
        return kind;
    }

    /// The number of rows.
    public int rows() {
        return weights.size();
    }

    /// A number of a row's prediction.
    ///
    /// @throws IndexOutOfBoundsException if there is no such row or column
    public float prediction(int row, int column) {
        return at(predictions, row, column, kind.outputs());
    }

    /// A number of a row's target.
    ///
    /// @throws IndexOutOfBoundsException if there is no such row or column
    public float target(int row, int column) {
        return at(targets, row, column, kind.targets());
    }

    /// How much a row counts, above 0.
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
