package org.chainrule.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Layers.relu;
import static org.chainrule.nn.Layers.sequential;

import java.util.Arrays;
import org.chainrule.data.Examples;
import org.chainrule.error.ShapeException;
import org.chainrule.nn.Draws;
import org.chainrule.testing.Allocation;
import org.junit.jupiter.api.Test;

/// Predictions of models, for one row up to more rows than a block.
class PredictionTest {
    private static final int ROWS = 600;
    private static final int FEATURES = 6;
    private static final float[] X = Draws.of(1, "rows").normal(ROWS * FEATURES);

    private static Classifier classifier() {
        int[] labels = new int[ROWS];
        Arrays.setAll(labels, i -> X[i * FEATURES] > 0.5 ? 2 : X[i * FEATURES + 1] > 0 ? 1 : 0);
        return Classifier.of(sequential(linear(8), relu(), linear(3))).epochs(2).fit(Examples.of(X, FEATURES, labels));
    }

    private static Regressor regressor() {
        float[] y = new float[ROWS];
        for (int i = 0; i < ROWS; i++) {
            y[i] = X[i * FEATURES] - X[i * FEATURES + 3];
        }
        return Regressor.of(sequential(linear(8), relu(), linear(1))).epochs(2).fit(Examples.of(X, FEATURES, y));
    }

    private static float[] row(int number) {
        return Arrays.copyOfRange(X, number * FEATURES, (number + 1) * FEATURES);
    }

    @Test
    void aRowAloneGetsWhatItGetsAmongMany() {
        Classifier classifier = classifier();
        Regressor regressor = regressor();
        int[] classes = classifier.predictAll(X);
        float[] probabilities = classifier.probabilitiesAll(X);
        float[] numbers = regressor.predictAll(X);
        assertThat(Arrays.stream(classes).distinct().count()).isGreaterThan(1);
        for (int i = 0; i < ROWS; i++) {
            assertThat(classifier.predict(row(i))).isEqualTo(classes[i])
                    .isEqualTo(Samples.argmax(classifier.logits(row(i)), 0, 3));
            assertThat(classifier.probabilities(row(i)))
                    .isEqualTo(Arrays.copyOfRange(probabilities, 3 * i, 3 * i + 3));
            assertThat(regressor.predict(row(i))).isEqualTo(numbers[i]);
        }
        float[] results = new float[3 * ROWS + 1];
        classifier.probabilitiesAll(X, results);
        assertThat(Arrays.copyOf(results, 3 * ROWS)).isEqualTo(probabilities);
        regressor.predictAll(X, results);
        assertThat(Arrays.copyOf(results, ROWS)).isEqualTo(numbers);
    }

    @Test
    void whatReturnsNoArrayAllocatesNothing() {
        Classifier classifier = classifier();
        Regressor regressor = regressor();
        float[] row = row(5);
        float[] results = new float[3 * ROWS];
        int[] sink = new int[1];
        Allocation.settles(0, () -> {
            sink[0] += classifier.predict(row) + (int) regressor.predict(row);
            classifier.probabilitiesAll(row, results);
            classifier.probabilitiesAll(X, results);
            regressor.predictAll(X, results);
        });
    }

    @Test
    void errors() {
        Classifier classifier = classifier();
        assertThatThrownBy(() -> classifier.predict(1, 2)).isInstanceOf(ShapeException.class)
                .hasMessage("predict: the row does not have the model's features: row has 2, model takes [6]");
        assertThatThrownBy(() -> classifier.probabilitiesAll(new float[13])).isInstanceOf(ShapeException.class)
                .hasMessage("predict: the number of values is not a multiple of the row size: 13 values, row [6] = 6");
        assertThatThrownBy(() -> classifier.probabilitiesAll(new float[12], new float[5]))
                .isInstanceOf(ShapeException.class)
                .hasMessage("predict: the results do not fit into the array: 2 rows of 3, room for 5");
    }
}
