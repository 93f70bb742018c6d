package org.chainrule.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chainrule.nn.Layers.embedding;
import static org.chainrule.nn.Layers.gelu;
import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Layers.relu;
import static org.chainrule.nn.Layers.residual;
import static org.chainrule.nn.Layers.sequential;
import static org.chainrule.nn.Layers.silu;
import static org.chainrule.nn.Layers.tanh;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chainrule.ReferenceRun;
import org.chainrule.Tensor;
import org.chainrule.testing.Fixtures;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;
import org.junit.jupiter.api.Test;

/// Whole networks against PyTorch: their outputs, their loss, and the gradient of every parameter by name.
class NetworkFixturesTest {
    private static final int ROWS = 13;

    @Test
    void fourLayersAgreeWithPyTorch() {
        Layer net = sequential(linear(16), tanh(), linear(12), gelu(), linear(10), silu(), linear(5));
        check("mlp", net, TensorType.f32(Shape.batch(7)), Losses.crossEntropy(),
                TensorType.i32(Shape.batch()), "logits", 8);
    }

    @Test
    void embeddingResidualAndLayerNormAgreeWithPyTorch() {
        Layer net = sequential(embedding(11, 6), residual(sequential(linear(6), relu())), new LayerNorm(1e-5f),
                linear(3));
        check("net2", net, TensorType.i32(Shape.batch()), Losses.squared(),
                TensorType.f32(Shape.batch(3)), "prediction", 7);
    }

    private static void check(String file, Layer net, TensorType row, Loss loss, TensorType targetType, String output,
            int parameters) {
        Fixtures fixtures = Fixtures.open(file);
        Network network = Network.of(net, row, true);
        Tensor target = Tensor.input("target", targetType);
        Tensor mean = loss.apply(network.output(), target).mean();
        List<Tensor> gradients = mean.gradients(network.parameters().stream().map(Variable::tensor).toList());
        Map<String, Tensor> expected = new LinkedHashMap<>();
        expected.put(output, network.output());
        expected.put("loss", mean);
        Map<Tensor, double[]> data = new LinkedHashMap<>();
        data.put(network.input(), fixtures.doubles("x"));
        data.put(target, fixtures.doubles("target"));
        for (int i = 0; i < gradients.size(); i++) {
            Variable parameter = network.parameters().get(i);
            assertThat(parameter.shape()).isEqualTo(Shape.of(fixtures.shape(parameter.path())));
            data.put(parameter.tensor(), fixtures.doubles(parameter.path()));
            expected.put("grad/" + parameter.path(), gradients.get(i));
        }
        assertThat(network.parameters()).extracting(Variable::path)
                .containsExactlyInAnyOrderElementsOf(fixtures.names("grad/")).hasSize(parameters);
        ReferenceRun.assertClose(fixtures, expected, data, ROWS);
    }
}
