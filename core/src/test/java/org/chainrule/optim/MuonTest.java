package org.chainrule.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;
import static org.chainrule.nn.Layers.dropout;
import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Layers.relu;
import static org.chainrule.nn.Layers.sequential;
import static org.chainrule.optim.Optimizers.adam;
import static org.chainrule.optim.Optimizers.averaged;
import static org.chainrule.optim.Optimizers.muon;
import static org.chainrule.optim.Optimizers.sgd;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.chainrule.Tensor;
import org.chainrule.data.Batch;
import org.chainrule.data.Examples;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.FormatException;
import org.chainrule.nn.Layer;
import org.chainrule.nn.Losses;
import org.chainrule.train.Run;
import org.chainrule.train.Step;
import org.chainrule.type.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the trainings of the fixtures do not show: the iteration on its own, and Muon in a run.
class MuonTest {
    private static final Layer NET = sequential(linear(40), relu(), dropout(0.2), linear(24), relu(), linear(1));
    private static final List<Optimizer.Parameter> PARAMETERS = List.of(
            new Optimizer.Parameter("linear/weight", Shape.of(3, 4), true),
            new Optimizer.Parameter("linear/bias", Shape.of(4), false),
            new Optimizer.Parameter("head/weight", Shape.of(4, 2), false));

    @TempDir
    Path folder;

    /// The iteration acts on each singular value alone, by a polynomial of degree 5.
    @Test
    void singularValuesFollowThePolynomial() {
        double[] values = {3, 1, 0.25, 0.01};
        float[] diagonal = new float[24]; // [4, 6]
        double norm = 0;
        for (int i = 0; i < 4; i++) {
            diagonal[7 * i] = (float) values[i];
            norm = Math.hypot(norm, (float) values[i]);
        }
        float[] result = Muon.orthogonal(Tensor.of(diagonal, Shape.of(4, 6))).values();
        for (int i = 0; i < 24; i++) {
            double x = i % 7 == 0 ? diagonal[i] / (norm + 1e-7) : 0;
            for (int step = 0; step < 5; step++) {
                x = 3.4445 * x - 4.7750 * x * x * x + 2.0315 * x * x * x * x * x;
            }
            assertThat((double) result[i]).as("value %d", i).isCloseTo(x, offset(1e-5));
        }
        assertThat(result[0]).isBetween(0.65f, 1.25f);
        assertThat(result[14]).isBetween(0.65f, 1.25f);
    }

    @Test
    void directionsAreNearlyOrthogonal() {
        Tensor wide = Tensor.normal(Shape.of(5, 30), 3);
        float[][] product = Muon.orthogonal(wide).matmul(Muon.orthogonal(wide).transpose()).rows();
        for (int i = 0; i < 5; i++) {
            for (int j = 0; j < 5; j++) {
                assertThat(product[i][j]).isBetween(i == j ? 0.4f : -0.4f, i == j ? 1.6f : 0.4f);
            }
        }
    }

    @Test
    void aTallMatrixIsTheTransposeOfAWideOne() {
        Tensor wide = Tensor.normal(Shape.of(5, 9), 1);
        assertThat(Muon.orthogonal(wide.transpose()).values())
                .isEqualTo(Muon.orthogonal(wide).transpose().values());
    }

    @Test
    void matricesOfAStackAreSeparate() {
        Tensor stack = Tensor.normal(Shape.of(3, 7, 4), 2);
        float[] together = Muon.orthogonal(stack).values();
        for (int i = 0; i < 3; i++) {
            float[] alone = Muon.orthogonal(stack.slice(0, i, i + 1).reshape(7, 4)).values();
            for (int k = 0; k < 28; k++) {
                assertThat(together[28 * i + k]).isCloseTo(alone[k], offset(1e-5f));
            }
        }
    }

    @Test
    void nothingComesOfNothing() {
        assertThat(Muon.orthogonal(Tensor.fill(0, Shape.of(2, 3))).values()).containsOnly(0);
        assertThat(Muon.orthogonal(Tensor.fill(Float.NaN, Shape.of(2, 3))).values()).containsOnly(Float.NaN);
    }

    @Test
    void eachParameterHasTheStateOfItsOptimizer() {
        Muon muon = muon(0.02, averaged(adam(0.1), 0.9)).forParameters(PARAMETERS);
        assertThat(muon.slots("linear/weight", Shape.of(3, 4))).containsExactly("momentum");
        assertThat(muon.slots("linear/bias", Shape.of(4))).containsExactly("mean", "square", "average");
        assertThat(muon.slots("head/weight", Shape.of(4, 2))).containsExactly("mean", "square", "average");
        assertThat(muon.scalars()).isEqualTo(averaged(adam(0.1), 0.9).scalars());
        Optimizer outside = averaged(muon(0.02, sgd(0.1)), 0.9).forParameters(PARAMETERS);
        assertThat(outside.slots("linear/weight", Shape.of(3, 4))).containsExactly("momentum", "average");
        assertThat(outside.slots("linear/bias", Shape.of(4))).containsExactly("average");
    }

    @Test
    void onlyOtherParametersAreAveragedInside() {
        Muon muon = muon(0.02, averaged(sgd(0.1), 0.5)).forParameters(PARAMETERS);
        Tensor parameter = Tensor.fill(3, Shape.of(4, 2));
        List<Tensor> slots = List.of(Tensor.fill(1, Shape.of(4, 2)));
        List<Tensor> scalars = List.of(Tensor.scalar(0.5));
        assertThat(muon.evaluated("linear/weight", parameter, slots, scalars).values()).containsOnly(3);
        assertThat(muon.evaluated("head/weight", parameter, slots, scalars).values()).containsOnly(2);
    }

    @Test
    void whatItUpdatesIsDescribed() {
        Muon muon = muon(0.02, adam(0.001));
        assertThat(muon.describe()).isEqualTo("muon(lr 0.02, momentum 0.95, others adam(lr 0.001))");
        assertThat(muon.forParameters(PARAMETERS).describe())
                .isEqualTo("muon(lr 0.02, momentum 0.95, of [linear/weight], others adam(lr 0.001))");
        Muon chosen = muon.momentum(0.9).withoutNesterov().decay(0.1).only(_ -> true);
        assertThat(chosen.describe()).isEqualTo("muon(lr 0.02, momentum 0.9 without nesterov, decay 0.1,"
                + " of chosen matrices, others adam(lr 0.001))");
        assertThat(chosen.decay(0).forParameters(PARAMETERS).describe())
                .isEqualTo("muon(lr 0.02, momentum 0.9 without nesterov, of [head/weight, linear/weight],"
                        + " others adam(lr 0.001))");
        assertThat(muon.forParameters(List.of()).describe()).contains(", of [],");
    }

    @Test
    void settingsAreChecked() {
        Muon muon = muon(0.02, sgd(0.1));
        assertInvalid(() -> muon(0, sgd(0.1)), "muon: learningRate is 0.0, expected a number above 0");
        assertInvalid(() -> muon.momentum(1), "muon: momentum is 1.0, expected at least 0 and below 1");
        assertInvalid(() -> muon.decay(-0.1), "muon: decay is -0.1, expected a number above 0");
        assertInvalid(() -> muon.only(path -> path.equals("linear/bias")).forParameters(PARAMETERS),
                "only: there is no matrix of such a path, expected some of [head/weight, linear/weight]");
    }

    private static void assertInvalid(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(ArgumentException.class).hasMessage(message);
    }

    private static Examples rows() {
        float[][] x = new float[150][5];
        float[] y = new float[150];
        for (int i = 0; i < 150; i++) {
            for (int k = 0; k < 5; k++) {
                x[i][k] = (float) Math.sin(7 * i + 3 * k);
            }
            y[i] = x[i][0] * x[i][1] + x[i][2];
        }
        return Examples.of(x, y);
    }

    /// A run on any number of threads, interrupted or not, ends with the same bits.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aRunHasTheSameBits(int threads) throws IOException {
        Step step = Step.of(NET, Losses.squared(), averaged(muon(0.05, adam(0.01)).decay(0.01), 0.9)).steps(30).seed(3)
                .schedule(Schedule.coslog(2)).rates(path -> path.endsWith("bias") ? 0.5 : 1);
        Run straight = step.start(rows(), 50, 1);
        Run broken = step.start(rows(), 50, threads);
        List<Float> losses = new ArrayList<>();
        Path file = folder.resolve("run");
        for (int epoch = 1; epoch <= 10; epoch++) {
            for (Batch batch : rows().shuffled(3, epoch).batches(50)) {
                losses.add(straight.step(batch));
            }
            for (Batch batch : rows().shuffled(3, epoch).batches(50)) {
                broken.step(batch);
            }
            broken.save(file);
            broken = step.resume(file);
        }
        assertThat(broken.parameters().keySet()).isEqualTo(straight.parameters().keySet()).hasSize(6);
        for (String path : straight.parameters().keySet()) {
            assertThat(broken.parameters().get(path).values()).as(path)
                    .isEqualTo(straight.parameters().get(path).values());
        }
        assertThat(losses.getLast()).isLessThan(losses.getFirst() / 2);
        Step other = step.optimizer(averaged(muon(0.05, adam(0.01)).decay(0.01).only(path -> path.endsWith("weight")),
                0.9));
        assertThatThrownBy(() -> other.resume(file)).isInstanceOf(FormatException.class)
                .hasMessageContaining("but this one has muon(lr 0.05, momentum 0.95, decay 0.01,"
                        + " of [linear/weight, linear2/weight, linear3/weight]");
    }
}
