package org.chainrule.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Losses.squared;
import static org.chainrule.optim.Optimizers.sgd;

import java.io.IOException;
import java.nio.file.Path;
import org.chainrule.data.Batch;
import org.chainrule.data.Examples;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.FormatException;
import org.chainrule.model.Regressor;
import org.chainrule.nn.Inits;
import org.chainrule.nn.Layer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Weighted losses divided by the mean weight of all rows. The net predicts x, so the loss of a row is (x - y)^2 and the
/// derivative by the weight is 2 x (x - y).
class MeanWeightTest {
    private static final Layer NET = linear(1).weights(Inits.ones()).biases(Inits.zeros());
    private static final Examples ROWS = Examples.of(new float[][]{{1}, {2}, {3}, {4}}, new float[]{0, 0, 1, 3})
            .weights(1, 5, 0, 2);
    private static final Step STEP = Step.of(NET, squared(), sgd(0.1));

    /// Of batches of two rows, the losses 1 and 4 weigh 1 and 5, and 4 and 1 weigh 0 and 2.
    @Test
    void theWeightedLossesAreDividedByRowsTimesTheMean() {
        Run usual = STEP.start(ROWS, 2, 1);
        Run mean = STEP.meanWeight(2).start(ROWS, 2, 1);
        double[] usualLosses = {21 / 6.0, 1};
        double[] losses = {21 / 4.0, 0.5};
        double[] slopes = {(2 + 5 * 8) / 4.0, 4};
        int i = 0;
        for (Batch batch : ROWS.inOrder().batches(2)) {
            assertThat(usual.gradients(batch).loss()).isCloseTo(usualLosses[i], within(1e-6));
            Gradients gradients = mean.gradients(batch);
            assertThat(gradients.loss()).isCloseTo(losses[i], within(1e-6));
            assertThat((double) gradients.byPath().get("linear/weight").value()).isCloseTo(slopes[i], within(1e-5));
            i++;
        }
        Batch all = ROWS.batch();
        assertThat(STEP.meanWeight(2).start(ROWS, 4, 1).gradients(all).loss()).as("of all rows, the weighted mean")
                .isCloseTo(STEP.start(ROWS, 4, 1).gradients(all).loss(), within(1e-6)).isEqualTo(23 / 8.0);
    }

    @Test
    void theLossOfAnEpochIsTheWeightedMean() {
        for (int batch = 1; batch <= 4; batch++) {
            Regressor model = Regressor.of(NET).optimizer(sgd(1e-30)).batch(batch).epochs(1).meanWeight(2).fit(ROWS);
            assertThat(model.history().getFirst().loss()).isCloseTo(23 / 8.0, within(1e-6));
        }
    }

    @Test
    void aSavedRunKeepsIt(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("run");
        STEP.meanWeight(2).start(ROWS, 2, 1).save(file);
        assertThat(STEP.meanWeight(2).resume(file).steps()).isZero();
        assertThatThrownBy(() -> STEP.resume(file)).isInstanceOf(FormatException.class)
                .hasMessageEndingWith("holds a run with the clip 0.0 with mean weight 2.0, but this one has 0.0");
    }

    @Test
    void wrongOnesAreRefused() {
        assertThatThrownBy(() -> STEP.meanWeight(0)).isInstanceOf(ArgumentException.class)
                .hasMessage("meanWeight: got 0.0, expected a finite number above 0");
        assertThatThrownBy(() -> STEP.meanWeight(Double.POSITIVE_INFINITY)).isInstanceOf(ArgumentException.class)
                .hasMessageContaining("the mean weight is Infinity");
    }
}
