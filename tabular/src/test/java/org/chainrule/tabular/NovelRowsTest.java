package org.chainrule.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.encode.Novelty;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TextColumn;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Rows with values that the training did not have: predictions stay bounded, and Java code learns which rows these are.
class NovelRowsTest {
    private static final int ROWS = 800;

    private static TabularModel model;
    private static double low;
    private static double high;

    record Reading(double a, OptionalDouble drift, int flag, Unit unit) {
    }

    enum Unit {
        LEFT, RIGHT, MIDDLE
    }

    private static double[] noise(int rows, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return random.doubles(rows, -2, 2).toArray();
    }

    /// Returns a table in which `y` is twice `a`; `drift` is nearly constant, and `flag` is 1 in two rows of 800.
    private static Table table(int rows, double drift, double tremor, int flagEvery, String... units) {
        double[] a = noise(rows, 1);
        double[] small = noise(rows, 2);
        double[] drifts = new double[rows];
        double[] flags = new double[rows];
        String[] words = new String[rows];
        for (int i = 0; i < rows; i++) {
            drifts[i] = drift + tremor * small[i];
            flags[i] = i % flagEvery == flagEvery - 1 ? 1 : 0;
            words[i] = units[i % units.length];
        }
        return Table.of("t", NumberColumn.of("a", a), NumberColumn.of("drift", drifts), NumberColumn.of("flag", flags),
                TextColumn.of("unit", words),
                NumberColumn.of("y", Arrays.stream(a).map(x -> 2 * x).toArray()));
    }

    @BeforeAll
    static void train() {
        Table table = table(ROWS, 1e6, 1e-3, 400, "left", "right");
        model = Tabular.of("y").hidden(32).epochs(20).learningRate(0.01).fit(table).model();
        double[] y = Arrays.stream(table.rows()).mapToDouble(((NumberColumn) table.column("y"))::value).toArray();
        low = Arrays.stream(y).min().orElseThrow();
        high = Arrays.stream(y).max().orElseThrow();
    }

    private static void assertBounded(Table table) {
        Predictions predictions = model.predict(table);
        for (int row = 0; row < predictions.size(); row++) {
            assertThat(((NumberPrediction) predictions.prediction(row)).value()).isBetween(low - (high - low),
                    high + (high - low));
        }
    }

    @Test
    void predictionsStayNearTheTargetsOfTheTraining() {
        for (double drift : new double[]{1e6 + 1, 1e6 - 1, 0, 1e12, -1e300}) {
            Table table = table(100, drift, 0, 400, "left");
            assertBounded(table);
            assertThat(model.novelty(table).count()).as("drift %s", drift).isEqualTo(100);
        }
        Table flagged = table(100, 1e6, 0, 1, "left");
        assertBounded(flagged);
        assertThat(model.novelty(flagged).columns(99)).containsExactly("flag");
        Table usual = table(100, 1e6, 1e-3, 400, "left", "right");
        assertThat(model.novelty(usual).count()).isZero();
        double error = ((NumberPrediction) model.predict(usual).prediction(0)).value() - 2 * noise(1, 1)[0];
        assertThat(error).as("the network has learned").isBetween(-0.5, 0.5);
    }

    @Test
    void evaluationReportsThem() {
        Evaluation evaluation = model.evaluate(table(50, 1e6, 1e-3, 5, "left", "middle"));
        assertThat(evaluation.novelty()).hasToString("30 rows of 50 are unlike the training rows");
        assertThat(evaluation.remarks()).extracting(Remark::sentence).containsExactly(
                "column \"flag\": 10 rows of 50 lie outside the training values (0 in all but "
                        + apart() + "), such as 1 in line 5; predictions for them are guesses",
                "column \"unit\": 25 rows of 50 have a value not seen in training, such as \"middle\" in line 2; these are "
                        + "too many to trust the predictions, so fix the values, or train again with rows like these");
    }

    /// Returns how many of the 512 training rows have the flag, which the split decides.
    private static String apart() {
        int count = model.schema().encodings().get(2).range().apart();
        assertThat(count).isBetween(1, 2);
        return count == 1 ? "1 row of 512" : "2 rows of 512";
    }

    @Test
    void theCsvNamesTheColumns() throws IOException {
        Table table = table(3, 1e6, 1e-3, 2, "left", "right", "middle");
        Predictions predictions = model.predict(table);
        StringWriter csv = new StringWriter();
        predictions.writeCsv(csv, model.novelty(table));
        assertThat(csv).hasToString("y,unlike training\n" + predictions.text(0) + ",\n" + predictions.text(1)
                + ",flag\n" + predictions.text(2) + ",unit\n");
        Novelty other = model.novelty(table(2, 1e6, 1e-3, 2, "left"));
        assertThatThrownBy(() -> predictions.writeCsv(csv, other)).isInstanceOf(ArgumentException.class)
                .hasMessage(
                        "writeCsv: there are 3 predictions, but the novelty is that of 2 rows; pass the novelty of the "
                                + "predicted table");
    }

    @Test
    void aRecordIsComparedToo() {
        Predictor<Reading> predictor = model.predictor(Reading.class);
        assertThat(predictor.novelty(new Reading(1, OptionalDouble.of(1e6), 0, Unit.LEFT)).count()).isZero();
        Novelty novelty = predictor.novelty(new Reading(1000.5, OptionalDouble.of(5), 0, Unit.MIDDLE));
        assertThat(novelty.columns(0)).containsExactly("a", "drift", "unit");
        assertThat(novelty.remarks()).extracting(Remark::sentence).first().asString()
                .startsWith("column \"a\": 1000.5 lies outside the training values (-").endsWith(
                        "); a prediction for it is a guess");
        assertThat(novelty.remarks()).extracting(Remark::sentence).last()
                .isEqualTo("column \"unit\": \"MIDDLE\" was not seen in training");
        assertThat(predictor.novelty(new Reading(0, OptionalDouble.empty(), 0, Unit.LEFT)).remarks())
                .extracting(Remark::sentence)
                .containsExactly("column \"drift\": the value is missing, as in no training "
                        + "row; the mean of the training rows stands for it");
        Novelty several = predictor.novelty(List.of(new Reading(0, OptionalDouble.of(1e6), 0, Unit.LEFT),
                new Reading(0, OptionalDouble.of(1e6), 1, Unit.RIGHT)));
        assertThat(List.of(several.isNovel(0), several.isNovel(1))).containsExactly(false, true);
    }

    @Test
    void aMapIsComparedToo() {
        Map<String, @Nullable Object> row = new HashMap<>(Map.of("a", 0, "drift", "1000000", "flag", false));
        row.put("unit", null);
        assertThat(model.novelty(row).count()).as("whether words were missing is not known").isZero();
        row.put("unit", "sideways");
        row.put("flag", 1);
        assertThat(model.novelty(row).columns(0)).containsExactly("flag", "unit");
        row.remove("a");
        assertThatThrownBy(() -> model.novelty(row)).isInstanceOf(ArgumentException.class)
                .hasMessageStartingWith("predict: the row lacks \"a\", which the model reads");
    }

    @Test
    void testRowsUnlikeTheTrainingAreAWarning() {
        TrainingPlan plan = Tabular.of("y").prepare(table(ROWS, 1e6, 1e-3, 400, "left"),
                table(200, 1e6 + 1, 0, 400, "left"));
        assertThat(plan.warnings()).extracting(Remark::sentence)
                .contains("column \"drift\": 200 rows of 200 lie outside the "
                        + "training values (" + plan.schema().encodings().get(1).rangeInWords()
                        + "), such as 1000001 in line 1; "
                        + "predictions for them are guesses");
    }
}
