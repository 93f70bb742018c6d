package org.chainrule.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TextColumn;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final int ROWS = 240;

    /// By hand: the differences 1, 2, 3 and 6 have the mean 3 and the sum of squared deviations 4 + 1 + 0 + 9 = 14, so
    /// the standard error is sqrt(14 / 3 / 4).
    @Test
    void theStandardErrorByHand() {
        assertThat(Comparison.standardError(new double[]{1, 1, 1, 1}, new double[]{2, 3, 4, 7}, null))
                .isCloseTo(1.0801234497346435, within(1e-15));
        assertThat(Comparison.standardError(new double[]{1, 2}, new double[]{3, 4}, null)).isZero();
        assertThat(Comparison.standardError(new double[]{1}, new double[]{2}, null)).isNaN();
        // the weighted mean of 1, 2 and 6 is 2.5, and the weighted distances from it are -3, -0.5 and 3.5
        assertThat(Comparison.standardError(new double[]{0, 0, 0}, new double[]{1, 2, 6}, new float[]{2, 1, 1}))
                .isCloseTo(Math.sqrt(21.5 * 1.5) / 4, within(1e-12));
    }

    @Test
    void whatIsNoNumberLosesToAnyNumber() {
        for (boolean error : new boolean[]{true, false}) {
            assertThat(new Comparison.Measure(Double.NaN, 0.1, Double.NaN, error).betterOrEqual()).isTrue();
            assertThat(new Comparison.Measure(0.1, Double.NaN, Double.NaN, error).betterOrEqual()).isFalse();
            assertThat(new Comparison.Measure(Double.NaN, Double.NaN, Double.NaN, error).betterOrEqual()).isFalse();
            assertThat(new Comparison.Measure(0.1, 0.1, 0, error).betterOrEqual()).isTrue();
            assertThat(new Comparison.Measure(0.1, 0.2, 0, error).betterOrEqual()).isEqualTo(!error);
        }
    }

    private static Table table(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] a = random.doubles(ROWS).toArray();
        double[] b = random.doubles(ROWS).toArray();
        double[] noise = random.doubles(ROWS).toArray();
        return Table.of("t", NumberColumn.of("a", a), NumberColumn.of("b", b),
                NumberColumn.of("y", IntStream.range(0, ROWS).mapToDouble(i -> 3 * a[i] + b[i] + noise[i]).toArray()),
                TextColumn.of("k", IntStream.range(0, ROWS).mapToObj(i -> a[i] + noise[i] > 1 ? "p" : "q")
                        .toArray(String[]::new)));
    }

    private static TabularModel model(String target, String ignored) {
        return Tabular.of(target).linear().ignore(ignored).epochs(4).seed(1).fit(table(1)).model();
    }

    private static double[] errors(TabularModel model, Table table) {
        Predictions.Numbers predictions = (Predictions.Numbers) model.predict(table);
        NumberColumn truth = (NumberColumn) table.column("y");
        return IntStream.range(0, ROWS).mapToDouble(i -> predictions.value(i) - truth.value(i)).toArray();
    }

    private static double rmse(double[] errors, int[] rows) {
        return Math.sqrt(IntStream.of(rows).mapToDouble(row -> errors[row] * errors[row]).average().orElseThrow());
    }

    /// The bootstrap resamples the rows, which does not rely on the first-order approximation.
    @Test
    void theErrorsOfNumbersAgreeWithTheBootstrap() {
        TabularModel before = model("y", "a");
        TabularModel after = model("y", "b");
        Table table = table(2);
        Comparison comparison = Comparison.of(before, table, after, table, table.rows());
        double[] first = errors(before, table);
        double[] second = errors(after, table);
        int[] all = table.rows();
        Comparison.Measure rmse = comparison.measure("rmse");
        assertThat(rmse.before()).isCloseTo(rmse(first, all), within(1e-5));
        assertThat(rmse.after()).isCloseTo(rmse(second, all), within(1e-5));
        SplittableRandom random = new SplittableRandom(3);
        int draws = 4000;
        double[] rmses = new double[draws];
        double[] maes = new double[draws];
        for (int draw = 0; draw < draws; draw++) {
            int[] rows = random.ints(ROWS, 0, ROWS).toArray();
            rmses[draw] = rmse(second, rows) - rmse(first, rows);
            maes[draw] = IntStream.of(rows).mapToDouble(row -> Math.abs(second[row]) - Math.abs(first[row])).average()
                    .orElseThrow();
        }
        assertThat(rmse.standardError()).isGreaterThan(0).isCloseTo(deviation(rmses),
                within(0.06 * deviation(rmses)));
        double mae = comparison.measure("mae").standardError();
        assertThat(mae).isCloseTo(deviation(maes), within(0.06 * deviation(maes)));
        assertThat(comparison.measure("r2").standardError()).isNaN();
    }

    @Test
    void theErrorsOfClassesAgreeWithTheBootstrap() {
        TabularModel before = model("k", "a");
        TabularModel after = model("k", "b");
        Table table = table(2);
        Comparison comparison = Comparison.of(before, table, after, table, table.rows());
        Predictions.Classes first = (Predictions.Classes) before.predict(table);
        Predictions.Classes second = (Predictions.Classes) after.predict(table);
        double[] losses = new double[ROWS];
        double[] rights = new double[ROWS];
        for (int i = 0; i < ROWS; i++) {
            String truth = table.column("k").text(i);
            int label = ((Target.Classes) before.target()).labels().indexOf(truth);
            losses[i] = Math.log(first.probability(i, label)) - Math.log(second.probability(i, label));
            rights[i] = (second.text(i).equals(truth) ? 1 : 0) - (first.text(i).equals(truth) ? 1 : 0);
        }
        Comparison.Measure loss = comparison.measure("logLoss");
        Comparison.Measure accuracy = comparison.measure("accuracy");
        assertThat(loss.difference()).isCloseTo(IntStream.range(0, ROWS).mapToDouble(i -> losses[i]).average()
                .orElseThrow(), within(1e-5));
        SplittableRandom random = new SplittableRandom(4);
        int draws = 4000;
        double[] means = new double[draws];
        double[] shares = new double[draws];
        for (int draw = 0; draw < draws; draw++) {
            int[] rows = random.ints(ROWS, 0, ROWS).toArray();
            means[draw] = IntStream.of(rows).mapToDouble(row -> losses[row]).average().orElseThrow();
            shares[draw] = IntStream.of(rows).mapToDouble(row -> rights[row]).average().orElseThrow();
        }
        assertThat(loss.standardError()).isGreaterThan(0).isCloseTo(deviation(means), within(0.06 * deviation(means)));
        assertThat(accuracy.standardError()).isGreaterThan(0).isCloseTo(deviation(shares),
                within(0.06 * deviation(shares)));
    }

    private static double deviation(double[] values) {
        double mean = IntStream.range(0, values.length).mapToDouble(i -> values[i]).average().orElseThrow();
        return Math
                .sqrt(IntStream.range(0, values.length).mapToDouble(i -> (values[i] - mean) * (values[i] - mean)).sum()
                        / (values.length - 1));
    }
}
