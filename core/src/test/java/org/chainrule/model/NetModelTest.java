package org.chainrule.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.chainrule.nn.Layers.embedding;
import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Losses.binaryCrossEntropy;
import static org.chainrule.nn.Losses.crossEntropy;
import static org.chainrule.nn.Losses.squared;
import static org.chainrule.optim.Optimizers.adam;
import static org.chainrule.testing.Mistakes.assertMessage;
import static org.chainrule.testing.Mistakes.mistake;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.chainrule.Tensor;
import org.chainrule.Tensors;
import org.chainrule.data.Examples;
import org.chainrule.data.Field;
import org.chainrule.error.ArgumentException;
import org.chainrule.metric.Metric;
import org.chainrule.metric.Metrics;
import org.chainrule.nn.Net;
import org.chainrule.nn.Objective;
import org.chainrule.type.DType;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class NetModelTest {
    /// `price = 2 a + bonus of the code`, and two logits: the price, and its negative.
    private static final Net NET = (in, scope) -> {
        Tensor price = scope.call("line", linear(1), in.get("a"))
                .add(scope.call("bonus", embedding(3, 1), in.get("code")));
        return Tensors.of("price", price, "dear", Tensor.concat(-1, price.neg(), price));
    };
    private static final List<Field> INPUTS = List.of(new Field("a", TensorType.f32(Shape.of(1))),
            new Field("code", TensorType.i32(Shape.scalar())));
    private static final Map<String, Tensor> VALUES = Map.of("line/weight", Tensor.of(new float[][]{{2}}),
            "line/bias", Tensor.of(0), "bonus/weight", Tensor.of(new float[][]{{0}, {10}, {20}}));
    private static final Objective BOTH = Objective.sum(Objective.on("price", squared()),
            Objective.on("dear", crossEntropy()).times(0.1));

    @TempDir
    Path folder;

    private static Examples rows() {
        return Examples.named().input("a", new float[]{1, 2, 3}).input("code", new int[]{2, 0, 1});
    }

    private static Examples many(int count) {
        float[] a = new float[count];
        int[] code = new int[count];
        float[] price = new float[count];
        int[] dear = new int[count];
        for (int i = 0; i < count; i++) {
            a[i] = (i * 37 % 41 - 20) / 10f;
            code[i] = i % 3;
            price[i] = 2 * a[i] + code[i];
            dear[i] = price[i] > 0 ? 1 : 0;
        }
        return Examples.named().input("a", a).input("code", code).target("price", price).target("dear", dear);
    }

    @Test
    void predictsEveryOutputByName() {
        NetModel model = NetModel.of(NET, INPUTS, VALUES);
        Tensors outputs = model.predict(rows());
        assertThat(outputs.names()).containsExactly("price", "dear");
        assertThat(outputs.get("price").values()).containsExactly(22, 4, 16);
        assertThat(outputs.get("dear").rows()).isDeepEqualTo(new float[][]{{-22, 22}, {-4, 4}, {-16, 16}});
        Tensors given = Tensors.of("code", Tensor.ofInts(2, 0, 1), "a", Tensor.of(new float[][]{{1}, {2}, {3}}));
        assertThat(model.predict(given).get("price").values()).containsExactly(22, 4, 16);
        assertThat(model.inputs()).isEqualTo(INPUTS);
        assertThat(model.outputShapes()).isEqualTo(Map.of("price", Shape.of(1), "dear", Shape.of(2)));
        assertThat(model.task()).isEmpty();
    }

    @Test
    void wholeNumbersComeOutAsSuch() {
        Net net = (in, scope) -> Tensors.of("sum", in.get("a").sum(-1), "class", in.get("a").argmax(-1));
        NetModel model = NetModel.of(net, List.of(new Field("a", TensorType.f32(Shape.of(2)))), Map.of());
        Tensors outputs = model.predict(Tensors.of("a", Tensor.of(new float[][]{{1, 5}, {7, 2}})));
        assertThat(outputs.get("sum").values()).containsExactly(6, 9);
        assertThat(outputs.get("class").ints()).containsExactly(1, 0);
        assertThat(outputs.get("class").type().dtype()).isEqualTo(DType.I32);
    }

    @Test
    void aRowGetsInManyWhatItGetsAlone() {
        NetModel model = NetModel.of(NET, BOTH).epochs(2).seed(1).fit(many(500));
        Tensors all = model.predict(many(500));
        assertThat(all.get("dear").shape()).isEqualTo(Shape.of(500, 2));
        Examples examples = many(500);
        for (int row : new int[]{0, 95, 96, 97, 250, 499}) {
            Tensors alone = model.predict(examples.rows(row));
            assertThat(alone.get("price").value()).isEqualTo(all.get("price").at(row, 0));
            assertThat(alone.get("dear").at(0, 1)).isEqualTo(all.get("dear").at(row, 1));
        }
        float[] a = new float[500];
        int[] codes = new int[500];
        for (int i = 0; i < 500; i++) {
            a[i] = (i * 37 % 41 - 20) / 10f;
            codes[i] = i % 3;
        }
        Tensors given = Tensors.of("a", Tensor.of(a, Shape.of(500, 1)), "code", Tensor.ofInts(codes));
        assertThat(model.predict(given).get("dear").values()).isEqualTo(all.get("dear").values());
    }

    @Test
    void measuresEachOutputAgainstItsTarget() {
        NetModel model = NetModel.of(NET, INPUTS, VALUES);
        Examples examples = rows().target("price", new float[]{22, 4, 19}).target("dear", new int[]{1, 1, 0});
        Map<String, Double> measures = model.evaluate(examples);
        assertThat(measures.get("price.mae")).isEqualTo(1, within(1e-6));
        assertThat(measures.get("price.rmse")).isEqualTo(StrictMath.sqrt(3), within(1e-6));
        assertThat(measures.get("dear.accuracy")).isEqualTo(2 / 3.0, within(1e-9));
        // the cross-entropy of two logits with difference d is log(1 + exp(-d)), plus d if the prediction is wrong
        double entropy = StrictMath.log1p(StrictMath.exp(-44)) + StrictMath.log1p(StrictMath.exp(-8)) + 32;
        double loss = 9 / 3.0 + 0.1 * entropy / 3;
        assertThat(model.evaluate(examples, BOTH).get("loss")).isEqualTo(loss, within(1e-6));
        Metric near = Metric.ofRows("near", true, (out, target) -> Math.abs(out[0] - target[0]) < 1 ? 1 : 0);
        assertThat(model.evaluate(examples, "price", near).get("price.near")).isEqualTo(2 / 3.0, within(1e-9));
        assertThatThrownBy(() -> model.evaluate(examples, "prize", near)).isInstanceOf(ArgumentException.class)
                .hasMessage(
                        "metrics: there is no output 'prize' with a target of its own, expected one of [price, dear]");
        assertThatThrownBy(() -> model.evaluate(examples, near)).isInstanceOf(ArgumentException.class)
                .hasMessage("metrics: the model has several outputs; name one of [price, dear]");
        assertThat(model.measure(examples, "price", near)).isEqualTo(2 / 3.0, within(1e-9));
        Examples priced = rows().target("price", new float[]{22, 4, 19});
        assertThat(model.measure(priced, near)).isEqualTo(model.measure(priced, "price", near))
                .isEqualTo(2 / 3.0, within(1e-9));
    }

    @Test
    void learnsBothOutputs() {
        NetModel model = NetModel.of(NET, BOTH).optimizer(adam(0.05)).epochs(40).seed(0).monitor("price.rmse")
                .fit(many(300), many(60));
        Map<String, Double> measures = model.evaluate(many(60));
        assertThat(measures.get("price.rmse")).isLessThan(0.1);
        assertThat(measures.get("dear.accuracy")).isGreaterThan(0.95);
        assertThat(model.history().getFirst().validation()).containsKeys("loss", "price.r2", "dear.logLoss");
    }

    @Test
    void truthValuesAreLabels() {
        Net net = (in, scope) -> Tensors.of("yes", scope.call("line", linear(1), in.get("x")));
        float[] x = new float[200];
        boolean[] yes = new boolean[200];
        for (int i = 0; i < 200; i++) {
            x[i] = (i * 37 % 101 - 50) / 25f;
            yes[i] = x[i] > 0.3;
        }
        Examples rows = Examples.named().input("x", x).target("yes", yes);
        NetModel model = NetModel.of(net, Objective.on("yes", binaryCrossEntropy())).optimizer(adam(0.1)).epochs(40)
                .fit(rows);
        assertThat(model.evaluate(rows).get("hammingLoss")).isLessThan(0.05);
    }

    @Test
    void isSavedWithNamesAndTypesOfItsInputs() throws IOException {
        NetModel model = NetModel.of(NET, BOTH).epochs(2).seed(1).fit(many(100));
        Path file = folder.resolve("net.safetensors");
        model.save(file, Map.of("note", "houses"));
        NetModel loaded = NetModel.load(NET, file);
        assertThat(loaded.inputs()).isEqualTo(INPUTS);
        assertThat(loaded.metadata()).containsExactly(Map.entry("note", "houses"));
        assertThat(loaded.predict(many(100)).get("dear").values())
                .isEqualTo(model.predict(many(100)).get("dear").values());
        byte[] bytes = Files.readAllBytes(file);
        assertThat(NetModel.load(NET, new ByteArrayInputStream(bytes)).seed()).isEqualTo(1);
        assertThatThrownBy(() -> NetModel.load(file)).hasMessage(
                file + " holds a network with custom layers; load it with load(net, file)");
        assertThatThrownBy(() -> Regressor.load(NET, file))
                .hasMessage(file + " is a model for named outputs, not for regression");
        Path again = folder.resolve("again.safetensors");
        loaded.save(again, loaded.metadata());
        assertThat(Files.readAllBytes(again)).isEqualTo(bytes);
    }

    @Test
    void isTracedFromAChosenOutput() {
        NetModel model = NetModel.of(NET, INPUTS, VALUES);
        Trace trace = model.trace(rows().rows(0), "price");
        assertThat(trace.of()).isEqualTo("price");
        assertThat(trace.value()).isEqualTo(22);
        assertThat(trace.steps().stream().map(Trace.Step::path)).containsExactly("input a", "input code", "line",
                "bonus");
        assertThat(trace.steps().getFirst().gradient().value()).isEqualTo(2);
        assertThat(trace.steps().get(1).gradient().value()).isZero();
        assertThat(trace.parameters().get("bonus/weight").values()).containsExactly(0, 0, 1);
        assertThat(model.hidden("line", rows()).values()).containsExactly(2, 4, 6);
    }

    static Stream<Arguments> mistakes() {
        NetModel model = NetModel.of(NET, INPUTS, VALUES);
        String one = "row: the model takes the inputs [a, code], expected one; pass examples with all of them";
        return Stream.of(
                mistake(() -> model.trace(rows().rows(0)),
                        "trace: the model has the outputs [price, dear]; choose one with trace(row, output)"),
                mistake(() -> model.trace(rows(), "price"), "trace: got 3 rows, expected one"),
                mistake(() -> model.trace(new float[]{1}), one),
                mistake(() -> model.hidden("line", new float[]{1}), one),
                mistake(model::outputs,
                        "outputs: the model has the outputs [price, dear], expected one; use outputShapes()"),
                mistake(() -> model.predict(Examples.named().input("a", new float[]{1})), "predict: the examples do"
                        + " not have the model's inputs: examples [a f32[1]], model takes [a f32[1], code i32[]]"),
                mistake(() -> model.predict(Tensors.of("a", Tensor.of(new float[][]{{1}}), "code", Tensor.of(1))),
                        "predict: needs the model's inputs, all with the same number of rows: given [a f32[1, 1], code"
                                + " f32[1]], model takes [a f32[n, 1], code i32[n]]"),
                mistake(() -> model.predict(
                        Examples.named().input("a", new float[]{1, 2}).input("code", new int[]{0, 3})),
                        "gather: index 3 at position 0 is out of range, expected 0 to 2 (in bonus, row 1)"),
                mistake(() -> NetModel.of(NET, INPUTS, Map.of()), "network: the parameter line/weight of shape [1, 1]"
                        + " is missing; the parameters belong to another network"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void messages(String message, ThrowingCallable call) {
        assertMessage(message, call);
    }

    @Test
    void isServedToManyThreads() {
        NetModel model = NetModel.of(NET, INPUTS, VALUES);
        float[] prices = new float[64];
        IntStream.range(0, 64).parallel().forEach(i -> prices[i] = model
                .predict(Examples.named().input("a", new float[]{i}).input("code", new int[]{i % 3})).get("price")
                .value());
        for (int i = 0; i < 64; i++) {
            assertThat(prices[i]).isEqualTo(2 * i + 10 * (i % 3));
        }
    }

    /// Whole numbers are classes only if the output has several columns; a count is not a class.
    @Test
    void anOutputOfOneNumberHasNoClasses() {
        Net count = (in, scope) -> Tensors.of("count", scope.call("line", linear(1), in.get("a")));
        Objective squares = Objective.on("count",
                (out, target) -> out.sub(target.cast(DType.F32).unsqueeze(1)).square().mean(1));
        Examples rows = Examples.named().input("a", new float[]{1, 2, 3}).target("count", new int[]{2, 4, 6});
        NetModel model = NetModel.of(count, squares).optimizer(adam(0.1)).epochs(300).fit(rows);
        assertThat(model.predict(rows).get("count").at(1, 0)).isCloseTo(4, within(0.2f));
        assertThat(model.evaluate(rows)).isEmpty();
        assertThatThrownBy(() -> NetModel.of(count, squares).metrics("count", Metrics.accuracy()).fit(rows, rows))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("metrics: no output has a target of the same name; name a target after an output");
    }
}
