package org.chainrule.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.chainrule.data.Examples;
import org.chainrule.error.ArgumentException;
import org.chainrule.model.Model;
import org.chainrule.tabular.encode.Schema;
import org.chainrule.tabular.network.Perceptron;
import org.chainrule.tabular.outcome.Aim;
import org.chainrule.tabular.outcome.Criterion;
import org.chainrule.tabular.outcome.EpochMetric;
import org.chainrule.tabular.outcome.FarValues;
import org.chainrule.tabular.outcome.TargetChoice;
import org.chainrule.tabular.read.CsvTables;
import org.chainrule.tabular.remark.DataRemark;
import org.chainrule.tabular.remark.TrainingRemark;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.train.Codec;
import org.chainrule.tabular.train.Learner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The metric that chooses the epoch, weights of rows, and balanced classes, in whole trainings.
class AimTest {
    private static final int ROWS = 160;

    /// Returns a table in which `kind` is yes for one row in five, as far as noise allows to tell, and `price` grows with
    /// `size`.
    ///
    /// @param weight the weight of each row
    /// @param kept   whether a row is written
    private static Table table(IntUnaryOperator weight, IntPredicate kept) {
        SplittableRandom random = new SplittableRandom(3);
        StringBuilder csv = new StringBuilder("size;color;kind;price;w\n");
        for (int i = 0; i < ROWS; i++) {
            int size = i * 37 % 100;
            boolean yes = size + 40 * random.nextDouble() > 100;
            String line = size + ";" + List.of("red", "green", "blue").get(i % 3) + ";" + (yes ? "yes" : "no") + ";"
                    + (10 + 2 * size + random.nextInt(60)) + ";" + weight.applyAsInt(i) + "\n";
            if (kept.test(i)) {
                csv.append(line);
            }
        }
        return CsvTables.table(csv.toString());
    }

    private static final Table TABLE = table(_ -> 1, _ -> true);

    private static Tabular kind() {
        return Tabular.of("kind").ignore("price").hidden(8).epochs(6).threads(1);
    }

    private static Tabular price() {
        return Tabular.of("price").ignore("kind").hidden(8).epochs(6).threads(1);
    }

    private static byte[] bytes(TabularModel model, Path folder) throws IOException {
        Path file = folder.resolve("model.safetensors");
        model.save(file);
        return Files.readAllBytes(file);
    }

    @ParameterizedTest
    @CsvSource({"accuracy,true", "auc,true", "average_precision,true", "balanced_accuracy,true", "brier,false",
            "f1,true",
            "logloss,false", "mcc,true", "mae,false", "poisson,false", "r2,true", "rmse,false"})
    void theBestEpochByTheMetricIsKept(String name, boolean higher) {
        Criterion criterion = Criterion.of(name);
        boolean classes = List.of("mae", "poisson", "r2", "rmse").stream().noneMatch(name::equals);
        List<UnaryOperator<Tabular>> recipes = name.equals("auc")
                ? List.of(t -> t, Tabular::linear, Tabular::realMlp)
                : List.of(t -> t);
        for (UnaryOperator<Tabular> change : recipes) {
            Tabular tabular = change.apply((classes ? kind() : price()).metric(name)).clamp(false).ignore("w");
            TabularResult result = tabular.fit(TABLE);
            Model network = result.model().network();
            double[] values = network.history().stream().mapToDouble(epoch -> epoch.validation().get(EpochMetric.NAME))
                    .toArray();
            double best = higher
                    ? Arrays.stream(values).max().orElseThrow()
                    : Arrays.stream(values).min().orElseThrow();
            assertThat(values[network.bestEpoch() - 1]).isEqualTo(best);
            assertThat(result.test()).containsKey(criterion.reported());
            assertThat(result.baselines().get("constant")).containsKey(criterion.reported());
            assertThat(result.model().deciding()).isEqualTo(criterion.reported());
            boolean inUnits = name.equals("r2") || name.equals("poisson");
            if (inUnits || List.of("accuracy", "auc", "f1", "mcc", "balanced_accuracy").contains(name)) {
                assertThat(result.validation().get(criterion.reported())).isCloseTo(best, within(1e-4));
            }
        }
    }

    @Test
    void theModelKeepsTheMetric(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("m.safetensors");
        TabularResult result = kind().metric("Brier").weights("w").balanced().fit(TABLE);
        result.model().save(file);
        TabularModel loaded = TabularModel.load(file);
        Aim aim = loaded.provenance().aim();
        assertThat(aim).isEqualTo(new Aim(Optional.of(Criterion.BRIER), "w", true, List.of()));
        assertThat(loaded.deciding()).isEqualTo("brier");
        assertThat(loaded.evaluate(TABLE).measures()).containsKeys("brier", "balancedAccuracy");
        assertThat(loaded.schema().leftOut()).extracting(left -> left.sentence())
                .anySatisfy(sentence -> assertThat(sentence).contains("\"w\"", "it holds the weights of the rows"));
        assertThat(kind().fit(TABLE).model().provenance().aim()).isEqualTo(Aim.NONE);
    }

    /// Examples of weight 2 teach the same, from the same start and in whole batches, as those examples twice.
    @ParameterizedTest
    @ValueSource(strings = {"kind", "price"})
    void aWeightOfTwoIsTheRowTwice(String target) {
        Table weighted = table(i -> 1 + i % 2, _ -> true);
        int[] twice = IntStream.range(0, ROWS).flatMap(i -> IntStream.range(0, 1 + i % 2).map(_ -> i)).toArray();
        int[] train = IntStream.range(0, 120).toArray();
        int[] held = IntStream.range(120, ROWS).toArray();
        Codec plain = new Codec(Schema.fit(weighted, train, Set.of("kind", "price", "w")),
                TargetChoice.of(weighted, target).fit(train));
        Codec own = plain.aiming(Aim.NONE.weights("w"));
        Perceptron recipe = new Perceptron(List.of(4), 0, 5, 9, 10_000, 0.05);
        Model one = fit(new Learner(own, weighted, FarValues.NONE), recipe, train, held);
        Model other = fit(new Learner(plain, weighted, FarValues.NONE), recipe,
                Arrays.stream(twice).filter(i -> i < 120).toArray(),
                Arrays.stream(twice).filter(i -> i >= 120).toArray());
        one.parameters().forEach((path, value) -> assertThat(value.values()).as(path)
                .usingComparatorWithPrecision(1e-4f).containsExactly(other.parameters().get(path).values()));
        assertThat(one.history()).hasSize(5);
        for (int epoch = 0; epoch < 5; epoch++) {
            Map<String, Double> measures = other.history().get(epoch).validation();
            one.history().get(epoch).validation().forEach(
                    (name, value) -> assertThat(value).as(name).isCloseTo(measures.get(name), within(1e-4)));
        }
        Map<String, Double> repeated = plain.measure(other, weighted, twice);
        own.measure(other, weighted, weighted.rows())
                .forEach((name, value) -> assertThat(value).as(name).isCloseTo(repeated.get(name), within(1e-6)));
        if (target.equals("kind")) {
            assertThat(own.constant(weighted, weighted.rows()).output())
                    .containsExactly(plain.constant(weighted, twice).output(), within(1e-6f));
        }
    }

    private static Model fit(Learner learner, Perceptron recipe, int[] train, int[] held) {
        Examples rows = learner.examples(train);
        return learner.fit(recipe, rows, learner.examples(held),
                new Learner.Course(1, 1, () -> false, Integer.MAX_VALUE, null, _ -> {
                }, (_, _, _) -> {
                }, Optional.empty()));
    }

    @Test
    void onlyTheRatiosOfWeightsMatter(@TempDir Path folder) throws IOException {
        Table one = table(i -> 1 + i % 3, _ -> true);
        Table other = table(i -> 4 * (1 + i % 3), _ -> true);
        assertThat(bytes(kind().weights("w").fit(other).model(), folder))
                .isEqualTo(bytes(kind().weights("w").fit(one).model(), folder));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mlp", "folds"})
    void rowsOfWeightZeroHaveNoInfluence(String model, @TempDir Path folder) throws IOException {
        Table with = table(i -> i % 4 == 1 ? 0 : 1 + i % 2, _ -> true);
        Table without = table(i -> 1 + i % 2, i -> i % 4 != 1);
        for (Tabular tabular : List.of(kind(), price())) {
            Tabular weighted = tabular.weights("w");
            Tabular changed = model.equals("folds") ? weighted.folds(2).epochs(3) : weighted;
            TabularModel all = changed.fit(with).model();
            assertThat(bytes(all, folder)).isEqualTo(bytes(changed.fit(without).model(), folder));
            assertThat(all.evaluate(with).measures()).isEqualTo(all.evaluate(without).measures());
            assertThat(all.evaluate(with).rows()).isEqualTo(without.size());
        }
    }

    /// Rows of weight 30 teach that red means yes, and as many rows of weight 1 teach the opposite.
    @Test
    void foldsAndTestsCarryTheWeights() {
        StringBuilder csv = new StringBuilder("color;kind;w\n");
        for (int i = 0; i < 120; i++) {
            boolean red = i % 2 == 0;
            boolean heavy = i % 4 < 2;
            csv.append(red ? "red" : "blue").append(';').append(red == heavy ? "yes" : "no").append(';')
                    .append(heavy ? 30 : 1).append('\n');
        }
        Table table = CsvTables.table(csv.toString());
        Tabular tabular = Tabular.of("kind").weights("w").linear().epochs(12).learningRate(0.1);
        for (Tabular each : List.of(tabular, tabular.folds(3), tabular.ensemble(2))) {
            TabularResult result = each.fit(table);
            assertThat(result.test().get("accuracy")).isGreaterThan(0.9).isLessThan(1);
            assertThat(result.validation().get("accuracy")).isGreaterThan(0.9);
            assertThat(result.model().predict(Map.of("color", "red")).text()).isEqualTo("yes");
            assertThat(result.baselines().get("constant").get("accuracy")).isCloseTo(0.5, within(0.15));
        }
        CrossValidation folds = tabular.prepare(table).crossValidate(3, 1);
        assertThat(folds.mean().get("accuracy")).isGreaterThan(0.9);
        assertThat(Tabular.of("kind").ignore("w").linear().epochs(12).fit(table).test().get("accuracy"))
                .isLessThan(0.7);
    }

    @Test
    void evaluationUsesTheWeightsIfTheyAreThere() {
        Table weighted = table(i -> i % 5 == 0 ? 0 : 1 + i % 7, _ -> true);
        TabularModel model = kind().weights("w").fit(weighted).model();
        Evaluation with = model.evaluate(weighted);
        assertThat(with.rows()).isEqualTo(128);
        Table bare = CsvTables.table("size;color;kind\n20;red;no\n99;blue;yes\n80;green;no\n");
        Evaluation without = model.evaluate(bare);
        assertThat(without.rows()).isEqualTo(3);
        assertThat(without.remarks()).contains(new DataRemark.NoWeights("t.csv", "w"));
        assertThat(model.predict(bare).size()).isEqualTo(3);
        assertThat(model.predict(weighted).size()).as("rows of weight 0 are predicted").isEqualTo(ROWS);
        assertThatThrownBy(() -> model.evaluate(CsvTables.table("size;color;kind;w\n20;red;no;1\n99;blue;yes;-1\n")))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("t.csv, line 3: the weight \"w\" is \"-1\"; weights are finite numbers of at least 0");
        TabularResult tested = kind().weights("w").fit(weighted, bare);
        assertThat(kind().weights("w").prepare(weighted, bare).warnings())
                .contains(new DataRemark.NoWeights("t.csv", "w"));
        assertThat(tested.test().get("accuracy")).isBetween(0.0, 1.0);
    }

    /// With nothing to learn from, probabilities are the shares of the classes: of the rows, or of balanced rows.
    @Test
    void balancedProbabilitiesAreThoseOfEquallyFrequentClasses() {
        StringBuilder csv = new StringBuilder("x;kind;w\n");
        SplittableRandom random = new SplittableRandom(8);
        for (int i = 0; i < 300; i++) {
            csv.append(random.nextInt(5)).append(';').append(i % 10 == 0 ? "rare" : "usual").append(";1\n");
        }
        Table table = CsvTables.table(csv.toString());
        // with so few rows in a batch, most have no rare row
        Tabular tabular = Tabular.of("kind").ignore("w").linear().epochs(20).batch(8).learningRate(0.05);
        assertThat(rare(tabular.fit(table).model())).isCloseTo(0.1, within(0.05));
        TabularResult balanced = tabular.balanced().fit(table);
        assertThat(rare(balanced.model())).isCloseTo(0.5, within(0.1));
        assertThat(balanced.test()).containsKey("balancedAccuracy");
        assertThat(balanced.model().deciding()).isEqualTo("balancedAccuracy");
        assertThat(balanced.assessment().calibration().orElseThrow().temperature()).as("of balanced rows")
                .isBetween(0.5, 3.0);
    }

    private static double rare(TabularModel model) {
        return ((ClassPrediction) model.predict(Map.of("x", 2))).probabilities().get("rare");
    }

    @Test
    void whatDoesNotFitTheTargetIsRefused() {
        assertThatThrownBy(() -> price().balanced().fit(TABLE)).isInstanceOf(ArgumentException.class).hasMessage(
                "the target \"price\" is predicted as a number, but only classes can be balanced; leave it out");
        assertThatThrownBy(() -> price().metric("auc").fit(TABLE)).isInstanceOf(ArgumentException.class)
                .hasMessageContaining("\"price\" is predicted as a number, but the metric auc measures classes");
        assertThatThrownBy(() -> price().weights("price").fit(TABLE)).isInstanceOf(ArgumentException.class)
                .hasMessage("the target \"price\" cannot be the weight of the rows; choose another column");
        assertThatThrownBy(() -> price().weights("wt").fit(TABLE)).isInstanceOf(ArgumentException.class)
                .hasMessageStartingWith("t.csv has no column \"wt\"");
        assertThatThrownBy(() -> price().metric("aux")).isInstanceOf(ArgumentException.class)
                .hasMessageStartingWith("the metric \"aux\" is not known");
    }

    /// The latest rows, which are the validation rows, all have one class.
    @Test
    void theLossChoosesIfTheMetricIsUndefined() {
        StringBuilder csv = new StringBuilder("t;x;kind\n");
        for (int i = 0; i < 100; i++) {
            csv.append(i).append(';').append(i * 7 % 13).append(';').append(i % 3 == 0 && i < 50 ? "yes" : "no")
                    .append('\n');
        }
        Table table = CsvTables.table(csv.toString());
        Tabular tabular = Tabular.of("kind").timeColumn("t").linear().epochs(4);
        TabularResult result = tabular.metric("auc").fit(table);
        assertThat(result.remarks()).contains(new TrainingRemark.MetricUndefined("auc", 1, 1));
        assertThat(result.model().network().bestEpoch()).isEqualTo(tabular.fit(table).model().network().bestEpoch());
        assertThat(new TrainingRemark.MetricUndefined("auc", 2, 5).sentence()).isEqualTo(
                "for 2 of 5 networks, AUC is not defined on the validation rows, because they lack a class or have a "
                        + "single value of the target; the loss chose the epoch instead");
    }

    @Test
    void modelsAreComparedByTheMetricOfTheNewOne() {
        Table weighted = table(i -> 1 + i % 3, _ -> true);
        TabularModel old = kind().weights("w").epochs(1).fit(weighted).model();
        TabularModel model = kind().weights("w").metric("average-precision").fit(weighted).model();
        Comparison comparison = Comparison.of(old, weighted, model, weighted, weighted.rows());
        assertThat(comparison.deciding()).isEqualTo("averagePrecision");
        assertThat(comparison.measure("averagePrecision").error()).isFalse();
        assertThat(comparison.measure("logLoss").error()).isTrue();
        Map<String, Double> after = new LinkedHashMap<>(model.evaluate(weighted).measures());
        comparison.measures().forEach((name, measure) -> assertThat(measure.after()).isEqualTo(after.get(name)));
        assertThat(Comparison.of(model, weighted, old, weighted, weighted.rows()).deciding()).isEqualTo("logLoss");
    }
}
