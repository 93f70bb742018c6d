package org.chainrule.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CountsTest {
    private static final Tabular LINEAR = Tabular.of("n").counts().linear().epochs(60).seed(1);

    /// Returns rows with a Poisson distributed count of the mean `exp(1 + 0.8 x)`.
    private static Table table(int rows, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] x = IntStream.range(0, rows).mapToDouble(_ -> random.nextDouble(-1.5, 1.5)).toArray();
        double[] z = IntStream.range(0, rows).mapToDouble(_ -> random.nextDouble(-1, 1)).toArray();
        double[] n = IntStream.range(0, rows).mapToDouble(i -> poisson(Math.exp(1 + 0.8 * x[i]), random)).toArray();
        return Table.of("t", NumberColumn.of("x", x), NumberColumn.of("z", z), NumberColumn.of("n", n));
    }

    /// Multiplies random numbers until the product is below `exp(-mean)` (Knuth).
    private static int poisson(double mean, SplittableRandom random) {
        int count = 0;
        for (double product = random.nextDouble(); product > Math.exp(-mean); product *= random.nextDouble()) {
            count++;
        }
        return count;
    }

    private static double[] truth(Table table) {
        NumberColumn n = (NumberColumn) table.column("n");
        return IntStream.of(table.rows()).mapToDouble(n::value).toArray();
    }

    private static double deviance(double[] predicted, double[] truth) {
        double sum = 0;
        for (int i = 0; i < truth.length; i++) {
            sum += 2 * ((truth[i] == 0 ? 0 : truth[i] * Math.log(truth[i] / predicted[i])) - truth[i] + predicted[i]);
        }
        return sum / truth.length;
    }

    private static double[] values(Predictions predictions) {
        Predictions.Numbers numbers = (Predictions.Numbers) predictions;
        return IntStream.range(0, numbers.size()).mapToDouble(numbers::value).toArray();
    }

    @Test
    void theMeanOfACount(@TempDir Path folder) throws IOException {
        Table test = table(300, 9);
        TabularResult result = LINEAR.fit(table(400, 1), test);
        TabularModel model = result.model();
        double[] predicted = values(model.predict(test));
        assertThat(DoubleStream.of(predicted)).allMatch(value -> value > 0);
        assertThat(result.test().keySet()).containsExactly("poissonDeviance", "rmse", "mae");
        assertThat(result.test().getOrDefault("poissonDeviance", 0.0))
                .isCloseTo(deviance(predicted, truth(test)), within(1e-5));
        assertThat(model.evaluate(test).measures()).isEqualTo(result.test());
        double squares = IntStream.range(0, 300)
                .mapToDouble(i -> (predicted[i] - truth(test)[i]) * (predicted[i] - truth(test)[i])).sum();
        assertThat(result.test().getOrDefault("rmse", 0.0)).isCloseTo(Math.sqrt(squares / 300), within(1e-4));
        double at0 = ((NumberPrediction) model.predict(Map.of("x", 0, "z", 0))).value();
        double at1 = ((NumberPrediction) model.predict(Map.of("x", 1, "z", 0))).value();
        assertThat(at0).isCloseTo(Math.E, within(0.3));
        assertThat(at1 / at0).isCloseTo(Math.exp(0.8), within(0.25));
        Path file = folder.resolve("model.safetensors");
        model.save(file);
        assertThat(TabularModel.load(file).target()).isEqualTo(model.target());
        assertThat(TabularModel.load(file).predict(test).all()).isEqualTo(model.predict(test).all());
        assertThat(model.target().toJson()).containsEntry("format", 5).containsEntry("task", "counts");
    }

    @Test
    void baselines() {
        Table table = table(200, 1);
        Table test = table(100, 2);
        TrainingPlan plan = Tabular.of("n").counts().hidden(4).epochs(2).prepare(table, test);
        TabularResult result = plan.fit();
        double mean = IntStream.of(plan.rows.train()).mapToDouble(row -> truth(table)[row]).average().orElse(0);
        double[] always = IntStream.range(0, 100).mapToDouble(_ -> mean).toArray();
        assertThat(result.baselines()).containsOnlyKeys("constant", "linear");
        assertThat(result.baselines().getOrDefault("constant", Map.of()).getOrDefault("poissonDeviance", 0.0))
                .isCloseTo(deviance(always, truth(test)), within(1e-5));
        assertThat(result.assessment().intervals()).containsKeys("poissonDeviance", "rmse", "mae");
    }

    @Test
    void intervalsDoNotGoBelowZero() {
        Table table = table(200, 1);
        TabularResult result = LINEAR.epochs(5).fit(table);
        Predictions.Numbers numbers = (Predictions.Numbers) result.model().predict(table);
        List<NumberPrediction> all = IntStream.range(0, 200).mapToObj(numbers.withIntervals(0.9)::prediction).toList();
        assertThat(all).allMatch(each -> each.low() >= 0 && each.low() <= each.value() && each.value() <= each.high())
                .anyMatch(each -> each.low() == 0);
        assertThat(result.assessment().coverage().orElseThrow().share()).isBetween(0.7, 1.0);
    }

    @Test
    void averagesOfNetworks() {
        Table table = table(150, 1);
        for (Tabular each : List.of(LINEAR.epochs(2).folds(2), LINEAR.epochs(2).ensemble(2),
                Tabular.of("n").counts().realMlp().epochs(2))) {
            TabularResult result = each.fit(table);
            assertThat(DoubleStream.of(values(result.model().predict(table)))).allMatch(value -> value > 0);
            assertThat(result.validation()).containsKey("poissonDeviance");
        }
    }

    @Test
    void manyZerosAreCounts() {
        double[] zeros = IntStream.range(0, 100).mapToDouble(i -> i == 7 || i == 50 ? 3 : 0).toArray();
        double[] x = IntStream.range(0, 100).mapToDouble(i -> i * 37 % 100).toArray();
        Table table = Table.of("t", NumberColumn.of("x", x), NumberColumn.of("n", zeros));
        TabularModel model = LINEAR.epochs(3).fit(table).model();
        assertThat(DoubleStream.of(values(model.predict(table)))).allMatch(value -> value >= 0 && value < 3);
    }

    @Test
    void negativeCountsAreRefused() {
        Table table = table(100, 1);
        NumberColumn bad = NumberColumn.of("n", 1, 2, -3, 4);
        Table negative = Table.of("t", NumberColumn.of("x", 1, 2, 3, 4), NumberColumn.of("z", 1, 2, 3, 4), bad);
        String sentence = "t, line 3: the target \"n\" is -3, but a count is at least 0; correct it, or predict the "
                + "number by a regression";
        assertThatThrownBy(() -> LINEAR.prepare(negative)).isInstanceOf(ArgumentException.class).hasMessage(sentence);
        assertThatThrownBy(() -> LINEAR.prepare(table, negative)).hasMessage(sentence);
        TabularModel model = LINEAR.epochs(1).fit(table).model();
        assertThatThrownBy(() -> model.evaluate(negative)).hasMessage(sentence);
    }

    @Test
    void theOutputIsALogarithm() {
        Target.Numbers counts = (Target.Numbers) LINEAR.clamp(false).prepare(table(100, 1)).target();
        assertThat(counts.restore(0)).isEqualTo(counts.mean());
        assertThat(counts.restore(1)).isCloseTo(Math.E * counts.mean(), within(1e-9));
        assertThat(counts.restore(1e6)).isFinite();
        assertThat((float) counts.restore(-1e6)).isPositive();
        assertThat(counts.learned(2 * counts.mean())).isEqualTo(2);
    }
}
