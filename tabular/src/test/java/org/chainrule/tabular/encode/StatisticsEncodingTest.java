package org.chainrule.tabular.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.chainrule.data.RowSource;
import org.chainrule.error.ArgumentException;
import org.chainrule.io.Json;
import org.chainrule.tabular.NumberPrediction;
import org.chainrule.tabular.Reproduction;
import org.chainrule.tabular.Tabular;
import org.chainrule.tabular.TabularModel;
import org.chainrule.tabular.TabularResult;
import org.chainrule.tabular.TrainingPlan;
import org.chainrule.tabular.assess.Folds;
import org.chainrule.tabular.outcome.FarValues;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.outcome.TargetChoice;
import org.chainrule.tabular.outcome.Task;
import org.chainrule.tabular.remark.NoveltyRemark;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.DateColumn;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.RowSplit;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TextColumn;
import org.chainrule.tabular.value.Moments;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatisticsEncodingTest {
    private static final int ROWS = 1200;
    private static final int CITIES = 100;
    private static final int[] FITTED = IntStream.range(0, 800).toArray();
    private static final int[] HELD = IntStream.range(800, ROWS).toArray();
    private static final int[] CODES = new Random(1).ints(ROWS, 0, CITIES).toArray();
    private static final double[] OFFSETS = new Random(2).doubles(CITIES, -2, 2).toArray();
    private static final double[] NOISE = normal(3);
    private static final TextColumn CITY = words("city", i -> "c" + CODES[i]);
    private static final double[] PRICES = IntStream.range(0, ROWS).mapToDouble(i -> OFFSETS[CODES[i]] + NOISE[i])
            .toArray();

    @TempDir
    Path folder;

    private static double[] normal(long seed) {
        Random random = new Random(seed);
        return IntStream.range(0, ROWS).mapToDouble(_ -> random.nextGaussian()).toArray();
    }

    private static TextColumn words(String name, IntFunction<String> word) {
        return TextColumn.of(name, IntStream.range(0, ROWS).mapToObj(word).toArray(String[]::new));
    }

    private static SchemaChoice choice(Table table, Target target) {
        return SchemaChoice.of(table, target,
                new SchemaChoice.Rows(FITTED, FITTED, HELD, StatisticsEncodingTest::folds, FarValues.NONE),
                Overrides.NONE, NumberScaling.ROBUST);
    }

    private static List<RowSplit> folds() {
        return Folds.stratified(new int[FITTED.length], 5, 0).stream()
                .map(fold -> RowSplit.of(fold.train(), fold.test())).toList();
    }

    private static SchemaChoice choice(Column column, double[] target) {
        Table table = Table.of("t", column, NumberColumn.of("y", target));
        return choice(table, TargetChoice.of(table, "y", Task.REGRESSION).fit(FITTED));
    }

    /// Returns the last input of each of the given rows.
    private static double[] last(Schema schema, RowSource source, int... rows) {
        float[] inputs = new float[schema.width()];
        return IntStream.of(rows).mapToDouble(row -> {
            source.read(row, inputs, 0);
            return inputs[inputs.length - 1];
        }).toArray();
    }

    private static double correlation(double[] x, double[] y) {
        double xy = 0;
        double xx = 0;
        double yy = 0;
        double mx = Arrays.stream(x).average().orElseThrow();
        double my = Arrays.stream(y).limit(x.length).average().orElseThrow();
        for (int i = 0; i < x.length; i++) {
            xy += (x[i] - mx) * (y[i] - my);
            xx += (x[i] - mx) * (x[i] - mx);
            yy += (y[i] - my) * (y[i] - my);
        }
        return xy / Math.sqrt(xx * yy);
    }

    /// The statistic of a training row, from its definition and the rows of the other folds.
    @Test
    void aTrainingRowHasTheStatisticOfTheOtherFolds() {
        SchemaChoice choice = choice(CITY, PRICES);
        StatisticsEncoding encoding = (StatisticsEncoding) choice.schema().encodings().getFirst();
        // no city has 20 rows
        assertThat(encoding.categories().categories()).isEmpty();
        double[] known = Arrays.copyOf(PRICES, FITTED.length);
        double deviation = Moments.of(known).deviation();
        double[] found = last(choice.schema(), choice.schema().rows(choice.table()), FITTED);
        for (RowSplit fold : folds()) {
            double mean = IntStream.of(fold.kept()).mapToDouble(row -> PRICES[row]).average().orElseThrow();
            for (int row : fold.held()) {
                double[] others = IntStream.of(fold.kept()).filter(other -> CODES[other] == CODES[row])
                        .mapToDouble(other -> (PRICES[other] - mean) / deviation).toArray();
                assertThat(found[row]).isCloseTo(
                        Arrays.stream(others).sum() / (others.length + encoding.smoothing()), within(1e-6));
            }
        }
        double mean = Arrays.stream(known).average().orElseThrow();
        double[] later = last(choice.schema(), choice.schema().rows(choice.table()), HELD);
        assertThat(later).containsExactly(last(choice.schema(), choice.schema().asNewRows(choice.table()), HELD));
        double[] all = IntStream.of(FITTED).filter(other -> CODES[other] == CODES[HELD[0]])
                .mapToDouble(other -> (PRICES[other] - mean) / deviation).toArray();
        assertThat(later[0]).isCloseTo(Arrays.stream(all).sum() / (all.length + encoding.smoothing()), within(1e-6));
    }

    /// A training that goes on gives the rows that the model learned from the same statistics again.
    @Test
    void rowsThatAreLearnedFromAgainDoNotCountTheirTarget() {
        SchemaChoice choice = choice(CITY, PRICES);
        Schema schema = choice.schema();
        Table later = Table.of("later", CITY, NumberColumn.of("y", PRICES));
        Target target = TargetChoice.of(later, "y", Task.REGRESSION).fit(FITTED);
        Table again = schema.training(later, target, FITTED, FarValues.NONE, folds());
        int[] all = later.rows();
        assertThat(last(schema, schema.rows(again), all))
                .containsExactly(last(schema, schema.rows(choice.table()), all));
        assertThat(last(schema, schema.rows(schema.training(later, target, FITTED, FarValues.NONE, List.of())), FITTED))
                .containsOnly(0);
        assertThat(last(schema, schema.rows(later), FITTED)).isNotEqualTo(last(schema, schema.rows(again), FITTED));
        assertThat(again.plain()).isSameAs(later);
    }

    /// The empirical Bayes estimate is about the variance of the noise, 1, divided by that of the offsets, 4/3.
    @Test
    void theSmoothingIsLearned() {
        StatisticsEncoding encoding = (StatisticsEncoding) choice(CITY, PRICES).schema().encodings().getFirst();
        assertThat(encoding.smoothing()).isBetween(0.5, 1.2);
        assertThat(encoding.names()).containsExactly("city=(other)", "mean of y by city");
        assertThat(encoding.description()).isEqualTo("mean of y for each of 100 values");
        assertThat(encoding.groups(0)).containsExactly(new InputGroup("city", InputGroup.Kind.ONE_HOT, 0, 1),
                new InputGroup("city", InputGroup.Kind.NUMBER, 1, 2));
    }

    /// With statistics that count the own target of a row, the values of pure noise would seem to predict it.
    @Test
    void noTargetLeaksIntoItsRow() {
        Table table = Table.of("t", CITY, NumberColumn.of("y", NOISE));
        StatisticsEncoding.StandardizedTargets targets = StatisticsEncoding.StandardizedTargets
                .of(TargetChoice.of(table, "y", Task.REGRESSION).fit(FITTED), table, FITTED, FarValues.NONE)
                .orElseThrow();
        CategoryEncoding categories = new CategoryEncoding("city",
                CITY.dictionary().stream().sorted().toList(), false);
        int[] counts = CITY.counts(FITTED);
        double[] sums = new double[CITIES];
        for (int i = 0; i < FITTED.length; i++) {
            sums[categories.input(CITY.text(i))] += targets.values()[i][0];
        }
        StatisticsEncoding encoding = new StatisticsEncoding(categories, categories, List.of("mean of y"), List.of(0.0),
                List.of(1.0),
                categories.categories().stream().map(word -> counts[CITY.dictionary().indexOf(word)]).toList(),
                Arrays.stream(sums).boxed().toList(), 5);
        Schema schema = new Schema(List.of(encoding), List.of());
        assertThat(correlation(last(schema, encoding.rows(CITY), FITTED), NOISE)).isGreaterThan(0.3);
        assertThat(correlation(last(schema, encoding.training(table, targets, folds()), FITTED), NOISE))
                .isBetween(-0.1, 0.1);
        // so the column gets no statistics
        assertThat(choice(CITY, NOISE).schema().encodings().getFirst()).isInstanceOf(CategoryEncoding.class);
    }

    @Test
    void rareValuesHaveStatistics() {
        // four streets have enough rows to be categories, of which the three most frequent are
        TextColumn street = words("street", i -> i % 2 == 0 ? "s" + CODES[i] : "t" + (i % 32 < 2 ? 3 : i % 3));
        double[] prices = IntStream.range(0, ROWS).mapToDouble(i -> street.text(i).hashCode() % 7 + NOISE[i]).toArray();
        Table table = Table.of("t", street, NumberColumn.of("y", prices));
        StatisticsEncoding encoding = (StatisticsEncoding) schema(table, Overrides.NONE.categories(3)).encodings()
                .getFirst();
        assertThat(encoding.categories().categories()).containsExactly("t0", "t1", "t2");
        StatisticsEncoding more = (StatisticsEncoding) schema(table, Overrides.NONE.categories(40)).encodings()
                .getFirst();
        assertThat(more.categories().categories()).containsExactly("t0", "t1", "t2", "t3");
        assertThat(more.values()).isEqualTo(encoding.values());
        assertThat(encoding.values().categories()).hasSizeGreaterThan(90);
        float[] inputs = new float[encoding.width()];
        encoding.encode("s1", encoding.values(table.reading().format()), inputs, 0);
        assertThat(inputs[3]).isEqualTo(1);
        assertThat(inputs[4]).isNotZero();
    }

    private static Schema schema(Table table, Overrides overrides) {
        return SchemaChoice.of(table, TargetChoice.of(table, "y", Task.REGRESSION).fit(FITTED),
                new SchemaChoice.Rows(FITTED, FITTED, HELD, StatisticsEncodingTest::folds, FarValues.NONE), overrides,
                NumberScaling.ROBUST).schema();
    }

    @Test
    void numbersAndDatesThatAreDeclaredAsCategoriesHaveStatistics() {
        double[] zips = IntStream.range(0, ROWS).mapToDouble(i -> 10_000 + 7 * CODES[i]).toArray();
        double[] days = IntStream.range(0, ROWS).mapToDouble(i -> 86_400.0 * CODES[i]).toArray();
        for (Column column : List.of(NumberColumn.of("zip", zips), DateColumn.of("zip", days))) {
            Table table = Table.of("t", column, NumberColumn.of("y", PRICES));
            Schema schema = schema(table, Overrides.NONE.kind(Column.Kind.TEXT, "zip").categories(40));
            StatisticsEncoding encoding = (StatisticsEncoding) schema.encodings().getFirst();
            assertThat(encoding.values().categories()).hasSize(CITIES);
            assertThat(last(schema, schema.rows(table), FITTED)).doesNotContain(0);
        }
        CategoryEncoding merged = new CategoryEncoding("zip", List.of("1"), true);
        assertThatThrownBy(() -> new StatisticsEncoding(merged, merged, List.of("mean of y"), List.of(0.0),
                List.of(1.0), List.of(1), List.of(1.0), 1)).isInstanceOf(ArgumentException.class)
                .hasMessageContaining("column \"zip\" merges its rare values");
    }

    /// The rare values of the training rows are known, but no others are.
    @Test
    void anUnseenValueIsReported() {
        Schema schema = choice(CITY, PRICES).schema();
        Table table = Table.of("new", TextColumn.of("city", CITY.text(0), "Atlantis", ""));
        Novelty novelty = schema.novelty(table, table.rows());
        assertThat(novelty.count()).isEqualTo(1);
        assertThat(schema.remarks(table, novelty, "y")).singleElement()
                .isInstanceOfSatisfying(NoveltyRemark.NewValues.class,
                        remark -> assertThat(remark.sentence()).contains("Atlantis"));
    }

    /// Each of many folds has the statistics of its own kept rows.
    @Test
    void thereMayBeManyFolds() {
        SchemaChoice choice = choice(CITY, PRICES);
        Schema schema = choice.schema();
        Target target = TargetChoice.of(choice.table(), "y", Task.REGRESSION).fit(FITTED);
        int[] rows = IntStream.range(0, 300).toArray();
        List<RowSplit> single = IntStream.of(rows).mapToObj(row -> RowSplit.of(
                IntStream.of(rows).filter(other -> other != row).toArray(), new int[]{row})).toList();
        double[] found = last(schema, schema.rows(schema.training(choice.table().plain(), target, rows, FarValues.NONE,
                single)), rows);
        StatisticsEncoding encoding = (StatisticsEncoding) schema.encodings().getFirst();
        double[] values = IntStream.of(rows).mapToDouble(
                row -> (PRICES[row] - encoding.means().getFirst()) / encoding.deviations().getFirst()).toArray();
        double all = Arrays.stream(values).sum();
        for (int row : rows) {
            double shift = (all - values[row]) / 299 - all / 300;
            double[] others = IntStream.of(rows).filter(other -> other != row && CODES[other] == CODES[row])
                    .mapToDouble(other -> values[other] - shift).toArray();
            assertThat(found[row]).isCloseTo(Arrays.stream(others).sum() / (others.length + encoding.smoothing()),
                    within(1e-6));
        }
        assertThatThrownBy(() -> schema.training(choice.table().plain(), target, rows, FarValues.NONE,
                List.of(RowSplit.of(new int[]{0}, new int[]{900})))).isInstanceOf(ArgumentException.class)
                .hasMessage("row 900 is in a fold, but it is no training row; pass folds of the training rows");
    }

    /// A training that goes on with other rows uses the units of the first training.
    @Test
    void statisticsKeepTheScaleOfTheFirstTraining() {
        Schema schema = choice(CITY, PRICES).schema();
        // twice as far apart, and higher
        double[] wide = Arrays.stream(PRICES).map(price -> 2 * price + 5).toArray();
        Table table = Table.of("t", CITY, NumberColumn.of("y", wide));
        Target target = TargetChoice.of(table, "y", Task.REGRESSION).fit(FITTED);
        Table again = schema.training(table, target, FITTED, FarValues.NONE, folds());
        StatisticsEncoding encoding = (StatisticsEncoding) schema.encodings().getFirst();
        double[] before = last(schema, schema.rows(choice(CITY, PRICES).table()), FITTED);
        double[] after = last(schema, schema.rows(again), FITTED);
        double mean = encoding.means().getFirst();
        double shift = (2 * mean + 5 - mean) / encoding.deviations().getFirst();
        for (RowSplit fold : folds()) {
            for (int row : fold.held()) {
                long count = IntStream.of(fold.kept()).filter(other -> CODES[other] == CODES[row]).count();
                assertThat(after[row]).isCloseTo(2 * before[row] + shift * count / (count + encoding.smoothing()),
                        within(1e-5));
            }
        }
    }

    @Test
    void eachKindOfTargetHasItsStatistics() {
        double[] sizes = IntStream.range(0, ROWS).mapToDouble(i -> Math.max(0, Math.round(PRICES[i] + 4))).toArray();
        Table table = Table.of("t", CITY, NumberColumn.of("n", sizes), words("two", i -> PRICES[i] > 0 ? "yes" : "no"),
                words("three", i -> PRICES[i] > 1 ? "high" : PRICES[i] < -1 ? "low" : "middle"),
                words("many", i -> "k" + Math.clamp((int) (PRICES[i] * 2) + 6, 0, 11)));
        assertThat(names(table, TargetChoice.of(table, "two").fit(FITTED))).containsExactly("share of two=yes");
        assertThat(names(table, TargetChoice.of(table, "three").fit(FITTED))).containsExactly("share of three=high",
                "share of three=low", "share of three=middle");
        Target.Classes three = (Target.Classes) TargetChoice.of(table, "three").fit(FITTED);
        assertThat(names(table, new Target.Classes("three", Column.Kind.TEXT, List.of("low", "middle", "high"))
                .inOrder())).containsExactly("mean rank of three");
        assertThat(three.labels()).hasSize(3);
        assertThat(names(table, TargetChoice.of(table, "many").fit(FITTED))).isEmpty();
        assertThat(names(table, TargetChoice.of(table, "n", Task.COUNTS).fit(FITTED))).containsExactly("mean of n");
    }

    /// The shares of three classes, from their definition.
    @Test
    void eachClassHasItsShare() {
        TextColumn class3 = words("class", i -> PRICES[i] > 1 ? "high" : PRICES[i] < -1 ? "low" : "middle");
        Table table = Table.of("t", CITY, class3);
        SchemaChoice choice = choice(table, TargetChoice.of(table, "class").fit(FITTED));
        Schema schema = choice.schema();
        StatisticsEncoding encoding = (StatisticsEncoding) schema.encodings().getFirst();
        RowSource source = schema.rows(choice.table());
        float[] inputs = new float[schema.width()];
        RowSplit fold = folds().getFirst();
        for (int row : fold.held()) {
            source.read(row, inputs, 0);
            for (int k = 0; k < 3; k++) {
                String label = List.of("high", "low", "middle").get(k);
                double share = IntStream.of(fold.kept()).filter(i -> class3.text(i).equals(label)).count()
                        / (double) fold.kept().length;
                int[] same = IntStream.of(fold.kept()).filter(i -> CODES[i] == CODES[row]).toArray();
                double sum = IntStream.of(same).mapToDouble(i -> (class3.text(i).equals(label) ? 1 : 0) - share).sum();
                assertThat((double) inputs[encoding.categories().width() + k]).isCloseTo(
                        sum / encoding.deviations().get(k) / (same.length + encoding.smoothing()), within(1e-6));
            }
        }
    }

    private static List<String> names(Table table, Target target) {
        Table only = Table.of("t", table.column("city"), table.column(target.column()));
        return choice(only, target).schema().encodings().getFirst() instanceof StatisticsEncoding encoding
                ? encoding.statistics()
                : List.of();
    }

    @Test
    void fewValuesHaveNoStatistics() {
        TextColumn few = words("few", i -> "f" + CODES[i] % 30);
        double[] useful = IntStream.range(0, ROWS).mapToDouble(i -> OFFSETS[CODES[i] % 30] + NOISE[i]).toArray();
        assertThat(choice(few, useful).schema().encodings().getFirst()).isInstanceOf(CategoryEncoding.class);
        SchemaChoice plain = SchemaChoice.of(Table.of("t", CITY, NumberColumn.of("y", PRICES)),
                TargetChoice.of(Table.of("t", CITY, NumberColumn.of("y", PRICES)), "y", Task.REGRESSION).fit(FITTED),
                FITTED, HELD, Overrides.NONE);
        assertThat(plain.schema().encodings().getFirst()).isInstanceOf(CategoryEncoding.class);
        assertThat(plain.table()).isSameAs(plain.table().plain());
    }

    private static Table prices() {
        return Table.of("t", CITY, NumberColumn.of("size", normal(4)), NumberColumn.of("y", PRICES));
    }

    record House(String city, double size) {
    }

    @Test
    void aModelWithStatisticsIsAModelLikeAnyOther() throws Exception {
        for (Tabular tabular : List.of(Tabular.of("y").hidden(8).epochs(4),
                Tabular.of("y").hidden(8).epochs(3).folds(3))) {
            TrainingPlan plan = tabular.prepare(prices());
            assertThat(plan.schema().encodings().getFirst()).isInstanceOf(StatisticsEncoding.class);
            TabularResult result = plan.fit();
            Path file = folder.resolve("model.safetensors");
            result.model().save(file);
            TabularModel model = TabularModel.load(file);
            assertThat(model.schema()).isEqualTo(result.model().schema());
            Table table = prices();
            // the plan keeps the table as the caller passed it
            assertThat(plan.table().inputs("city")).isEmpty();
            List<Double> all = model.predict(table).all().stream().map(p -> ((NumberPrediction) p).value()).toList();
            assertThat(model.predict(plan.table()).all()).isEqualTo(model.predict(table).all());
            NumberColumn sizes = (NumberColumn) table.column("size");
            for (int row : new int[]{0, 7, 900}) {
                NumberPrediction one = (NumberPrediction) model.predictor(House.class)
                        .predict(new House(CITY.text(row), sizes.value(row)));
                assertThat(one.value()).isEqualTo(all.get(row));
            }
            assertThat(Reproduction.of(model, table).difference()).isEmpty();
        }
    }

    @Test
    void aDamagedFileIsRefused() {
        StatisticsEncoding encoding = (StatisticsEncoding) choice(CITY, PRICES).schema().encodings().getFirst();
        refused(encoding, "counts", List.of(1), "has \"counts\" and \"sums\" that do not fit its \"values\" and "
                + "\"statistics\"");
        refused(encoding, "statistics", List.of(), "do not fit");
        refused(encoding, "means", List.of(), "has \"means\" and \"deviations\" that do not fit its \"statistics\"");
        refused(encoding, "deviations", List.of(-1), "do not fit its \"statistics\"");
        refused(encoding, "smoothing", -1, "has \"counts\" or a \"smoothing\" that no rows have");
        refused(encoding, "column", "other", "has \"categories\" of another column");
        refused(encoding, "values", List.of("b", "a"), "has \"values\" out of order");
        assertThat(new Schema(List.of(encoding), List.of()).toJson()).containsEntry("format", 4);
    }

    private static void refused(StatisticsEncoding encoding, String key, Object value, String why) {
        Map<String, Object> tree = encoding.toJson();
        tree.put(key, value);
        assertThatThrownBy(() -> Encoding.fromJson(Json.parse(Json.write(tree), "f"), "f")).hasMessageContaining(why);
    }
}
