package org.chainrule.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.chainrule.error.FormatException;
import org.chainrule.io.Json;
import org.chainrule.model.Classifier;
import org.chainrule.tabular.encode.Schema;
import org.chainrule.tabular.outcome.Assessment;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TextColumn;
import org.chainrule.tabular.train.Calibrator;
import org.chainrule.tabular.train.Codec;
import org.chainrule.tabular.train.HeldOut;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A model whose training ended far too early: its probabilities are too cautious, and a temperature below 1 helps.
class CalibrationTest {
    private static final Table TABLE = table(600);

    @TempDir
    Path folder;

    private static Table table(int rows) {
        double[] xs = new double[rows];
        String[] ys = new String[rows];
        for (int i = 0; i < rows; i++) {
            xs[i] = i * 37 % 101;
            ys[i] = xs[i] < 33 ? "low" : xs[i] < 66 ? "mid" : "high";
        }
        return Table.of("t.csv", NumberColumn.of("x", xs), TextColumn.of("y", ys));
    }

    private static TabularResult cautious() {
        return Tabular.of("y").hidden(16).epochs(8).learningRate(0.01).seed(1).fit(TABLE);
    }

    private static double temperature(TabularModel model) {
        return ((Target.Classes) model.target()).temperature();
    }

    @Test
    void theTemperatureIsFittedKeptAndUsed() throws IOException {
        TabularResult result = cautious();
        double temperature = temperature(result.model());
        assertThat(temperature).isBetween(0.1, 0.9);
        Path file = folder.resolve("m");
        result.model().save(file);
        TabularModel loaded = TabularModel.load(file);
        assertThat(loaded.target()).isEqualTo(result.model().target());

        Predictions.Classes predictions = (Predictions.Classes) loaded.predict(TABLE);
        Classifier network = (Classifier) loaded.network();
        double loss = 0;
        for (int row = 0; row < TABLE.size(); row++) {
            float[] logits = network.logits(loaded.schema().encode(TABLE, new int[]{row}));
            double sum = 0;
            for (float logit : logits) {
                sum += StrictMath.exp(logit / temperature);
            }
            for (int k = 0; k < logits.length; k++) {
                assertThat((double) predictions.probability(row, k))
                        .isCloseTo(StrictMath.exp(logits[k] / temperature) / sum, within(1e-5));
            }
            int truth = predictions.labels().indexOf(TABLE.column("y").text(row));
            loss -= StrictMath.log(predictions.probability(row, truth)) / TABLE.size();
            Prediction alone = loaded.predict(Map.of("x", ((NumberColumn) TABLE.column("x")).value(row)));
            assertThat(alone).isEqualTo(predictions.prediction(row));
        }
        Map<String, Double> measures = loaded.evaluate(TABLE).measures();
        assertThat(measures.get("logLoss")).isCloseTo(loss, within(1e-6));
        assertThat(measures).containsOnlyKeys("accuracy", "logLoss", "macroF1");
    }

    @Test
    void theErrorIsMeasuredBeforeAndAfter() {
        TabularResult result = cautious();
        Assessment.Calibration calibration = result.assessment().calibration().orElseThrow();
        assertThat(calibration.temperature()).isEqualTo(temperature(result.model()));
        assertThat(calibration.after()).isLessThan(calibration.before()).isNotNegative();
        assertThat(Tabular.of("x").hidden(4).epochs(1).fit(TABLE).assessment().calibration()).isEmpty();
    }

    /// All members together are less sure than those of one fold, whose outputs are known for the held-out rows.
    @Test
    void theTemperatureOfFoldsIsHalvedOnALogarithmicScale() {
        int rows = 200;
        int[] all = IntStream.range(0, rows).toArray();
        Table table = Table.of("t", TextColumn.of("y", IntStream.range(0, rows).mapToObj(i -> i % 4 == 0 ? "a" : "b")
                .toArray(String[]::new)));
        float[] sure = new float[2 * rows];
        float[] unsure = new float[2 * rows];
        for (int i = 0; i < rows; i++) {
            sure[2 * i + 1] = 0.99f;
            sure[2 * i] = 0.01f;
            unsure[2 * i + 1] = 0.55f;
            unsure[2 * i] = 0.45f;
        }
        Codec codec = new Codec(new Schema(List.of(), List.of()),
                new Target.Classes("y", Column.Kind.TEXT, List.of("a", "b")));
        double whole = temperature(codec, HeldOut.of(all, false, sure), table);
        assertThat(whole).isGreaterThan(2);
        assertThat(temperature(codec, HeldOut.of(all, true, sure), table)).isCloseTo(Math.sqrt(whole), within(1e-4));
        double colder = temperature(codec, HeldOut.of(all, false, unsure), table);
        assertThat(colder).isLessThan(1);
        assertThat(temperature(codec, HeldOut.of(all, true, unsure), table)).isEqualTo(colder);
    }

    private static double temperature(Codec codec, HeldOut held, Table table) {
        return ((Target.Classes) Calibrator.decided(codec, held, table, false).target()).temperature();
    }

    @Test
    void aTemperatureOfOneIsNotWritten() {
        Target.Classes plain = new Target.Classes("y", Column.Kind.TEXT, List.of("a", "b"));
        assertThat(plain.toJson()).doesNotContainKey("temperature");
        Target.Classes warm = plain.calibrated(1.5);
        assertThat(warm.deciding(0, 0.3).temperature()).isEqualTo(1.5);
        String json = Json.write(warm.toJson());
        assertThat(Target.fromJson(Json.parse(json, "m"), "m")).isEqualTo(warm);
        for (String wrong : List.of("0", "-1")) {
            Object tree = Json.parse(json.replace("\"temperature\":1.5", "\"temperature\":" + wrong), "m");
            assertThatThrownBy(() -> Target.fromJson(tree, "m")).isInstanceOf(FormatException.class).hasMessage(
                    "m: the target should have a positive \"temperature\"; the file is damaged, so copy it again or "
                            + "train again");
        }
    }
}
