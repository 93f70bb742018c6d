package org.chainrule.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Layers.named;
import static org.chainrule.nn.Layers.relu;
import static org.chainrule.nn.Layers.sequential;

import java.util.List;
import java.util.Map;
import org.chainrule.Tensor;
import org.chainrule.data.Examples;
import org.chainrule.data.Field;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.ShapeException;
import org.chainrule.nn.Layer;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;
import org.junit.jupiter.api.Test;

/// Parts of a model as separate models, and models that start with parts of others.
class PartsTest {
    private static final Layer ENCODER = named("encoder", sequential(linear(3), relu(), linear(2)));
    private static final Layer DECODER = named("decoder", sequential(linear(3), relu(), linear(4)));
    private static final float[] ROW = {1, -2, 0.5f, 3};

    private static Regressor autoencoder() {
        float[][] x = new float[50][4];
        for (int i = 0; i < 50; i++) {
            for (int k = 0; k < 4; k++) {
                x[i][k] = (i * (7 + k) % 11 - 5) / 5f;
            }
        }
        return Regressor.of(sequential(ENCODER, DECODER)).epochs(3).seed(2)
                .fit(Examples.of(x).targetFrom("y", "x"));
    }

    @Test
    void theHalvesOfAnAutoencoderMakeTheWhole() {
        Regressor whole = autoencoder();
        Regressor encoder = Regressor.of(ENCODER, whole.inputs(), whole.parameters());
        Regressor decoder = Regressor.of(DECODER, List.of(new Field("code", TensorType.f32(Shape.of(2)))),
                whole.parameters());
        assertThat(encoder.parameters().keySet()).containsExactly("encoder/linear/weight", "encoder/linear/bias",
                "encoder/linear2/weight", "encoder/linear2/bias");
        assertThat(encoder.predictAll(ROW)).isEqualTo(whole.hidden("encoder", ROW).values());
        assertThat(decoder.predictAll(encoder.predictAll(ROW))).isEqualTo(whole.predictAll(ROW));
    }

    @Test
    void aPartIsTakenByItsPath() {
        Regressor whole = autoencoder();
        Map<String, Tensor> values = whole.under("encoder");
        assertThat(values.keySet()).containsExactly("linear/weight", "linear/bias", "linear2/weight", "linear2/bias");
        Regressor encoder = Regressor.of(sequential(linear(3), relu(), linear(2)), whole.inputs(), values);
        assertThat(encoder.predictAll(ROW)).isEqualTo(whole.hidden("encoder", ROW).values());
        assertThat(whole.under("encoder/linear2").keySet()).containsExactly("weight", "bias");
        assertThatThrownBy(() -> whole.under("enc")).isInstanceOf(ArgumentException.class)
                .hasMessage("under: there are no parameters under enc, expected the beginning of one of"
                        + " [encoder/linear/weight, encoder/linear/bias, encoder/linear2/weight,"
                        + " encoder/linear2/bias, decoder/linear/weight, decoder/linear/bias,"
                        + " decoder/linear2/weight, decoder/linear2/bias]");
    }

    @Test
    void aClassifierIsMadeOfGivenWeights() {
        List<Field> inputs = List.of(new Field("x", TensorType.f32(Shape.of(2))));
        Map<String, Tensor> values = Map.of("linear/weight", Tensor.of(new float[][]{{1, 0}, {0, 2}}), "linear/bias",
                Tensor.of(0, -1));
        Classifier model = Classifier.of(linear(2), inputs, values);
        assertThat(model.logits(3, 1)).containsExactly(3, 1);
        assertThat(model.predict(3, 3)).isEqualTo(1);
        assertThatThrownBy(() -> Classifier.of(linear(2), inputs, Map.of())).isInstanceOf(ArgumentException.class)
                .hasMessage("network: the parameter linear/weight of shape [2, 2] is missing; the parameters belong to"
                        + " another network");
        assertThatThrownBy(() -> Classifier.of(linear(1).withoutBias(), inputs,
                Map.of("linear/weight", Tensor.of(new float[][]{{1}, {0}})))).isInstanceOf(ShapeException.class)
                .hasMessage("classifier: needs one logit for each class, two for yes and no: output [n, 1]");
    }

    @Test
    void aNewHeadLearnsOnAFrozenTrunk() {
        Layer trunk = named("trunk", sequential(linear(16), relu()));
        Examples rings = Samples.rings(90, 1);
        Classifier first = Classifier.of(sequential(trunk, named("head", linear(3)))).epochs(3).seed(1).fit(rings);
        Layer next = sequential(trunk, named("head", linear(4)));
        Classifier second = Classifier.of(next).from(first.parameters(), path -> path.startsWith("trunk/"))
                .freeze(path -> path.startsWith("trunk/")).epochs(2).seed(1).fit(rings);
        assertThat(second.parameter("trunk/linear/weight").values())
                .isEqualTo(first.parameter("trunk/linear/weight").values());
        assertThat(second.parameter("head/weight").shape()).isEqualTo(Shape.of(16, 4));
        assertThatThrownBy(
                () -> Classifier.of(next).from(first.parameters(), path -> path.endsWith("weight")).fit(rings))
                .isInstanceOf(ShapeException.class).hasMessage("from: a parameter has another shape:"
                        + " the net's head/weight [16, 4], given [16, 3]");
    }
}
