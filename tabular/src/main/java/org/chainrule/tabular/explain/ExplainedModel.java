package org.chainrule.tabular.explain;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.chainrule.data.RowSource;
import org.chainrule.metric.Metric;
import org.chainrule.metric.Scores;
import org.chainrule.model.Model;
import org.chainrule.nn.Draws;
import org.chainrule.tabular.encode.Encoding;
import org.chainrule.tabular.encode.Schema;
import org.chainrule.tabular.outcome.Estimand;
import org.chainrule.tabular.outcome.Measures;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.train.Codec;
import org.chainrule.tabular.train.Outputs;
import org.chainrule.tabular.train.RowScores;
import org.chainrule.train.Plan;
import org.chainrule.type.Shape;
import org.jspecify.annotations.Nullable;

/// A model as a function of encoded rows, with the predictions that explanations show: the probability of each class, of
/// two classes only that of the positive one; the number, in the unit of the target; the middle one of several quantiles.
///
/// @param codec the encodings, the target and the aim
/// @param model the network
record ExplainedModel(Codec codec, Model model) {
    /// The multiply-adds per second that the number of rows is chosen for: a moderate estimate for two processors.
    private static final double SPEED = 8e9;
    /// What an element of the output of a layer costs beside products, in multiply-adds.
    private static final int ELEMENT = 8;
    /// Explanations of fewer rows would be chance.
    static final int FEWEST = 100;

    Schema schema() {
        return codec.schema();
    }

    Target target() {
        return codec.target();
    }

    int width() {
        return codec.schema().width();
    }

    /// Returns the index of the first input of a column that the model reads.
    int from(Encoding encoding) {
        int from = 0;
        for (Encoding each : schema().encodings()) {
            if (each.equals(encoding)) {
                return from;
            }
            from += each.width();
        }
        throw new IllegalArgumentException(encoding.column());
    }

    /// Returns the labels of the classes that are shown, or the name of the target.
    List<String> shown() {
        return switch (target()) {
            case Target.Classes classes when classes.labels().size() == 2 ->
                List.of(classes.labels().get(classes.positive()));
            case Target.Classes classes -> classes.labels();
            case Target.Numbers numbers -> List.of(numbers.column());
        };
    }

    /// Returns a shown prediction.
    ///
    /// @param at the index of the first output of the row
    /// @param k  the place of the prediction among the shown ones
    double prediction(float[] outputs, int at, int k) {
        return switch (target()) {
            case Target.Classes classes -> outputs[at + (classes.labels().size() == 2 ? classes.positive() : k)];
            case Target.Numbers numbers -> numbers.restore(outputs[at
                    + (numbers.estimand() instanceof Estimand.Quantiles quantiles ? quantiles.middle() : 0)]);
        };
    }

    /// Returns the outputs of the network for encoded rows.
    float[] outputs(float[] inputs) {
        return codec.outputs(model, inputs);
    }

    /// Returns the inputs of rows of a table, row after row, as rows to predict have them.
    float[] inputs(Table table, int[] rows) {
        RowSource source = schema().asNewRows(table);
        float[] inputs = new float[Math.multiplyExact(rows.length, width())];
        for (int i = 0; i < rows.length; i++) {
            source.read(rows[i], inputs, i * width());
        }
        return inputs;
    }

    /// Returns the mean of the inputs of the rows of a table.
    float[] mean(Table table) {
        RowSource source = schema().asNewRows(table);
        double[] sums = new double[width()];
        float[] row = new float[width()];
        for (int i = 0; i < table.size(); i++) {
            source.read(i, row, 0);
            for (int j = 0; j < row.length; j++) {
                sums[j] += row[j];
            }
        }
        for (int j = 0; j < row.length; j++) {
            row[j] = (float) (sums[j] / table.size());
        }
        return row;
    }

    /// Returns the number of rows for which that many predictions of each take about the given time, at most `rows`.
    ///
    /// The network alone decides, so that no explanation depends on the speed of the machine.
    ///
    /// @param predictions the predictions for each row
    int affordable(double seconds, double predictions, int rows) {
        double most = seconds * SPEED / (work() * predictions);
        return (int) Math.min(rows, Math.max(FEWEST, most));
    }

    /// Returns the multiply-adds of the prediction of a row, as an estimate.
    double work() {
        double work = width();
        for (Plan.Row row : model.layers()) {
            Shape output = row.output().bind(1);
            int elements = output.elements();
            int positions = Math.max(1, elements / Math.max(1, output.size(output.rank() - 1)));
            work += (double) row.parameters() * positions + ELEMENT * elements;
        }
        return work;
    }

    /// Returns rows drawn without replacement, in ascending order.
    static int[] drawn(int[] rows, int count, long seed) {
        if (count >= rows.length) {
            return rows;
        }
        int[] order = Draws.of(seed, "rows to explain").permutation(rows.length);
        return Arrays.stream(order).limit(count).sorted().map(place -> rows[place]).toArray();
    }

    /// Returns the number of rows in a block of predictions.
    int block() {
        return Outputs.blockRows(width(), codec.outputs());
    }

    /// The deciding measure of predictions for rows, each with a target.
    final class Measure {
        private final Metric metric;
        private final float[] truth;
        private final float @Nullable [] weights;

        Measure(Table table, int[] rows) {
            this.metric = codec.aim().deciding(target()).metric(target());
            this.truth = RowScores.truths(target(), table, rows);
            this.weights = codec.aim().of(table, rows);
        }

        Metric metric() {
            return metric;
        }

        /// Returns the value for the outputs of all rows, in the unit of the target.
        double of(float[] outputs) {
            Scores scores = Scores.of(List.of(metric), Measures.kind(target()));
            float[] row = new float[codec.outputs()];
            float[] label = new float[1];
            for (int i = 0; i < truth.length; i++) {
                System.arraycopy(outputs, i * row.length, row, 0, row.length);
                codec.finish(row);
                label[0] = truth[i];
                scores.add(row, label, weights == null ? 1 : weights[i]);
            }
            return codec.inUnits(Map.copyOf(scores.values())).getOrDefault(metric.name(), Double.NaN);
        }
    }
}
