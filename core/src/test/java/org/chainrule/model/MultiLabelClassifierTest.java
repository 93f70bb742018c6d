package org.chainrule.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Layers.relu;
import static org.chainrule.nn.Layers.sequential;
import static org.chainrule.optim.Optimizers.adam;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.chainrule.Tensor;
import org.chainrule.data.Examples;
import org.chainrule.data.Field;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.ShapeException;
import org.chainrule.metric.OutputKind;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MultiLabelClassifierTest {
    private static final double LOG_3 = StrictMath.log(3);

    @TempDir
    Path folder;

    /// Logits `x0 - log 3`, `x1` and `-x0`: at (0, 0) the probabilities are 1/4, 1/2 and 1/2.
    private static MultiLabelClassifier byHand() {
        return MultiLabelClassifier.of(linear(3), List.of(new Field("x", TensorType.f32(Shape.of(2)))),
                Map.of("linear/weight", Tensor.of(new float[][]{{1, 0, -1}, {0, 1, 0}}), "linear/bias",
                        Tensor.of((float) -LOG_3, 0, 0)));
    }

    private static Examples quadrants(int count) {
        float[][] x = new float[count][];
        boolean[][] holds = new boolean[count][];
        for (int i = 0; i < count; i++) {
            x[i] = new float[]{(i * 37 % 101 - 50) / 25f, (i * 59 % 97 - 48) / 24f};
            holds[i] = new boolean[]{x[i][0] > 0, x[i][1] > 0.5, x[i][0] * x[i][1] > 0};
        }
        return Examples.named().input("x", x).target("y", holds);
    }

    @Test
    void eachLabelHasAProbabilityOfItsOwn() {
        MultiLabelClassifier model = byHand();
        float[] probabilities = model.probabilities(0, 0);
        assertThat(probabilities).hasSize(3);
        assertThat(probabilities[0]).isEqualTo(0.25f, within(1e-6f));
        assertThat(probabilities[1]).isEqualTo(0.5f, within(1e-6f));
        assertThat(model.logits(3, -1)[2]).isEqualTo(-3);
        assertThat(model.predict(2, -1)).containsExactly(true, false, false);
        assertThat(model.predict(0, 0)).containsExactly(false, false, false);
        assertThat(model.predict(new float[]{0, 0}, 0.2)).containsExactly(true, true, true);
        float[][] rows = {{0, 0}, {2, -1}};
        assertThat(model.predict(rows)).isDeepEqualTo(new boolean[][]{{false, false, false}, {true, false, false}});
        assertThat(model.predict(rows, 0.2)[1]).containsExactly(true, true, false);
        assertThat(model.predict(Examples.of(rows))[1]).containsExactly(true, false, false);
        assertThat(model.predict(Examples.of(rows), 0.2)[0]).containsExactly(true, true, true);
        assertThat(model.probabilities(rows)).isDeepEqualTo(model.probabilities(Examples.of(rows)));
        assertThat(model.task()).contains(OutputKind.LABELS);
        assertThat(model.outputs()).isEqualTo(3);
        assertThatThrownBy(() -> model.predict(rows, 1.5)).isInstanceOf(ArgumentException.class)
                .hasMessage("predict: the threshold is 1.5, expected a number from 0 to 1");
    }

    @Test
    void isMeasuredByTheMetricsOfLabels() {
        boolean[][] truth = {{true, false, false}, {false, true, false}};
        Examples rows = Examples.of(new float[][]{{2, -1}, {2, -1}}).target("y", truth);
        Map<String, Double> measures = byHand().evaluate(rows);
        assertThat(measures.keySet()).containsExactly("subsetAccuracy", "hammingLoss", "microF1", "macroF1",
                "binaryLogLoss");
        assertThat(measures.get("subsetAccuracy")).isEqualTo(0.5);
        assertThat(measures.get("hammingLoss")).isEqualTo(2 / 6.0, within(1e-9));
        assertThat(measures.get("microF1")).isEqualTo(0.5, within(1e-9));
        double a = StrictMath.log1p(StrictMath.exp(-(2 - LOG_3)));
        double b = StrictMath.log1p(StrictMath.exp(-1));
        double c = StrictMath.log1p(StrictMath.exp(-2));
        double loss = (a + b + c + (a + 2 - LOG_3) + (b + 1) + c) / 6;
        assertThat(measures.get("binaryLogLoss")).isEqualTo(loss, within(1e-6));
    }

    @Test
    void learns() {
        MultiLabelClassifier model = MultiLabelClassifier.of(sequential(linear(24), relu(), linear(3)))
                .optimizer(adam(0.02)).epochs(60).seed(0).fit(quadrants(400));
        assertThat(model.evaluate(quadrants(400)).get("subsetAccuracy")).isGreaterThan(0.9);
    }

    @Test
    void isTraced() {
        Trace trace = byHand().trace(new float[]{0, 0}, new boolean[]{true, false, true});
        assertThat(trace.of()).isEqualTo("loss");
        double loss = (StrictMath.log(4) + 2 * StrictMath.log(2)) / 3;
        assertThat(trace.value()).isEqualTo((float) loss, within(1e-5f));
        assertThat(trace.parameters().get("linear/bias").at(0)).isEqualTo(-0.25f, within(1e-6f));
        assertThat(byHand().trace(new float[]{1, 1}).steps().getFirst().gradient().values()).containsExactly(0, 1);
        assertThatThrownBy(() -> byHand().trace(new float[]{0, 0}, new boolean[2])).isInstanceOf(ShapeException.class)
                .hasMessage("trace: needs a truth value for each label: got 2, output [n, 3]");
    }

    @Test
    void isSavedAndLoaded() throws IOException {
        MultiLabelClassifier model = MultiLabelClassifier.of(linear(3)).epochs(2).seed(5).fit(quadrants(50));
        Path file = folder.resolve("labels.safetensors");
        model.save(file);
        byte[] bytes = Files.readAllBytes(file);
        float[] expected = model.probabilities(1, -1);
        assertThat(MultiLabelClassifier.load(file).probabilities(1, -1)).isEqualTo(expected);
        assertThat(MultiLabelClassifier.load(new ByteArrayInputStream(bytes)).seed()).isEqualTo(5);
        assertThat(MultiLabelClassifier.load(linear(3), file).probabilities(1, -1)).isEqualTo(expected);
        assertThat(MultiLabelClassifier.load(linear(3), new ByteArrayInputStream(bytes)).probabilities(1, -1))
                .isEqualTo(expected);
        assertThat(Model.load(file)).isInstanceOf(MultiLabelClassifier.class);
        assertThat(Model.isModel(file)).isTrue();
        assertThatThrownBy(() -> Classifier.load(file))
                .hasMessage(file + " is a model for multi-label classification, not for classification");
    }

    @Test
    void refusesOtherTargets() {
        Examples classes = Examples.of(new float[][]{{1, 2}}, new int[]{1});
        assertThatThrownBy(() -> MultiLabelClassifier.of(linear(3)).fit(classes)).isInstanceOf(ShapeException.class)
                .hasMessage("fit: needs a yes or no, 1 or 0, for each output: output [n, 3], target i32[n]");
    }
}
