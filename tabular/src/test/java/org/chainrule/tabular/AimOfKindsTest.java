package org.chainrule.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.chainrule.error.ArgumentException;
import org.chainrule.model.Model;
import org.chainrule.tabular.encode.Schema;
import org.chainrule.tabular.outcome.Aim;
import org.chainrule.tabular.outcome.Criterion;
import org.chainrule.tabular.outcome.EpochMetric;
import org.chainrule.tabular.outcome.Estimand;
import org.chainrule.tabular.outcome.Measures;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.train.Codec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Metrics, weights and balanced classes together with counts, quantiles and ordered classes.
class AimOfKindsTest {
    private static final int ROWS = 200;

    /// Returns rows with a number `y` of 0 to 2 that grows with x, each with a weight.
    private static Table table(int rows, IntUnaryOperator weight) {
        SplittableRandom random = new SplittableRandom(4);
        double[] x = random.doubles(rows, 0, 4).toArray();
        double[] y = DoubleStream.of(x).map(value -> Math.min(2, Math.floor(value * random.nextDouble(0.2, 1))))
                .toArray();
        return Table.of("t", NumberColumn.of("x", x), NumberColumn.of("y", y),
                NumberColumn.of("w", IntStream.range(0, rows).mapToDouble(weight::applyAsInt).toArray()));
    }

    private static Tabular kind(String kind) {
        Tabular plain = Tabular.of("y").hidden(8).epochs(6).threads(1).clamp(false).learningRate(0.02).ignore("w");
        return switch (kind) {
            case "counts" -> plain.counts();
            case "quantiles" -> plain.quantiles(0.1, 0.5, 0.9);
            default -> plain.ordered();
        };
    }

    @ParameterizedTest
    @CsvSource({"counts,poisson,false", "counts,mae,false", "counts,r2,true", "quantiles,pinball,false",
            "quantiles,mae,false", "ordered,kappa,true", "ordered,rank_error,false", "ordered,auc,true"})
    void theBestEpochByTheMetricIsKept(String kind, String name, boolean higher, @TempDir Path folder)
            throws IOException {
        String reported = Criterion.of(name).reported();
        TabularResult result = kind(kind).metric(name).fit(table(ROWS, _ -> 1));
        Model network = result.model().network();
        double[] values = network.history().stream().mapToDouble(epoch -> epoch.validation().get(EpochMetric.NAME))
                .toArray();
        double best = higher
                ? DoubleStream.of(values).max().orElseThrow()
                : DoubleStream.of(values).min().orElseThrow();
        assertThat(values[network.bestEpoch() - 1]).isEqualTo(best);
        if (!name.equals("auc")) {
            assertThat(result.validation().get(reported)).as("in the units of the report").isCloseTo(best,
                    within(1e-4));
        }
        assertThat(result.test()).containsKey(reported);
        assertThat(result.baselines().get("constant")).containsKey(reported);
        Path file = folder.resolve("m.safetensors");
        result.model().save(file);
        assertThat(TabularModel.load(file).deciding()).isEqualTo(reported);
        Table other = table(60, _ -> 1);
        Comparison same = Comparison.of(result.model(), other, result.model(), other, other.rows());
        assertThat(same.deciding()).isEqualTo(reported);
        assertThat(same.measure(reported).difference()).isZero();
        assertThat(same.measure(reported).error()).isEqualTo(!higher).isEqualTo(Measures.isError(reported));
    }

    /// Rows of weight 2 are measured as those rows twice.
    @ParameterizedTest
    @ValueSource(strings = {"counts", "quantiles", "ordered"})
    void measuresAreWeighted(String kind) {
        Table weighted = table(ROWS, i -> 1 + i % 2);
        TabularModel model = kind(kind).weights("w").fit(weighted).model();
        int[] twice = IntStream.concat(IntStream.range(0, ROWS), IntStream.range(0, ROWS).filter(i -> i % 2 == 1))
                .toArray();
        Codec codec = new Codec(model.schema(), model.target());
        Map<String, Double> expected = codec.measure(model.network(), weighted, twice);
        Map<String, Double> measures = model.evaluate(weighted).measures();
        assertThat(measures.keySet()).isEqualTo(expected.keySet());
        expected.forEach((name, value) -> assertThat(measures.get(name)).as(name).isCloseTo(value, within(1e-5)));
        assertThat(measures).isNotEqualTo(codec.measure(model.network(), weighted, weighted.rows()));
    }

    /// The constants are the weighted mean of 0, 4, 1 and 7, and their weighted quantiles.
    @Test
    void constantsAreWeighted() {
        Table table = Table.of("t", NumberColumn.of("x", 1, 2, 3, 4), NumberColumn.of("y", 0, 4, 1, 7),
                NumberColumn.of("w", 1, 2, 4, 1));
        Target.Numbers numbers = new Target.Numbers("y", 3, 2);
        assertThat(constant(table, numbers.estimating(new Estimand.Counts()), Aim.NONE)).containsExactly(3);
        assertThat(constant(table, numbers.estimating(new Estimand.Counts()), Aim.NONE.weights("w")))
                .containsExactly(19 / 8f);
        Target.Numbers quantiles = numbers.estimating(new Estimand.Quantiles(List.of(0.1, 0.5, 0.8, 0.9)));
        assertThat(constant(table, quantiles, Aim.NONE)).containsExactly(0, 1, 7, 7);
        assertThat(constant(table, quantiles, Aim.NONE.weights("w"))).containsExactly(0, 1, 4, 7);
    }

    private static float[] constant(Table table, Target target, Aim aim) {
        int[] rows = table.rows();
        return new Codec(Schema.fit(table, rows, Set.of("y", "w")), target).aiming(aim).constant(table, rows).output();
    }

    @Test
    void orderedClassesCanBeBalanced() {
        Table table = table(ROWS, i -> 1 + i % 3);
        TabularResult result = kind("ordered").weights("w").balanced().folds(2).fit(table);
        assertThat(result.model().deciding()).isEqualTo("balancedAccuracy");
        assertThat(result.test()).containsKeys("kappa", "rankError", "balancedAccuracy");
        assertThat(result.assessment().intervals()).containsKeys("kappa", "rankError", "balancedAccuracy");
    }

    @ParameterizedTest
    @ValueSource(strings = {"counts", "quantiles"})
    void numbersCannotBeBalanced(String kind) {
        Tabular balanced = kind(kind).balanced();
        Table table = table(ROWS, _ -> 1);
        assertThatThrownBy(() -> balanced.fit(table)).isInstanceOf(ArgumentException.class)
                .hasMessageContaining("only classes can be balanced");
    }

    @Test
    void aMetricThatDoesNotFitIsRefused() {
        Table table = table(ROWS, _ -> 1);
        Tabular median = Tabular.of("y").quantiles(0.1, 0.9).metric("rmse");
        assertThatThrownBy(() -> median.fit(table)).isInstanceOf(ArgumentException.class)
                .hasMessage(
                        "t: the target \"y\" is predicted by quantiles, but the metric rmse measures the median, which "
                                + "is not among them; choose pinball");
        Tabular kappa = Tabular.of("y").metric("kappa");
        assertThatThrownBy(() -> kappa.fit(table)).isInstanceOf(ArgumentException.class)
                .hasMessageStartingWith(
                        "t: the target \"y\" has classes, but the metric kappa measures ordered classes");
    }
}
