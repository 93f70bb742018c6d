package org.chainrule.compile.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.chainrule.Program;
import org.chainrule.ReferenceRun;
import org.chainrule.Tensor;
import org.chainrule.type.Shape;
import org.junit.jupiter.api.Test;

class ExplanationTest {
    private static Program program() {
        Tensor x = Tensor.input("x", Shape.batch(20));
        Tensor weight = Tensor.input("weight", Shape.of(20, 8));
        Tensor total = Tensor.input("total", Shape.batch());
        Tensor sum = x.matmul(weight).mul(0.5).exp().sum(1);
        return Program.of(List.of(x, weight, total), List.of(sum), Map.of(total, total.add(sum)));
    }

    @Test
    void loopsAreShownWithTheirCost() {
        assertThat(program().explain().lines().map(String::stripTrailing)).containsExactly(
                "%3 = matmul x weight [n, 8]                                  320 FLOP, 112 B a row + 640 B",
                "loop over [n, 8], 3 parts                                    177 FLOP, 44 B a row + 4 B",
                "    %5 = mul %3 0.5   (kept in no buffer)", "    %6 = exp %5   (kept in no buffer)",
                "    %7 = sum along axis 1 of %6", "    %8 (over total) = add total %7", "update total",
                "return %7");
    }

    /// Keeping the input of the ReLU would double the memory of the backward pass.
    @Test
    void reluKeepsOnlyItsResult() {
        Tensor x = Tensor.input("x", Shape.batch(20));
        Tensor weight = Tensor.input("weight", Shape.of(20, 8));
        Tensor bias = Tensor.input("bias", Shape.of(8));
        Tensor next = Tensor.input("next", Shape.of(8, 3));
        Tensor loss = x.matmul(weight).add(bias).relu().matmul(next).exp().sum(1).mean();
        Program program = Program.of(List.of(x, weight, bias, next), loss.gradients(List.of(weight, bias, next)));
        assertThat(program.explain().lines().map(String::strip)).contains("%6 = add %5 bias   (kept in no buffer)",
                "%7 = max %6 0.0");
    }

    /// A copy of a transposed operand would be a separate step.
    @Test
    void productsReadTransposedOperandsInPlace() {
        for (Shape shape : List.of(Shape.of(3, 4), Shape.of(2, 3, 2))) {
            Tensor x = Tensor.input("x", shape);
            Tensor y = Tensor.input("y", shape);
            Tensor again = y.transpose().mul(1).transpose();
            List<Tensor> products = List.of(x.transpose().matmul(y), y.matmul(x.transpose()),
                    x.transpose().matmul(again), again.matmul(x.transpose()));
            assertThat(Program.of(List.of(x, y), products).explain()).contains("matmul").doesNotContain("permute");
            Map<Tensor, double[]> data = Map.of(x, new double[]{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, y,
                    new double[]{2, 7, 1, 8, 2, 8, 1, 8, 2, 8, 4, 5});
            List<double[]> expected = ReferenceRun.doubles(products, data, 1);
            List<float[]> values = ReferenceRun.floats(products, data, 1);
            for (int i = 0; i < products.size(); i++) {
                assertThat(values.get(i)).containsExactly(narrowed(expected.get(i)));
            }
        }
    }

    @Test
    void otherPermutationsInFrontOfAProductAreCopies() {
        Tensor grid = Tensor.input("grid", Shape.of(3, 3, 3));
        for (Tensor moved : List.of(grid.permute(1, 0, 2), grid.permute(2, 1, 0), grid.permute(1, 2, 0))) {
            assertThat(Program.of(List.of(grid), List.of(moved.matmul(grid))).explain()).contains("permute");
        }
    }

    private static float[] narrowed(double[] values) {
        float[] narrowed = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            narrowed[i] = (float) values[i];
        }
        return narrowed;
    }

    @Test
    void aSessionThatRanShowsTimes() {
        Program.Session session = program().start(3, 1);
        assertThat(session.explain()).isEqualTo(program().explain());
        session.run(3);
        session.run(3);
        assertThat(session.explain().lines().findFirst().orElse("")).matches(
                "2 runs, lately of 3 rows in [\\d.]+ us; limit: \\d+ GFLOP/s by matmul, \\d+ GB/s from memory,"
                        + " one core");
        assertThat(session.explain()).containsPattern(
                "loop over \\[n, 8\\], 3 parts +531 FLOP, 136 B, [\\d.]+ us, \\d+ % of the time, \\d+ % of the limit");
    }
}
