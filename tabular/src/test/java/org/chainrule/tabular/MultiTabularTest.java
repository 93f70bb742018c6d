package org.chainrule.tabular;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.FormatException;
import org.chainrule.tabular.encode.Encoding;
import org.chainrule.tabular.encode.LeftOut;
import org.chainrule.tabular.outcome.Task;
import org.chainrule.tabular.read.Tables;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.table.Table;
import org.chainrule.train.Checkpoints;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MultiTabularTest {
    @TempDir
    Path folder;

    /// Two features, a class that is missing in some rows, a number that is missing in others, and a rare class.
    private static Table houses(int rows) throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        StringBuilder text = new StringBuilder("x,y,kind,\"price, EUR\",rare\n");
        for (int i = 0; i < rows; i++) {
            double x = random.nextDouble();
            double y = random.nextDouble();
            text.append(x).append(',').append(y).append(',').append(i % 17 == 3 ? "" : x > 0.5 ? "A" : "B").append(',')
                    .append(i % 13 == 5 ? "" : String.valueOf(10 + 3 * x - 2 * y)).append(',')
                    .append(i % 10 == 4 ? "yes" : "no").append('\n');
        }
        return table(text);
    }

    /// Two features and lists; some rows have an empty cell, others a list without a known label.
    private static Table films(int rows) throws IOException {
        SplittableRandom random = new SplittableRandom(2);
        StringBuilder text = new StringBuilder("x,y,tags\n");
        for (int i = 0; i < rows; i++) {
            double x = random.nextDouble();
            double y = random.nextDouble();
            List<String> tags = new ArrayList<>();
            if (x > 0.4) {
                tags.add("big");
            }
            if (i % 90 == 0) {
                tags.add("odd");
            }
            if (y > 0.5) {
                tags.add("red");
            }
            text.append(x).append(',').append(y).append(',')
                    .append(i % 20 == 7 ? "" : tags.isEmpty() ? "none" : String.join(" | ", tags)).append('\n');
        }
        return table(text);
    }

    private static Table table(CharSequence text) throws IOException {
        return Tables.read(new ByteArrayInputStream(text.toString().getBytes(UTF_8)), "t.csv");
    }

    private static Tabular small(Tabular settings) {
        return settings.hidden(8).epochs(3).learningRate(0.01).seed(3);
    }

    private static List<String> sentences(List<Remark> remarks) {
        return remarks.stream().map(Remark::sentence).toList();
    }

    @Test
    void allTargetsHaveTheSameTestRowsAndNoneIsAFeature() throws IOException {
        Table table = houses(300);
        MultiPlan plan = MultiTabular.of("kind,price, EUR", "rare").with(MultiTabularTest::small).prepare(table);
        assertThat(plan.plans()).extracting(each -> each.choice().column()).containsExactly("kind", "price, EUR",
                "rare");
        assertThat(plan.plans()).extracting(each -> each.choice().task()).containsExactly(Task.CLASSIFICATION,
                Task.REGRESSION, Task.CLASSIFICATION);
        int[] all = plan.plans().get(2).rows.test();
        assertThat(all).hasSize(60);
        for (TrainingPlan each : plan.plans()) {
            assertThat(each.schema().encodings()).extracting(Encoding::column).containsExactly("x", "y");
            String target = each.choice().column();
            assertThat(each.schema().leftOut()).extracting(LeftOut::sentence).hasSize(2).allMatch(
                    sentence -> sentence.matches("column \"(kind|price, EUR|rare)\" is left out: it is a target"));
            assertThat(each.rows.test())
                    .isEqualTo(IntStream.of(all).filter(row -> !table.column(target).missing(row)).toArray());
            assertThat(IntStream.concat(IntStream.of(each.rows.train()), IntStream.of(each.rows.validation())))
                    .doesNotContainAnyElementsOf(IntStream.of(all).boxed().toList())
                    .hasSize(each.choice().rows().length - each.rows.test().length);
        }
        // one row of ten is rare, in the test as in the table
        assertThat(IntStream.of(all).filter(row -> table.column("rare").text(row).equals("yes"))).hasSizeBetween(5, 7);
    }

    @Test
    void eachModelIsThatOfItsTargetAlone() throws IOException {
        Table table = houses(150);
        MultiPlan.Result result = MultiTabular.of("kind", "rare").with(MultiTabularTest::small).fit(table);
        assertThat(result.model().targets()).containsExactly("kind", "rare");
        assertThat(result.labels()).isEmpty();
        for (TabularResult each : result.results()) {
            assertThat(each.test()).containsKeys("accuracy", "auc");
            assertThat(each.test()).isEqualTo(each.model().provenance().results().get("test"));
        }
        // the split of a single target is that of a training for it
        TabularResult one = MultiTabular.of("rare").with(MultiTabularTest::small).fit(table).results().getFirst();
        TabularResult alone = small(Tabular.of("rare")).fit(table);
        assertThat(one.test()).isEqualTo(alone.test());
    }

    @Test
    void theModelsAreSavedInOneFileAndPredictAlike() throws IOException {
        Table table = houses(150);
        MultiModel model = MultiTabular.of("kind", "price, EUR")
                .with(each -> small(each).ignore("rare")).fit(table).model();
        Path file = folder.resolve("m.safetensors");
        model.save(file);
        MultiModel loaded = MultiModel.load(file);
        assertThat(MultiModel.isMulti(file)).isTrue();
        assertThat(loaded.targets()).isEqualTo(model.targets());
        assertThat(loaded.list()).isEmpty();
        StringWriter before = new StringWriter();
        model.predict(table).withIntervals(0.8).writeCsv(before, model.unlike(table));
        StringWriter after = new StringWriter();
        loaded.predict(table).withIntervals(0.8).writeCsv(after, loaded.unlike(table));
        assertThat(after.toString()).isEqualTo(before.toString())
                .startsWith("kind,kind p(A),kind p(B),\"price, EUR\",\"price, EUR low\",\"price, EUR high\","
                        + "unlike training\n");
        assertThat(after.toString().lines()).hasSize(151);
        Map<String, Prediction> row = loaded.predict(Map.of("x", 0.5, "y", 0.5));
        assertThat(row.get("kind")).isInstanceOf(ClassPrediction.class);
        assertThat(row.get("price, EUR")).isEqualTo(loaded.model("price, EUR").predict(Map.of("x", 0.5, "y", 0.5)));
        MultiModel.Quality quality = loaded.evaluate(table);
        assertThat(quality.targets().keySet()).containsExactly("kind", "price, EUR");
        assertThat(quality.targets().get("price, EUR")).isEqualTo(model.model("price, EUR").evaluate(table));
        assertThat(quality.labels()).isEmpty();
        assertThatExceptionOfType(FormatException.class).isThrownBy(() -> TabularModel.load(file))
                .withMessage(file + " holds several models; load it with ModelSet.load");
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> loaded.model("age"))
                .withMessage("there is no target \"age\"; the targets are \"kind\" and \"price, EUR\"");
    }

    @Test
    void eachLabelOfAListIsATargetOfItsOwn() throws IOException {
        Table table = films(300);
        MultiPlan plan = MultiTabular.labels("tags").with(MultiTabularTest::small).prepare(table);
        assertThat(plan.labels()).containsExactly("big", "none", "red");
        assertThat(sentences(plan.remarks())).containsExactly("of the labels of \"tags\", 1 other is not predicted: a "
                + "label must occur in at least 5 rows and be absent from as many");
        assertThat(plan.plans()).allSatisfy(each -> {
            assertThat(each.schema().encodings()).extracting(Encoding::column).containsExactly("x", "y");
            assertThat(each.rows.test()).isEqualTo(plan.plans().getFirst().rows.test());
            assertThat(IntStream.of(each.rows.test())).noneMatch(row -> table.column("tags").missing(row));
        });
        MultiPlan.Result result = MultiTabular.labels("tags").with(each -> small(each).epochs(20)).fit(table);
        assertThat(result.labels().keySet()).containsExactly("microF1", "macroF1", "subsetAccuracy", "hammingLoss");
        assertThat(result.labels().get("microF1")).isGreaterThan(0.8)
                .isGreaterThan(result.constant().get("microF1"));
        // the mean error of the labels is the Hamming loss
        double wrong = result.results().stream().mapToDouble(each -> 1 - each.test().get("accuracy")).average()
                .orElseThrow();
        assertThat(result.labels().get("hammingLoss")).isEqualTo(wrong, within(1e-9));
        Path file = folder.resolve("m.safetensors");
        result.model().save(file);
        MultiModel loaded = MultiModel.load(file);
        assertThat(loaded.list()).hasValue("tags");
        MultiModel.Answers answers = loaded.predict(table);
        StringWriter csv = new StringWriter();
        answers.writeCsv(csv);
        List<String> lines = csv.toString().lines().toList();
        assertThat(lines.getFirst()).isEqualTo("tags");
        assertThat(lines).contains("big | red");
        StringWriter more = new StringWriter();
        answers.withProbabilities().writeCsv(more);
        assertThat(more.toString()).startsWith("tags,p(big),p(none),p(red)\n");
        assertThat(loaded.labels(Map.of("x", 0.9, "y", 0.9))).isEqualTo(List.of("big", "red"));
        int right = 0;
        int rows = 0;
        for (int row = 0; row < table.size(); row++) {
            String truth = table.column("tags").text(row);
            if (!truth.isEmpty()) {
                rows++;
                right += String.join(" | ", answers.labels(row)).equals(truth.replace(" | odd", "")
                        .replace("odd | ", "")) ? 1 : 0;
            }
        }
        assertThat(loaded.evaluate(table).labels().get("subsetAccuracy")).isEqualTo((double) right / rows,
                within(1e-9));
    }

    @Test
    void aListTargetOfASingleModelSaysThatItsLabelsCanBePredicted() throws IOException {
        assertThat(sentences(small(Tabular.of("tags")).prepare(films(300)).warnings()))
                .anyMatch(sentence -> sentence.startsWith("the target \"tags\" looks like lists, such as \"big")
                        && sentence.endsWith("to predict each of their items, use MultiTabular.labels(\"tags\")"));
    }

    @Test
    void testRowsMayComeFromAnotherFile() throws IOException {
        Path file = folder.resolve("t.csv");
        Files.writeString(file, "x,tags\n" + "1,a;b\n2,b\n3,a\n4,a;b\n5,b;a\n".repeat(12));
        Path test = folder.resolve("u.csv");
        Files.writeString(test, "x,tags\n1,a;b\n2,c\n3,\n");
        MultiPlan.Result result = MultiTabular.labels("tags").with(MultiTabularTest::small).prepare(file, test).fit();
        assertThat(result.results()).allSatisfy(
                each -> assertThat(each.model().provenance().rows().get(2)).isEqualTo(2));
        assertThat(result.labels()).containsKey("hammingLoss");
        MultiPlan tables = MultiTabular.of("kind", "rare").with(MultiTabularTest::small).prepare(houses(100),
                houses(50));
        assertThat(tables.plans()).extracting(TrainingPlan::testRows).containsExactly(47, 50);
        assertThat(tables.plans()).extracting(each -> each.trainingRows() + each.validationRows()).containsExactly(94,
                100);
    }

    @Test
    void aTimeIsThatOfAllTrainings() throws IOException {
        MultiPlan plan = MultiTabular.of("kind", "rare").with(each -> small(each).time(Duration.ofMinutes(4)))
                .prepare(houses(100));
        assertThat(plan.plans()).allMatch(each -> each.choices.time.orElseThrow().equals(Duration.ofMinutes(2)));
        assertThat(plan.fit().results()).hasSize(2);
        Duration limit = Duration.ofSeconds(80);
        assertThat(MultiPlan.share(limit, 4, 80, 4)).isEqualTo(Duration.ofSeconds(20));
        // what one leaves, the others share
        assertThat(MultiPlan.share(limit, 4, 75, 3)).isEqualTo(Duration.ofSeconds(25));
        // and the last one has some time even if the others took too much
        assertThat(MultiPlan.share(limit, 4, -1, 1)).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void whatDoesNotFitIsRefusedInOneSentence() throws IOException {
        Table table = houses(100);
        refused(MultiTabular.of("kind", "kind"), table,
                "the target \"kind\" is named twice; name each column once");
        refused(MultiTabular.of("kind,prize"), table,
                "t.csv has no column \"prize\"; its columns are \"x\", \"y\", \"kind\", \"price, EUR\" and \"rare\"");
        refused(MultiTabular.of("kind", "price, EUR").with(each -> each.threshold(0.3)), table,
                "the target \"price, EUR\" is predicted as a number, but a decision threshold requires two classes; "
                        + "leave it out");
        refused(MultiTabular.labels("kind"), table, "t.csv: the target \"kind\" does not look like lists of labels, "
                + "such as red;big, in which labels repeat and three rows of ten have several; predict it as classes "
                + "instead");
        refused(MultiTabular.labels("tags").with(each -> each.ignore("tags")), films(100),
                "the target \"tags\" cannot be ignored; choose another column to ignore");
        refused(MultiTabular.labels("kind").with(each -> each.positive("no")), table, "a label of a list is present or "
                + "absent, so there is no positive class to choose; leave it out");
        refused(MultiTabular.of("kind", "rare").with(each -> each.checkpoints(Checkpoints.in(folder))), table,
                "a training for several targets cannot save checkpoints; train each target by itself to use them");
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(MultiTabular::of)
                .withMessage("targets: there is none; name at least one column");
    }

    private static void refused(MultiTabular training, Table table, String message) {
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> training.prepare(table))
                .withMessage(message);
    }
}
