package org.chainrule.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.chainrule.ReferenceRun;
import org.chainrule.Tensor;
import org.chainrule.type.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ActivationsTest {
    private static final float[] FAR = {-Float.MAX_VALUE, -1e19f, -1e13f, -1e4f, -100, -50, -20, -1e-30f, 1e-30f, 20,
            50, 100, 1e4f, 1e13f, 1e19f, Float.MAX_VALUE};

    /// A function and its derivative at 0 (the left one at a kink), far below and far above.
    record Case(String name, UnaryOperator<Tensor> function, double atZero, double slopeAtZero,
            double slopeLeft,
            double slopeRight) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final double SCALE = 1.0507009873554805;

    static List<Case> cases() {
        double ln2 = StrictMath.log(2);
        return List.of(new Case("sigmoid", Activations::sigmoid, 0.5, 0.25, 0, 0),
                new Case("tanh", Activations::tanh, 0, 1, 0, 0),
                new Case("relu", Activations::relu, 0, 0, 0, 1),
                new Case("leakyRelu", x -> Activations.leakyRelu(x, 0.01f), 0, 0.01, 0.01, 1),
                new Case("elu", Activations::elu, 0, 1, 0, 1),
                new Case("selu", Activations::selu, 0, SCALE * 1.6732632423543772, 0, SCALE),
                new Case("celu", x -> Activations.celu(x, 1.5), 0, 1, 0, 1),
                new Case("gelu", Activations::gelu, 0, 0.5, 0, 1),
                new Case("geluTanh", Activations::geluTanh, 0, 0.5, 0, 1),
                new Case("silu", Activations::silu, 0, 0.5, 0, 1),
                new Case("mish", Activations::mish, 0, 0.6, 0, 1),
                new Case("softplus", Activations::softplus, ln2, 0.5, 0, 1),
                new Case("softsign", Activations::softsign, 0, 1, 0, 0),
                new Case("hardSigmoid", Activations::hardSigmoid, 0.5, 1 / 6.0, 0, 0),
                new Case("hardSwish", Activations::hardSwish, 0, 0.5, 0, 1));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void agreesWithPyTorch(Case row) {
        OpFixture.of("op/" + row.name(), "x").check(in -> row.function().apply(in.getFirst()));
    }

    @Test
    void preluAgreesWithPyTorch() {
        OpFixture.of("op/prelu", "x", "weight").check(in -> Activations.leakyRelu(in.get(0), in.get(1)));
    }

    @Test
    void noActivationOfTheFixturesIsLeftOut() {
        Set<String> shown = cases().stream().map(row -> "op/" + row.name() + "/y").collect(Collectors.toSet());
        Set<String> elsewhere = Set.of("op/prelu/y", "op/layerNorm/y", "op/embedding/y");
        assertThat(OpFixture.OPS.names("").stream().filter(name -> name.matches("op/[a-zA-Z]+/y")))
                .hasSize(18).allMatch(name -> shown.contains(name) || elsewhere.contains(name));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void valueAndGradientAtZero(Case row) {
        Tensor x = Tensor.of(0, -0.0f);
        Tensor y = row.function().apply(x);
        Tensor gradient = y.sum().gradient(x);
        for (int i = 0; i < 2; i++) {
            assertThat((double) y.at(i)).isCloseTo(row.atZero(), offset(1e-7));
            assertThat((double) gradient.at(i)).isCloseTo(row.slopeAtZero(), offset(2e-7));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void finiteWithTheRightSlopeFarFromZero(Case row) {
        Tensor x = Tensor.of(FAR);
        Tensor gradient = row.function().apply(x).sum().gradient(x);
        float[] y = row.function().apply(x).values();
        assertThat(gradient.at(0)).isCloseTo((float) row.slopeLeft(), offset(1e-6f));
        assertThat(gradient.at(5)).isCloseTo((float) row.slopeLeft(), offset(4e-4f));
        assertThat(gradient.at(10)).isCloseTo((float) row.slopeRight(), offset(4e-4f));
        assertThat(gradient.at(FAR.length - 1)).isCloseTo((float) row.slopeRight(), offset(1e-6f));
        for (int i = 0; i < FAR.length; i++) {
            // SELU of the largest float correctly overflows
            boolean overflows = row.name().equals("selu") && i == FAR.length - 1;
            assertThat(Float.isFinite(y[i])).as("value at %s", FAR[i]).isNotEqualTo(overflows);
            assertThat(gradient.at(i)).as("gradient at %s", FAR[i]).isFinite();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void secondGradientsAreFiniteAndAgreeWithDifferences(Case row) {
        Tensor x = Tensor.input("x", Shape.of(5));
        Tensor first = row.function().apply(x).sum().gradient(x);
        Tensor second = first.sum().gradient(x);
        double h = 1e-5;
        double[] at = {-2.5, -0.75, 0.4, 1.3, 2.2};
        double[] before = at.clone();
        double[] after = at.clone();
        for (int i = 0; i < at.length; i++) {
            before[i] -= h;
            after[i] += h;
        }
        double[] low = ReferenceRun.doubles(List.of(first), Map.of(x, before), 1).getFirst();
        double[] high = ReferenceRun.doubles(List.of(first), Map.of(x, after), 1).getFirst();
        double[] actual = ReferenceRun.doubles(List.of(second), Map.of(x, at), 1).getFirst();
        for (int i = 0; i < at.length; i++) {
            assertThat(actual[i]).as("at %s", at[i]).isCloseTo((high[i] - low[i]) / (2 * h), offset(1e-6));
        }
    }

    @Test
    void notANumberStaysOne() {
        assertThat(cases().stream().filter(row -> !Float.isNaN(row.function().apply(Tensor.of(Float.NaN)).at(0))))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void everyFunctionIsALayerOfItsName(Activation.Function function) {
        Layer layer = new Activation.Plain(function);
        assertThat(layer.name()).isEqualTo(function.word());
        Network network = Network.of(layer, org.chainrule.type.TensorType.f32(Shape.batch(4)), true);
        assertThat(network.calls().getFirst().path()).isEqualTo(function.word());
        assertThat(network.output().shape()).isEqualTo(Shape.batch(4));
        assertThat(network.parameters()).isEmpty();
    }

    @Test
    void theCatalogueHasEveryFunction() {
        assertThat(Stream.of(Layers.sigmoid(), Layers.tanh(), Layers.relu(), Layers.elu(), Layers.selu(),
                Layers.gelu(), Layers.geluTanh(), Layers.silu(), Layers.mish(), Layers.softplus(), Layers.softsign(),
                Layers.hardSigmoid(), Layers.hardSwish(), Layers.softmax(), Layers.logSoftmax()))
                .containsExactly(Stream.of(Activation.Function.values()).map(Activation.Plain::new)
                        .toArray(Layer[]::new));
        assertThat(Layers.leakyRelu()).isEqualTo(new Activation.LeakyRelu(0.01));
        assertThat(Layers.leakyRelu(0.2).name()).isEqualTo("leakyRelu");
        assertThat(Layers.celu(1).name()).isEqualTo("celu");
        assertThat(Layers.prelu().name()).isEqualTo("prelu");
    }
}
