package org.chainrule;

import static org.assertj.core.api.Assertions.assertThat;

import org.chainrule.type.DType;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;
import org.junit.jupiter.api.Test;

class KindsTest {
    private static final Tensor A = Tensor.of(0, 0, 1, 1).cast(DType.BOOL);
    private static final Tensor B = Tensor.of(0, 1, 0, 1).cast(DType.BOOL);
    private static final Tensor NUMBERS = Tensor.of(-1, 0.5f, 2, Float.NaN);
    private static final Tensor LABELS = Tensor.ofInts(0, 1, 2, 1);

    @Test
    void truthTables() {
        assertThat(A.and(B).ints()).containsExactly(0, 0, 0, 1);
        assertThat(A.or(B).ints()).containsExactly(0, 1, 1, 1);
        assertThat(A.xor(B).ints()).containsExactly(0, 1, 1, 0);
        assertThat(A.not().ints()).containsExactly(1, 1, 0, 0);
        assertThat(A.not().not().type()).isEqualTo(A.type());
        Tensor column = Tensor.of(new float[][]{{0}, {1}}).cast(DType.BOOL);
        assertThat(A.and(column).type()).isEqualTo(TensorType.bool(Shape.of(2, 4)));
        assertThat(A.and(column).ints()).containsExactly(0, 0, 0, 0, 0, 0, 1, 1);
        assertThat(column.or(A).ints()).containsExactly(0, 0, 1, 1, 1, 1, 1, 1);
    }

    @Test
    void numbersAreCompared() {
        assertThat(NUMBERS.less(0.5).ints()).containsExactly(1, 0, 0, 0);
        assertThat(NUMBERS.lessEqual(0.5).ints()).containsExactly(1, 1, 0, 0);
        assertThat(NUMBERS.greater(0.5).ints()).containsExactly(0, 0, 1, 0);
        assertThat(NUMBERS.greaterEqual(0.5).ints()).containsExactly(0, 1, 1, 0);
        assertThat(NUMBERS.equal(2).ints()).containsExactly(0, 0, 1, 0);
        assertThat(NUMBERS.notEqual(2).ints()).containsExactly(1, 1, 0, 1);
        assertThat(NUMBERS.notEqual(NUMBERS).ints()).containsExactly(0, 0, 0, 1);
        assertThat(LABELS.equal(1).ints()).containsExactly(0, 1, 0, 1);
        assertThat(LABELS.less(1.5).ints()).containsExactly(1, 1, 0, 1);
        assertThat(A.equal(1).ints()).containsExactly(0, 0, 1, 1);
        assertThat(LABELS.notEqual(Tensor.ofInts(0, 2, 2, 2)).ints()).containsExactly(0, 1, 0, 1);
    }

    @Test
    void numbersAreChosen() {
        assertThat(A.where(1, -1).values()).containsExactly(-1, -1, 1, 1);
        assertThat(A.where(NUMBERS, 7).values()).containsExactly(7, 7, 2, Float.NaN);
        assertThat(A.where(7, NUMBERS).values()).containsExactly(-1, 0.5f, 7, 7);
        assertThat(A.where(LABELS, 9).type()).isEqualTo(LABELS.type());
        assertThat(A.where(LABELS, 9).ints()).containsExactly(9, 9, 2, 1);
        assertThat(A.where(1, B).ints()).containsExactly(0, 1, 1, 1);
        Tensor x = Tensor.of(1, 2, 3, 4);
        assertThat(A.where(x.square(), 0).sum().gradient(x).values()).containsExactly(0, 0, 6, 8);
    }

    @Test
    void theLargerAndTheSmaller() {
        Tensor other = Tensor.of(0, 0.5f, 3, 1);
        assertThat(NUMBERS.maximum(other).values()).containsExactly(0, 0.5f, 3, Float.NaN);
        assertThat(NUMBERS.minimum(other).values()).containsExactly(-1, 0.5f, 2, Float.NaN);
        assertThat(NUMBERS.maximum(1).values()).containsExactly(1, 1, 2, Float.NaN);
        assertThat(NUMBERS.minimum(1).values()).containsExactly(-1, 0.5f, 1, Float.NaN);
        Tensor x = Tensor.of(-1, 1, 2);
        assertThat(x.maximum(1).sum().gradient(x).values()).containsExactly(0, 0, 1);
        assertThat(x.minimum(1).sum().gradient(x).values()).containsExactly(1, 0, 0);
        assertThat(x.clamp(1, 1).values()).containsExactly(1, 1, 1);
        assertThat(x.clamp(Double.NEGATIVE_INFINITY, 1.5).values()).containsExactly(-1, 1, 1.5f);
    }
}
