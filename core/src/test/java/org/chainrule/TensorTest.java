package org.chainrule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import java.util.List;
import java.util.stream.Stream;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.ShapeException;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TensorTest {
    private static final Tensor MATRIX = Tensor.of(new float[][]{{1, 2, 3}, {4, 5, 6}});

    @Test
    void gradientsOfGradients() {
        Tensor v = Tensor.of(1, 2, 3);
        Tensor g = v.square().sum().gradient(v);
        Tensor h = g.sum().gradient(v);
        assertThat(g.values()).containsExactly(2, 4, 6);
        assertThat(h.values()).containsExactly(2, 2, 2);
        assertThat(h.sum().gradient(v).values()).containsExactly(0, 0, 0);
    }

    @Test
    void aValueOnceReadStillHasItsGradient() {
        Tensor v = Tensor.of(1, 2, 3);
        Tensor squares = v.square();
        assertThat(squares.values()).containsExactly(1, 4, 9);
        assertThat(squares.sum().gradient(v).values()).containsExactly(2, 4, 6);
        assertThat(squares.sum().gradient(squares).values()).containsExactly(1, 1, 1);
        assertThat(squares.detach().sum().gradient(v).values()).containsExactly(0, 0, 0);
        assertThat(squares.stopGradient().sum().gradient(v).values()).containsExactly(0, 0, 0);
    }

    @Test
    void aVectorJacobianProductPicksARow() {
        Tensor x = Tensor.of(1, 2, 3);
        Tensor y = x.softmax(0);
        float[] row = y.gradients(List.of(x), Tensor.of(0, 1, 0)).getFirst().values();
        float[] p = y.values();
        assertThat(row).containsExactly(new float[]{-p[1] * p[0], p[1] * (1 - p[1]), -p[1] * p[2]}, offset(1e-6f));
    }

    @Test
    void operandsAreBroadcast() {
        assertThat(MATRIX.add(Tensor.of(10, 20, 30)).values()).containsExactly(11, 22, 33, 14, 25, 36);
        assertThat(MATRIX.mul(Tensor.of(new float[][]{{1}, {-1}})).values()).containsExactly(1, 2, 3, -4, -5, -6);
        assertThat(MATRIX.sub(1).values()).containsExactly(0, 1, 2, 3, 4, 5);
        Tensor bias = Tensor.of(0, 0, 0);
        assertThat(MATRIX.add(bias).sum().gradient(bias).values()).containsExactly(2, 2, 2);
    }

    @Test
    void reductionsRemoveTheirAxes() {
        assertThat(MATRIX.sum(0).values()).containsExactly(5, 7, 9);
        assertThat(MATRIX.sum(-1).shape()).isEqualTo(Shape.of(2));
        assertThat(MATRIX.mean().value()).isEqualTo(3.5f);
        assertThat(MATRIX.max(0, 1).value()).isEqualTo(6);
        assertThat(MATRIX.min(1).values()).containsExactly(1, 4);
        assertThat(MATRIX.mean(0).values()).containsExactly(2.5f, 3.5f, 4.5f);
    }

    @Test
    void elementsAreMoved() {
        assertThat(MATRIX.transpose().values()).containsExactly(1, 4, 2, 5, 3, 6);
        assertThat(MATRIX.slice(1, 0, 3, 2).values()).containsExactly(1, 3, 4, 6);
        assertThat(MATRIX.pad(1, 1, 0).values()).containsExactly(0, 1, 2, 3, 0, 4, 5, 6);
        assertThat(MATRIX.flip(-1).values()).containsExactly(3, 2, 1, 6, 5, 4);
        assertThat(Tensor.concat(0, MATRIX, MATRIX).shape()).isEqualTo(Shape.of(4, 3));
        assertThat(MATRIX.window(1, 2, 1).values()).containsExactly(1, 2, 2, 3, 4, 5, 5, 6);
        assertThat(MATRIX.reshape(Shape.of(3, 2)).at(2, 0)).isEqualTo(5);
        assertThat(MATRIX.expand(Shape.of(2, 2, 3)).values()).containsExactly(1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6);
    }

    @Test
    void wholeNumbersChoose() {
        Tensor indices = Tensor.ofInts(1, 0, 1);
        assertThat(MATRIX.gather(indices).rows()).isEqualTo(new float[][]{{4, 5, 6}, {1, 2, 3}, {4, 5, 6}});
        assertThat(indices.oneHot(2).values()).containsExactly(0, 1, 1, 0, 0, 1);
        assertThat(MATRIX.argmax(1).ints()).containsExactly(2, 2);
        assertThat(Tensor.of(3, 7, 7).argmax(0).ints()).containsExactly(1);
        assertThat(MATRIX.gather(indices).sum().gradient(MATRIX).values()).containsExactly(1, 1, 1, 2, 2, 2);
        assertThatThrownBy(() -> MATRIX.gather(Tensor.ofInts(0, 2)).values()).isInstanceOf(ArgumentException.class)
                .hasMessage("gather: index 2 at position 1 is out of range, expected 0 to 1");
        assertThatThrownBy(() -> Tensor.ofInts(1 << 25)).isInstanceOf(ArgumentException.class).hasMessage(
                "tensor: the whole number 33554432 at position 0 is beyond 2^24, expected -16777216 to 16777216");
    }

    @Test
    void softmaxDoesNotOverflow() {
        Tensor extreme = Tensor.of(1e4f, -1e4f, 9999);
        assertThat(extreme.softmax(0).values()).containsExactly(new float[]{0.7310586f, 0, 0.26894143f}, offset(1e-6f));
        assertThat(extreme.logSoftmax(0).values()).containsExactly(new float[]{-0.31326166f, -20000.312f, -1.3132616f},
                offset(2e-3f));
        assertThat(extreme.logSumExp(0).value()).isEqualTo(10000.313f);
        assertThat(Tensor.of(Float.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY).logSumExp(0).value())
                .isEqualTo(Float.NEGATIVE_INFINITY);
    }

    @Test
    void aStackIsMultipliedByOneMatrix() {
        Tensor stack = Tensor.of(new float[]{1, 2, 3, 4, 5, 6, 7, 8}, Shape.of(2, 2, 2));
        Tensor swap = Tensor.of(new float[][]{{0, 1}, {1, 0}});
        assertThat(stack.matmul(swap).values()).containsExactly(2, 1, 4, 3, 6, 5, 8, 7);
    }

    static Stream<Arguments> mistakes() {
        Tensor batch = Tensor.input("x", Shape.batch(784));
        Tensor weights = Tensor.input("w", Shape.of(512, 10));
        Tensor labels = Tensor.input("labels", TensorType.i32(Shape.batch()));
        return Stream.of(
                mistake(() -> batch.matmul(weights),
                        "matmul: inner sizes differ: lhs [n, 784] axis 1 = 784, rhs [512, 10] axis 0 = 512"),
                mistake(() -> batch.add(weights), "add: sizes differ and neither is 1: lhs [n, 784] axis 1 = 784,"
                        + " rhs [512, 10] axis 1 = 10"),
                mistake(() -> labels.exp(), "exp: expects real numbers; cast the operand to F32 first: operand i32[n]"),
                mistake(() -> batch.oneHot(3),
                        "oneHot: expects whole numbers as indices; cast them to I32 first: indices f32[n, 784]"),
                mistake(() -> batch.reshape(Shape.batch(28, 27)),
                        "reshape: element counts differ: from [n, 784] = 784 n, to [n, 28, 27] = 756 n"),
                mistake(() -> batch.slice(1, 700, 800), "slice: expected 0 <= start < end <= size and step >= 1:"
                        + " operand [n, 784] axis 1 = 784, start 700 end 800 step 1"),
                mistake(() -> batch.slice(0, 0, 1), "slice: does not work along the batch axis, whose size is known"
                        + " only when a program runs: operand [n, 784] axis 0"),
                mistake(() -> batch.sum(2), "sum: there is no axis 2 in [n, 784], expected -2 to 1"),
                mistake(() -> batch.sum(1, -1), "sum: axis 1 is named twice"),
                mistake(() -> batch.square().gradient(batch),
                        "gradient: expects a single number; sum or average first: operand [n, 784]"),
                mistake(() -> batch.transpose().matmul(batch.transpose()),
                        "matmul: inner sizes differ: lhs [784, n] axis 1 = n, rhs [784, n] axis 0 = 784"),
                mistake(() -> batch.matmul(batch.transpose()),
                        "matmul: [n, n] has two batch axes, expected at most one"),
                mistake(() -> Tensor.of(1, 2, 3).reshape(Shape.of(0)),
                        "shape: axis 0 has size 0 in [0], expected at least 1"),
                mistake(() -> Tensor.of(new float[][]{{1, 2}, {3}}),
                        "tensor: rows differ in length: row 0 has 2, row 1 has 1"),
                mistake(() -> Tensor.of(new float[]{1, 2}, Shape.of(3)),
                        "tensor: the number of values does not fit the shape: 2 values, shape [3]"),
                mistake(() -> Tensor.of(1, 2).where(Tensor.of(1, 2), Tensor.of(1, 2)),
                        "where: expects a condition of truth values and two operands, all of one shape: "
                                + "condition f32[2], then f32[2], else f32[2]"));
    }

    private static Arguments mistake(Runnable code, String message) {
        return Arguments.of(message, code);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void mistakesAreSaidAtTheLine(String message, Runnable code) {
        assertThatThrownBy(code::run).isInstanceOfAny(ShapeException.class, ArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void errorsCarryTheirFacts() {
        Tensor batch = Tensor.input("x", Shape.batch(784));
        assertThatThrownBy(() -> batch.matmul(Tensor.input("w", Shape.of(512, 10))))
                .isInstanceOfSatisfying(ShapeException.class, error -> {
                    assertThat(error.operation()).isEqualTo("matmul");
                    assertThat(error.rule()).isEqualTo("inner sizes differ");
                    assertThat(error.details()).hasSize(2);
                    assertThat(error.in("mlp/linear2").getMessage()).endsWith("axis 0 = 512 (in mlp/linear2)");
                    assertThat(error.in("mlp/linear2").in("mlp").where()).isEqualTo("mlp/linear2");
                });
    }
}
