package org.chainrule.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.chainrule.data.Examples;
import org.chainrule.error.ShapeException;
import org.chainrule.metric.Metrics;
import org.chainrule.nn.Draws;
import org.chainrule.nn.Layers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Measures computed a block of rows at a time equal those of all rows at once, bit for bit.
class BlocksTest {
    private static final int FEATURES = 3;

    private static float[] rows(int count) {
        return Draws.of(count, "rows").normal(count * FEATURES);
    }

    private static int[] labels(int rows, int classes) {
        float[] draws = Draws.of(rows, "labels").uniform(rows);
        int[] labels = new int[rows];
        Arrays.setAll(labels, i -> Math.min(classes - 1, (int) (classes * draws[i])));
        return labels;
    }

    /// Computed from the matrix of true and predicted classes.
    private static Map<String, Double> measures(float[] probabilities, int classes, int[] labels) {
        int[][] confusion = new int[classes][classes];
        double logLoss = 0;
        for (int i = 0; i < labels.length; i++) {
            confusion[labels[i]][Samples.argmax(probabilities, i * classes, classes)]++;
            logLoss -= StrictMath.log(Math.max(probabilities[i * classes + labels[i]], Math.ulp(1f) / 2));
        }
        int right = 0;
        int present = 0;
        double f1 = 0;
        for (int k = 0; k < classes; k++) {
            int both = Arrays.stream(confusion[k]).sum();
            for (int[] row : confusion) {
                both += row[k];
            }
            right += confusion[k][k];
            present += both > 0 ? 1 : 0;
            f1 += both > 0 ? 2.0 * confusion[k][k] / both : 0;
        }
        Map<String, Double> measures = new LinkedHashMap<>();
        measures.put("accuracy", (double) right / labels.length);
        measures.put("logLoss", logLoss / labels.length);
        measures.put("macroF1", f1 / present);
        return measures;
    }

    @ParameterizedTest
    @CsvSource({"1, 3", "95, 3", "96, 3", "97, 3", "192, 7", "255, 3", "256, 4", "257, 3", "600, 5"})
    void classesAreMeasuredAsAllAtOnce(int rows, int classes) {
        float[] x = rows(rows);
        int[] labels = labels(rows, classes);
        Examples held = Examples.of(x, FEATURES, labels);
        Classifier model = Classifier.of(Layers.linear(classes)).epochs(1)
                .fit(Examples.of(rows(50), FEATURES, labels(50, classes)), held);
        Map<String, Double> expected = measures(model.probabilitiesAll(x), classes, labels);
        assertThat(model.evaluate(held)).isEqualTo(expected);
        Map<String, Double> validated = new LinkedHashMap<>(model.history().getFirst().validation());
        validated.remove("loss");
        assertThat(validated).isEqualTo(expected);
        float[][] split = new float[rows][];
        Arrays.setAll(split, i -> Arrays.copyOfRange(x, i * FEATURES, (i + 1) * FEATURES));
        float[] flat = new float[rows * classes];
        float[][] probabilities = model.probabilities(split);
        for (int i = 0; i < rows; i++) {
            System.arraycopy(probabilities[i], 0, flat, i * classes, classes);
        }
        assertThat(flat).isEqualTo(model.probabilitiesAll(x));
        assertThat(model.predict(split)).isEqualTo(model.predictAll(x));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 95, 96, 97, 255, 256, 257, 600})
    void numbersAreMeasuredAsAllAtOnce(int rows) {
        float[] x = rows(rows);
        float[] y = Draws.of(rows, "targets").normal(2 * rows);
        float[][] split = new float[rows][];
        float[][] targets = new float[rows][];
        Arrays.setAll(split, i -> Arrays.copyOfRange(x, i * FEATURES, (i + 1) * FEATURES));
        Arrays.setAll(targets, i -> Arrays.copyOfRange(y, 2 * i, 2 * i + 2));
        Examples held = Examples.of(split, targets);
        Regressor model = Regressor.of(Layers.linear(2)).epochs(1).fit(held, held);
        float[] predictions = model.predictAll(x);
        double squares = 0;
        for (int i = 0; i < y.length; i++) {
            squares += ((double) predictions[i] - y[i]) * ((double) predictions[i] - y[i]);
        }
        assertThat(model.evaluate(held)).isEqualTo(Metrics.regression(predictions, y, 2)).containsEntry("rmse",
                Math.sqrt(squares / y.length));
        Map<String, Double> validated = new LinkedHashMap<>(model.history().getFirst().validation());
        validated.remove("loss");
        assertThat(validated).isEqualTo(model.evaluate(held));
        assertThat(Arrays.stream(model.predict(split)).flatMap(row -> Arrays.stream(new Float[]{row[0], row[1]})))
                .containsExactlyElementsOf(Arrays.asList(boxed(predictions)));
    }

    private static Float[] boxed(float[] values) {
        Float[] boxed = new Float[values.length];
        Arrays.setAll(boxed, i -> values[i]);
        return boxed;
    }

    /// 500,000 rows of 5,000 probabilities are more than 2^31 numbers.
    @Test
    void moreRowsTimesClassesThanAnArrayHolds() {
        int rows = 500_000;
        Classifier model = Classifier.of(Layers.linear(5000)).epochs(1)
                .fit(Examples.of(new float[]{0.5f, -0.5f}, 1, new int[]{0, 4999}));
        float[] x = new float[rows];
        assertThatThrownBy(() -> model.probabilitiesAll(x)).isInstanceOf(ShapeException.class)
                .hasMessage("predict: the results do not fit into one array: 500000 rows of 5000, at most 429496 rows "
                        + "at once; predict them in parts");
        assertThatThrownBy(() -> model.probabilitiesAll(x, new float[5000])).isInstanceOf(ShapeException.class)
                .hasMessage("predict: the results do not fit into the array: 500000 rows of 5000, room for 5000");
        float[] row = new float[50_000];
        float[][] same = new float[50_000][];
        Arrays.fill(same, row);
        assertThatThrownBy(() -> Examples.of(same, new float[50_000])).isInstanceOf(ShapeException.class)
                .hasMessage(
                        "examples: the rows of x do not fit into one array: 50000 rows of 50000, pass a RowSource, "
                                + "which makes rows when they are read");
    }

    @Test
    void aTrainingIsAskedToStopWhileItMeasures() {
        int[] asked = {0};
        Examples train = Examples.of(rows(20), FEATURES, labels(20, 3));
        Examples held = Examples.of(rows(600), FEATURES, labels(600, 3));
        Classifier model = Classifier.of(Layers.linear(3)).batch(20).epochs(9).stopWhen(() -> ++asked[0] == 5)
                .fit(train, held);
        assertThat(model.history()).as("a question before each step, two in each validation").hasSize(1);
        assertThat(model.bestEpoch()).isEqualTo(1);
    }

    @Test
    void everyStepIsTold() {
        StringBuilder told = new StringBuilder();
        Classifier.of(Layers.linear(3)).batch(16).epochs(2)
                .onStep((epoch, rows, of) -> told.append(epoch).append(':').append(rows).append('/').append(of)
                        .append(' '))
                .fit(Examples.of(rows(40), FEATURES, labels(40, 3)));
        assertThat(told).hasToString("1:16/40 1:32/40 1:40/40 2:16/40 2:32/40 2:40/40 ");
    }
}
