package org.chainrule.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.chainrule.Tensor;
import org.chainrule.error.ShapeException;
import org.chainrule.type.DType;
import org.junit.jupiter.api.Test;

/// Binary cross-entropy with truth values instead of numbers as the target.
class TruthTargetsTest {
    private static final Loss LOSS = Losses.binaryCrossEntropy();

    @Test
    void areOnesAndZeros() {
        Tensor logits = Tensor.of(new float[][]{{1, -2}, {0.5f, 3}});
        Tensor numbers = Tensor.of(new float[][]{{1, 0}, {0, 1}});
        assertThat(LOSS.apply(logits, numbers.cast(DType.BOOL)).values())
                .isEqualTo(LOSS.apply(logits, numbers).values());
    }

    @Test
    void oneARowNeedsNoAxisOfItsOwn() {
        Tensor logits = Tensor.of(new float[][]{{1}, {-2}});
        assertThat(LOSS.apply(logits, Tensor.of(1, 0).cast(DType.BOOL)).values())
                .isEqualTo(LOSS.apply(logits, Tensor.of(new float[][]{{1}, {0}})).values());
        assertThatThrownBy(() -> LOSS.apply(logits, Tensor.of(1, 0))).isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> LOSS.apply(Tensor.of(new float[][]{{1, 2}}), Tensor.of(1).cast(DType.BOOL)))
                .isInstanceOf(ShapeException.class)
                .hasMessage("binaryCrossEntropy: prediction and target differ in shape: prediction [1, 2], target [1]");
    }
}
