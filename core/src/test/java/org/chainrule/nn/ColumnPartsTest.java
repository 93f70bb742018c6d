package org.chainrule.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.chainrule.nn.Layers.embedding;
import static org.chainrule.nn.Layers.flatten;
import static org.chainrule.nn.Layers.identity;
import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Layers.named;
import static org.chainrule.nn.Layers.part;
import static org.chainrule.nn.Layers.parts;
import static org.chainrule.nn.Layers.scaling;
import static org.chainrule.nn.Layers.sequential;

import java.util.List;
import java.util.Map;
import org.chainrule.Program;
import org.chainrule.Tensor;
import org.chainrule.data.Examples;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.ShapeException;
import org.chainrule.model.Regressor;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;
import org.junit.jupiter.api.Test;

class ColumnPartsTest {
    private static final float[][] X = {{1, 2, 3, 4, 5}, {6, 7, 8, 9, 10}};

    private static Network network(Layer layer, Map<String, Tensor> values) {
        return Network.of(layer, TensorType.f32(Shape.batch(5)), values);
    }

    private static float[][] run(Layer layer, Map<String, Tensor> values) {
        Network network = network(layer, values);
        return Program.of(List.of(network.input()), List.of(network.output())).run(Tensor.of(X)).getFirst().rows();
    }

    @Test
    void eachPartReadsItsColumns() {
        Layer layer = parts(part(1, 3, scaling()), part(new int[]{4, 0, 1}, identity()),
                part(0, 5, linear(1).withoutBias()), part(2, 3, scaling()));
        float[][] rows = run(layer, Map.of("parts/scaling/factor", Tensor.of(10, 100), "parts/linear/weight",
                Tensor.of(new float[][]{{1}, {0}, {0}, {0}, {-1}}), "parts/scaling2/factor", Tensor.of(-1)));
        assertThat(rows).isDeepEqualTo(new float[][]{{20, 300, 5, 1, 2, -4, -3}, {70, 800, 10, 6, 7, -4, -8}});
    }

    @Test
    void aPartOfAllColumnsIsTheInput() {
        Network network = network(parts(part(0, 5, identity())), Map.of());
        assertThat(network.output()).isSameAs(network.input());
    }

    /// Where parts read the same column, its gradient is the sum.
    @Test
    void gradientsOfSharedColumnsAreAdded() {
        Network network = network(parts(part(new int[]{3, 1}, scaling()), part(0, 2, scaling())),
                Map.of("parts/scaling/factor", Tensor.of(2, 3), "parts/scaling2/factor", Tensor.of(10, 100)));
        Tensor gradient = network.output().sum().gradient(network.input());
        assertThat(Program.of(List.of(network.input()), List.of(gradient)).run(Tensor.of(X)).getFirst().rows())
                .isDeepEqualTo(new float[][]{{10, 103, 0, 2, 0}, {10, 103, 0, 2, 0}});
    }

    @Test
    void layersAreNumberedAndNamesAreShared() {
        Layer layer = parts(part(0, 2, scaling()), part(2, 4, scaling()), part(1, 3, named("both", scaling())),
                part(3, 5, named("both", scaling())));
        assertThat(Network.of(sequential(layer), TensorType.f32(Shape.batch(5)), true).parameters())
                .extracting(Variable::path)
                .containsExactly("parts/scaling/factor", "parts/scaling2/factor", "parts/both/factor");
    }

    @Test
    void rangesThatContinueOneAnotherAreMerged() {
        assertThat(part(new int[]{2, 3, 4, 0, 1}, identity()).columns())
                .containsExactly(new Parts.Range(2, 5), new Parts.Range(0, 2));
        assertThat(part(new int[]{0, 1, 2}, identity())).isEqualTo(part(0, 3, identity()));
    }

    @Test
    void stacksOfRowsHavePartsToo() {
        Network network = Network.of(parts(part(1, 2, linear(4)), part(0, 1, identity())),
                TensorType.f32(Shape.batch(3, 2)), true);
        assertThat(network.output().shape()).isEqualTo(Shape.batch(3, 5));
    }

    @Test
    void wrongPartsAreRefused() {
        assertThatThrownBy(() -> run(parts(part(0, 1, identity()), part(4, 6, linear(1))), Map.of()))
                .isInstanceOf(ShapeException.class).hasMessage("parts: a part reads a column that the input does not"
                        + " have: input [n, 5] axis 1 = 5, linear column 5 (in parts)");
        assertThatThrownBy(() -> run(parts(part(0, 1, identity()), part(1, 2, embedding(3, 2))),
                Map.of("parts/embedding/weight", Tensor.of(new float[3][2]))))
                .isInstanceOf(ShapeException.class).hasMessage("parts: outputs may differ from the input in"
                        + " their last axis only; flatten them: input [n, 5], embedding output [n, 1, 2]"
                        + " (in parts)");
        assertThatThrownBy(() -> part(2, 2, identity())).isInstanceOf(ArgumentException.class)
                .hasMessage("parts: the columns are 2 to 2, expected 0 <= from < to");
        assertThatThrownBy(() -> part(new int[0], identity())).isInstanceOf(ArgumentException.class)
                .hasMessage("part: got no columns, expected at least one");
        assertThatThrownBy(Layers::parts).isInstanceOf(ArgumentException.class)
                .hasMessage("parts: got no parts, expected at least one");
    }

    /// An embedding inside names its place, as elsewhere.
    @Test
    void anEmbeddingInsideNamesTheWrongRow() {
        Layer net = sequential(parts(part(0, 1, identity()), part(1, 3, sequential(embedding(4, 2), flatten()))),
                linear(1));
        float[][] rows = {{0.5f, 1, 2}, {0.25f, 3, 0}, {0.1f, 1, 1}};
        Regressor model = Regressor.of(net).epochs(2).batch(2).fit(Examples.of(rows, new float[]{1, 2, 3}));
        assertThat(model.parameters()).containsKey("parts/sequential/embedding/weight");
        assertThatThrownBy(() -> model.predict(1, 2, 2.5f)).isInstanceOf(ArgumentException.class)
                .hasMessage("embedding: index 2.5 is not a whole number (in parts/sequential/embedding, row 0)");
        assertThatThrownBy(() -> model.predict(1, 4, 2)).isInstanceOf(ArgumentException.class).hasMessage("gather:"
                + " index 4 at position 0 is out of range, expected 0 to 3 (in parts/sequential/embedding, row 0)");
    }
}
