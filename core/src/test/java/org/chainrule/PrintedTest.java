package org.chainrule;

import static org.assertj.core.api.Assertions.assertThat;

import org.chainrule.type.DType;
import org.chainrule.type.Shape;
import org.junit.jupiter.api.Test;

class PrintedTest {
    @Test
    void rowsAreAligned() {
        assertThat(Tensor.of(1, 2.5f, -30)).hasToString("[  1.0,   2.5, -30.0]");
        assertThat(Tensor.of(new float[][]{{1, -2.25f}, {100, 0}})).hasToString("""
                [[  1.0 ,  -2.25],
                 [100.0 ,   0.0 ]]""");
        assertThat(Tensor.of(1, 1, 1).reshape(3, 1, 1).detach()).hasToString("""
                [[[1.0]],

                 [[1.0]],

                 [[1.0]]]""");
        assertThat(Tensor.of(1, 2, 3, 4).reshape(2, 1, 2).detach()).hasToString("""
                [[[1.0, 2.0]],

                 [[3.0, 4.0]]]""");
    }

    @Test
    void numbersAreShort() {
        assertThat(Tensor.of(0.1f, 1 / 3f)).hasToString("[0.1       , 0.33333334]");
        assertThat(Tensor.of(1.5f).reshape().detach()).hasToString("1.5");
        assertThat(Tensor.of(Float.NaN, Float.NEGATIVE_INFINITY, -0f))
                .hasToString("[      NaN, -Infinity,      -0.0]");
        assertThat(Tensor.of(1e-7f, -2.5e10f, 0, 100)).hasToString("[ 1.0e-7, -2.5e10,     0.0,   1.0e2]");
        assertThat(Tensor.of(12345678, 0.0001f)).hasToString("[12345678.0   ,        0.0001]");
    }

    @Test
    void otherKindsAreNamed() {
        assertThat(Tensor.ofInts(1, -20, 3)).hasToString("[  1, -20,   3] i32");
        assertThat(Tensor.of(1, 0).cast(DType.BOOL).detach()).hasToString("[ true, false] bool");
    }

    @Test
    void longAxesAreCutShort() {
        assertThat(Tensor.iota(101)).hasToString("[  0,   1,   2, ...,  98,  99, 100] i32[101]");
        assertThat(Tensor.iota(7)).hasToString("[0, 1, 2, 3, 4, 5, 6] i32");
        float[] numbers = new float[200 * 3];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = i;
        }
        assertThat(Tensor.of(numbers, Shape.of(200, 3))).hasToString("""
                [[  0.0,   1.0,   2.0],
                 [  3.0,   4.0,   5.0],
                 [  6.0,   7.0,   8.0],
                 ...,
                 [591.0, 592.0, 593.0],
                 [594.0, 595.0, 596.0],
                 [597.0, 598.0, 599.0]] f32[200, 3]""");
        assertThat(Tensor.of(numbers, Shape.of(3, 200))).hasToString("""
                [[  0.0,   1.0,   2.0, ..., 197.0, 198.0, 199.0],
                 [200.0, 201.0, 202.0, ..., 397.0, 398.0, 399.0],
                 [400.0, 401.0, 402.0, ..., 597.0, 598.0, 599.0]] f32[3, 200]""");
    }

    @Test
    void printingComputesNothing() {
        Tensor sum = Tensor.of(1, 2).add(1);
        assertThat(sum).hasToString("f32[2]");
        assertThat(sum.values()).containsExactly(2, 3);
        assertThat(sum).hasToString("[2.0, 3.0]");
        assertThat(Tensor.input("pixels", Shape.batch(784))).hasToString("pixels f32[n, 784]");
    }
}
