package org.chainrule.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.chainrule.Program;
import org.chainrule.Tensor;
import org.chainrule.random.RandomStream;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Random numbers that a layer draws.
class NormalDrawsTest {
    private static final int ROWS = 20_000;

    private static Program program(Layer layer) {
        Network network = Network.of(layer, Map.of("x", TensorType.f32(Shape.batch(3))), Network.Mode.TRAINING);
        return Program.of(List.of(network.input(), network.stream()), List.of(network.output()));
    }

    private static float[] draw(Layer layer, int pass, int threads) {
        Program program = program(layer);
        Program.Session session = program.start(ROWS, threads);
        RandomStream.write(7, 1, pass, session.array(program.inputs().get(1)));
        session.run(ROWS);
        return session.value(program.outputs().getFirst(), ROWS).values();
    }

    private static double mean(float[] values, int power) {
        double sum = 0;
        for (float value : values) {
            sum += Math.pow(value, power);
        }
        return sum / values.length;
    }

    /// The first four moments of 60,000 numbers are within four standard errors, as are the shares within one and two standard
    /// deviations.
    @Test
    void theyAreNormal() {
        float[] values = draw((x, s) -> s.normal(x.shape()), 0, 2);
        double error = 1 / Math.sqrt(values.length);
        assertThat(mean(values, 1)).isCloseTo(0, within(4 * error));
        assertThat(mean(values, 2)).isCloseTo(1, within(4 * Math.sqrt(2) * error));
        assertThat(mean(values, 3)).isCloseTo(0, within(4 * Math.sqrt(15) * error));
        assertThat(mean(values, 4)).isCloseTo(3, within(4 * Math.sqrt(96) * error));
        double one = share(values, 1);
        double two = share(values, 2);
        assertThat(one).isCloseTo(0.6827, within(4 * 0.4654 * error));
        assertThat(two).isCloseTo(0.9545, within(4 * 0.2084 * error));
    }

    private static double share(float[] values, double radius) {
        int inside = 0;
        for (float value : values) {
            assertThat(value).isBetween(-6f, 6f);
            inside += Math.abs(value) < radius ? 1 : 0;
        }
        return (double) inside / values.length;
    }

    /// Computed again in double from the uniform numbers at the same position.
    @Test
    void theyFollowFromTwoUniformNumbers() {
        Shape shape = Shape.batch(3);
        Layer normal = (x, s) -> s.normal(x.shape());
        Network network = Network.of(normal, TensorType.f32(shape), true);
        Tensor length = Tensor.uniform("layer#1/length", shape, network.stream());
        Tensor angle = Tensor.uniform("layer#1/angle", shape, network.stream());
        Program program = Program.of(List.of(network.input(), network.stream()),
                List.of(network.output(), length, angle));
        List<Tensor> results = program.run(Tensor.fill(0, Shape.of(1000, 3)), Tensor.ofInts(7, 0, 0, 1, 3));
        for (int i = 0; i < 3000; i++) {
            double expected = Math.sqrt(-2 * Math.log(1 - results.get(1).values()[i]))
                    * Math.cos(2 * Math.PI * results.get(2).values()[i]);
            assertThat((double) results.get(0).values()[i]).isCloseTo(expected, within(2e-6));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void threadsDoNotMatter(int threads) {
        Layer layer = (x, s) -> s.normal(x.shape());
        assertThat(Arrays.equals(draw(layer, 1, threads), draw(layer, 1, 1))).isTrue();
    }

    @Test
    void everyDrawAndEveryPassHasItsOwn() {
        float[] both = draw((x, s) -> Tensor.concat(-1, s.normal(x.shape()), s.normal(x.shape())), 0, 1);
        double product = 0;
        for (int row = 0; row < ROWS; row++) {
            for (int k = 0; k < 3; k++) {
                product += both[6 * row + k] * both[6 * row + 3 + k];
            }
        }
        assertThat(product / (3 * ROWS)).isCloseTo(0, within(4 / Math.sqrt(3 * ROWS)));
        Layer layer = (x, s) -> s.normal(x.shape());
        assertThat(Arrays.equals(draw(layer, 0, 1), draw(layer, 1, 1))).isFalse();
    }
}
