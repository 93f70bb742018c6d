package org.chainrule.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chainrule.nn.Layers.batchNorm;
import static org.chainrule.nn.Layers.embedding;
import static org.chainrule.nn.Layers.flatten;
import static org.chainrule.nn.Layers.layerNorm;
import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Layers.named;
import static org.chainrule.nn.Layers.recompute;
import static org.chainrule.nn.Layers.relu;
import static org.chainrule.nn.Layers.residual;
import static org.chainrule.nn.Layers.sequential;
import static org.chainrule.nn.Layers.softplus;

import java.util.Map;
import org.chainrule.Tensor;
import org.chainrule.Tensors;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;
import org.junit.jupiter.api.Test;

/// The parameters that optimizers of matrices update.
class HiddenMatricesTest {
    private static Network of(Net net) {
        return Network.of(net, Map.of("x", TensorType.f32(Shape.batch(6))), Network.Mode.TRAINING);
    }

    private static Network of(Layer layer) {
        return of((Net) layer);
    }

    @Test
    void theLastLayerIsNotHidden() {
        assertThat(of(sequential(linear(4), relu(), linear(3), relu(), linear(2))).hiddenMatrices())
                .containsExactly("linear/weight", "linear2/weight");
        assertThat(of(sequential(linear(4), relu(), linear(3), softplus())).hiddenMatrices())
                .containsExactly("linear/weight");
        assertThat(of(linear(2)).hiddenMatrices()).isEmpty();
        assertThat(of(relu()).hiddenMatrices()).isEmpty();
    }

    @Test
    void vectorsAndEmbeddingsAreNotHidden() {
        Layer net = sequential(named("codes", embedding(9, 3)), flatten(), batchNorm(), linear(4), layerNorm(),
                linear(2));
        assertThat(of(net).hiddenMatrices()).containsExactly("linear/weight");
    }

    @Test
    void layersInsideOthersAreHidden() {
        Layer net = sequential(residual(sequential(linear(6), relu(), linear(6))),
                recompute(named("trunk", sequential(linear(5), relu()))), recompute(linear(2)));
        assertThat(of(net).hiddenMatrices()).containsExactly("residual/inner/linear/weight",
                "residual/inner/linear2/weight", "trunk/linear/weight");
    }

    /// The first of the heads is found by its output, the other one as the last layer.
    @Test
    void headsAreNotHidden() {
        Net net = (in, scope) -> {
            Tensor hidden = scope.call("trunk", linear(4), in.only());
            return Tensors.of("price", scope.call("price", linear(1), hidden), "sold",
                    scope.call("sold", linear(2), hidden).relu());
        };
        assertThat(of(net).hiddenMatrices()).containsExactly("trunk/weight");
    }

    @Test
    void anEarlyOutputIsNotHidden() {
        Net net = (in, scope) -> {
            Tensor early = scope.call("early", linear(4), in.only());
            Tensor middle = scope.call("middle", linear(4), early.relu());
            return Tensors.of("early", early, "late", scope.call("late", linear(1), middle));
        };
        assertThat(of(net).hiddenMatrices()).containsExactly("middle/weight");
    }

    @Test
    void parametersOfCustomLayersAreHiddenUnderTheName() {
        Layer stack = (x, scope) -> x.unsqueeze(1).unsqueeze(1)
                .matmul(scope.parameter("weight", Shape.of(3, 6, 2), Inits.zeros()))
                .mul(scope.parameter("scale", Shape.of(3, 1, 2), Inits.ones())).reshape(Shape.batch(6));
        assertThat(of(sequential(named("stack", stack), linear(1))).hiddenMatrices()).containsExactly("stack/weight");
        Net loose = (in, scope) -> Tensors.of("y",
                scope.call("head", linear(2), in.only().matmul(scope.parameter("weight", Shape.of(6, 6),
                        Inits.zeros()))));
        assertThat(of(loose).hiddenMatrices()).isEmpty();
    }
}
