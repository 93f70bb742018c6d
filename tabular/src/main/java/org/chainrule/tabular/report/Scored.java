package org.chainrule.tabular.report;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.chainrule.model.Model;
import org.chainrule.tabular.outcome.Estimand;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.train.Codec;
import org.chainrule.tabular.train.RowScores;

/// The predictions for rows with a target, beside the truth.
///
/// @param codec   the encodings and the target
/// @param table   the table
/// @param rows    rows of the table, each with a target
/// @param outputs the probabilities of the classes, or the numbers in the units of the target, row after row
/// @param width   the number of outputs of a row
/// @param truth   the class of each row, or its number
/// @param loss    how wrong each prediction is: minus the logarithm of the probability of the true class, or the absolute
///                error
record Scored(Codec codec, Table table, int[] rows, float[] outputs, int width, double[] truth, double[] loss) {
    /// More numbers would take too much memory; the rows are then thinned evenly.
    private static final long MOST_NUMBERS = 1L << 25;
    private static final int MOST_ROWS = 200_000;
    /// As in the log loss of the metrics: smaller probabilities count as this.
    private static final double LEAST = Math.ulp(1f) / 2;

    static Scored of(Codec codec, Model model, Table table, int[] all) {
        int width = codec.outputs();
        int most = (int) Math.min(MOST_ROWS, MOST_NUMBERS / width);
        int[] rows = thinned(all.length, most).map(place -> all[place]).toArray();
        float[] outputs = new float[rows.length * width];
        codec.each(model, table, rows, (from, count, block) -> System.arraycopy(block, 0, outputs, from * width,
                count * width));
        double[] truth = new double[rows.length];
        double[] loss = new double[rows.length];
        switch (codec.target()) {
            case Target.Classes _ -> {
                float[] labels = RowScores.truths(codec.target(), table, rows);
                for (int i = 0; i < rows.length; i++) {
                    truth[i] = labels[i];
                    loss[i] = -StrictMath.log(Math.max(outputs[i * width + (int) labels[i]], LEAST));
                }
            }
            case Target.Numbers numbers -> {
                NumberColumn values = numbers.values(table);
                for (int i = 0; i < outputs.length; i++) {
                    outputs[i] = (float) numbers.restore(outputs[i]);
                }
                int middle = middle(numbers);
                for (int i = 0; i < rows.length; i++) {
                    truth[i] = values.value(rows[i]);
                    loss[i] = Math.abs(outputs[i * width + middle] - truth[i]);
                }
            }
        }
        return new Scored(codec, table, rows, outputs, width, truth, loss);
    }

    /// Returns evenly spaced places, all of them if they are few enough.
    static IntStream thinned(int count, int most) {
        return count <= most
                ? IntStream.range(0, count)
                : IntStream.range(0, most).map(i -> (int) ((long) i * count / most));
    }

    private static int middle(Target.Numbers numbers) {
        return numbers.estimand() instanceof Estimand.Quantiles quantiles ? quantiles.middle() : 0;
    }

    int size() {
        return rows.length;
    }

    Target target() {
        return codec.target();
    }

    /// Returns an output of a row.
    double output(int row, int place) {
        return outputs[row * width + place];
    }

    /// Returns the class to predict for a row.
    int predicted(int row) {
        return ((Target.Classes) target()).decide(outputs, row * width);
    }

    /// Returns the number to predict for a row; of quantiles, the middle one.
    double number(int row) {
        return output(row, middle((Target.Numbers) target()));
    }

    /// Returns whether a row counts as wrong, as 0 or 1, or its absolute error: what people count.
    double error(int row) {
        return target() instanceof Target.Classes ? predicted(row) == (int) truth[row] ? 0 : 1 : loss[row];
    }

    /// Returns the rows in ascending order of a value.
    static int[] order(double[] values) {
        long[] keyed = new long[values.length];
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        for (int i = 0; i < values.length; i++) {
            keyed[i] = (long) Arrays.binarySearch(sorted, values[i]) << 32 | i;
        }
        Arrays.sort(keyed);
        return Arrays.stream(keyed).mapToInt(key -> (int) key).toArray();
    }
}
