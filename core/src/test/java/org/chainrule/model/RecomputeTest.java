package org.chainrule.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chainrule.nn.Layers.dropout;
import static org.chainrule.nn.Layers.gelu;
import static org.chainrule.nn.Layers.layerNorm;
import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Layers.named;
import static org.chainrule.nn.Layers.recompute;
import static org.chainrule.nn.Layers.residual;
import static org.chainrule.nn.Layers.sequential;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.chainrule.Program;
import org.chainrule.Tensor;
import org.chainrule.data.Examples;
import org.chainrule.nn.Draws;
import org.chainrule.nn.Layer;
import org.chainrule.optim.Optimizers;
import org.chainrule.train.EpochRecord;
import org.chainrule.train.Plan;
import org.chainrule.train.Trainer;
import org.chainrule.type.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Recomputation gives the same bits and needs less memory.
class RecomputeTest {
    private static final int ROWS = 60;

    private static Layer net(UnaryOperator<Layer> segment) {
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            layers.add(segment.apply(sequential(linear(24), gelu(), layerNorm(), dropout(0.3), linear(24), gelu(),
                    residual(segment.apply(sequential(linear(24), gelu()))), linear(24), gelu())));
        }
        layers.add(segment.apply(named("head", linear(1))));
        return sequential(layers.toArray(Layer[]::new));
    }

    private static Trainer<Regressor> trainer(Layer net) {
        return Regressor.of(net).optimizer(Optimizers.adam(0.01)).batch(20).epochs(4).seed(5).threads(2);
    }

    private static Examples examples() {
        float[] x = Draws.of(3, "x").normal(ROWS * 8);
        float[][] rows = new float[ROWS][8];
        float[] y = new float[ROWS];
        for (int i = 0; i < ROWS; i++) {
            System.arraycopy(x, 8 * i, rows[i], 0, 8);
            y[i] = x[8 * i] * x[8 * i + 1];
        }
        return Examples.of(rows, y);
    }

    private static Map<String, List<Float>> parameters(Model model) {
        Map<String, List<Float>> values = new TreeMap<>();
        model.parameters().forEach((path, tensor) -> {
            List<Float> list = new ArrayList<>();
            for (float value : tensor.values()) {
                list.add(value);
            }
            values.put(path, list);
        });
        return values;
    }

    @Test
    void trainingGivesTheSameBitsWithLessMemory() {
        Trainer<Regressor> plain = trainer(net(layer -> layer));
        Trainer<Regressor> again = trainer(net(layer -> recompute(layer)));
        Examples examples = examples();
        Plan before = plain.plan(examples);
        Plan after = again.plan(examples);
        assertThat(after.training().work()).isLessThan(before.training().work() * 7 / 10);
        assertThat(after.training().state()).isEqualTo(before.training().state());
        assertThat(after.forward()).isEqualTo(before.forward());
        Regressor expected = plain.fit(examples);
        Regressor actual = again.fit(examples);
        assertThat(parameters(actual)).isEqualTo(parameters(expected));
        assertThat(actual.history().stream().map(EpochRecord::loss).toList())
                .isEqualTo(expected.history().stream().map(EpochRecord::loss).toList());
    }

    @Test
    void aWholeNetworkKeepsItsPaths() {
        Layer net = sequential(linear(3), gelu(), linear(1));
        assertThat(parameters(trainer(recompute(net)).fit(examples())))
                .isEqualTo(parameters(trainer(net).fit(examples())));
    }

    @Test
    void itIsSavedAndLoaded(@TempDir Path folder) throws IOException {
        Regressor model = trainer(recompute(sequential(linear(3), gelu(), linear(1)))).fit(examples());
        Path file = folder.resolve("model.safetensors");
        model.save(file);
        Regressor loaded = Regressor.load(file);
        assertThat(loaded.net()).isEqualTo(model.net());
        assertThat(loaded.predict(1, 2, 3, 4, 5, 6, 7, 8)).isEqualTo(model.predict(1, 2, 3, 4, 5, 6, 7, 8));
    }

    /// The penalty is on a gradient, so the step computes gradients of gradients.
    @Test
    void secondGradientsAreTheSameBits() {
        assertThat(penalized(true)).isEqualTo(penalized(false));
    }

    private static List<List<Float>> penalized(boolean again) {
        Tensor x = Tensor.input("x", Shape.batch(3));
        Tensor w = Tensor.input("w", Shape.of(3, 3));
        Tensor v = Tensor.input("v", Shape.of(3, 3));
        Tensor y = x;
        for (Tensor weight : List.of(w, v, w)) {
            Tensor z = y.matmul(weight).tanh().matmul(weight).exp().add(1).log();
            y = again ? z.recomputedFrom(y) : z;
        }
        Tensor slope = y.square().sum().gradient(x);
        Tensor loss = y.sum().add(slope.square().sum());
        List<Tensor> outputs = new ArrayList<>(loss.gradients(List.of(w, v)));
        outputs.add(slope);
        Program program = Program.of(List.of(x, w, v), outputs);
        Draws draws = Draws.of(11, "second");
        List<Tensor> values = program.run(Tensor.of(draws.normal(15), Shape.of(5, 3)),
                Tensor.of(draws.normal(9), Shape.of(3, 3)), Tensor.of(draws.normal(9), Shape.of(3, 3)));
        return values.stream().map(value -> {
            List<Float> list = new ArrayList<>();
            for (float each : value.values()) {
                list.add(each);
            }
            return list;
        }).toList();
    }

    /// Values must be recomputed shortly before they are read; otherwise a deep network would save no memory.
    @Test
    void memoryGrowsWithTheSegmentsAndNotWithTheLayers() {
        long[] work = new long[2];
        for (int i = 0; i < 2; i++) {
            List<Layer> layers = new ArrayList<>();
            for (int segment = 0; segment < 4; segment++) {
                List<Layer> inner = new ArrayList<>();
                for (int layer = 0; layer < 4 + 4 * i; layer++) {
                    inner.addAll(List.of(linear(8), gelu()));
                }
                layers.add(recompute(sequential(inner.toArray(Layer[]::new))));
            }
            layers.add(linear(1));
            work[i] = trainer(sequential(layers.toArray(Layer[]::new))).batch(50).plan(examples()).training().work();
        }
        long buffer = 4L * 50 * 8;
        // each of four segments has four more layers with four kept values each; only one segment is in memory at a time
        assertThat(work[1] - work[0]).isBetween(1L, 17 * buffer);
    }
}
