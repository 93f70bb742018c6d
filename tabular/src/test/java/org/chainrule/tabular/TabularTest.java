package org.chainrule.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.FormatException;
import org.chainrule.model.Classifier;
import org.chainrule.model.Trace;
import org.chainrule.nn.Layers;
import org.chainrule.tabular.encode.Schema;
import org.chainrule.tabular.outcome.TargetChoice;
import org.chainrule.tabular.outcome.Task;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TableFormat;
import org.chainrule.tabular.table.TextColumn;
import org.chainrule.tabular.train.Codec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TabularTest {
    @TempDir
    Path folder;

    /// Returns made-up penguins: two clusters, an island, and some missing values.
    private static Table penguins(String source, int rows) {
        double[] bills = new double[rows];
        double[] masses = new double[rows];
        String[] islands = new String[rows];
        String[] species = new String[rows];
        for (int i = 0; i < rows; i++) {
            boolean gentoo = i % 3 == 0;
            bills[i] = i % 11 == 5 ? Double.NaN : (gentoo ? 47 : 38) + (i * 7 % 13) / 4.0;
            masses[i] = 3500 + (gentoo ? 1500 : 0) + i * 31 % 97;
            islands[i] = i % 2 == 0 ? "Biscoe" : "Dream";
            species[i] = gentoo ? "Gentoo" : "Adelie";
        }
        return Table.of(source, NumberColumn.of("bill", bills), TextColumn.of("island", islands),
                NumberColumn.of("mass", masses), TextColumn.of("species", species));
    }

    private static Tabular quick(String target) {
        return Tabular.of(target).hidden(8).epochs(30).learningRate(0.02).seed(5);
    }

    @Test
    void speciesAreTold() {
        TabularResult result = quick("species").fit(penguins("penguins.csv", 120));
        assertThat(result.test()).containsOnlyKeys("accuracy", "logLoss", "macroF1", "auc").containsEntry("accuracy",
                1.0);
        assertThat(result.baselines()).containsOnlyKeys("constant", "linear", "neighbors");
        assertThat(result.constant()).isEqualTo("always \"Adelie\"");
        assertThat(result.baselines().get("constant").get("accuracy")).isCloseTo(2 / 3.0, offset(1e-12));
        assertThat(result.baselines().get("constant").get("auc")).isEqualTo(0.5);
        assertThat(result.interrupted()).isFalse();
        assertThat(result.assessment().intervals().get("accuracy").low()).isCloseTo(Math.pow(0.025, 1 / 24.0),
                offset(1e-12));
        assertThat(result.remarks()).extracting(Remark::sentence).containsExactly("24 test rows are too few to tell "
                + "whether accuracy is 0.8575 or 1; for a surer estimate, cross-validate (TrainingPlan.crossValidate)");
        assertThat(result.model().provenance().rows()).containsExactly(77, 19, 24);
    }

    @Test
    void numbersAreInUnitsOfTheTarget() {
        Table table = penguins("penguins.csv", 120);
        TabularResult result = quick("mass").fit(table);
        assertThat(result.test()).containsOnlyKeys("rmse", "mae", "r2");
        assertThat(result.test().get("rmse")).isBetween(1.0, 400.0);
        assertThat(result.test().get("r2")).isGreaterThan(0.7);
        Predictions predictions = result.model().predict(table);
        double squares = 0;
        for (int row = 0; row < 120; row++) {
            double error = ((Predictions.Numbers) predictions).value(row)
                    - ((NumberColumn) table.column("mass")).value(row);
            squares += error * error;
        }
        assertThat(result.model().evaluate(table).measures().get("rmse"))
                .isCloseTo(Math.sqrt(squares / 120), offset(1e-3));
    }

    /// By hand: the training targets 1 to 10 have the mean 5.5. On 4 and 7 both errors are 1.5, and so is the deviation
    /// of these two from their own mean, 5.5.
    @Test
    void theConstantIsMeasuredByHand() {
        double[] values = IntStream.rangeClosed(1, 10).asDoubleStream().toArray();
        Table table = Table.of("t", NumberColumn.of("x", values), NumberColumn.of("y", values));
        int[] all = table.rows();
        Codec codec = new Codec(Schema.fit(table, all, java.util.Set.of("y")),
                TargetChoice.of(table, "y", Task.REGRESSION).fit(all));
        Codec.Constant constant = codec.constant(table, all);
        assertThat(constant.words()).isEqualTo("always the mean, 5.5");
        Map<String, Double> measures = codec.measure(constant, table, new int[]{3, 6});
        assertThat(measures.get("rmse")).isCloseTo(1.5, offset(1e-6));
        assertThat(measures.get("mae")).isCloseTo(1.5, offset(1e-6));
        assertThat(measures.get("r2")).isCloseTo(0, offset(1e-6));
    }

    /// By hand: 3 of 4 training rows are "a". On the rows a and b, the shares 3/4 and 1/4 give an accuracy of one half
    /// and a log loss of (log(4/3) + log 4) / 2.
    @Test
    void theSharesAreMeasuredByHand() {
        Table table = Table.of("t", NumberColumn.of("x", 1, 2, 3, 4, 5, 6),
                TextColumn.of("y", "a", "a", "a", "b", "a", "b"));
        int[] training = {0, 1, 2, 3};
        Codec codec = new Codec(Schema.fit(table, training, java.util.Set.of("y")),
                TargetChoice.of(table, "y").fit(training));
        Map<String, Double> measures = codec.measure(codec.constant(table, training), table, new int[]{4, 5});
        assertThat(measures.get("accuracy")).isEqualTo(0.5);
        assertThat(measures.get("logLoss")).isCloseTo((StrictMath.log(4 / 3.0) + StrictMath.log(4)) / 2, offset(1e-6));
    }

    @Test
    void theFileDoesNotDependOnThreads() throws IOException {
        Table table = penguins("penguins.csv", 90);
        Path one = folder.resolve("one");
        quick("species").threads(1).fit(table).model().save(one);
        for (int threads : new int[]{2, 3}) {
            Path other = folder.resolve("other");
            quick("species").threads(threads).fit(table).model().save(other);
            assertThat(other).hasSameBinaryContentAs(one);
        }
        Path seed = folder.resolve("seed");
        quick("species").seed(6).fit(table).model().save(seed);
        assertThat(Files.mismatch(one, seed)).isNotNegative();
    }

    @Test
    void whatIsSavedIsWhatIsLoaded() throws IOException {
        for (String target : List.of("species", "mass")) {
            Table table = penguins("penguins.csv", 90);
            TabularModel model = quick(target).fit(table).model();
            Path file = folder.resolve(target + ".safetensors");
            model.save(file);
            TabularModel loaded = TabularModel.load(file);
            assertThat(loaded.schema()).isEqualTo(model.schema());
            assertThat(loaded.target()).isEqualTo(model.target());
            assertThat(loaded.provenance()).isEqualTo(model.provenance());
            assertThat(csv(loaded, table)).isEqualTo(csv(model, table)).hasLineCount(91);
            TabularModel streamed = TabularModel.load(new ByteArrayInputStream(Files.readAllBytes(file)));
            assertThat(streamed.evaluate(table)).isEqualTo(model.evaluate(table));
            Path again = folder.resolve("again");
            loaded.save(again);
            assertThat(again).hasSameBinaryContentAs(file);
        }
    }

    private static String csv(TabularModel model, Table table) throws IOException {
        StringWriter text = new StringWriter();
        model.predict(table).writeCsv(text);
        return text.toString();
    }

    @Test
    void predictionsNeedNoTarget() throws IOException {
        TabularModel model = quick("species").fit(penguins("penguins.csv", 90)).model();
        Path file = Files.writeString(folder.resolve("new.csv"),
                "mass,island,bill,extra\n5000,Biscoe,48,x\n3500,Torgersen,,y\n");
        Table table = model.read(file);
        assertThat(csv(model, table).lines().map(line -> line.substring(0, line.indexOf(',')))).containsExactly(
                "species", "Gentoo",
                "Adelie");
        assertThat(csv(model, table)).startsWith("species,p(Adelie),p(Gentoo)\n");
        assertThat(model.remarks(table)).extracting(Remark::sentence).containsExactly(
                "column \"extra\" was not in the training table and is ignored",
                "column \"island\": 1 row of 2 has a value not seen in training, \"Torgersen\" in line 3; these "
                        + "are too many to trust the predictions, so fix the values, or train again with rows like these");
        assertThatThrownBy(() -> model.evaluate(table)).isInstanceOf(ArgumentException.class)
                .hasMessage(file + " has no column \"species\"; its columns are \"mass\", \"island\", \"bill\" and "
                        + "\"extra\"");
    }

    @Test
    void aClassThatWasNotLearnedIsNamed() {
        TabularModel model = quick("species").fit(penguins("penguins.csv", 90)).model();
        Table table = Table.of("new.csv", NumberColumn.of("bill", 40, 41), TextColumn.of("island", "Dream", "Dream"),
                NumberColumn.of("mass", 3000, 3100), TextColumn.of("species", "Adelie", "Emu"));
        assertThatThrownBy(() -> model.evaluate(table)).isInstanceOf(ArgumentException.class).hasMessage(
                "new.csv, line 2: \"species\" is \"Emu\", which is not one of the learned classes: \"Adelie\" and \"Gentoo\"; "
                        + "correct it, or train again with rows like it");
    }

    @Test
    void rowsWithoutTargetAreLeftOutAndCounted() {
        TabularModel model = quick("species").fit(penguins("penguins.csv", 90)).model();
        Table table = Table.of("new.csv", NumberColumn.of("bill", 40, 41), TextColumn.of("island", "Dream", "Dream"),
                NumberColumn.of("mass", 3000, 3100), TextColumn.of("species", "Adelie", ""));
        Evaluation evaluation = model.evaluate(table);
        assertThat(evaluation.rows()).isEqualTo(1);
        assertThat(evaluation.remarks()).extracting(Remark::sentence)
                .containsExactly("1 row left out: the target \"species\" is missing",
                        "column \"mass\": 1 row of 1 lies "
                                + "outside the training values (3502 to 5094), 3000 in line 1; predictions for it are guesses");
    }

    @Test
    void testRowsMayStandInTheirOwnTable() {
        TabularResult result = quick("species").fit(penguins("penguins.csv", 90), penguins("test.csv", 30));
        assertThat(result.model().provenance().rows()).containsExactly(72, 18, 30);
        assertThat(result.test()).containsEntry("accuracy", 1.0);
    }

    @Test
    void withoutTestRowsNothingIsClaimed() {
        TabularResult result = quick("species").testFraction(0).fit(penguins("penguins.csv", 90));
        assertThat(result.test()).isEmpty();
        assertThat(result.baselines()).isEmpty();
        assertThat(result.validation()).isNotEmpty();
    }

    @Test
    void theLinearModelIsNotTrainedTwice() {
        TrainingPlan training = quick("species").linear().prepare(penguins("penguins.csv", 90));
        assertThat(training.model()).isEqualTo("linear");
        assertThat(training.plan().parameters()).isEqualTo((1 + 1 + 2 + 1) * 2 + 2);
        assertThat(training.fit().baselines()).containsOnlyKeys("constant", "neighbors");
    }

    @Test
    void aStoppedTrainingKeepsItsBestEpoch() {
        AtomicInteger epochs = new AtomicInteger();
        TabularResult result = quick("species").onEpoch((_, epoch) -> epochs.set(epoch.number()))
                .stopWhen(() -> epochs.get() >= 3).fit(penguins("penguins.csv", 90));
        assertThat(result.interrupted()).isTrue();
        assertThat(result.epochs()).isEqualTo(3);
        assertThat(result.baselines()).containsOnlyKeys("constant");
    }

    @Test
    void aLinearModelThatWasStoppedIsNamedSo() {
        AtomicInteger epochs = new AtomicInteger();
        TabularResult result = quick("species").onEpoch((model, epoch) -> {
            if (model.equals("linear")) {
                epochs.set(epoch.number());
            }
        }).stopWhen(() -> epochs.get() >= 2).fit(penguins("penguins.csv", 90));
        assertThat(result.interrupted()).isFalse();
        assertThat(result.baselines()).containsOnlyKeys("constant", "linear, stopped after 2 epochs");
        assertThat(result.model().provenance().results()).containsKey("linear, stopped after 2 epochs")
                .doesNotContainKey("linear");
    }

    @Test
    void aLinearModelThatWasStoppedInItsFirstEpochIsNotMeasured() {
        AtomicInteger linear = new AtomicInteger();
        TabularResult result = quick("species").onEpoch(new TrainingListener() {
            @Override
            public void epoch(String model, org.chainrule.train.Epoch<?> epoch) {
                assertThat(model).isEqualTo("mlp");
            }

            @Override
            public void step(String model, int epoch, int rows, int of) {
                linear.addAndGet(model.equals("linear") ? 1 : 0);
            }
        }).stopWhen(() -> linear.get() > 0).fit(penguins("penguins.csv", 90));
        assertThat(result.baselines()).containsOnlyKeys("constant");
        assertThat(result.remarks()).extracting(Remark::sentence)
                .contains(
                        "the linear baseline was not measured, because the time was over or the training was stopped");
    }

    @Test
    void whatLearnsNothingSaysSo() {
        TabularResult result = quick("species").learningRate(1e-9).epochs(2).fit(penguins("penguins.csv", 90));
        assertThat(result.remarks().getFirst().sentence())
                .isEqualTo("the model has learned nothing that helps on the test rows: by "
                        + "log loss it is no better than the constant; the learning rate 1.0E-9 was set "
                        + "(Tabular.learningRate); the default may help");
    }

    @Test
    void aLinearModelThatIsAheadIsNamed() {
        double[] numbers = java.util.stream.IntStream.range(0, 200).mapToDouble(i -> i * 37 % 101 / 10.0).toArray();
        Table table = Table.of("line.csv", NumberColumn.of("x", numbers), NumberColumn.of("y", numbers));
        TabularResult result = Tabular.of("y").hidden(2).dropout(0.9).epochs(60).fit(table);
        assertThat(result.remarks()).extracting(Remark::sentence).first().isEqualTo(
                "the linear model is ahead on the test rows by root mean square error; it, or a smaller network, may serve better here");
    }

    @Test
    void aRowIsTraced() {
        Table table = penguins("penguins.csv", 90);
        TabularModel model = quick("species").fit(table).model();
        Trace trace = model.trace(table, 6);
        assertThat(trace.of()).isEqualTo("loss");
        assertThat(trace.steps().getFirst().value().values())
                .isEqualTo(model.schema().encode(table, new int[]{6}));
        assertThat(trace.value()).isCloseTo((float) -StrictMath.log(
                ((Predictions.Classes) model.predict(table)).probability(6, 1)), offset(1e-5f));
        assertThatThrownBy(() -> model.trace(table, 90)).isInstanceOf(ArgumentException.class)
                .hasMessage("penguins.csv has 90 rows; there is no row 91, so choose one from 1 to 90");
    }

    @Test
    void aModelOfAnotherKindIsRefused() throws IOException {
        Path file = folder.resolve("own.safetensors");
        Classifier.of(Layers.linear(2)).epochs(1)
                .fit(org.chainrule.data.Examples.of(new float[][]{{0}, {1}}, new int[]{0, 1})).save(file);
        assertThatThrownBy(() -> TabularModel.load(file)).isInstanceOf(FormatException.class)
                .hasMessage(file + " is a Chainrule model that was not trained on a table: it lacks the note schema; "
                        + "load it with Model.load");
    }

    @Test
    void choicesAreChecked() {
        assertThatThrownBy(() -> Tabular.of("y").epochs(0)).hasMessage("epochs: got 0, expected at least 1");
        assertThatThrownBy(() -> Tabular.of("y").hidden(8, 0)).hasMessage("hidden: got 0, expected at least 1");
        assertThatThrownBy(() -> Tabular.of("y").hidden())
                .hasMessage(
                        "hidden: got no widths, expected at least one; call linear() for a model without hidden layers");
        assertThatThrownBy(() -> Tabular.of("y").learningRate(Double.NaN))
                .hasMessage("learningRate: got NaN, expected a finite number above 0");
        assertThatThrownBy(() -> Tabular.of("y").testFraction(1))
                .hasMessage("testFraction: got 1.0, expected at least 0 and less than 1");
    }

    @Test
    void howAFileIsReadIsKeptInTheModel() throws IOException {
        StringBuilder csv = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            csv.append(i % 10 == 0 ? "-200.0" : Integer.toString(i % 7)).append(',').append(i % 2 == 0 ? "a" : "b")
                    .append(',').append(i % 2).append('\n');
        }
        Path file = Files.writeString(folder.resolve("bare.csv"), csv);
        TabularModel model = Tabular.of("c3").format(TableFormat.detected().header(false).missing("-200")).linear()
                .epochs(2).fit(file).model();
        assertThat(model.schema().names()).containsExactly("c1", "c1 missing", "c2=a", "c2=b");
        Path saved = folder.resolve("bare.safetensors");
        model.save(saved);
        Table table = TabularModel.load(saved).read(file);
        assertThat(table.size()).isEqualTo(60);
        assertThat(table.column("c1").missing(0)).isTrue();
        assertThat(table.column("c1").missing(1)).isFalse();
    }
}
