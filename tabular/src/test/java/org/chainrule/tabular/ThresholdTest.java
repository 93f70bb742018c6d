package org.chainrule.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.FormatException;
import org.chainrule.io.Json;
import org.chainrule.tabular.outcome.ErrorQuantiles;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TextColumn;
import org.chainrule.tabular.train.Threshold;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThresholdTest {
    @TempDir
    private Path folder;

    private static double best(int positive, float... pairs) {
        float[] probabilities = new float[pairs.length / 2];
        int[] classes = new int[pairs.length / 2];
        for (int i = 0; i < classes.length; i++) {
            classes[i] = (int) pairs[2 * i];
            probabilities[i] = positive == 1 ? pairs[2 * i + 1] : 1 - pairs[2 * i + 1];
        }
        return Threshold.bestF1(probabilities, positive, classes, null);
    }

    /// By hand: with the classes 1, 1, 0, 1, 0 in descending order of probability, F1 is 2/4, 4/5, 4/6, 6/7, 6/8.
    @Test
    void theBestThresholdIsFoundByHand() {
        assertThat(best(1, 1, 0.875f, 0, 0.25f, 1, 0.75f, 0, 0.5f, 1, 0.375f)).isEqualTo(0.3125);
        assertThat(best(1, 1, 0.5f, 0, 0.5f)).as("equal probabilities stay together").isEqualTo(0.25);
        assertThat(best(1, 0, 0.5f, 0, 0.25f)).as("without a positive row").isEqualTo(0.5);
        assertThat(best(0, 0, 0.25f, 1, 0.75f)).isEqualTo(0.5);
    }

    /// The same rows as above, of which the middle negative one counts three times: F1 is 2/4, 4/5, 4/8, 6/9, 6/10.
    @Test
    void rowsCountByTheirWeights() {
        float[] probabilities = {0.875f, 0.25f, 0.75f, 0.5f, 0.375f};
        int[] classes = {1, 0, 1, 0, 1};
        assertThat(Threshold.bestF1(probabilities, 1, classes, new float[]{1, 1, 1, 3, 1})).isEqualTo(0.625);
        assertThat(Threshold.bestF1(probabilities, 1, classes, new float[]{2, 2, 2, 2, 2})).isEqualTo(0.3125);
    }

    private static Table rare(int rows) {
        double[] x = IntStream.range(0, rows).mapToDouble(i -> i * 37 % 101 / 10.0).toArray();
        String[] y = new String[rows];
        for (int i = 0; i < rows; i++) {
            y[i] = x[i] + i * 13 % 7 > 12 ? "yes" : "no";
        }
        return Table.of("rare.csv", NumberColumn.of("x", x), TextColumn.of("y", y));
    }

    private static Tabular quick() {
        return Tabular.of("y").hidden(8).epochs(20).learningRate(0.02);
    }

    @Test
    void theThresholdIsKeptInTheModelAndUsed() throws IOException {
        Table table = rare(300);
        TabularModel usual = quick().fit(table).model();
        TabularModel low = quick().threshold(0.05).fit(table).model();
        Path file = folder.resolve("m");
        low.save(file);
        TabularModel loaded = TabularModel.load(file);
        assertThat(((Target.Classes) loaded.target()).bounded(ErrorQuantiles.NONE))
                .isEqualTo(new Target.Classes("y", Column.Kind.TEXT, List.of("no", "yes"), 1, 0.05));
        Predictions.Classes predictions = (Predictions.Classes) loaded.predict(table);
        int right = 0;
        for (int row = 0; row < table.size(); row++) {
            boolean yes = predictions.probability(row, 1) >= 0.05;
            assertThat(predictions.text(row)).isEqualTo(yes ? "yes" : "no");
            right += table.column("y").text(row).equals(predictions.text(row)) ? 1 : 0;
        }
        Map<String, Double> measures = loaded.evaluate(table).measures();
        assertThat(measures.get("accuracy")).isEqualTo(right / 300.0);
        assertThat(measures.get("accuracy")).isLessThan(usual.evaluate(table).measures().get("accuracy"));
        assertThat(measures.get("logLoss")).isEqualTo(usual.evaluate(table).measures().get("logLoss"));
    }

    @Test
    void theBestThresholdIsChosenOnTheValidationRows() {
        TabularModel model = quick().positive("no").bestF1Threshold().fit(rare(300)).model();
        Target.Classes target = (Target.Classes) model.target();
        assertThat(target.positive()).isZero();
        assertThat(target.threshold()).isBetween(0.0, 1.0).isNotEqualTo(0.5);
    }

    @Test
    void whatCannotBeDecidedIsRefused() {
        Table table = rare(60);
        assertThatThrownBy(() -> quick().threshold(1)).isInstanceOf(ArgumentException.class)
                .hasMessage("threshold: got 1.0, expected a number between 0 and 1");
        assertThatThrownBy(() -> quick().positive("Yes").prepare(table)).isInstanceOf(ArgumentException.class)
                .hasMessage("rare.csv: the target \"y\" has no class \"Yes\"; its classes are \"no\" and \"yes\"");
        assertThatThrownBy(() -> Tabular.of("x").positive("yes").prepare(table)).hasMessage(
                "rare.csv: the target \"x\" is predicted as a number, but only one of two classes can be the positive class; leave it out");
        assertThatThrownBy(() -> Tabular.of("x").threshold(0.3).prepare(table)).hasMessage(
                "the target \"x\" is predicted as a number, but a decision threshold requires two classes; leave it out");
        Table three = Table.of("t", NumberColumn.of("x", 1, 2, 3, 4, 5, 6),
                TextColumn.of("y", "a", "b", "c", "a", "b", "c"));
        assertThatThrownBy(() -> quick().positive("a").prepare(three)).hasMessage(
                "t: the target \"y\" has 3 classes, but only one of two classes can be the positive class; leave it out");
        assertThatThrownBy(() -> quick().bestF1Threshold().prepare(three)).hasMessage(
                "the target \"y\" has 3 classes, but a decision threshold requires two classes; leave it out");
    }

    @Test
    void labelsWithAFullStopAreTheSame() {
        TabularModel model = quick().fit(rare(60)).model();
        Table dotted = Table.of("test.csv", NumberColumn.of("x", 1, 9, 2), TextColumn.of("y", "no.", "yes.", "no"));
        Evaluation evaluation = model.evaluate(dotted);
        assertThat(evaluation.rows()).isEqualTo(3);
        assertThat(evaluation.remarks()).extracting(Remark::sentence).containsExactly(
                "2 labels of \"y\" end in a full stop and were read without it, such as \"no.\" as \"no\"");
    }

    @Test
    void targetsOfTheFirstFormatAreRead() {
        String old = "{\"format\":1,\"task\":\"classification\",\"column\":\"y\",\"kind\":\"text\",\"labels\":[\"a\",\"b\"]}";
        assertThat(Target.fromJson(Json.parse(old, "m"), "m"))
                .isEqualTo(new Target.Classes("y", Column.Kind.TEXT, List.of("a", "b")));
        assertThatThrownBy(() -> Target.fromJson(Json.parse(old.replace("1,", "6,"), "m"), "m"))
                .isInstanceOf(FormatException.class)
                .hasMessage(
                        "m: the target has the format 6, newer than 5, the newest that this version of Chainrule reads; use a newer version");
        assertThatThrownBy(() -> Target.fromJson(Json.parse(old.replace("1,", "2,"), "m"), "m"))
                .hasMessage("m: the target lacks \"positive\"; the file is damaged, so copy it again or train again");
        String wrong = old.replace("1,", "2,\"positive\":\"b\",\"threshold\":1.5,");
        assertThatThrownBy(() -> Target.fromJson(Json.parse(wrong, "m"), "m"))
                .hasMessage("m: the target should have a number between 0 and 1 as \"threshold\""
                        + "; the file is damaged, so copy it again or train again");
        assertThatThrownBy(
                () -> Target.fromJson(Json.parse(wrong.replace("1.5", "0.5").replace(":\"b\"", ":\"z\""), "m"), "m"))
                .hasMessage("m: the target should have one of its labels as \"positive\""
                        + "; the file is damaged, so copy it again or train again");
    }

    @Test
    void provenanceOfTheFirstFormatIsRead() throws IOException {
        TabularModel model = quick().command("chainrule train rare.csv").fit(rare(60)).model();
        Path file = folder.resolve("m");
        model.save(file);
        assertThat(TabularModel.load(file).provenance().command()).isEqualTo("chainrule train rare.csv");
        Map<String, Object> tree = new LinkedHashMap<>(model.provenance().toJson());
        assertThat(tree).containsEntry("java", Integer.toString(Runtime.version().feature()));
        tree.put("format", 1);
        tree.remove("java");
        tree.remove("command");
        Provenance old = Provenance.fromJson(Json.parse(Json.write(tree), "m"), "m");
        assertThat(old.command()).isEmpty();
        assertThat(old.rows()).isEqualTo(model.provenance().rows());
    }
}
