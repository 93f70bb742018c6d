package org.chainrule.compile.lower;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.chainrule.Program;
import org.chainrule.Tensor;
import org.chainrule.type.Shape;
import org.junit.jupiter.api.Test;

/// Which instructions become the epilogue of a product. The bits are those of a separate loop.
class MatmulFusionTest {
    private static final int IN = 30;
    private static final int OUT = 43;

    private static final Tensor X = Tensor.input("x", Shape.batch(IN));
    private static final Tensor W = Tensor.input("w", Shape.of(IN, OUT));
    private static final Tensor BIAS = Tensor.input("bias", Shape.of(OUT));
    private static final Tensor Y = Tensor.input("y", Shape.batch(OUT));
    private static final Tensor Z = X.matmul(W);
    private static final List<Tensor> INPUTS = List.of(X, W, BIAS, Y);

    private static Tensor masked(Tensor mask, Tensor value) {
        return mask.greater(Tensor.scalar(0)).where(value, Tensor.scalar(0));
    }

    private static String explained(Tensor... results) {
        return Program.of(INPUTS, List.of(results)).explain();
    }

    private static boolean isEpilogue(Tensor result) {
        String text = explained(result);
        assertThat(text).contains("matmul");
        return text.lines()
                .noneMatch(line -> line.startsWith("loop") || line.startsWith("%") && !line.contains("matmul"));
    }

    @Test
    void biasReluAndMaskAreEpilogues() {
        for (Tensor result : List.of(Z.add(BIAS), BIAS.add(Z), Z.add(BIAS.reshape(Shape.of(1, OUT))),
                Z.add(BIAS).relu(), masked(Y, Z))) {
            assertThat(isEpilogue(result)).as(result.toString()).isTrue();
        }
        assertThat(explained(Z.add(BIAS).relu()).lines().map(String::stripTrailing)).contains(
                "%4 = matmul x w [n, 43]                                      2.7 kFLOP, 292 B a row + 5.3 kB",
                "    %5 = add %4 bias   (kept in no buffer)", "    %7 = max %5 0.0", "return %7");
    }

    @Test
    void otherInstructionsAreNot() {
        Tensor column = Tensor.input("column", Shape.of(IN, 1));
        Tensor number = Tensor.input("number", Shape.of(1));
        Tensor square = Tensor.input("square", Shape.of(OUT, OUT));
        Tensor turned = Y.matmul(square);
        for (Tensor result : List.of(Z.add(Y), Z.add(1), Z.add(BIAS).maximum(-0.0), Z.add(BIAS).tanh(),
                Z.sub(BIAS), Z.add(Z), masked(Z, Y), masked(Y, Z.add(BIAS)), masked(Y, turned))) {
            List<Tensor> inputs = List.of(X, W, BIAS, Y, square);
            assertThat(Program.of(inputs, List.of(result)).explain()).as(result.toString())
                    .containsPattern("(?m)^(loop|%\\d+ = (?!matmul))");
        }
        assertThat(Program.of(List.of(X, column, number), List.of(X.matmul(column).add(number))).explain())
                .containsPattern("(?m)^%\\d+ = add");
        assertThat(explained(Z.add(BIAS), Z)).containsPattern("(?m)^loop.+\\n    %\\d+ = add");
        assertThat(explained(Z.add(BIAS), Z.exp())).containsPattern("(?m)^(loop|%\\d+ = (add|exp))");
    }

    /// A bias that is computed from the product, or after it, is not available when the product runs.
    @Test
    void theOperandOfAnEpilogueIsComputedBefore() {
        Tensor late = X.mul(2).matmul(W).exp().sum(0);
        for (Tensor result : List.of(Z.add(Z.exp().sum(0)), Z.add(late), late.add(Z))) {
            assertThat(isEpilogue(result)).isFalse();
            check(INPUTS, result, Z, 7);
        }
        assertThat(explained(Z.add(late))).containsPattern("(?m)^loop.+\\n    %\\d+ = add");
        assertThat(explained(late.add(Z))).containsPattern("(?m)^    %\\d+ = add");
    }

    @Test
    void theBitsAreThoseOfALoop() {
        for (int rows : new int[]{1, 2, 7, 96, 300}) {
            for (Tensor result : List.of(Z.add(BIAS), Z.add(BIAS).relu(), masked(Y, Z))) {
                check(INPUTS, result, Z, rows);
            }
        }
    }

    /// In the backward pass, masks are divided among threads together with their products.
    @Test
    void gradientsAreTheSameOnAnyNumberOfThreads() {
        Tensor next = Tensor.input("next", Shape.of(OUT, OUT));
        List<Tensor> inputs = List.of(X, W, BIAS, next);
        Tensor loss = Z.add(BIAS).relu().matmul(next).add(BIAS).relu().matmul(next).square().sum(1).mean();
        Program program = Program.of(inputs, loss.gradients(List.of(W, BIAS, next)));
        assertThat(program.explain()).containsPattern("(?m)^    %\\d+ = less 0.0 .+\\n    %\\d+ = select");
        int[] expected = bits(program, inputs, 400, 1);
        assertThat(bits(program, inputs, 400, 2)).isEqualTo(expected);
        assertThat(bits(program, inputs, 400, 3)).isEqualTo(expected);
    }

    /// If the product is a result too, a loop completes it.
    private static void check(List<Tensor> inputs, Tensor result, Tensor product, int rows) {
        int[] expected = bits(Program.of(inputs, List.of(result, product)), inputs, rows, 1);
        for (int threads = 1; threads <= 3; threads++) {
            assertThat(bits(Program.of(inputs, List.of(result)), inputs, rows, threads)).isEqualTo(expected);
        }
    }

    /// Returns the bits of the first result for numbers of all kinds.
    private static int[] bits(Program program, List<Tensor> inputs, int rows, int threads) {
        Program.Session session = program.start(rows, threads);
        Random random = new Random(5);
        for (Tensor input : inputs) {
            float[] array = session.array(input);
            for (int i = 0; i < array.length; i++) {
                array[i] = random.nextInt(50) == 0
                        ? Float.NaN
                        : random.nextInt(9) == 0 ? -0f : (float) random.nextGaussian();
            }
        }
        session.run(rows);
        float[] result = session.array(program.outputs().getFirst());
        int[] bits = new int[result.length];
        Arrays.setAll(bits, i -> Float.floatToIntBits(result[i]));
        return bits;
    }
}
