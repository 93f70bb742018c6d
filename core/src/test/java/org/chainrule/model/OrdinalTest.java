package org.chainrule.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Layers.sequential;
import static org.chainrule.nn.Layers.tanh;
import static org.chainrule.nn.Layers.thresholds;
import static org.chainrule.optim.Optimizers.adam;

import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.chainrule.Tensor;
import org.chainrule.Tensors;
import org.chainrule.data.Examples;
import org.chainrule.metric.Metrics;
import org.chainrule.nn.Layer;
import org.chainrule.nn.Losses;
import org.chainrule.nn.Net;
import org.chainrule.nn.Network;
import org.chainrule.nn.Objective;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Ordered classes: five ranges of a number with noise.
class OrdinalTest {
    private static final Layer LOGITS = sequential(linear(8), tanh(), linear(1).withoutBias(), thresholds(4));

    /// The logits of the thresholds, and of the classes for the metrics.
    private static final Net NET = (in, scope) -> {
        Tensor above = scope.call("above", LOGITS, in.get("x"));
        return Tensors.of("above", above, "grade", Losses.Ordinal.probabilities(above).log());
    };

    @TempDir
    Path folder;

    private static Examples rows(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] x = new float[400][2];
        int[] grades = new int[400];
        for (int i = 0; i < 400; i++) {
            x[i][0] = (float) random.nextDouble(-1, 1);
            x[i][1] = (float) random.nextDouble(-1, 1);
            double height = 2.5 + 1.5 * x[i][0] + x[i][1] + random.nextDouble(-0.3, 0.3);
            grades[i] = (int) Math.clamp(height, 0, 4);
        }
        return Examples.named().input("x", x).target("grade", grades);
    }

    @Test
    void thresholdsStartAtEquallyLikelyClasses() {
        Network network = Network.of(thresholds(4), TensorType.f32(Shape.batch(1)), true);
        Tensor bias = Tensor.of(network.parameters().getFirst().start(0), Shape.of(1, 4));
        assertThat(network.parameters().getFirst().path()).isEqualTo("thresholds/bias");
        assertThat(Losses.Ordinal.probabilities(bias).values())
                .containsExactly(new float[]{0.2f, 0.2f, 0.2f, 0.2f, 0.2f}, offset(1e-6f));
    }

    @Test
    void orderedClassesAreLearned() throws IOException {
        NetModel model = NetModel.of(NET, Objective.on("above", "grade", Losses.ordinal())).optimizer(adam(0.02))
                .epochs(40).batch(32).seed(0).fit(rows(1));
        Examples held = rows(2);
        assertThat(model.measure(held, Metrics.accuracy())).isGreaterThan(0.75);
        float[] bias = model.parameters().get("above/thresholds/bias").values();
        assertThat(bias).hasSize(4);
        for (int k = 1; k < 4; k++) {
            assertThat(bias[k]).isLessThan(bias[k - 1]);
        }
        float[][] classes = model.predict(held).get("grade").rows();
        for (float[] row : classes) {
            double sum = 0;
            int best = Samples.argmax(row, 0, 5);
            for (int k = 0; k < 5; k++) {
                sum += Math.exp(row[k]);
                // one peak, from which the probabilities fall on both sides
                assertThat(k == 0 || (k <= best ? row[k] >= row[k - 1] : row[k] <= row[k - 1])).isTrue();
            }
            assertThat(sum).isCloseTo(1, offset(1e-5));
        }
        Path file = folder.resolve("model");
        model.save(file);
        assertThat(NetModel.load(NET, file).predict(held).get("above").values())
                .isEqualTo(model.predict(held).get("above").values());
    }
}
