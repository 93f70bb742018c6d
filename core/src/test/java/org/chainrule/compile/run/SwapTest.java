package org.chainrule.compile.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.chainrule.Program;
import org.chainrule.Tensor;
import org.chainrule.compile.emit.CompiledBody;
import org.chainrule.compile.emit.EmittedLoop;
import org.chainrule.thread.Background;
import org.chainrule.type.Shape;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Random loops change between kernels and generated code at random steps of a training, and the training ends with the
/// same bits.
class SwapTest {
    private static final int ROWS = 37;
    private static final int STEPS = 60;
    /// More than the loops of the training.
    private static final int LAST = 60;

    private final Map<CompiledBody, @Nullable EmittedLoop> codes = new HashMap<>();

    private @Nullable EmittedLoop code(CompiledBody written) {
        return codes.computeIfAbsent(written, CompiledBody::write);
    }

    private record Training(Program program, List<Tensor> state) {
        /// A layer with tanh, layer normalisation and a softmax, trained with momentum.
        static Training of() {
            Tensor x = Tensor.input("x", Shape.batch(19));
            Tensor first = Tensor.input("first", Shape.of(19, 45));
            Tensor second = Tensor.input("second", Shape.of(45, 11));
            Tensor bias = Tensor.input("bias", Shape.of(11));
            Tensor hidden = x.matmul(first).tanh();
            Tensor centred = hidden.sub(hidden.mean(-1).reshape(Shape.batch(1)));
            Tensor scaled = centred.div(centred.square().mean(-1).add(1e-5).sqrt().reshape(Shape.batch(1)));
            Tensor loss = scaled.matmul(second).add(bias).logSoftmax(1).exp().square().sum(1).mean().mul(-1);
            List<Tensor> weights = List.of(first, second, bias);
            List<Tensor> gradients = loss.gradients(weights);
            Map<Tensor, Tensor> updates = new LinkedHashMap<>();
            List<Tensor> inputs = new ArrayList<>(List.of(x));
            for (int i = weights.size() - 1; i >= 0; i--) {
                Tensor momentum = Tensor.input("momentum" + i, weights.get(i).shape());
                Tensor next = momentum.mul(0.9).add(gradients.get(i));
                updates.put(momentum, next);
                updates.put(weights.get(i), weights.get(i).sub(next.mul(0.1)));
                inputs.addAll(List.of(momentum, weights.get(i)));
            }
            return new Training(Program.of(inputs, List.of(loss), updates), inputs);
        }

        int[] run(Runnable beforeEachStep) {
            Program.Session session = program.start(ROWS, 1);
            SplittableRandom random = new SplittableRandom(3);
            for (Tensor tensor : state) {
                float[] array = session.array(tensor);
                for (int i = 0; i < array.length; i++) {
                    array[i] = (float) random.nextDouble(-1, 1);
                }
            }
            for (int step = 0; step < STEPS; step++) {
                beforeEachStep.run();
                session.run(step % 5 == 4 ? ROWS - 6 : ROWS);
            }
            return state.stream().map(session::array).flatMapToInt(array -> {
                int[] bits = new int[array.length];
                Arrays.setAll(bits, i -> Float.floatToIntBits(array[i]));
                return Arrays.stream(bits);
            }).toArray();
        }
    }

    @Test
    void loopsMayChangeTheirFormAtAnyStep() {
        Training training = Training.of();
        training.program().start(ROWS, 1);
        int[] ready = training.run(() -> CompiledBody.known().forEach(written -> written.publish(null)));
        int[] code = training.run(() -> CompiledBody.known().forEach(written -> written.publish(code(written))));
        assertThat(CompiledBody.known()).hasSizeGreaterThan(4)
                .allSatisfy(written -> assertThat(written.code()).isNotNull());
        SplittableRandom random = new SplittableRandom(7);
        int[] mixed = training.run(() -> CompiledBody.known()
                .forEach(written -> written.publish(random.nextBoolean() ? code(written) : null)));
        assertThat(code).isEqualTo(ready);
        assertThat(mixed).isEqualTo(ready);
    }

    @Test
    @Timeout(300)
    void resultsStayTheSameWhileLoopsAreWarmed() {
        Training training = Training.of();
        int[] ready = training.run(() -> CompiledBody.known().forEach(written -> written.publish(null)));
        // other tests have left thousands; those used last are those of the training, among others
        training.program().start(ROWS, 1);
        CompiledBody.known().reversed().stream().limit(LAST).forEach(CompiledBody::ask);
        AtomicBoolean done = new AtomicBoolean();
        Background.soon(Background.Urgency.REST, () -> done.set(true));
        while (!done.get()) {
            assertThat(training.run(() -> {
            })).isEqualTo(ready);
        }
        assertThat(CompiledBody.known()).anySatisfy(written -> assertThat(written.code()).isNotNull());
        assertThat(training.run(() -> {
        })).isEqualTo(ready);
    }
}
