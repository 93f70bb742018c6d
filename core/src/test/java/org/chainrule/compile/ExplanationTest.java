package org.chainrule.compile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.chainrule.Program;
import org.chainrule.Tensor;
import org.chainrule.ir.Shape;
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
