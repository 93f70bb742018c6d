package org.chainrule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.chainrule.error.ArgumentException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests for values in the middle of a computation, which must not change any gradient.
class EagerTest {
    /// The requests of a loop in each step, given the parameter and the loss, before the gradient is computed.
    private static Stream<BiConsumer<Tensor, Tensor>> asking() {
        return Stream.of((w, loss) -> {
        }, (w, loss) -> loss.value(), (w, loss) -> w.value(), (w, loss) -> Tensor.all(loss, w),
                (w, loss) -> Tensor.all(w.mul(2), loss.gradient(w)));
    }

    /// Descent on `(w - x)^2` at rate 0.1 multiplies the difference by 0.8 in each step.
    @ParameterizedTest
    @MethodSource("asking")
    void gradientsGoBackThroughEvaluatedSteps(BiConsumer<Tensor, Tensor> asking) {
        Tensor x = Tensor.scalar(1).add(Tensor.of(0)).sum();
        Tensor start = Tensor.of(3).sum();
        Tensor w = start;
        Tensor second = start;
        for (int i = 0; i < 6; i++) {
            Tensor loss = w.sub(x).square();
            asking.accept(w, loss);
            w = w.sub(loss.gradient(w).mul(0.1));
            second = i == 1 ? w : second;
        }
        Tensor loss = w.sub(x).square();
        asking.accept(w, loss);
        double shrunk = StrictMath.pow(0.8, 12);
        assertThat(loss.value()).isCloseTo((float) (4 * shrunk), within(1e-5f));
        List<Tensor> gradients = loss.gradients(List.of(start, x, second, w));
        Tensor.all(gradients.toArray(Tensor[]::new));
        assertThat(gradients.get(0).value()).isCloseTo((float) (4 * shrunk), within(1e-5f));
        assertThat(gradients.get(1).value()).isCloseTo((float) (-4 * shrunk), within(1e-5f));
        assertThat(gradients.get(2).value())
                .isCloseTo((float) (2 * 2 * 0.64 * StrictMath.pow(0.8, 8)), within(1e-5f));
        assertThat(gradients.get(3).value()).isCloseTo((float) (4 * StrictMath.pow(0.8, 6)), within(1e-5f));
        assertThat(gradients.get(0).gradient(start).value()).isCloseTo((float) (2 * shrunk), within(1e-5f));
        assertThat(gradients.get(0).gradient(x).value()).isCloseTo((float) (-2 * shrunk), within(1e-5f));
    }

    /// Each bit of the number requests one of the values.
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15})
    void higherGradientsAreRightWhateverWasEvaluated(int asked) {
        Tensor x = Tensor.of(2, 3);
        Tensor square = x.square();
        ask(asked, 1, square);
        Tensor cube = square.mul(x);
        ask(asked, 2, cube);
        Tensor first = cube.sum().gradient(x);
        ask(asked, 4, first);
        Tensor second = first.sum().gradient(x);
        ask(asked, 8, second);
        assertThat(first.values()).containsExactly(12, 27);
        assertThat(second.values()).containsExactly(12, 18);
        assertThat(second.sum().gradient(x).values()).containsExactly(6, 6);
        assertThat(cube.sum().gradient(square).values()).containsExactly(2, 3);
    }

    private static void ask(int asked, int bit, Tensor tensor) {
        if ((asked & bit) != 0) {
            tensor.values();
        }
    }

    @Test
    void severalTensorsAreEvaluatedTogether() {
        Tensor x = Tensor.of(1, 2, 3);
        Tensor shared = x.exp();
        Tensor sum = shared.sum();
        Tensor gradient = sum.gradient(x);
        Tensor literal = Tensor.scalar(4);
        Tensor.all(sum, gradient, x, literal, sum);
        assertThat(List.of(sum, gradient, literal)).allMatch(tensor -> tensor.node().values() != null);
        assertThat(shared.node().computed()).isTrue();
        assertThat(sum.value()).isCloseTo((float) (StrictMath.E + StrictMath.exp(2) + StrictMath.exp(3)),
                within(1e-4f));
        assertThat(gradient.values()).isEqualTo(shared.values());
        assertThat(literal.value()).isEqualTo(4);
        Tensor.all();
    }

    @Test
    void allNamesWhatItCannotEvaluate() {
        Tensor x = Tensor.input("x", org.chainrule.type.Shape.of(2));
        assertThatThrownBy(() -> Tensor.all(Tensor.of(1), x.neg())).isInstanceOf(ArgumentException.class)
                .hasMessage("value: the input x has no data; run the computation through a Program");
    }

    /// Values that a loop needs again are kept from the second time on, and no others.
    @Test
    void whatNewReadersNeedAgainIsKept() {
        Tensor x = Tensor.of(1, 2);
        Tensor base = x.exp();
        base.sum().value();
        assertThat(base.node().values()).isNull();
        base.mul(2).sum().value();
        assertThat(base.node().values()).isNotNull();
    }

    @Test
    void aValueOnceReadStays() {
        Tensor x = Tensor.of(0.1f, 0.7f, 1.3f);
        Tensor product = x.mul(0.3f);
        Tensor sum = product.add(x.square());
        float[] before = product.values();
        Tensor.all(sum.sum().gradient(x), sum);
        assertThat(product.values()).isEqualTo(before);
        assertThat(product.detach().values()).isEqualTo(before);
    }

    private static Tensor descended(Tensor x, Tensor start, int steps) {
        Tensor w = start;
        for (int i = 0; i < steps; i++) {
            Tensor loss = w.sub(x).square().mean();
            w = w.sub(loss.gradient(w).mul(0.1));
            if (i % 10 == 0) {
                loss.value();
            }
        }
        return w;
    }

    @Test
    void afterAVeryLongLoopAGradientBackToItsBeginningIsRefused() {
        Tensor x = Tensor.of(1, 2);
        Tensor w = descended(x, Tensor.of(0, 0), 10_000);
        Tensor loss = w.sub(x.mul(2)).square().sum();
        assertThat(loss.gradient(w).values()).containsExactly(new float[]{-2, -4}, within(1e-3f));
        assertThatThrownBy(() -> loss.gradient(x)).isInstanceOf(ArgumentException.class)
                .hasMessage(
                        "gradients: the gradient with respect to number 0 of wrt, f32[2], passes through f32[2], "
                                + "whose history was released because it grew too long; call detach() on that tensor to treat "
                                + "it as data, or request the result earlier");
        assertThatThrownBy(() -> Program.of(List.of(x), List.of(loss))).isInstanceOf(ArgumentException.class)
                .hasMessage(
                        "program: the outputs depend on the input f32[2] through f32[2], whose history was released "
                                + "because it grew too long; call detach() on that tensor to treat it as data, or "
                                + "request the result earlier");
        Tensor alone = w.detach().sub(x.mul(2)).square().sum();
        assertThat(alone.gradient(x).values()).containsExactly(new float[]{4, 8}, within(1e-3f));
        assertThat(Program.of(List.of(x), List.of(alone)).run(Tensor.of(0, 0)).getFirst().value())
                .isCloseTo(5, within(1e-3f));
    }

    @Test
    void threadsShareTensors() throws Exception {
        Tensor x = Tensor.of(1, 2);
        Tensor shared = descended(x, Tensor.of(0, 0), 100);
        List<Callable<float[]>> loops = new ArrayList<>();
        IntStream.range(0, 4).forEach(_ -> loops.add(() -> descended(x, shared, 6_000).values()));
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (Future<float[]> result : threads.invokeAll(loops)) {
                assertThat(result.get()).containsExactly(new float[]{1, 2}, within(1e-3f));
            }
        }
    }
}
