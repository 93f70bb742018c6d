package org.chainrule.tabular.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chainrule.metric.Metric;
import org.chainrule.model.Model;
import org.chainrule.tabular.assess.Measures;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.table.Table;

/// The measures of single rows of counts or of predicted quantiles, by name, in the units of the target. A measure of all rows
/// is their mean; that of `rmse`, of which a row has the absolute error, is the root of the mean of their squares.
public final class RowMeasures {
    private RowMeasures() {
    }

    /// Returns the measures of a model on rows of a table, each with a target.
    public static Map<String, double[]> of(Target.Numbers target, Codec codec, Model network, Table table, int[] rows) {
        List<Metric> metrics = Measures.of(target.estimand());
        Metric.Kind kind = Measures.kind(target.estimand());
        float[] truths = target.truths(table, rows);
        Map<String, double[]> measures = new LinkedHashMap<>();
        metrics.forEach(metric -> measures.put(metric.name(), new double[rows.length]));
        float[] row = new float[kind.outputs()];
        codec.each(network, table, rows, (from, count, outputs) -> {
            for (int i = 0; i < count; i++) {
                System.arraycopy(outputs, i * row.length, row, 0, row.length);
                target.finish(row);
                for (Metric metric : metrics) {
                    Metric.Score score = metric.start(kind);
                    score.add(row, new float[]{truths[from + i]}, 1);
                    measures.getOrDefault(metric.name(), new double[0])[from + i] = score.value();
                }
            }
        });
        return measures;
    }

    /// Returns the squares of numbers.
    public static double[] squares(double[] values) {
        double[] squares = new double[values.length];
        for (int i = 0; i < squares.length; i++) {
            squares[i] = values[i] * values[i];
        }
        return squares;
    }
}
