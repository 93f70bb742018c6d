package org.chainrule.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.chainrule.nn.Layers.gelu;
import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Layers.mixture;
import static org.chainrule.nn.Layers.named;
import static org.chainrule.nn.Layers.prelu;
import static org.chainrule.nn.Layers.recompute;
import static org.chainrule.nn.Layers.relu;
import static org.chainrule.nn.Layers.sequential;
import static org.chainrule.nn.Mixture.Kind.CLASSES;
import static org.chainrule.nn.Mixture.Kind.NUMBERS;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.chainrule.Tensor;
import org.chainrule.data.Field;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.ShapeException;
import org.chainrule.nn.Layer;
import org.chainrule.nn.Layers;
import org.chainrule.nn.Mixture;
import org.chainrule.nn.Network;
import org.chainrule.nn.Variable;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Mixtures of models that were trained apart.
class MixtureTest {
    private static final float[][] ROWS = rows();
    private static final Layer DEEP = sequential(linear(9), gelu(), linear(7), relu(), linear(3));
    private static final Layer FLAT = linear(3);
    private static final Classifier ONE = classifier(DEEP, 1);
    private static final Classifier TWO = classifier(FLAT, 2);

    @TempDir
    Path folder;

    private static float[][] rows() {
        float[] flat = Samples.rings(50, 9).batch().input(0);
        float[][] rows = new float[50][];
        Arrays.setAll(rows, i -> Arrays.copyOfRange(flat, 2 * i, 2 * i + 2));
        return rows;
    }

    private static Classifier classifier(Layer net, long seed) {
        return Classifier.of(net).epochs(6).batch(16).seed(seed).fit(Samples.rings(120, 1));
    }

    private static Map<String, Tensor> values(Model... members) {
        Map<String, Tensor> values = new HashMap<>();
        for (int i = 0; i < members.length; i++) {
            String prefix = i + "/";
            members[i].parameters().forEach((path, value) -> values.put(prefix + path, value));
        }
        return values;
    }

    private static Classifier of(Mixture mixture, Classifier... members) {
        return Classifier.of(mixture, ONE.inputs(), values(members));
    }

    @Test
    void probabilitiesAreTheMeanOfTheMembers() {
        Classifier both = of(mixture(CLASSES, DEEP, FLAT).weights(List.of(0.3, 0.7)), ONE, TWO);
        float[][] mixed = both.probabilities(ROWS);
        for (int i = 0; i < ROWS.length; i++) {
            float[] one = ONE.probabilities(ROWS[i]);
            float[] two = TWO.probabilities(ROWS[i]);
            for (int k = 0; k < 3; k++) {
                assertThat(mixed[i][k]).isCloseTo(0.3f * one[k] + 0.7f * two[k], within(1e-6f));
            }
        }
    }

    @Test
    void aMixtureOfOneIsTheMember() {
        float[][] own = ONE.probabilities(ROWS);
        float[][] mixed = of(mixture(CLASSES, DEEP), ONE).probabilities(ROWS);
        float[][] sharp = of(mixture(CLASSES, DEEP).temperature(0.5), ONE).probabilities(ROWS);
        for (int i = 0; i < ROWS.length; i++) {
            double squares = 0;
            for (float p : own[i]) {
                squares += (double) p * p;
            }
            for (int k = 0; k < 3; k++) {
                assertThat(mixed[i][k]).isCloseTo(own[i][k], within(1e-6f));
                // a temperature of a half squares the probabilities
                assertThat((double) sharp[i][k]).isCloseTo(own[i][k] * own[i][k] / squares, within(1e-5));
            }
        }
    }

    @Test
    void aRowAloneHasTheBitsOfARowAmongOthers() throws IOException {
        Classifier both = of(mixture(CLASSES, DEEP, FLAT).temperature(1.3), ONE, TWO);
        Path file = folder.resolve("both");
        both.save(file);
        Classifier loaded = Classifier.load(file);
        float[][] together = both.probabilities(ROWS);
        assertThat(loaded.probabilities(ROWS)).isDeepEqualTo(together);
        for (int i = 0; i < ROWS.length; i++) {
            assertThat(both.probabilities(ROWS[i])).isEqualTo(together[i]);
            assertThat(loaded.probabilities(ROWS[i])).isEqualTo(together[i]);
        }
    }

    @Test
    void numbersAreTheMeanOfTheMembers() {
        Layer net = sequential(linear(8), gelu(), linear(1));
        Regressor one = Regressor.of(net).epochs(5).seed(1).fit(Samples.plane(80, 1));
        Regressor two = Regressor.of(net).epochs(5).seed(2).fit(Samples.plane(80, 2));
        Regressor both = Regressor.of(mixture(NUMBERS, net, net), one.inputs(), values(one, two));
        float[] row = {0.5f, -0.25f};
        assertThat(both.predict(row)).isCloseTo((one.predict(row) + two.predict(row)) / 2, within(1e-6f));
        assertThat(both.trace(row).parameters().keySet()).isEqualTo(both.parameters().keySet());
    }

    @Test
    void membersAreNamedByTheirNumber() {
        Layer inner = mixture(CLASSES, linear(2).withoutBias(),
                recompute(sequential(prelu(), linear(2).withoutBias())));
        Layer net = mixture(CLASSES, inner, named("last", linear(2).withoutBias()));
        assertThat(paths(net)).containsExactly("0/0/linear/weight", "0/1/prelu/weight", "0/1/linear/weight",
                "1/last/weight");
        assertThat(paths(sequential(net))).containsExactly("mixture/0/0/linear/weight", "mixture/0/1/prelu/weight",
                "mixture/0/1/linear/weight", "mixture/1/last/weight");
    }

    private static List<String> paths(Layer net) {
        return Network.of(net, TensorType.f32(Shape.batch(4)), true).parameters().stream().map(Variable::path).toList();
    }

    /// Probabilities far below those of float32 do not become infinite logits.
    @Test
    void certainMembersHaveFiniteLogits() {
        Map<String, Tensor> values = Map.of("0/linear/weight", Tensor.of(new float[][]{{500, -500}}));
        Classifier sure = Classifier.of(mixture(CLASSES, linear(2).withoutBias()),
                List.of(new Field("x", TensorType.f32(Shape.of(1)))), values);
        assertThat(sure.logits(1f)).containsExactly(0, (float) Math.log(1e-30f));
        assertThat(sure.probabilities(1f)).containsExactly(1, 1e-30f);
    }

    @Test
    void mistakesAreNamed() {
        Layer net = linear(2);
        Mixture mixture = mixture(CLASSES, net, net);
        refused(() -> mixture.weights(List.of(0.5, 0.6)),
                "mixture: the weights are [0.5, 0.6], expected numbers not below 0 whose sum is 1");
        refused(() -> mixture.weights(List.of(1.5, -0.5)),
                "mixture: the weights are [1.5, -0.5], expected numbers not below 0 whose sum is 1");
        refused(() -> mixture.weights(List.of(Double.NaN, 1.0)),
                "mixture: the weights are [NaN, 1.0], expected numbers not below 0 whose sum is 1");
        refused(() -> mixture.weights(List.of(1.0)),
                "mixture: got 2 members and 1 weights, expected at least one member and a weight for each");
        refused(() -> mixture(CLASSES),
                "mixture: got 0 members and 0 weights, expected at least one member and a weight for each");
        refused(() -> mixture.temperature(0), "mixture: temperature is 0.0, expected a number above 0");
        refused(() -> mixture(NUMBERS, net).temperature(2), "mixture: the temperature is 2.0, expected 1 for numbers");
        assertThatThrownBy(() -> paths(mixture(NUMBERS, net, Layers.linear(3)))).isInstanceOf(ShapeException.class)
                .hasMessage("mixture: the outputs of the members must have one shape: 0 [n, 2], 1 [n, 3]");
    }

    private static void refused(Runnable code, String message) {
        assertThatThrownBy(code::run).isInstanceOf(ArgumentException.class).hasMessage(message);
    }
}
