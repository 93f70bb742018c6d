package org.chainrule.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.StringWriter;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.outcome.Estimand;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.outcome.Task;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TextColumn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantilesTest {
    private static final double[] LEVELS = {0.1, 0.5, 0.9};
    private static final Tabular LINEAR = Tabular.of("y").quantiles(LEVELS).linear().epochs(40).seed(2);

    record Point(double x, double z) {
    }

    /// Returns rows with `y = 1000 x + e`, where `e` is uniform between 0 and 1000.
    private static Table table(int rows, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] x = IntStream.range(0, rows).mapToDouble(_ -> random.nextDouble(-1, 1)).toArray();
        double[] z = IntStream.range(0, rows).mapToDouble(_ -> random.nextDouble(-1, 1)).toArray();
        double[] y = IntStream.range(0, rows).mapToDouble(i -> 1000 * x[i] + random.nextDouble(0, 1000)).toArray();
        return Table.of("t", NumberColumn.of("x", x), NumberColumn.of("z", z), NumberColumn.of("y", y));
    }

    private static double[] truth(Table table) {
        NumberColumn y = (NumberColumn) table.column("y");
        return IntStream.of(table.rows()).mapToDouble(y::value).toArray();
    }

    /// Returns the measures of predicted quantiles by their definitions.
    private static Map<String, Double> measures(double[][] quantiles, double[] truth) {
        double pinball = 0;
        double covered = 0;
        double width = 0;
        double squares = 0;
        double absolute = 0;
        for (int i = 0; i < truth.length; i++) {
            double[] q = quantiles[i];
            for (int k = 0; k < LEVELS.length; k++) {
                pinball += Math.max(LEVELS[k] * (truth[i] - q[k]), (LEVELS[k] - 1) * (truth[i] - q[k])) / 3;
            }
            covered += q[0] <= truth[i] && truth[i] <= q[2] ? 1 : 0;
            width += q[2] - q[0];
            squares += (truth[i] - q[1]) * (truth[i] - q[1]);
            absolute += Math.abs(truth[i] - q[1]);
        }
        int n = truth.length;
        return Map.of("pinball", pinball / n, "coverage", covered / n, "intervalWidth", width / n, "rmse",
                Math.sqrt(squares / n), "mae", absolute / n);
    }

    private static void same(Map<String, Double> measures, Map<String, Double> expected) {
        assertThat(measures.keySet()).containsExactly("pinball", "coverage", "intervalWidth", "rmse", "mae");
        expected.forEach((name, value) -> assertThat(measures.getOrDefault(name, Double.NaN)).as(name)
                .isCloseTo(value, within(1e-4 * Math.abs(value) + 1e-9)));
    }

    private static double[][] quantiles(Predictions predictions) {
        return predictions.all().stream().map(prediction -> ((QuantilePrediction) prediction).quantiles().values()
                .stream().mapToDouble(value -> value).toArray()).toArray(double[][]::new);
    }

    @Test
    void theQuantilesOfALineWithNoise() {
        Table test = table(400, 9);
        TabularResult result = LINEAR.fit(table(400, 1), test);
        double[][] predicted = quantiles(result.model().predict(test));
        same(result.test(), measures(predicted, truth(test)));
        same(result.model().evaluate(test).measures(), measures(predicted, truth(test)));
        assertThat(result.test().getOrDefault("coverage", 0.0)).isCloseTo(0.8, within(0.08));
        QuantilePrediction half = (QuantilePrediction) result.model().predict(Map.of("x", 0.5, "z", 0.0));
        assertThat(half.quantiles().keySet()).containsExactly(0.1, 0.5, 0.9);
        assertThat(half.quantiles().getOrDefault(0.1, 0.0)).isCloseTo(600, within(80.0));
        assertThat(half.value()).isCloseTo(1000, within(80.0)).isEqualTo(half.quantiles().get(0.5));
        assertThat(half.quantiles().getOrDefault(0.9, 0.0)).isCloseTo(1400, within(80.0));
        assertThat(result.model().predictor(Point.class, MethodHandles.lookup())
                .predict(new Point(0.5, 0)))
                .isEqualTo(half);
        assertThat(result.assessment().intervals()).containsKeys("pinball", "coverage", "intervalWidth", "rmse", "mae");
        assertThat(result.assessment().coverage()).isEmpty();
        assertThat(result.assessment().intervals().get("pinball").contains(result.test().getOrDefault("pinball", 0.0)))
                .isTrue();
    }

    @Test
    void theConstantHasTheQuantilesOfTheTrainingRows() {
        Table table = table(200, 1);
        Table test = table(200, 5);
        TrainingPlan plan = LINEAR.epochs(1).prepare(table, test);
        TabularResult result = plan.fit();
        double[] trained = IntStream.of(plan.rows.train()).mapToDouble(row -> truth(table)[row]).sorted().toArray();
        double[] constant = Arrays.stream(LEVELS).map(level -> trained[(int) Math.ceil(level * trained.length) - 1])
                .toArray();
        double[][] always = new double[200][];
        Arrays.fill(always, constant);
        same(result.baselines().getOrDefault("constant", Map.of()), measures(always, truth(test)));
        assertThat(result.constant()).matches("always the quantiles [-0-9.]+, [-0-9.]+ and [-0-9.]+");
        assertThat(result.baselines()).containsOnlyKeys("constant");
    }

    @Test
    void quantilesAscendEvenUntrained(@TempDir Path folder) throws IOException {
        Table table = table(120, 3);
        Tabular quick = Tabular.of("y").quantiles(0.2, 0.3, 0.4, 0.5, 0.6, 0.7).hidden(8).epochs(1);
        List<TabularModel> models = new ArrayList<>();
        for (Tabular each : List.of(quick, quick.folds(2), quick.ensemble(2), quick.realMlp())) {
            models.add(each.fit(table).model());
        }
        for (TabularModel model : models) {
            for (double[] row : quantiles(model.predict(table))) {
                assertThat(row).isSorted();
            }
            Path file = folder.resolve("model.safetensors");
            model.save(file);
            TabularModel loaded = TabularModel.load(file);
            assertThat(loaded.target()).isEqualTo(model.target());
            assertThat(loaded.predict(table).all()).isEqualTo(model.predict(table).all());
            assertThat(model.target().toJson()).containsEntry("format", 5);
            assertThat(model.trace(table, 3).value()).isFinite();
        }
    }

    @Test
    void theColumnsOfTheCsv() throws IOException {
        TabularModel model = LINEAR.epochs(1).fit(table(100, 1)).model();
        StringWriter out = new StringWriter();
        Table few = table(2, 1);
        model.predict(few).writeCsv(out);
        List<String> lines = out.toString().lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.getFirst()).isEqualTo("y,q(0.1),q(0.5),q(0.9)");
        String[] fields = lines.get(1).split(",", -1);
        assertThat(fields[0]).isEqualTo(fields[2]).isEqualTo(model.predict(few).text(0));
        StringWriter flagged = new StringWriter();
        model.predict(few).writeCsv(flagged, model.novelty(few));
        assertThat(flagged.toString()).startsWith("y,q(0.1),q(0.5),q(0.9),unlike training\n");
    }

    @Test
    void oneQuantileHasNoInterval() {
        TabularResult result = Tabular.of("y").quantiles(0.9).linear().epochs(1).fit(table(100, 1));
        assertThat(result.test()).containsOnlyKeys("pinball");
        assertThat(result.remarks()).noneMatch(remark -> remark.sentence().contains("interval around"));
    }

    @Test
    void modelsOfOtherQuantilesAreNotCompared() throws IOException {
        Table table = table(100, 1);
        TabularModel one = LINEAR.epochs(1).fit(table).model();
        TabularModel other = Tabular.of("y").quantiles(0.2, 0.9).linear().epochs(1).fit(table).model();
        assertThatThrownBy(() -> Comparison.of(one, table, other, table, table.rows())).hasMessage(
                "the models predict different targets: the old one predicts the quantiles 0.1, 0.5 and 0.9 of \"y\" and "
                        + "the new one the quantiles 0.2 and 0.9 of \"y\"; compare models of the same target");
        Comparison same = Comparison.of(one, table, one, table, table.rows());
        assertThat(same.deciding()).isEqualTo("pinball");
        assertThat(same.measure("pinball").standardError()).isZero();
        assertThat(same.measure("intervalWidth").error()).isTrue();
        assertThat(same.measure("coverage").error()).isFalse();
    }

    @Test
    void theLastTaskCounts() {
        Table table = table(60, 1);
        assertThat(Tabular.of("y").quantiles(0.5).task(Task.REGRESSION).prepare(table).target())
                .isInstanceOfSatisfying(Target.Numbers.class, target -> assertThat(target.isMean()).isTrue());
        assertThat(Tabular.of("y").counts().quantiles(0.5).prepare(table).target())
                .isInstanceOfSatisfying(Target.Numbers.class,
                        target -> assertThat(target.estimand()).isEqualTo(new Estimand.Quantiles(List.of(0.5))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0.5 0.1 | 0.1 follows 0.5
            0.5 0.5 | 0.5 occurs twice
            0 0.5   | 0.0 is not between 0 and 1
            0.5 1   | 1.0 is not between 0 and 1
            NaN     | NaN is not between 0 and 1
            """)
    void wrongLevels(String levels, String why) {
        double[] numbers = Arrays.stream(levels.split(" ", -1)).mapToDouble(Double::parseDouble).toArray();
        assertThatThrownBy(() -> Tabular.of("y").quantiles(numbers)).isInstanceOf(ArgumentException.class).hasMessage(
                "quantiles: " + why + ", expected increasing levels between 0 and 1, such as 0.1, 0.5 and 0.9");
    }

    @Test
    void noLevelsAndWords() {
        assertThatThrownBy(() -> Tabular.of("y").quantiles()).hasMessage(
                "quantiles: got no levels, expected at least one, such as 0.5 for the median");
        Table words = Table.of("t", NumberColumn.of("x", 1, 2), TextColumn.of("y", "a", "b"));
        assertThatThrownBy(() -> Tabular.of("y").quantiles(0.5).prepare(words))
                .hasMessageStartingWith("t: the target \"y\" cannot be predicted as a number");
    }
}
