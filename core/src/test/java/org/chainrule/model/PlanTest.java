package org.chainrule.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Layers.named;
import static org.chainrule.nn.Layers.relu;
import static org.chainrule.nn.Layers.sequential;

import org.chainrule.Tensor;
import org.chainrule.nn.Inits;
import org.chainrule.nn.Layer;
import org.chainrule.nn.Scope;
import org.chainrule.train.Plan;
import org.chainrule.type.Shape;
import org.junit.jupiter.api.Test;

/// The rows of the table add up to the parameters of the network.
class PlanTest {
    /// A layer that has parameters in addition to those of its inner layer.
    record Scaled(Layer inner) implements Layer {
        @Override
        public Tensor apply(Tensor x, Scope scope) {
            Tensor out = scope.call("inner", inner, x);
            return out.mul(scope.parameter("scale", Shape.of(out.shape().size(-1)), Inits.ones()));
        }
    }

    private static long sum(Plan plan) {
        return plan.rows().stream().mapToLong(Plan.Row::parameters).sum();
    }

    @Test
    void parametersBesideInnerLayersHaveARow() {
        Layer net = sequential(new Scaled(sequential(linear(5), relu())), linear(1));
        Plan plan = Regressor.of(net).plan(Samples.plane(10, 1));
        assertThat(plan.rows()).extracting(Plan.Row::path, Plan.Row::parameters).containsExactly(
                tuple("scaled/inner/linear", 15L), tuple("scaled/inner/relu", 0L), tuple("scaled", 5L),
                tuple("linear", 6L));
        assertThat(sum(plan)).isEqualTo(plan.parameters()).isEqualTo(26);
        Regressor model = Regressor.of(net).epochs(1).fit(Samples.plane(10, 1));
        assertThat(model.layers()).isEqualTo(plan.rows());
        assertThat(model.trace(new float[]{1, 2}).steps()).extracting(Trace.Step::path).containsExactly("input",
                "scaled/inner/linear", "scaled/inner/relu", "scaled", "linear");
    }

    @Test
    void aNetworkThatIsOneSuchLayerHasItsRowToo() {
        Plan plan = Regressor.of(new Scaled(linear(1))).plan(Samples.plane(10, 1));
        assertThat(plan.rows()).extracting(Plan.Row::path, Plan.Row::parameters)
                .containsExactly(tuple("scaled/inner", 3L), tuple("scaled", 1L));
        assertThat(sum(plan)).isEqualTo(plan.parameters());
    }

    @Test
    void sharedParametersCountOnce() {
        Layer shared = named("shared", linear(2));
        Plan plan = Regressor.of(sequential(shared, relu(), shared, linear(1))).plan(Samples.plane(10, 1));
        assertThat(plan.rows()).extracting(Plan.Row::path, Plan.Row::parameters).containsExactly(
                tuple("shared", 6L), tuple("relu", 0L), tuple("shared", 0L), tuple("linear", 3L));
        assertThat(sum(plan)).isEqualTo(plan.parameters()).isEqualTo(9);
    }
}
