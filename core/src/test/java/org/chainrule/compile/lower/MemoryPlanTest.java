package org.chainrule.compile.lower;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.chainrule.Program;
import org.chainrule.Tensor;
import org.chainrule.type.Shape;
import org.junit.jupiter.api.Test;

class MemoryPlanTest {
    @Test
    void aScalarDoesNotWithholdTheBufferOfAVector() {
        int size = 10_000;
        Tensor x = Tensor.input("x", Shape.of(size));
        Tensor r = Tensor.input("r", Shape.scalar());
        Tensor first = x.exp().sum();
        Tensor second = r.mul(r).mul(x.square()).sum();
        Program program = Program.of(List.of(x, r), List.of(first.add(second)));
        assertThat(program.memory(1).work()).isBetween(4L * size, 4L * size + 100);
        Tensor ones = Tensor.fill(1, Shape.of(size));
        assertThat(program.run(ones, Tensor.scalar(3)).getFirst().value())
                .isEqualTo(ones.exp().sum().add(9 * size).value());
    }
}
