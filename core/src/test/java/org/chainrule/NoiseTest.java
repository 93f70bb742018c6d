package org.chainrule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.Arrays;
import java.util.List;
import org.chainrule.random.Philox;
import org.chainrule.random.RandomStream;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;
import org.junit.jupiter.api.Test;

class NoiseTest {
    private static final Shape MANY = Shape.of(100, 1000);

    @Test
    void uniformNumbersAreThoseOfPhilox() {
        float[] expected = new float[12];
        Philox.uniform(Philox.key(-7, "uniform"), 0, 0, expected, 0, 12);
        assertThat(Tensor.uniform(Shape.of(3, 4), -7).values()).isEqualTo(expected);
    }

    @Test
    void aSeedGivesItsNumbers() {
        assertThat(Tensor.normal(MANY, 3).values()).isEqualTo(Tensor.normal(MANY, 3).values());
        assertThat(Tensor.normal(MANY, 3).values()).isNotEqualTo(Tensor.normal(MANY, 4).values());
        assertThat(Tensor.uniform(MANY, 3).values()).isNotEqualTo(Tensor.uniform(MANY, 1L << 60 | 3).values());
        Program program = Program.of(List.of(), List.of(Tensor.normal(Shape.of(5), 3)));
        assertThat(program.run().getFirst().values())
                .isEqualTo(Arrays.copyOf(Tensor.normal(Shape.of(5), 3).values(), 5));
    }

    /// Mean, variance, fourth moment and proportions of 100 000 numbers, within five standard errors.
    @Test
    void momentsAreThoseOfANormal() {
        float[] normal = Tensor.normal(MANY, 1).values();
        double n = normal.length;
        double[] moments = new double[5];
        for (float value : normal) {
            for (int power = 1; power < 5; power++) {
                moments[power] += StrictMath.pow(value, power) / n;
            }
        }
        assertThat(moments[1]).isCloseTo(0, offset(5 / Math.sqrt(n)));
        assertThat(moments[2]).isCloseTo(1, offset(5 * Math.sqrt(2 / n)));
        assertThat(moments[3]).isCloseTo(0, offset(5 * Math.sqrt(15 / n)));
        assertThat(moments[4]).isCloseTo(3, offset(5 * Math.sqrt(96 / n)));
        double[] bounds = {-2, -1, 0, 1, 2};
        double[] shares = {0.02275013, 0.15865525, 0.5, 0.84134475, 0.97724987};
        for (int i = 0; i < bounds.length; i++) {
            int below = 0;
            for (float value : normal) {
                below += value < bounds[i] ? 1 : 0;
            }
            assertThat(below / n).isCloseTo(shares[i], offset(5 * Math.sqrt(shares[i] * (1 - shares[i]) / n)));
        }
    }

    /// The smallest uniform number for the length is 2^-24, and `sqrt(48 ln 2)` is 5.768.
    @Test
    void normalNumbersAreFinite() {
        for (long seed = 0; seed < 20; seed++) {
            for (float value : Tensor.normal(MANY, seed).values()) {
                assertThat(Math.abs(value) < 5.8).isTrue();
            }
        }
    }

    @Test
    void aStreamGivesNewNumbersInEveryStep() {
        Tensor stream = Tensor.input("stream", TensorType.i32(Shape.of(RandomStream.WORDS)));
        Program program = Program.of(List.of(stream), List.of(Tensor.normal("noise", Shape.of(8), stream)));
        Program.Session session = program.start(1, 1);
        RandomStream.write(9, 0, 1, session.array(stream));
        session.run(1);
        float[] first = session.value(program.outputs().getFirst(), 1).values();
        RandomStream.write(9, 0, 2, session.array(stream));
        session.run(1);
        assertThat(session.value(program.outputs().getFirst(), 1).values()).isNotEqualTo(first);
        RandomStream.write(9, 0, 1, session.array(stream));
        session.run(1);
        assertThat(session.value(program.outputs().getFirst(), 1).values()).isEqualTo(first);
    }
}
