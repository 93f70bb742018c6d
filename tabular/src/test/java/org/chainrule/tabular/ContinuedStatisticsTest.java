package org.chainrule.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.chainrule.data.RowSource;
import org.chainrule.error.FormatException;
import org.chainrule.io.Json;
import org.chainrule.io.Safetensors;
import org.chainrule.tabular.encode.Schema;
import org.chainrule.tabular.encode.StatisticsEncoding;
import org.chainrule.tabular.outcome.FarValues;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TextColumn;
import org.chainrule.tabular.train.Holdout;
import org.chainrule.tabular.train.SeenRows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Statistics of the target in trainings of networks, and in trainings that go on with a model.
class ContinuedStatisticsTest {
    private static final int ROWS = 600;
    private static final int CITIES = 40;

    private static int city(int row) {
        return new SplittableRandom(row).nextInt(CITIES);
    }

    private static double price(int row) {
        return city(row) * 7 % CITIES + 5 * new SplittableRandom(~row).nextDouble();
    }

    /// Returns some rows of an endless table.
    private static Table table(IntUnaryOperator group, int... rows) {
        return Table.of("t", NumberColumn.of("x", IntStream.of(rows).mapToDouble(row -> row * 37 % 101).toArray()),
                NumberColumn.of("time", IntStream.of(rows).asDoubleStream().toArray()),
                TextColumn.of("group", IntStream.of(rows).mapToObj(row -> "g" + group.applyAsInt(row))
                        .toArray(String[]::new)),
                TextColumn.of("city", IntStream.of(rows).mapToObj(row -> "c" + city(row)).toArray(String[]::new)),
                NumberColumn.of("y", IntStream.of(rows).mapToDouble(ContinuedStatisticsTest::price).toArray()));
    }

    private static Table table(int to) {
        return table(row -> row / 30, IntStream.range(0, to).toArray());
    }

    private static Tabular prices() {
        return Tabular.of("y").hidden(4).epochs(1);
    }

    /// Returns the last input, which is the statistic, of each of the given rows.
    private static double[] statistics(Schema schema, RowSource source, int... rows) {
        assertThat(schema.encodings().getLast()).isInstanceOf(StatisticsEncoding.class);
        float[] inputs = new float[schema.width()];
        return IntStream.of(rows).mapToDouble(row -> {
            source.read(row, inputs, 0);
            return inputs[inputs.length - 1];
        }).toArray();
    }

    /// Returns the rows to learn from and to choose epochs by that the model has learned from before.
    private static int[] old(SeenRows.Split split) {
        Set<Integer> fresh = IntStream.of(split.newLearned()).boxed().collect(Collectors.toSet());
        return IntStream.concat(IntStream.of(split.train()), IntStream.of(split.validation())).sorted()
                .filter(row -> !fresh.contains(row)).toArray();
    }

    private static double[] learned(ContinuationPlan plan, int... rows) {
        return statistics(plan.model().schema(), plan.model().schema().rows(plan.table), rows);
    }

    private static double[] asNew(ContinuationPlan plan, int... rows) {
        return statistics(plan.model().schema(), plan.model().schema().asNewRows(plan.table), rows);
    }

    /// Checks that each row has another statistic than a new row, because its own target does not count.
    private static void differ(double[] some, double[] others) {
        assertThat(some).hasSameSizeAs(others).isNotEmpty();
        assertThat(IntStream.range(0, some.length).filter(i -> some[i] == others[i])).isEmpty();
    }

    /// Rows that the model learned from are known again, although their inputs were others in the training.
    @Test
    void aModelGoesOnWithOldAndNewRows() {
        TabularModel model = prices().ignore("group", "time").fit(table(ROWS)).model();
        ContinuationPlan plan = Continuation.of(model).epochs(2).prepare(table(ROWS + 100));
        assertThat(plan.newRows()).isEqualTo(100);
        int[] old = old(plan.split());
        assertThat(old).hasSizeGreaterThan(ROWS / 2);
        differ(learned(plan, old), asNew(plan, old));
        assertThat(learned(plan, plan.split().newLearned())).containsExactly(asNew(plan, plan.split().newLearned()));
        assertThat(learned(plan, plan.split().test())).containsExactly(asNew(plan, plan.split().test()));
        assertThat(plan.fit().model().schema()).isEqualTo(model.schema());
    }

    /// A model that does not keep its many rows may have learned from any.
    @Test
    void allRowsCountAsOldIfTheModelDoesNotKnowThem() {
        TabularModel model = prices().ignore("group", "time").fit(table(ROWS)).model();
        Provenance origin = model.provenance();
        SeenRows seen = SeenRows.parse(origin.seen(), "model");
        Provenance large = new Provenance(origin.version(), origin.source(), origin.digest(), origin.rows(),
                origin.columns(), origin.model(), origin.epochs(), origin.batch(), origin.learningRate(),
                origin.results(), origin.java(), origin.command(), origin.chosen(), origin.members(), origin.aim(),
                origin.procedure(), origin.parent(),
                new SeenRows(seen.group(), seen.test(), Optional.empty()).text());
        ContinuationPlan plan = Continuation.of(new TabularModel(model.schema(), model.target(), model.network(), large,
                model.format)).prepare(table(ROWS));
        differ(learned(plan, plan.split().train()), asNew(plan, plan.split().train()));
        differ(learned(plan, plan.split().validation()), asNew(plan, plan.split().validation()));
    }

    /// Of two groups, each has the statistics of the other. A single one has none.
    @Test
    void fewOldGroupsDoNotCountTheirOwnTargets() {
        TabularModel model = prices().ignore("time").groupColumn("group").fit(table(ROWS)).model();
        SeenRows.Split all = Continuation.of(model).prepare(table(ROWS)).split();
        Set<Integer> tested = IntStream.of(all.test()).mapToObj(row -> row / 30).collect(Collectors.toSet());
        int[] groups = IntStream.range(0, ROWS / 30).filter(group -> !tested.contains(group)).toArray();
        IntUnaryOperator group = row -> row / 30;
        int[] rows = IntStream.concat(IntStream.range(0, ROWS).filter(row -> row / 30 == groups[0]
                || row / 30 == groups[1]), IntStream.range(ROWS, ROWS + 300)).toArray();
        ContinuationPlan plan = Continuation.of(model).prepare(table(group, rows));
        int[] old = old(plan.split());
        assertThat(old).containsExactly(IntStream.range(0, 60).toArray());
        StatisticsEncoding encoding = (StatisticsEncoding) model.schema().encodings().getLast();
        double[] found = learned(plan, old);
        double[] values = IntStream.of(old).mapToDouble(row -> (price(rows[row]) - encoding.means().getFirst())
                / encoding.deviations().getFirst()).toArray();
        double all60 = Arrays.stream(values).average().orElseThrow();
        for (int row : old) {
            int from = row < 30 ? 30 : 0;
            double shift = Arrays.stream(values, from, from + 30).average().orElseThrow() - all60;
            double[] same = IntStream.range(from, from + 30).filter(other -> city(rows[other]) == city(rows[row]))
                    .mapToDouble(other -> values[other] - shift).toArray();
            assertThat(found[row]).isCloseTo(Arrays.stream(same).sum() / (same.length + encoding.smoothing()),
                    within(1e-6));
        }
        int[] fewer = Arrays.copyOfRange(rows, 30, rows.length);
        ContinuationPlan single = Continuation.of(model).prepare(table(group, fewer));
        assertThat(old(single.split())).containsExactly(IntStream.range(0, 30).toArray());
        assertThat(learned(single, old(single.split()))).containsOnly(0);
        assertThat(learned(single, single.split().newLearned())).doesNotContain(0);
    }

    /// With a time column, the statistics of a row know nothing of later rows.
    @Test
    void statisticsOfOldRowsFollowTheTime() {
        TabularModel model = prices().ignore("group").timeColumn("time").fit(table(ROWS)).model();
        Table both = table(ROWS + 100);
        ContinuationPlan plan = Continuation.of(model).prepare(both);
        int[] old = old(plan.split());
        double[] found = learned(plan, old);
        // the first of six periods has no earlier one
        assertThat(Arrays.stream(found, 0, old.length / 6 - 1)).containsOnly(0.0);
        assertThat(found[old.length - 1]).isNotZero();
        differ(Arrays.copyOfRange(found, old.length / 6 + 1, old.length),
                Arrays.copyOfRange(asNew(plan, old), old.length / 6 + 1, old.length));
        Table chained = model.schema().training(both, model.target(), old, FarValues.NONE,
                new Holdout.Latest("time").statisticsFolds(model.target(), both, old, 0));
        assertThat(found).containsExactly(statistics(model.schema(), model.schema().rows(chained), old));
    }

    /// The rows that a fold of an ensemble holds out do not count their own target either, and test rows are like any new
    /// row, so that the model has the same measures on them later.
    @Test
    void heldOutRowsDoNotCountTheirTarget() {
        for (Tabular tabular : List.of(prices().ignore("group", "time").folds(3), prices().ignore("group", "time"))) {
            TrainingPlan plan = tabular.prepare(table(ROWS));
            Schema schema = plan.schema();
            Table prepared = plan.rows.table();
            int[] held = plan.rows.validation();
            int[] train = plan.rows.train();
            differ(statistics(schema, schema.rows(prepared), train),
                    statistics(schema, schema.asNewRows(prepared), train));
            if (plan.folds() > 1) {
                differ(statistics(schema, schema.rows(prepared), held),
                        statistics(schema, schema.asNewRows(prepared), held));
            } else {
                // no statistic counts a validation row, so that it is a new one
                assertThat(statistics(schema, schema.rows(prepared), held))
                        .containsExactly(statistics(schema, schema.asNewRows(prepared), held));
            }
            TabularResult result = plan.fit();
            Set<Integer> test = new HashSet<>(IntStream.of(plan.rows.test()).boxed().toList());
            assertThat(test).hasSizeGreaterThan(50);
            Evaluation again = result.model().evaluate(table(row -> row / 30, plan.rows.test()));
            assertThat(again.measures()).containsExactlyInAnyOrderEntriesOf(result.test());
        }
    }

    /// The inputs fit the network, since a category is missing, but a number has one statistic and not two.
    @Test
    void aModelWithAnotherNumberOfStatisticsIsRefused(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("model.safetensors");
        prices().fit(table(ROWS)).model().save(file);
        Safetensors saved = Safetensors.read(file);
        Map<String, String> metadata = new LinkedHashMap<>(saved.metadata());
        metadata.compute("user.schema", (_, text) -> damaged(String.valueOf(text)));
        new Safetensors(metadata, saved.tensors()).write(file);
        assertThatThrownBy(() -> TabularModel.load(file)).isInstanceOf(FormatException.class).hasMessage(file
                + " is damaged: its network does not fit its columns and target; copy it again, or train it again");
    }

    @SuppressWarnings("unchecked")
    private static String damaged(String schema) {
        Map<String, Object> tree = (Map<String, Object>) Json.parse(schema, "schema");
        List<Map<String, Object>> columns = (List<Map<String, Object>>) Objects.requireNonNull(tree.get("columns"));
        Map<String, Object> city = columns.getLast();
        for (String key : List.of("statistics", "means", "deviations", "sums")) {
            List<Object> list = (List<Object>) Objects.requireNonNull(city.get(key));
            city.put(key, IntStream.range(0, 2 * list.size()).mapToObj(i -> list.get(i / 2)).toList());
        }
        Map<String, Object> group = columns.stream().filter(column -> column.get("column").equals("group")).findFirst()
                .orElseThrow();
        List<Object> groups = (List<Object>) Objects.requireNonNull(group.get("categories"));
        group.put("categories", groups.subList(1, groups.size()));
        return Json.write(tree);
    }
}
