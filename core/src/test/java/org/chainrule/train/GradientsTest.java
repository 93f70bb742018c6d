package org.chainrule.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.chainrule.nn.Layers.dropout;
import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Layers.sequential;
import static org.chainrule.nn.Losses.squared;
import static org.chainrule.optim.Optimizers.sgd;

import java.util.List;
import java.util.Map;
import org.chainrule.Tensor;
import org.chainrule.data.Batch;
import org.chainrule.data.Examples;
import org.chainrule.error.ArgumentException;
import org.chainrule.nn.Inits;
import org.junit.jupiter.api.Test;

class GradientsTest {
    /// `y = w x + b`, from `w = 1` and `b = 0`.
    private static final Step STEP = Step.of(linear(1).weights(Inits.ones()).biases(Inits.zeros()), squared(),
            sgd(0.5));

    private static Examples rows() {
        return Examples.of(new float[][]{{1}, {2}, {3}, {4}}, new float[]{0, 0, 0, 0});
    }

    @Test
    void theMeanOfTwoHalvesIsTheGradientOfTheWhole() {
        Examples rows = rows();
        Run run = STEP.start(rows, 4, 1);
        Batch first = rows.rows(0, 1).batch();
        Batch second = rows.rows(2, 3).batch();
        Gradients mean = Gradients.mean(List.of(run.gradients(first), run.gradients(second)));
        // the loss is the mean of x squared; its gradients are the means of 2 x x and of 2 x
        assertThat(mean.loss()).isEqualTo(30 / 4.0, within(1e-6));
        assertThat(mean.byPath().get("linear/weight").value()).isEqualTo(60 / 4f, within(1e-5f));
        assertThat(mean.byPath().get("linear/bias").value()).isEqualTo(20 / 4f, within(1e-5f));
        run.apply(mean);
        assertThat(run.parameter("linear/weight").value()).isEqualTo(1 - 0.5f * 15, within(1e-5f));
        assertThat(run.parameter("linear/bias").value()).isEqualTo(-0.5f * 5, within(1e-5f));
        assertThat(run.steps()).isEqualTo(1);
    }

    @Test
    void thePartsOfABatchDoNotDependOnTheRunThatTakesThem() {
        Step step = Step.of(sequential(linear(8), dropout(0.5), linear(1)), squared(), sgd(0.1)).seed(4);
        Batch batch = rows().batch();
        Run whole = step.start(rows(), 4, 1);
        Run parts = step.start(rows(), 4, 1);
        Run other = step.start(rows(), 4, 1);
        for (int i = 0; i < 3; i++) {
            Gradients first = parts.gradients(batch, 0);
            Gradients second = parts.gradients(batch, 1);
            assertSameBits(other.gradients(batch, 1), second);
            assertThat(first.loss()).isNotEqualTo(second.loss());
            parts.apply(first);
            other.apply(first);
            assertThat(whole.step(batch)).isEqualTo((float) first.loss());
        }
        assertThat(parts.parameter("linear/weight").values()).isEqualTo(whole.parameter("linear/weight").values());
        assertThatThrownBy(() -> parts.gradients(batch, -1)).isInstanceOf(ArgumentException.class)
                .hasMessageStartingWith("random: the counters are -1 and 3");
    }

    private static void assertSameBits(Gradients actual, Gradients expected) {
        assertThat(actual.loss()).isEqualTo(expected.loss());
        expected.byPath().forEach((path, gradient) -> assertThat(actual.byPath().get(path).values()).as(path)
                .isEqualTo(gradient.values()));
    }

    @Test
    void errors() {
        assertThatThrownBy(() -> Gradients.mean(List.of())).isInstanceOf(ArgumentException.class)
                .hasMessage("mean: got no gradients, expected at least one");
        Gradients a = new Gradients(0, Map.of("a", Tensor.scalar(1)));
        Gradients b = new Gradients(0, Map.of("b", Tensor.scalar(1)));
        assertThatThrownBy(() -> Gradients.mean(List.of(a, b))).isInstanceOf(ArgumentException.class)
                .hasMessage("plus: the gradients are of [a] and of [b], expected the same parameters");
        assertThatThrownBy(() -> STEP.start(rows(), 4, 1).parameter("weight")).isInstanceOf(ArgumentException.class)
                .hasMessage("parameter: there is no weight in the run, expected one of [linear/weight, linear/bias]");
    }

    @Test
    void aLineOfAHistoryGivesItsMeasures() {
        EpochRecord record = new EpochRecord(1, 0.5, Map.of("rmse", 2.0), 0);
        assertThat(record.validation("rmse")).isEqualTo(2);
        assertThatThrownBy(() -> record.validation("mae")).isInstanceOf(ArgumentException.class)
                .hasMessage("validation: there is no measure mae, expected one of [rmse]");
        assertThatThrownBy(() -> new EpochRecord(1, 0.5, Map.of(), 0).validation("rmse"))
                .isInstanceOf(ArgumentException.class).hasMessage(
                        "validation: there is no validation set for the measure rmse; call fit(train, validation)");
    }
}
