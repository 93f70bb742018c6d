package org.chainrule.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.chainrule.Program;
import org.chainrule.Tensor;
import org.chainrule.error.ArgumentException;
import org.chainrule.ir.DType;
import org.chainrule.ir.Shape;
import org.chainrule.ir.TensorType;
import org.junit.jupiter.api.Test;

/// Steps that run at the same time.
class WaveTest {
    private static final int WIDTH = 200;

    private static final Tensor X = Tensor.input("x", TensorType.f32(Shape.batch(WIDTH)));
    private static final Tensor LABEL = Tensor.input("label", new TensorType(DType.I32, Shape.batch()));
    private static final Tensor W = Tensor.input("w", Shape.of(WIDTH, WIDTH));
    private static final Tensor V = Tensor.input("v", Shape.of(WIDTH, 3));

    /// Two layers whose gradients and updates touch each other's buffers in every way there is.
    private static Program program() {
        Tensor hidden = X.matmul(W).tanh();
        Tensor loss = hidden.matmul(V).mul(LABEL.oneHot(3)).sum().square();
        List<Tensor> gradients = loss.gradients(List.of(W, V));
        Map<Tensor, Tensor> updates = new LinkedHashMap<>();
        updates.put(V, V.sub(gradients.get(1).mul(1e-4)));
        updates.put(W, W.sub(gradients.get(0).mul(1e-4)));
        return Program.of(List.of(X, LABEL, W, V), List.of(loss, hidden), updates);
    }

    private static Program.Session session(int threads) {
        Program.Session session = program().start(64, threads);
        Random random = new Random(3);
        for (Tensor tensor : List.of(X, W, V)) {
            float[] array = session.array(tensor);
            for (int i = 0; i < array.length; i++) {
                array[i] = (float) random.nextGaussian() * 0.1f;
            }
        }
        for (int i = 0; i < 64; i++) {
            session.array(LABEL)[i] = random.nextInt(3);
        }
        return session;
    }

    @Test
    void theBitsAreThoseOfOneThread() {
        for (int threads = 2; threads <= 4; threads++) {
            Program.Session many = session(threads);
            Program.Session one = session(1);
            for (int n : new int[]{64, 64, 17, 1, 64}) {
                one.run(n);
                many.run(n);
                assertThat(many.array(W)).containsExactly(one.array(W));
                assertThat(many.array(V)).containsExactly(one.array(V));
            }
            assertThat(many.array(W)).doesNotContain(Float.NaN).isNotEqualTo(session(1).array(W));
        }
    }

    @Test
    void noStateChangesWhenAnIndexIsOutOfRange() {
        Program.Session session = session(2);
        float[] w = session.array(W).clone();
        float[] v = session.array(V).clone();
        session.array(LABEL)[5] = 3;
        for (int run = 0; run < 3; run++) {
            assertThatThrownBy(() -> session.run(64)).isInstanceOf(ArgumentException.class);
        }
        assertThat(session.array(W)).containsExactly(w);
        assertThat(session.array(V)).containsExactly(v);
    }
}
