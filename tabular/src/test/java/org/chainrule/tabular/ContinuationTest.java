package org.chainrule.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.read.CsvTables;
import org.chainrule.tabular.remark.DataRemark;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.remark.TrainingRemark;
import org.chainrule.tabular.table.RowSplit;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TableFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Trainings that go on with a model.
class ContinuationTest {
    private static final String HEAD = "size,color,shop,day,weight,grade,visits,kind,price\n";

    @TempDir
    Path folder;

    /// Returns some rows of an endless table.
    private static List<String> rows(int from, int to) {
        List<String> rows = new ArrayList<>();
        for (int i = from; i < to; i++) {
            SplittableRandom random = new SplittableRandom(i);
            double size = Math.round(random.nextDouble() * 1e6) / 1e4;
            boolean red = random.nextInt(3) == 0;
            boolean yes = size > 50 == red ^ random.nextInt(10) == 0;
            rows.add(size + "," + (i % 13 == 4 ? "" : red ? "red" : i % 2 == 0 ? "blue" : "green") + ",s"
                    + i / 7 + ',' + "2025-%02d-%02d".formatted(1 + i / 28 % 12, 1 + i % 28) + ',' + (1 + i % 3) + ','
                    + (size > 60 ? "high" : size > 30 ? "middle" : "low") + ',' + Math.round(size / 10) + ','
                    + (yes ? "yes" : "no") + ','
                    + Math.round(100 * StrictMath.exp(size / 30.0 + (red ? 1 : 0))) / 100.0);
        }
        return rows;
    }

    private static Table table(List<String> rows) {
        return CsvTables.table(HEAD + String.join("\n", rows) + "\n");
    }

    private static Table table(int from, int to) {
        return table(rows(from, to));
    }

    private static Tabular kind() {
        return Tabular.of("kind").ignore("price", "grade", "visits", "shop", "day", "weight").hidden(8).epochs(3);
    }

    private static Tabular price() {
        return Tabular.of("price").ignore("kind", "grade", "visits", "shop", "day", "weight").hidden(8).epochs(3);
    }

    private static Continuation further(TabularModel model) {
        return Continuation.of(model).epochs(3);
    }

    private static List<Float> parameters(TabularModel model) {
        List<Float> all = new ArrayList<>();
        new TreeMap<>(model.network().parameters()).forEach((_, values) -> {
            for (float value : values.values()) {
                all.add(value);
            }
        });
        return all;
    }

    @Test
    void everyKindOfModelGoesOn() {
        Table old = table(0, 150);
        Table more = table(150, 300);
        Tabular visits = Tabular.of("visits").ignore("kind", "price", "grade", "shop", "day", "weight").hidden(8)
                .epochs(2);
        Tabular grade = Tabular.of("grade").ignore("kind", "price", "visits", "shop", "day", "weight").hidden(8)
                .epochs(2);
        for (Tabular tabular : List.of(kind().linear(), kind().ensemble(2).balanced(),
                kind().metric("auc").weights("weight"), kind().bestF1Threshold(), price().timeColumn("day"),
                price().folds(2),
                price().quantiles(0.1, 0.9), visits.counts(), grade.ordered("low", "middle", "high"))) {
            goesOn(tabular, old, more);
        }
    }

    @Test
    void publishedRecipesGoOn() {
        Table old = table(0, 60);
        Table more = table(60, 120);
        for (Tabular tabular : List.of(kind().realMlp().folds(2), price().tabM())) {
            goesOn(tabular.epochs(1), old, more);
        }
    }

    private void goesOn(Tabular tabular, Table old, Table more) {
        TabularModel model = tabular.fit(old).model();
        List<String> names = new ArrayList<>();
        Continuation.Result result = further(model).threads(1).onEpoch((name, epoch) -> {
            assertThat(epoch.epochs()).isEqualTo(3);
            names.add(name);
        }).fit(more);
        int networks = Math.max(1, model.provenance().members().size());
        assertThat(result.networks()).hasSize(networks).extracting(Provenance.Member::name).containsExactlyElementsOf(
                new LinkedHashSet<>(names));
        assertThat(result.epochs()).isEqualTo(names.size());
        boolean changed = result.networks().stream().anyMatch(network -> network.bestEpoch() > 0);
        assertThat(parameters(result.model()).equals(parameters(model))).isEqualTo(!changed);
        // the same bits on any number of threads, also from the file
        Path file = folder.resolve("model.safetensors");
        try {
            model.save(file);
            TabularModel again = Continuation.of(file).epochs(3).threads(3).fit(more).model();
            assertThat(parameters(again)).isEqualTo(parameters(result.model()));
            assertThat(again.target().toJson()).isEqualTo(result.model().target().toJson());
            result.model().save(file);
            TabularModel loaded = TabularModel.load(file);
            assertThat(loaded.evaluate(more).measures()).isEqualTo(result.model().evaluate(more).measures());
            assertThat(loaded.provenance()).isEqualTo(result.model().provenance());
            assertThat(loaded.schema()).isEqualTo(model.schema());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        Comparison comparison = result.comparison().orElseThrow();
        assertThat(comparison.rows()).isEqualTo(result.model().provenance().rows().get(2));
        assertThat(comparison.measures()).containsKey(model.deciding());
    }

    /// The first epoch, with hardly a change of the parameters, has the loss of the old model.
    @Test
    void theParametersOfTheModelAreTheStart() {
        TabularModel model = kind().linear().fit(table(0, 150)).model();
        Table more = table(150, 300);
        ContinuationPlan plan = further(model).learningRate(1e-12).testFraction(0).prepare(more);
        assertThat(plan.testRows()).isZero();
        List<Double> losses = new ArrayList<>();
        further(model).learningRate(1e-12).testFraction(0).onEpoch((_, epoch) -> losses.add(epoch.loss())).fit(more);
        int[] all = more.rows();
        RowSplit split = RowSplit.stratified(all, ((Target.Classes) model.target()).classes(more, all), 0.2, ~0L);
        double sum = 0;
        double temperature = ((Target.Classes) model.target()).temperature();
        for (int row : split.kept()) {
            Predictions.Classes predicted = (Predictions.Classes) model.predict(more, row);
            int label = ((Target.Classes) model.target()).classes(more, new int[]{row})[0];
            // the temperature is undone: p is proportional to exp(logit / temperature)
            double own = StrictMath.pow(predicted.probability(0, label), temperature);
            double other = StrictMath.pow(predicted.probability(0, 1 - label), temperature);
            sum -= StrictMath.log(own / (own + other));
        }
        assertThat(losses.getFirst()).isCloseTo(sum / split.kept().length, within(1e-5));
    }

    @Test
    void epochsThatAreWorseThanTheOldParametersAreNotTaken() {
        TabularModel model = kind().fit(table(0, 150)).model();
        Continuation.Result result = further(model).learningRate(50).fit(table(150, 300));
        assertThat(result.networks().getFirst().bestEpoch()).isZero();
        assertThat(result.epochs()).isEqualTo(3);
        assertThat(parameters(result.model())).isEqualTo(parameters(model));
        assertThat(result.model().target()).isEqualTo(model.target());
        assertThat(result.validation()).isEqualTo(result.before());
        assertThat(result.remarks()).containsExactly(new TrainingRemark.NotImproved(1, 1));
        assertThat(result.remarks().getFirst().sentence()).isEqualTo(
                "the network stays as it was, because no epoch was better on the validation rows");
    }

    @Test
    void aStopKeepsTheOldParameters() {
        TabularModel model = kind().folds(2).fit(table(0, 150)).model();
        Continuation.Result result = further(model).stopWhen(() -> true).fit(table(150, 300));
        assertThat(result.interrupted()).isTrue();
        assertThat(result.epochs()).isZero();
        assertThat(parameters(result.model())).isEqualTo(parameters(model));
    }

    /// Returns the texts of the test rows of a training.
    private static Set<String> tests(Tabular tabular, List<String> rows) {
        return new HashSet<>(IntStream.of(tabular.prepare(table(rows)).rows.test()).mapToObj(rows::get).toList());
    }

    @Test
    void oldTestRowsStayTestRows() {
        List<String> old = rows(0, 150);
        List<String> all = new ArrayList<>(rows(0, 220));
        Collections.shuffle(all, new Random(5));
        for (Tabular tabular : List.of(kind(), price(), kind().folds(2))) {
            TabularModel model = tabular.fit(table(old)).model();
            ContinuationPlan plan = further(model).prepare(table(all));
            Set<String> tested = tests(tabular, old);
            assertThat(plan.newRows()).isEqualTo(70);
            assertThat(plan.oldTestRows()).isEqualTo(tested.size()).isEqualTo(30);
            assertThat(plan.testRows()).isEqualTo(30 + 14);
            assertThat(plan.validationRows()).isEqualTo(11);
            Set<String> test = new HashSet<>(IntStream.of(plan.split().test()).mapToObj(all::get).toList());
            assertThat(test).containsAll(tested);
            assertThat(IntStream.of(plan.split().train()).mapToObj(all::get)).doesNotContainAnyElementsOf(test)
                    .hasSize(220 - 44 - 11);
            // the rows that choose the epoch are new ones
            assertThat(IntStream.of(plan.split().validation()).mapToObj(all::get)).doesNotContainAnyElementsOf(old)
                    .doesNotContainAnyElementsOf(test);
            assertThat(plan.remarks()).isEmpty();
        }
    }

    @Test
    void aModelThatWentOnKnowsTheTestRowsOfBothTrainings() throws IOException {
        TabularModel model = kind().fit(table(0, 150)).model();
        Path file = folder.resolve("model.safetensors");
        Continuation.Result second = further(model).fit(table(150, 250));
        second.model().save(file);
        ContinuationPlan third = Continuation.of(file).prepare(table(0, 260));
        assertThat(third.oldTestRows()).isEqualTo(30 + 20);
        assertThat(third.newRows()).isEqualTo(10);
        TabularModel last = third.fit().model();
        Provenance origin = last.provenance();
        assertThat(origin.parent()).hasValueSatisfying(parent -> {
            assertThat(parent.source()).isEqualTo("model.safetensors");
            assertThat(parent.digest()).matches("[0-9a-f]{64}");
        });
        assertThat(origin.results()).containsKeys("validation", "test", "before");
        assertThatThrownBy(() -> Reproduction.of(last, table(0, 260))).isInstanceOf(ArgumentException.class)
                .hasMessage(
                        "the model goes on with another model, so its training cannot be repeated from a table alone;"
                                + " reproduce a model that was trained anew");
    }

    /// A group is on one side, with its old rows and its new ones.
    @Test
    void groupsStayOnTheirSide() {
        Tabular tabular = kind().ignore("weight").groupColumn("shop");
        List<String> old = rows(0, 140);
        TabularModel model = tabular.fit(table(old)).model();
        Set<String> tested = new HashSet<>();
        tests(tabular, old).forEach(row -> tested.add(row.split(",", -1)[2]));
        // each shop with other values of its rows
        List<String> more = new ArrayList<>();
        rows(0, 280).forEach(row -> more.add(row.replaceFirst("^[^,]*", "12.5")));
        ContinuationPlan plan = further(model).prepare(table(more));
        assertThat(plan.newRows()).isEqualTo(140);
        assertThat(plan.oldTestRows()).isEqualTo(7 * tested.size());
        assertThat(further(model).prepare(table(more.subList(0, 140))).remarks()).extracting(Remark::sentence)
                .contains(
                        "none of 140 rows are of a \"shop\" that is new to the model, too few to test on and to choose the"
                                + " epochs by; add new rows");
        for (int row : plan.split().train()) {
            assertThat(tested).doesNotContain(more.get(row).split(",", -1)[2]);
        }
    }

    @Test
    void copiesOfRowsAreDividedAsBefore() {
        List<String> twice = new ArrayList<>(rows(0, 80));
        twice.addAll(rows(0, 80));
        TabularModel model = kind().fit(table(twice)).model();
        ContinuationPlan same = further(model).prepare(table(twice));
        assertThat(same.oldTestRows()).isEqualTo(32);
        assertThat(same.newRows()).isZero();
        assertThat(same.remarks()).extracting(Remark::sentence)
                .contains("none of 160 rows are new to the model,"
                        + " too few to test on and to choose the epochs by; add new rows");
        twice.addAll(rows(0, 80));
        assertThat(further(model).prepare(table(twice)).newRows()).isEqualTo(80);
    }

    @Test
    void rowsThatWereAllTestRowsAreRefused() {
        List<String> old = rows(0, 150);
        TabularModel model = kind().fit(table(old)).model();
        List<String> tested = List.copyOf(tests(kind(), old));
        assertThatThrownBy(() -> further(model).prepare(table(tested))).isInstanceOf(ArgumentException.class)
                .hasMessage(
                        "t.csv: 0 of 30 rows with a target may be learned from, but at least 2 are necessary; the model"
                                + " was tested on 30, which stay test rows; add new rows");
        assertThatThrownBy(() -> further(model).prepare(table(150, 151))).isInstanceOf(ArgumentException.class)
                .hasMessage(
                        "t.csv: 1 of 1 row with a target may be learned from, but at least 2 are necessary; add new rows");
        assertThat(further(model).fit(table(150, 152)).comparison()).isEmpty();
    }

    @Test
    void whatTheModelDoesNotKnowIsRefused() {
        TabularModel model = kind().fit(table(0, 150)).model();
        List<String> rows = rows(150, 200);
        rows.set(3, rows.get(3).replaceFirst("(yes|no),", "maybe,"));
        assertThatThrownBy(() -> further(model).prepare(table(rows))).isInstanceOf(ArgumentException.class)
                .hasMessage("t.csv, line 5: \"kind\" is \"maybe\", which is not one of the learned classes: \"no\" and"
                        + " \"yes\"; correct it, or train again with rows like it");
        assertThatThrownBy(() -> further(model).prepare(CsvTables.table("color,kind\nred,yes\nblue,no\n")))
                .isInstanceOf(ArgumentException.class)
                .hasMessageStartingWith("t.csv lacks \"size\", which the model reads; its columns are ");
        assertThatThrownBy(() -> Continuation.of(model).epochs(0)).hasMessage("epochs: got 0, expected at least 1");
        assertThatThrownBy(() -> Continuation.of(model).testFraction(1))
                .hasMessage("testFraction: got 1.0, expected at least 0 and less than 1");
        assertThatThrownBy(() -> Continuation.of(model).learningRate(0))
                .hasMessage("learningRate: got 0.0, expected a finite number above 0");
    }

    /// New numbers may be larger than all old ones.
    @Test
    void theBoundsOfNumbersBecomeWider() {
        TabularModel model = price().transformTarget(false).fit(table(0, 150)).model();
        List<String> rows = rows(150, 250);
        rows.replaceAll(row -> row.replaceFirst("[0-9.]+$", "3000"));
        TabularModel after = further(model).fit(table(rows)).model();
        assertThat(((Target.Numbers) model.target()).high()).isLessThan(300);
        assertThat(((Target.Numbers) after.target()).high()).isEqualTo(3000);
    }

    /// Returns the model as an older release saved it.
    private static TabularModel older(TabularModel model) {
        Provenance origin = model.provenance();
        return new TabularModel(model.schema(), model.target(), model.network(),
                new Provenance("0.0.9", origin.source(), origin.digest(), origin.rows(), origin.columns(),
                        origin.model(),
                        origin.epochs(), origin.batch(), origin.learningRate(), origin.results(), origin.java(),
                        origin.command(), origin.chosen(), origin.members(), origin.aim(), origin.procedure(),
                        origin.parent(), ""),
                TableFormat.detected());
    }

    @Test
    void theTableOfAModelThatKeepsNoRowsIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("t.csv"), HEAD + String.join("\n", rows(0, 150)) + "\n");
        TabularModel model = kind().fit(file).model();
        assertThat(Continuation.of(model).prepare(file).newRows()).isZero();
        assertThatThrownBy(() -> Continuation.of(older(model)).prepare(file)).isInstanceOf(ArgumentException.class)
                .hasMessage(
                        file + " is the table that the model was trained on, and the model does not keep which of its"
                                + " rows were test rows; pass new rows");
    }

    /// Older releases did not keep the rows that a model has seen.
    @Test
    void modelsOfOlderReleasesGoOnWithARemark() throws IOException {
        Path models = Path.of("src", "test", "fixtures", "models");
        for (String name : List.of("mass-2", "classes-1")) {
            Path file = models.resolve(name + ".safetensors");
            ContinuationPlan plan = Continuation.of(file).epochs(2).prepare(models.resolve(name + ".csv"));
            assertThat(plan.remarks()).hasAtLeastOneElementOfType(DataRemark.UnknownRows.class);
            assertThat(plan.oldTestRows()).isZero();
            assertThat(plan.fit().model().provenance().seen()).isNotEmpty();
        }
        assertThat(new DataRemark.UnknownRows("0.0.9").sentence())
                .isEqualTo("the model was trained by Chainrule 0.0.9, which"
                        + " did not keep the rows of the test, so all rows count as new: if the model has seen some of them, the"
                        + " comparison favors the old model or the new one; pass only rows that the model has not seen");
    }
}
