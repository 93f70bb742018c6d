package org.chainrule;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Layers.relu;
import static org.chainrule.nn.Layers.sequential;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.chainrule.data.Batch;
import org.chainrule.data.Examples;
import org.chainrule.data.Split;
import org.chainrule.model.Classifier;
import org.chainrule.nn.Layer;
import org.chainrule.nn.Network;
import org.chainrule.nn.Scope;
import org.chainrule.nn.Variable;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The code in the comments of packages. Each block stands in this class too, where it is compiled and run.
class PackageEssaysTest {
    private static final Path SOURCES = Path.of("src");

    record Gate(Layer inner) implements Layer {
        @Override
        public Tensor apply(Tensor x, Scope scope) {
            return x.mul(scope.call("inner", inner, x).sigmoid());
        }
    }

    @Test
    void data() {
        Examples examples = Examples.named()
                .input("area", new float[]{52, 80, 61, 75})
                .input("rooms", new int[][]{{2, 1}, {3, 2}, {2, 1}, {4, 1}})
                .target("price", new float[]{180, 260, 215, 240});
        Split parts = examples.split(0.75, 7); // seed 7
        float sum = 0;
        for (Batch batch : parts.train().shuffled(7, 1).batches(2)) {
            float[] areas = batch.input(0);
            for (int i = 0; i < batch.size(); i++) {
                sum += areas[i];
            }
        }
        assertThat(sum).isEqualTo(52 + 80 + 61 + 75 - parts.held().batch().input(0)[0]);
        assertThat(parts.held().size()).isEqualTo(1);
        assertThat(examples.type()).hasToString("area f32[1], rooms i32[2] -> price f32[1]");
    }

    @Test
    void nn() {
        Layer net = sequential(linear(16), relu(), new Gate(linear(16)), linear(3));
        Network network = Network.of(net, TensorType.f32(Shape.batch(4)), true);
        Variable weight = network.parameters().getFirst(); // linear/weight [4, 16]
        float[] values = weight.start(7); // seed 7
        assertThat(weight.path()).isEqualTo("linear/weight");
        assertThat(weight.shape()).isEqualTo(Shape.of(4, 16));
        assertThat(values).hasSize(64);
        assertThat(network.parameters()).extracting(Variable::path).containsExactly("linear/weight", "linear/bias",
                "gate/inner/weight", "gate/inner/bias", "linear2/weight", "linear2/bias");
    }

    @Test
    void model(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("model.safetensors");
        Examples examples = Examples.of(new float[][]{{1, -1}, {-1, 1}, {2, 0}, {0, 2}}, new int[]{0, 1, 0, 1});
        Classifier model = Classifier.of(sequential(linear(8), relu(), linear(2))).epochs(30).seed(7).fit(examples);
        int label = model.predict(0.5f, -1);
        model.save(file);
        Classifier loaded = Classifier.load(file); // predicts the same, bit for bit
        assertThat(loaded.predict(0.5f, -1)).isEqualTo(label);
        assertThat(loaded.logits(0.5f, -1)).containsExactly(model.logits(0.5f, -1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"data", "nn", "model"})
    void theCodeOfAPackageIsCompiledHere(String name) throws IOException {
        String compiled = Files.readString(SOURCES.resolve("test/java/org/chainrule/PackageEssaysTest.java"), UTF_8)
                .lines().map(String::strip).collect(joining("\n"));
        List<String> blocks = blocks(SOURCES.resolve("main/java/org/chainrule").resolve(name));
        assertThat(blocks).isNotEmpty().allSatisfy(block -> assertThat(compiled).contains(block));
    }

    /// Returns the blocks of code in the comment of a package, without indentation.
    private static List<String> blocks(Path folder) throws IOException {
        String comment = Files.readString(folder.resolve("package-info.java"), UTF_8).lines()
                .filter(line -> line.startsWith("///")).map(line -> line.substring(3).strip()).collect(joining("\n"));
        String[] parts = comment.split("\n?```\n?", -1);
        List<String> blocks = new ArrayList<>();
        for (int i = 1; i < parts.length; i += 2) {
            blocks.add(parts[i]);
        }
        return blocks;
    }
}
