package org.chainrule.tabular.encode;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.chainrule.data.RowSource;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TextColumn;
import org.chainrule.tabular.value.Moments;
import org.chainrule.tabular.value.RidgeRegression;

/// The trial on the validation rows of whether the words of a column of sentences tell more about the target than all
/// other columns do. Names of people and addresses rarely do, and a thousand inputs would cost time and be learned by
/// heart.
///
/// A ridge regression from the inputs of the other columns predicts the target, and another one from the words predicts
/// what is left. The words help if they clearly reduce the squared error on the validation rows.
final class TextTrial {
    private static final int LEAST_ROWS = 20;
    private static final int MOST_ROWS = 10_000;
    /// Only the most frequent classes count.
    private static final int MOST_CLASSES = 16;
    /// The share of the variance of the target that the words must explain beyond what other columns explain.
    private static final double GAIN = 0.01;
    /// The number of standard errors by which the errors must differ.
    private static final double CLEARLY = 2;
    private static final double[] PENALTIES = {1, 4, 16, 64};

    private final Table table;
    private final Target target;
    private final int[] training;
    private final int[] validation;

    TextTrial(Table table, Target target, int[] training, int[] validation) {
        this.table = table;
        this.target = target;
        this.training = some(training, TextEncoding.MOST_TEXTS);
        this.validation = some(validation, MOST_ROWS);
    }

    private static int[] some(int[] rows, int most) {
        int count = Math.min(rows.length, most);
        return IntStream.range(0, count).map(i -> rows[(int) ((long) i * rows.length / count)]).toArray();
    }

    /// Returns the target of each row: a standardized number, or 1 for the class of the row and 0 for other classes.
    private double[][] outputs(int[] rows) {
        return switch (target) {
            case Target.Numbers numbers -> {
                float[] values = numbers.standardized(table, rows);
                yield IntStream.range(0, rows.length).mapToObj(i -> new double[]{values[i]}).toArray(double[][]::new);
            }
            case Target.Classes classes -> {
                int[] counts = new int[classes.labels().size()];
                IntStream.of(classes.classes(table, training)).filter(label -> label >= 0)
                        .forEach(label -> counts[label]++);
                int[] places = new int[counts.length];
                Arrays.fill(places, -1);
                List<Integer> frequent = IntStream.range(0, counts.length).boxed()
                        .sorted(Comparator.comparingInt(label -> -counts[label])).limit(MOST_CLASSES).toList();
                for (int place = 0; place < frequent.size(); place++) {
                    places[frequent.get(place)] = place;
                }
                yield IntStream.of(classes.classes(table, rows)).mapToObj(label -> {
                    double[] row = new double[frequent.size()];
                    if (label >= 0 && places[label] >= 0) {
                        row[places[label]] = 1;
                    }
                    return row;
                }).toArray(double[][]::new);
            }
        };
    }

    /// Returns the encoding of a column that was declared as text.
    EncodingChoice declared(TextColumn column) {
        double[][] known = outputs(training);
        return TextEncoding.fit(column, training, known[0].length, i -> known[i]);
    }

    /// Returns the encoding of a column of sentences, or the reason to leave it out.
    ///
    /// @param others the encodings of the other columns
    EncodingChoice tried(TextColumn column, List<Encoding> others) {
        if (validation.length < LEAST_ROWS) {
            return new EncodingChoice.Unused("it looks like free text, and with so few validation rows nobody"
                    + " can tell whether its words help; to use them, declare it as free text");
        }
        double[][] known = outputs(training);
        double[][] truth = outputs(validation);
        int outputs = known[0].length;
        EncodingChoice choice = TextEncoding.fit(column, training, outputs, i -> known[i]);
        if (!(choice instanceof EncodingChoice.Used(Encoding encoding, _))) {
            return choice;
        }
        double[] constant = new double[validation.length];
        for (int k = 0; k < outputs; k++) {
            double mean = DoubleStream.of(column(known, k)).sum() / known.length;
            for (double[] row : known) {
                row[k] -= mean;
            }
            for (int i = 0; i < truth.length; i++) {
                truth[i][k] -= mean;
                constant[i] += truth[i][k] * truth[i][k];
            }
        }
        if (!others.isEmpty()) {
            explain(new Schema(others, List.of()), known, truth);
        }
        double[] before = squares(truth);
        explain(new Schema(List.of(encoding), List.of()), known, truth);
        double[] after = squares(truth);
        Moments gain = Moments
                .of(IntStream.range(0, before.length).mapToDouble(i -> before[i] - after[i]).toArray());
        boolean helps = gain.mean() > GAIN * Moments.of(constant).mean()
                && gain.mean() > CLEARLY * gain.deviation() / Math.sqrt(before.length);
        return helps
                ? choice
                : new EncodingChoice.Unused("it looks like free text whose words do not help to predict the validation "
                        + "rows; to use them, declare it as free text");
    }

    private static double[] column(double[][] rows, int k) {
        return Arrays.stream(rows).mapToDouble(row -> row[k]).toArray();
    }

    private static double[] squares(double[][] rows) {
        return Arrays.stream(rows).mapToDouble(row -> DoubleStream.of(row).map(each -> each * each).sum()).toArray();
    }

    /// Subtracts a ridge regression from the outputs of the training and the validation rows, with the penalty that
    /// leaves the smallest squares on the validation rows.
    private void explain(Schema schema, double[][] known, double[][] truth) {
        RidgeRegression learned = rows(schema, training);
        RidgeRegression held = rows(schema, validation);
        for (int k = 0; k < known[0].length; k++) {
            double[] goals = column(known, k);
            double[] tests = column(truth, k);
            double[] weights = new double[schema.width() + 1];
            double least = DoubleStream.of(tests).map(each -> each * each).sum();
            for (double penalty : PENALTIES) {
                double[] tried = learned.fit(goals, penalty);
                double[] guess = held.predict(tried);
                double left = IntStream.range(0, tests.length)
                        .mapToDouble(i -> (tests[i] - guess[i]) * (tests[i] - guess[i])).sum();
                if (left < least) {
                    least = left;
                    weights = tried;
                }
            }
            subtract(known, k, learned.predict(weights));
            subtract(truth, k, held.predict(weights));
        }
    }

    private static void subtract(double[][] rows, int k, double[] guess) {
        for (int i = 0; i < rows.length; i++) {
            rows[i][k] -= guess[i];
        }
    }

    private RidgeRegression rows(Schema schema, int[] rows) {
        RowSource source = schema.rows(table);
        float[] inputs = new float[schema.width() + 1];
        // the constant, because the means of the inputs need not be 0
        inputs[schema.width()] = 1;
        RidgeRegression regression = new RidgeRegression(inputs.length);
        for (int row : rows) {
            source.read(row, inputs, 0);
            regression.add(inputs);
        }
        return regression;
    }
}
