package org.chainrule.tabular.encode;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.chainrule.tabular.number.Decimal;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.remark.EncodingRemark;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.DateColumn;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TextColumn;
import org.chainrule.tabular.text.Identifiers;
import org.chainrule.tabular.value.LocalRegression;
import org.chainrule.tabular.value.Moments;

/// The trial on the validation rows of whether the values of a column are better treated as categories of their own.
///
/// A column of numbers may hold codes, such as the numbers of shops. Only whole numbers with the same number of digits
/// are tested, or with a name such as `shop_id`, and only if their values repeat and they are not years. Two predictions
/// of the target are learned from the training rows: as categories, the mean target of each value; as numbers, a local
/// linear regression over the neighboring values. The column holds codes if categories predict the validation rows
/// clearly better. Of a quantity, neighboring values tell nearly as much as the value itself; of a code, they tell
/// nothing.
final class CodeTrial {
    private static final int LEAST_ROWS = 20;
    private static final int ROWS_PER_VALUE = 3;
    private static final long LARGEST = 4_000_000;
    /// The share of the variance of the target that categories must explain beyond what numbers explain.
    private static final double GAIN = 0.02;
    /// The number of standard errors by which the errors must differ.
    private static final double CLEARLY = 3;
    /// Rows of the mean target that are added to the rows of each value.
    private static final double[] SMOOTHING = {1, 4, 16};

    private final int[] training;
    private final int[] validation;
    private final double[][] known;
    private final double[][] truth;
    private final int outputs;

    CodeTrial(Table table, Target target, int[] training, int[] validation) {
        this.training = training;
        this.validation = validation;
        this.outputs = target instanceof Target.Classes classes ? classes.labels().size() : 1;
        boolean small = (long) outputs * training.length <= LARGEST * 10;
        this.known = small ? outputs(target, table, training) : new double[0][];
        this.truth = small ? outputs(target, table, validation) : new double[0][];
    }

    /// Returns the target of each row: a standardized number, or 1 for the class of the row and 0 for all others.
    private double[][] outputs(Target target, Table table, int[] rows) {
        double[][] out = new double[rows.length][outputs];
        switch (target) {
            case Target.Numbers numbers -> {
                float[] values = numbers.standardized(table, rows);
                Arrays.setAll(out, i -> new double[]{values[i]});
            }
            case Target.Classes classes -> {
                int[] labels = classes.classes(table, rows);
                for (int i = 0; i < rows.length; i++) {
                    out[i][labels[i]] = 1;
                }
            }
        }
        return out;
    }

    /// Returns the encoding of a column of codes as categories; empty if the column does not hold codes.
    ///
    /// @param most the largest number of categories
    Optional<EncodingChoice> codes(NumberColumn column, int most) {
        if (IntStream.of(training).mapToDouble(column::value).anyMatch(CodeTrial::isNoCode)) {
            return Optional.empty();
        }
        Fit fit = new Fit(column::value);
        int distinct = fit.values.length;
        if (!fit.possible() || fit.present < ROWS_PER_VALUE * distinct || distinct <= 2 || distinct > most
                || !mayBeCodes(column.name(), fit.values)) {
            return Optional.empty();
        }
        double[] categories = fit.categories();
        double[] numbers = fit.numbers();
        double constant = Moments.of(fit.constants()).mean();
        if (!clearlyLess(categories, numbers, constant)) {
            return Optional.empty();
        }
        Map<String, Integer> counts = new HashMap<>();
        IntStream.of(training).filter(row -> !column.missing(row))
                .forEach(row -> counts.merge(Decimal.spell(column.value(row)), 1, Integer::sum));
        return Optional.of(CategoryEncoding.most(column.name(), counts, training.length, most,
                CategoryEncoding.Match.NUMBER, List.of(new EncodingRemark.NumberCodes(column.name(),
                        explained(categories, constant), explained(numbers, constant)))));
    }

    /// Returns whether the rare values of a column of words are worth categories of their own: whether the values predict
    /// the validation rows clearly better than the mean target does, and at least as well as with a single category for
    /// all rare values.
    ///
    /// @param few the number of values that are not rare
    boolean keepsRare(TextColumn column, int few) {
        int[] counts = column.counts(training);
        double[] merged = new double[counts.length];
        List<Integer> order = IntStream.range(0, counts.length).boxed()
                .sorted(Comparator.comparingInt(code -> -counts[code])).toList();
        for (int place = 0; place < order.size(); place++) {
            merged[order.get(place)] = Math.min(place, few);
        }
        Fit all = new Fit(row -> column.missing(row) ? Double.NaN : column.code(row));
        Fit some = new Fit(row -> column.missing(row) ? Double.NaN : merged[column.code(row)]);
        if (!all.possible()) {
            return true;
        }
        double[] errors = all.categories();
        double[] constant = all.constants();
        return clearlyLess(errors, constant, Moments.of(constant).mean())
                && Moments.of(errors).mean() <= Moments.of(some.categories()).mean();
    }

    /// Returns whether the values of a column predict the validation rows clearly better than the mean target does.
    boolean predicts(Column column) {
        IntToDoubleFunction value = switch (column) {
            case NumberColumn numbers -> numbers::value;
            case TextColumn words -> row -> words.missing(row) ? Double.NaN : words.code(row);
            case DateColumn dates -> dates::seconds;
        };
        Fit fit = new Fit(value);
        if (!fit.possible()) {
            return false;
        }
        double[] constant = fit.constants();
        return clearlyLess(fit.categories(), constant, Moments.of(constant).mean());
    }

    private static boolean clearlyLess(double[] errors, double[] others, double constant) {
        Moments gain = Moments.of(IntStream.range(0, errors.length).mapToDouble(i -> others[i] - errors[i]).toArray());
        return gain.mean() > GAIN * constant
                && gain.mean() > CLEARLY * gain.deviation() / Math.sqrt(errors.length);
    }

    private static double explained(double[] errors, double constant) {
        return Math.max(0, 1 - Moments.of(errors).mean() / constant);
    }

    /// Returns whether a number is negative, has a fraction or is too large to be a code. A missing one is not.
    private static boolean isNoCode(double value) {
        return value < 0 || value >= 1e15 || value != Math.rint(value) && !Double.isNaN(value);
    }

    /// Returns whether the distinct values have the same number of digits, at least two, and are not years. In a column
    /// named like an identifier, the number of digits may differ.
    private static boolean mayBeCodes(String column, double[] values) {
        double least = values[0];
        double largest = values[values.length - 1];
        boolean fixed = least >= 10 && Decimal.spell(least).length() == Decimal.spell(largest).length()
                && !(least >= 1900 && largest <= 2100);
        return fixed || Identifiers.named(column);
    }

    private static double[] best(List<double[]> errors) {
        double[] best = errors.getFirst();
        for (double[] each : errors) {
            best = DoubleStream.of(each).sum() < DoubleStream.of(best).sum() ? each : best;
        }
        return best;
    }

    /// A prediction of the target from a value of the column.
    @FunctionalInterface
    private interface Guess {
        void of(double value, double[] out);
    }

    /// Predictions from one column, learned from the training rows, and their errors on the validation rows. Rows
    /// without a value are left out.
    private final class Fit {
        private final double[] values;
        private final int present;
        private final double[] rows;
        private final double[][] goals;
        private final LocalRegression sums;

        /// @param value the value of each row of the table; NaN if it is missing
        Fit(IntToDoubleFunction value) {
            double[] all = IntStream.of(training).mapToDouble(value).toArray();
            values = DoubleStream.of(all).filter(each -> !Double.isNaN(each)).sorted().distinct().toArray();
            present = (int) DoubleStream.of(all).filter(each -> !Double.isNaN(each)).count();
            int[] tests = IntStream.range(0, truth.length)
                    .filter(i -> !Double.isNaN(value.applyAsDouble(validation[i]))).toArray();
            rows = IntStream.of(tests).mapToDouble(i -> value.applyAsDouble(validation[i])).toArray();
            goals = IntStream.of(tests).mapToObj(i -> truth[i]).toArray(double[][]::new);
            sums = new LocalRegression(possible() ? values : new double[0], outputs);
            for (int i = 0; i < all.length && possible(); i++) {
                if (!Double.isNaN(all[i])) {
                    sums.add(all[i], known[i]);
                }
            }
            sums.accumulate();
        }

        boolean possible() {
            return rows.length >= LEAST_ROWS && (long) values.length * outputs <= LARGEST;
        }

        /// Returns the squared errors of the mean target.
        double[] constants() {
            return errors((_, out) -> sums.mean(out));
        }

        double[] categories() {
            return best(DoubleStream.of(SMOOTHING)
                    .mapToObj(extra -> errors((value, out) -> sums.category(value, extra, out))).toList());
        }

        double[] numbers() {
            return best(IntStream.iterate(1, width -> width < 2 * values.length, width -> 2 * width)
                    .mapToObj(width -> errors((value, out) -> sums.number(value, width, out))).toList());
        }

        /// Returns the squared error of each validation row.
        private double[] errors(Guess guess) {
            double[] out = new double[outputs];
            double[] errors = new double[rows.length];
            for (int i = 0; i < rows.length; i++) {
                guess.of(rows[i], out);
                for (int k = 0; k < outputs; k++) {
                    // the probability of a class lies between 0 and 1
                    double p = outputs == 1 ? out[k] : Math.clamp(out[k], 0, 1);
                    errors[i] += (p - goals[i][k]) * (p - goals[i][k]);
                }
            }
            return errors;
        }
    }
}
