package org.chainrule.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.chainrule.nn.Layers.batchNorm;
import static org.chainrule.nn.Layers.embedding;
import static org.chainrule.nn.Layers.flatten;
import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Layers.relu;
import static org.chainrule.nn.Layers.residual;
import static org.chainrule.nn.Layers.sequential;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.chainrule.Tensor;
import org.chainrule.data.Examples;
import org.chainrule.data.Field;
import org.chainrule.error.FormatException;
import org.chainrule.io.Json;
import org.chainrule.io.Safetensors;
import org.chainrule.nn.Inits;
import org.chainrule.nn.Layer;
import org.chainrule.nn.Scope;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The description of inputs and custom layers in a file, and the format versions that support them.
class ModelKindsTest {
    private static final Path FIXTURES = Path.of("src", "test", "fixtures", "models");
    private static final float[] ONE = {1.5f, -0.5f};

    @TempDir
    Path folder;

    /// Multiplies each column by a learned number.
    record Scale(double start) implements Layer {
        @Override
        public Tensor apply(Tensor x, Scope scope) {
            return x.mul(scope.parameter("scale", x.shape().tail(1), Inits.constant(start)));
        }
    }

    private static Examples codes() {
        int[][] codes = new int[40][];
        float[] y = new float[40];
        for (int i = 0; i < 40; i++) {
            codes[i] = new int[]{i % 5, i * 3 % 7 % 5, i % 2};
            y[i] = codes[i][0] - codes[i][1];
        }
        return Examples.named().input("codes", codes).target("y", y);
    }

    private static Map<?, ?> description(Path file) throws IOException {
        return (Map<?, ?>) Json.parse(Safetensors.readMetadata(file).getOrDefault("chainrule", ""));
    }

    /// Plain models are still written as the same bytes as in the release that supported only version 2.
    @ParameterizedTest
    @ValueSource(strings = {"activations", "classifier", "image", "layers", "regressor", "several", "starts"})
    void modelsOfVersion2AreWrittenAsTheyWere(String name) throws IOException {
        Path file = FIXTURES.resolve(name + "-2.safetensors");
        Model model = Model.load(file);
        Path again = folder.resolve("again");
        model.save(again, model.metadata());
        assertThat(Files.readAllBytes(again)).isEqualTo(Files.readAllBytes(file));
    }

    @Test
    void inputsOfAnotherKindAreWrittenWithNameTypeAndShape() throws IOException {
        Regressor model = Regressor.of(sequential(embedding(5, 2), flatten(), linear(1))).epochs(1).seed(3)
                .fit(codes());
        Path file = folder.resolve("codes");
        model.save(file);
        Map<?, ?> description = description(file);
        assertThat(description.get("version")).isEqualTo(3L);
        assertThat(description.get("inputs"))
                .isEqualTo(List.of(Map.of("name", "codes", "type", "i32", "shape", List.of(3L))));
        assertThat(description.get("outputs"))
                .isEqualTo(List.of(Map.of("name", "y", "type", "f32", "shape", List.of(1L))));
        Regressor loaded = Regressor.load(file);
        assertThat(loaded.inputs()).containsExactly(new Field("codes", TensorType.i32(Shape.of(3))));
        assertThat(loaded.predict(codes())).isDeepEqualTo(model.predict(codes()));
        Path again = folder.resolve("again");
        loaded.save(again);
        assertThat(Files.readAllBytes(again)).isEqualTo(Files.readAllBytes(file));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '|', value = {
            "'name':'codes'; 'name':' '; m: inputs: examples: the name of a field is blank, expected a word such as x",
            "'type':'i32'; 'type':'i64'; m has damaged metadata: expected a valid entry 'type'",
            "'shape':[3]; 'shape':[-3]; m has damaged metadata: expected a valid entry 'shape'",
            "'shape':[3]; 'shape':3; m has damaged metadata: expected a valid entry 'shape'",
            "'inputs':[; 'input':[; m has damaged metadata: expected a valid entry 'inputs'",
            "'inputs':[; 'inputs':[3,; m has damaged metadata: expected an object"})
    void damagedInputsAreRefused(String part, String damage, String message) throws IOException {
        Safetensors whole = Safetensors.read(FIXTURES.resolve("codes-3.safetensors"));
        Map<String, String> metadata = new HashMap<>(whole.metadata());
        metadata.computeIfPresent("chainrule", (_, text) -> text.replace(part.replace('\'', '"'),
                damage.replace('\'', '"')));
        byte[] damaged = new Safetensors(metadata, whole.tensors()).withChecksum().bytes();
        assertThatThrownBy(() -> Model.load(new ByteArrayInputStream(damaged), "m"))
                .isInstanceOf(FormatException.class).hasMessage(message);
    }

    @Test
    void anotherNameOfTheOnlyInputIsKept() throws IOException {
        Examples rows = Examples.named().input("pixels", new float[][]{{1, 2}, {3, 4}}).target("y", new float[]{1, 2});
        Path file = folder.resolve("named");
        Regressor.of(linear(1)).epochs(1).fit(rows).save(file);
        assertThat(Regressor.load(file).inputs()).containsExactly(new Field("pixels", TensorType.f32(Shape.of(2))));
    }

    @Test
    void everyFlippedBitOfVersion3IsNoticed() throws IOException {
        Path file = folder.resolve("codes");
        Regressor.of(sequential(embedding(5, 2), flatten(), linear(1))).epochs(1).seed(3).fit(codes()).save(file);
        byte[] whole = Files.readAllBytes(file);
        for (int bit = 0; bit < 8 * whole.length; bit += 3) {
            byte[] bytes = whole.clone();
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> Model.load(new ByteArrayInputStream(bytes), "m")).as("bit " + bit)
                    .isInstanceOf(FormatException.class);
        }
    }

    @Test
    void theStateOfBatchNormComesBack() throws IOException {
        Classifier model = Classifier.of(sequential(batchNorm(), linear(8), relu(), linear(3))).epochs(3).seed(1)
                .fit(Samples.rings(90, 1));
        assertThat(model.parameters().keySet()).startsWith("batchNorm/mean", "batchNorm/variance");
        assertThat(model.parameter("batchNorm/mean").values()).isNotEqualTo(new float[2]);
        Path file = folder.resolve("norm");
        model.save(file);
        assertThat(description(file).get("version")).isEqualTo(2L);
        Classifier loaded = Classifier.load(file);
        assertThat(loaded.parameter("batchNorm/variance").values())
                .isEqualTo(model.parameter("batchNorm/variance").values());
        assertThat(loaded.probabilities(ONE)).isEqualTo(model.probabilities(ONE));
    }

    @Test
    void ownLayersAreFoundByTheirNames() throws IOException {
        Layer scale = new Scale(2);
        Classifier model = Classifier.of(sequential(scale, residual(scale), linear(3))).epochs(2).seed(1)
                .fit(Samples.rings(60, 1));
        Path file = folder.resolve("own");
        model.save(file);
        assertThat(Json.write(description(file).get("net"))).startsWith(
                "{\"layer\":\"sequential\",\"layers\":[{\"layer\":\"own\",\"name\":\"scale\"},"
                        + "{\"layer\":\"residual\",\"inner\":{\"layer\":\"own\",\"name\":\"scale\"}},");
        assertThat(description(file).get("version")).isEqualTo(3L);
        Map<String, Layer> layers = Map.of("scale", scale);
        byte[] bytes = Files.readAllBytes(file);
        for (Model loaded : List.of(Classifier.load(file, layers), Model.load(file, layers),
                Classifier.load(new ByteArrayInputStream(bytes), layers),
                Model.load(new ByteArrayInputStream(bytes), "m", layers))) {
            assertThat(((Classifier) loaded).probabilities(ONE)).isEqualTo(model.probabilities(ONE));
            assertThat(loaded.net()).isEqualTo(model.net());
        }
        assertThatThrownBy(() -> Classifier.load(file)).isInstanceOf(FormatException.class).hasMessage(file
                + " holds a network with custom layers; load it with load(net, file), or with"
                + " load(file, layers), where layers maps 'scale' to that layer");
        assertThatThrownBy(() -> Classifier.load(file, Map.of("scale", linear(2))))
                .isInstanceOf(FormatException.class)
                .hasMessage(file + ": network: the parameter linear/weight of shape [2, 2] has shape [2, 3];"
                        + " the parameters belong to another network");
    }

    @Test
    void layersThatNoNameTellsApartAreNotDescribed() throws IOException {
        Path file = folder.resolve("own");
        Layer two = sequential(new Scale(2), new Scale(3), linear(3));
        Layer nameless = sequential((x, scope) -> x.mul(2), linear(3));
        for (Layer net : List.of(two, nameless)) {
            Classifier model = Classifier.of(net).epochs(1).fit(Samples.rings(30, 1));
            model.save(file);
            assertThat(description(file).get("version")).isEqualTo(2L);
            assertThat(description(file).get("net")).isNull();
            assertThatThrownBy(() -> Classifier.load(file, Map.of("scale", new Scale(2)))).hasMessage(
                    file + " holds a network with custom layers; load it with load(net, file)");
            assertThat(Classifier.load(net, file).logits(ONE)).isEqualTo(model.logits(ONE));
        }
    }
}
