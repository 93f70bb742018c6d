package org.chainrule.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.chainrule.nn.Layers.dropout;
import static org.chainrule.nn.Layers.identity;
import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Layers.named;
import static org.chainrule.nn.Layers.part;
import static org.chainrule.nn.Layers.parts;
import static org.chainrule.nn.Layers.recompute;
import static org.chainrule.nn.Layers.relu;
import static org.chainrule.nn.Layers.residual;
import static org.chainrule.nn.Layers.sequential;

import java.util.List;
import java.util.Map;
import org.chainrule.Tensor;
import org.chainrule.Tensors;
import org.chainrule.nn.Layer;
import org.chainrule.nn.Mixture;
import org.chainrule.nn.Net;
import org.chainrule.nn.Network;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;
import org.junit.jupiter.api.Test;

/// Which layers the rows of a plan read.
class PlanSourcesTest {
    private static List<Plan.Row> rows(Layer layer) {
        return Plan.rows(Network.of(layer, TensorType.f32(Shape.batch(4)), false));
    }

    @Test
    void layersOfASequenceFollowOneAnother() {
        // without training, dropout returns its input itself
        assertThat(rows(sequential(linear(3), relu(), dropout(0.5), linear(1))))
                .extracting(Plan.Row::path, Plan.Row::sources).containsExactly(
                        tuple("linear", List.of("input")), tuple("relu", List.of("linear")),
                        tuple("dropout", List.of("relu")), tuple("linear2", List.of("dropout")));
    }

    @Test
    void partsStandBesideEachOther() {
        List<Plan.Row> rows = rows(sequential(
                parts(part(0, 2, linear(3)), part(2, 4, sequential(linear(5), relu())), part(0, 4, identity())),
                linear(1)));
        assertThat(rows).extracting(Plan.Row::path, Plan.Row::sources).containsExactly(
                tuple("parts/linear", List.of("input")), tuple("parts/sequential/linear", List.of("input")),
                tuple("parts/sequential/relu", List.of("parts/sequential/linear")),
                tuple("parts/identity", List.of("input")),
                tuple("linear", List.of("parts/linear", "parts/sequential/relu", "parts/identity")));
        assertThat(rows.getLast().input().size(-1)).isEqualTo(3 + 5 + 4);
    }

    @Test
    void aResidualPassesItsInputOn() {
        assertThat(rows(sequential(linear(3), recompute(residual(sequential(linear(3), relu()))), linear(1))))
                .extracting(Plan.Row::path, Plan.Row::sources).containsExactly(
                        tuple("linear", List.of("input")), tuple("residual/inner/linear", List.of("linear")),
                        tuple("residual/inner/relu", List.of("residual/inner/linear")),
                        tuple("linear2", List.of("residual/inner/relu", "linear")));
    }

    @Test
    void membersOfAMixtureReadTheSame() {
        Layer member = sequential(linear(2), relu());
        assertThat(rows(new Mixture(List.of(member, member), Mixture.Kind.NUMBERS)))
                .extracting(Plan.Row::path, Plan.Row::sources).containsExactly(
                        tuple("0/linear", List.of("input")), tuple("0/relu", List.of("0/linear")),
                        tuple("1/linear", List.of("input")), tuple("1/relu", List.of("1/linear")));
    }

    @Test
    void sharedLayersReadWhatTheCallReads() {
        Layer shared = named("shared", sequential(linear(4), relu()));
        assertThat(rows(sequential(shared, shared, linear(1)))).extracting(Plan.Row::sources).containsExactly(
                List.of("input"), List.of("shared/linear"), List.of("shared/relu"), List.of("shared/linear"),
                List.of("shared/relu"));
    }

    @Test
    void severalInputsHaveTheirNames() {
        Net net = (in, s) -> {
            Tensor left = s.call("left", linear(2), in.get("a"));
            Tensor right = s.call("right", linear(2), in.get("b"));
            return Tensors.of("y", s.call("out", linear(1), Tensor.concat(-1, left, right)));
        };
        TensorType type = TensorType.f32(Shape.batch(3));
        assertThat(Plan.rows(Network.of(net, Map.of("a", type, "b", type), Network.Mode.PREDICTING)))
                .extracting(Plan.Row::path, Plan.Row::sources).startsWith(
                        tuple("left", List.of("input a")), tuple("right", List.of("input b")));
    }
}
