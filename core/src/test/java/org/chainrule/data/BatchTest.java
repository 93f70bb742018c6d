package org.chainrule.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Losses.squared;
import static org.chainrule.optim.Optimizers.sgd;

import java.util.List;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.ShapeException;
import org.chainrule.train.Run;
import org.chainrule.train.Step;
import org.junit.jupiter.api.Test;

/// Batches of arrays that a program fills itself.
class BatchTest {
    private final Examples rows = Examples.of(new float[][]{{1, 2}, {3, 4}, {5, 6}}, new float[]{1, 0, 2})
            .weights(1, 2, 3);

    private Batch given(int count) {
        return Batch.of(rows.type(), count, List.of(new float[]{1, 2, 3, 4, 5, 6, 7, 8}),
                List.of(new float[]{1, 0, 2}), new float[]{1, 2, 3, 4});
    }

    @Test
    void aBatchOfArraysTrainsLikeThatOfExamples() {
        Step step = Step.of(linear(1), squared(), sgd(0.1));
        Run one = step.start(rows, 3, 1);
        Run other = step.start(rows, 3, 1);
        assertThat(other.step(given(3))).isEqualTo(one.step(rows.batch()));
        assertThat(other.parameter("linear/weight").values()).isEqualTo(one.parameter("linear/weight").values());
        assertThat(given(3).row(2)).isEqualTo(2);
    }

    @Test
    void errors() {
        assertThatThrownBy(() -> given(4)).isInstanceOf(ShapeException.class)
                .hasMessageContaining("the array of y is too short");
        assertThatThrownBy(() -> given(0)).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> Batch.of(rows.type(), 1, List.of(), List.of(new float[1]), new float[1]))
                .isInstanceOf(ShapeException.class).hasMessageContaining("there are 0 arrays of inputs, expected 1");
        assertThatThrownBy(() -> Batch.of(rows.type(), 1, List.of(new float[2]), List.of(new float[1]), null))
                .isInstanceOf(ShapeException.class).hasMessageContaining("the weights do not fit");
    }
}
