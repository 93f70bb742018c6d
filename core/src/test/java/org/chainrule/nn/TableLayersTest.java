package org.chainrule.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.chainrule.nn.Activation.Function.GELU_TANH;
import static org.chainrule.nn.Activation.Function.MISH;
import static org.chainrule.nn.Activation.Function.SELU;
import static org.chainrule.nn.Layers.fan;
import static org.chainrule.nn.Layers.heads;
import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Layers.mixture;
import static org.chainrule.nn.Layers.parametric;
import static org.chainrule.nn.Layers.periodic;
import static org.chainrule.nn.Layers.piecewiseLinear;
import static org.chainrule.nn.Layers.scaling;
import static org.chainrule.nn.Layers.sequential;
import static org.chainrule.nn.Layers.tangentLinear;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chainrule.Program;
import org.chainrule.Tensor;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.ShapeException;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;
import org.junit.jupiter.api.Test;

/// Layers for tables: values and gradients as PyTorch computed them, start values and errors.
class TableLayersTest {
    /// Compares a layer with a case of tables.safetensors, whose first input is `x`, at the path `layer`.
    ///
    /// @param paths the paths, below the layer, of the other inputs, in their order
    private static void check(String name, Layer layer, Map<String, String> paths) {
        String[] inputs = paths.keySet().toArray(String[]::new);
        OpFixture.ofTables(name, inputs).check(in -> {
            Map<String, Tensor> values = new LinkedHashMap<>();
            for (int i = 1; i < inputs.length; i++) {
                values.put("layer/" + paths.get(inputs[i]), in.get(i));
            }
            Layer net = (x, scope) -> layer.apply(in.getFirst(), scope);
            return Network.of(net, in.getFirst().type(), values).output();
        });
    }

    private static void check(String name, Layer layer, String... parameters) {
        Map<String, String> paths = new LinkedHashMap<>();
        paths.put("x", "");
        for (String parameter : parameters) {
            paths.put(parameter, parameter);
        }
        check(name, layer, paths);
    }

    private static List<Variable> parameters(Layer layer, int... row) {
        return Network.of(layer, TensorType.f32(Shape.batch(row)), true).parameters();
    }

    private static List<String> paths(Layer layer, int... row) {
        return parameters(layer, row).stream().map(parameter -> parameter.path() + " " + parameter.shape()).toList();
    }

    private static void refused(Layer layer, String message) {
        assertThatThrownBy(() -> Network.of(layer, TensorType.f32(Shape.batch()), true))
                .isInstanceOf(ShapeException.class).hasMessage(message);
    }

    @Test
    void scalingMultipliesColumns() {
        check("scaling", scaling(), "factor");
        assertThat(paths(scaling(), 3)).containsExactly("scaling/factor [3]");
        assertThat(parameters(scaling(), 3).getFirst().start(1)).containsExactly(1, 1, 1);
        refused(scaling(), "scaling: needs rows of values: input [n] (in scaling)");
    }

    @Test
    void tangentLinearDividesByTheRootOfTheWidth() {
        check("tangentLinear", tangentLinear(3), "weight", "bias");
        check("tangentLinear", tangentLinear(3).dataDriven(), "weight", "bias");
        assertThat(paths(tangentLinear(5), 3)).containsExactly("tangentLinear/weight [3, 5]", "tangentLinear/bias [5]");
        assertThat(paths(tangentLinear(5).dataDriven(), 2, 3)).containsExactly("tangentLinear/weight [3, 5]",
                "tangentLinear/bias [5]");
        refused(tangentLinear(2), "tangentLinear: needs rows of values: input [n] (in tangentLinear)");
    }

    @Test
    void tangentLinearStartsWithNormalNumbersOrZeros() {
        for (Variable parameter : parameters(tangentLinear(200), 100)) {
            float[] values = parameter.start(3);
            assertThat(values).isEqualTo(Inits.normal(1).values(parameter.shape(), Draws.of(3, parameter.path())));
        }
        for (Variable parameter : parameters(tangentLinear(200).zero(), 100)) {
            assertThat(parameter.start(3)).containsOnly(0);
        }
    }

    @Test
    void parametricActivationsLearnBetweenTheFunctionAndTheIdentity() {
        check("parametric/mish", parametric(MISH), "alpha");
        check("parametric/selu", parametric(SELU), "alpha");
        assertThat(paths(sequential(parametric(MISH), parametric(GELU_TANH), parametric(MISH)), 3)).containsExactly(
                "parametricMish/alpha [3]", "parametricGeluTanh/alpha [3]", "parametricMish2/alpha [3]");
        assertThat(parameters(parametric(SELU), 2).getFirst().start(1)).containsExactly(1, 1);
        refused(parametric(SELU), "parametricSelu: needs rows of values: input [n] (in parametricSelu)");
    }

    @Test
    void mixturesAverageNumbersOrProbabilities() {
        Map<String, String> paths = new LinkedHashMap<>();
        paths.put("x", "");
        paths.put("first", "0/linear/weight");
        paths.put("second", "1/linear/weight");
        Layer member = linear(3).withoutBias();
        List<Double> weights = List.of(0.25, 0.75);
        check("mixture/numbers", mixture(Mixture.Kind.NUMBERS, member, member).weights(weights), paths);
        check("mixture/classes", mixture(Mixture.Kind.CLASSES, member, sequential(member)).weights(weights)
                .temperature(1.5), paths);
    }

    @Test
    void periodicEmbedsEachColumnByCosines() {
        check("periodic", periodic(6, 0.1, 5), "frequency", "phase", "weight", "bias");
        Layer layer = periodic(64, 0.25, 9);
        assertThat(paths(layer, 50)).containsExactly("periodic/frequency [50, 64]", "periodic/phase [50, 64]",
                "periodic/weight [50, 64, 8]", "periodic/bias [50, 8]");
        assertThat(Network.of(layer, TensorType.f32(Shape.batch(50)), true).output().shape())
                .isEqualTo(Shape.batch(450));
        assertStart(parameters(layer, 50).get(0), 0.25, 4 * 0.25);
        assertStart(parameters(layer, 50).get(1), Math.PI / Math.sqrt(3), Math.PI);
        assertStart(parameters(layer, 50).get(2), 0.125 / Math.sqrt(3), 0.125);
        assertStart(parameters(layer, 50).get(3), 0.125 / Math.sqrt(3), 0.125);
        assertThatThrownBy(() -> paths(layer, 3, 4)).isInstanceOf(ShapeException.class)
                .hasMessage("periodic: needs one row of numbers for each example: input [n, 3, 4] (in periodic)");
    }

    private static final List<List<Double>> EDGES = List.of(List.of(-1.0, -0.5, 0.25, 1.0), List.of(-0.75, 0.5),
            List.of(-2.0, -0.5, 0.0, 0.5, 0.625, 1.5));

    @Test
    void piecewiseLinearEmbedsEachColumnByItsBins() {
        check("piecewiseLinear", piecewiseLinear(EDGES, 4), "weight", "bias", "step");
        Layer layer = piecewiseLinear(Collections.nCopies(200, EDGES.get(2)), 16);
        assertThat(paths(layer, 200)).containsExactly("piecewiseLinear/weight [200, 16]",
                "piecewiseLinear/bias [200, 16]", "piecewiseLinear/step [200, 5, 16]");
        assertStart(parameters(layer, 200).get(0), 0.25 / Math.sqrt(3), 0.25);
        assertStart(parameters(layer, 200).get(1), 0.25 / Math.sqrt(3), 0.25);
        assertThat(parameters(layer, 200).get(2).start(5)).containsOnly(0);
        assertThatThrownBy(() -> paths(layer, 3)).isInstanceOf(ShapeException.class)
                .hasMessage("piecewiseLinear: needs edges for each column: input [n, 3] axis 1 = 3, edges of 200"
                        + " columns (in piecewiseLinear)");
    }

    @Test
    void componentsAreTheSharesOfBins() {
        Network network = Network.of(piecewiseLinear(EDGES, 0), TensorType.f32(Shape.batch(3)), true);
        assertThat(network.parameters()).isEmpty();
        float[][] rows = {{-1, -2, -3.5f}, {-0.5f, 0.5f, 0.5f}, {0.0625f, 0, 0.53125f}, {2.5f, 1.75f, 3.25f}};
        Tensor components = Program.of(List.of(network.input()), List.of(network.output())).run(Tensor.of(rows))
                .getFirst();
        assertThat(components.rows()).isDeepEqualTo(new float[][]{{0, 0, 0, -1, -1, 0, 0, 0, 0},
                {1, 0, 0, 1, 1, 1, 1, 0, 0}, {1, 0.75f, 0, 0.6f, 1, 1, 1, 0.25f, 0}, {1, 1, 3, 2, 1, 1, 1, 1, 3}});
    }

    @Test
    void edgesAscend() {
        wrongEdges(List.of(), "got edges of no columns, expected at least one column");
        wrongEdges(List.of(List.of(0.0, 1.0), List.of()),
                "column 1 has 0 edges, expected at least two (a constant column needs no embedding)");
        String ascend = ", expected finite numbers that ascend in float32";
        wrongEdges(List.of(List.of(0.0, 2.0, 1.0)), "column 0 has the edge 2.0 before 1.0" + ascend);
        wrongEdges(List.of(List.of(1.0, 1.0 + 1e-12)), "column 0 has the edge 1.0 before 1.000000000001" + ascend);
        wrongEdges(List.of(List.of(1.0, Double.NaN)), "column 0 has the edge 1.0 before NaN" + ascend);
        wrongEdges(List.of(List.of(0.0, 1e39)), "column 0 has the edge 0.0 before 1.0E39" + ascend);
        assertThatThrownBy(() -> piecewiseLinear(EDGES, -1)).isInstanceOf(ArgumentException.class)
                .hasMessage("piecewiseLinear: width is -1, expected at least 1, or 0 for the components");
    }

    private static void wrongEdges(List<List<Double>> edges, String message) {
        assertThatThrownBy(() -> piecewiseLinear(edges, 4)).isInstanceOf(ArgumentException.class)
                .hasMessage("piecewiseLinear: " + message);
    }

    @Test
    void membersHaveFactorsAndHeads() {
        check("fan", fan(3, true), "scale");
        check("heads", heads(2), "weight", "bias");
        Layer net = sequential(fan(40, false), linear(100), heads(50));
        assertThat(paths(net, 60)).containsExactly("fan/scale [40, 60]", "linear/weight [60, 100]", "linear/bias [100]",
                "heads/weight [40, 100, 50]", "heads/bias [40, 50]");
        assertThat(Network.of(net, TensorType.f32(Shape.batch(60)), true).output().shape())
                .isEqualTo(Shape.batch(40, 50));
        assertStart(parameters(net, 60).get(0), 1, 4);
        assertStart(parameters(net, 60).get(3), 0.1 / Math.sqrt(3), 0.1);
        assertStart(parameters(net, 60).get(4), 0.1 / Math.sqrt(3), 0.1);
        assertStart(parameters(fan(40, true), 60).getFirst(), 1, 1);
        assertThat(parameters(fan(40, true), 60).getFirst().start(2)).containsOnly(-1, 1);
        refused(fan(2, true), "fan: needs one row of numbers for each example: input [n] (in fan)");
        assertThatThrownBy(() -> paths(heads(2), 3)).isInstanceOf(ShapeException.class)
                .hasMessage("heads: needs a row of values for each member: input [n, 3] (in heads)");
    }

    /// Asserts that the start values of a parameter have mean 0, a standard deviation and a bound that they come close to.
    private static void assertStart(Variable parameter, double deviation, double bound) {
        double[] values = new double[parameter.shape().elements()];
        double largest = 0;
        float[] start = parameter.start(5);
        for (int i = 0; i < values.length; i++) {
            values[i] = start[i];
            largest = Math.max(largest, Math.abs(values[i]));
        }
        double error = 5 / Math.sqrt(values.length);
        double mean = Arrays.stream(values).average().orElseThrow();
        double square = Arrays.stream(values).map(value -> value * value).average().orElseThrow();
        assertThat(mean / deviation).as(parameter.path()).isCloseTo(0, within(error));
        assertThat(Math.sqrt(square) / deviation).as(parameter.path()).isCloseTo(1, within(error));
        assertThat(largest).as(parameter.path()).isBetween(0.8 * bound, 1.000001 * bound);
    }
}
