package org.chainrule.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.SplittableRandom;
import org.chainrule.Tensor;
import org.chainrule.type.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SoftmaxTest {
    @ParameterizedTest
    @CsvSource({"0, ''", "1, ''", "2, ''", "0, /extreme", "1, /extreme", "2, /extreme"})
    void agreesWithPyTorch(int axis, String suffix) {
        String at = "/axis" + axis + suffix;
        OpFixture.of("op/softmax" + at, "x").check(in -> in.getFirst().softmax(axis));
        OpFixture.of("op/logSoftmax" + at, "x").check(in -> in.getFirst().logSoftmax(axis));
        OpFixture.of("op/logSumExp" + at, "x").check(in -> in.getFirst().logSumExp(axis));
        OpFixture.of("op/logSumExp" + at, "x").check(in -> in.getFirst().logSumExp(axis - 3));
    }

    @ParameterizedTest
    @ValueSource(floats = {1e4f, 1e30f, Float.MAX_VALUE / 2})
    void largeLogitsAreFinite(float large) {
        Tensor x = Tensor.of(new float[][]{{large, -large, 0}, {-large, -large, -large}, {large, large, -large}});
        assertThat(x.softmax(-1).values()).containsExactly(new float[]{1, 0, 0, 1 / 3f, 1 / 3f, 1 / 3f, 0.5f, 0.5f, 0},
                offset(1e-7f));
        assertThat(x.logSumExp(-1).at(0)).isEqualTo(large);
        for (Tensor y : new Tensor[]{x.softmax(-1), x.logSoftmax(-1), x.logSumExp(-1)}) {
            for (float value : y.values()) {
                assertThat(value).isFinite();
            }
            for (float value : y.mul(Tensor.of(0.5f, -1, 2)).sum().gradient(x).values()) {
                assertThat(value).isFinite();
            }
        }
    }

    /// The logits determine the predicted class, because softmax keeps their order. Of equal logits, the first counts.
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 10, 31, 33, 100})
    void theLargestLogitHasTheLargestProbability(int classes) {
        SplittableRandom random = new SplittableRandom(classes);
        int rows = 200;
        float[] logits = new float[rows * classes];
        for (int i = 0; i < logits.length; i++) {
            int row = i / classes;
            // rows with few distinct values and so many ties, rows with a single value, and rows with values up to +-1e4
            logits[i] = switch (row % 4) {
                case 0 -> random.nextInt(3);
                case 1 -> row;
                case 2 -> 1e4f * (random.nextInt(3) - 1);
                default -> (float) random.nextDouble(-30, 30);
            };
        }
        Tensor x = Tensor.of(logits, Shape.of(rows, classes));
        int[] byLogit = x.argmax(-1).ints();
        assertThat(byLogit).isEqualTo(x.softmax(-1).argmax(-1).ints()).isEqualTo(x.logSoftmax(-1).argmax(-1).ints());
        for (int row = 0; row < rows; row++) {
            int first = 0;
            for (int i = 1; i < classes; i++) {
                first = logits[row * classes + i] > logits[row * classes + first] ? i : first;
            }
            assertThat(byLogit[row]).as("row %d", row).isEqualTo(first);
        }
    }

    @Test
    void matrixProductsAgreeWithPyTorch() {
        for (String group : new String[]{"op/matmul/", "op/matmul/batched/"}) {
            OpFixture.of(group + "nn", "a", "b").check(in -> in.get(0).matmul(in.get(1)));
            OpFixture.of(group + "nt", "a", "b").check(in -> in.get(0).matmul(in.get(1).transpose()));
            OpFixture.of(group + "tn", "a", "b").check(in -> in.get(0).transpose().matmul(in.get(1)));
            OpFixture.of(group + "tt", "a", "b").check(in -> in.get(0).transpose().matmul(in.get(1).transpose()));
        }
        OpFixture.of("op/matmul/batched/shared", "a", "b").check(in -> in.get(0).matmul(in.get(1)));
    }
}
