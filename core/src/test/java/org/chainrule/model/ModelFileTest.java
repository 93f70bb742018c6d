package org.chainrule.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.chainrule.error.FormatException;
import org.chainrule.io.Safetensors;
import org.chainrule.nn.Layers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelFileTest {
    private static final Path FIXTURES = Path.of("src", "test", "fixtures", "models");
    private static final float[] ONE = {1.5f, -0.5f};
    private static final float[] TWO = {-2, 1};

    @TempDir
    Path folder;

    private Path saved() throws IOException {
        Path file = folder.resolve("model");
        Classifier.of(Layers.linear(3)).epochs(2).seed(1).fit(Samples.rings(60, 1)).save(file, Map.of("note", "größe"));
        return file;
    }

    private static Model read(byte[] bytes) {
        try {
            return Model.load(new ByteArrayInputStream(bytes), "m");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void refused(byte[] bytes, String message) {
        assertThatExceptionOfType(FormatException.class).isThrownBy(() -> read(bytes)).withMessage(message)
                .satisfies(e -> assertThat(e.whole()).isFalse());
    }

    /// The predictions of the release that saved the samples, in version 1.
    @Test
    void modelsOfVersion1PredictWhatTheyDid() throws IOException {
        Path file = FIXTURES.resolve("classifier-1.safetensors");
        assertThat(Safetensors.read(file).hasChecksum()).isFalse();
        Classifier classifier = Classifier.load(file);
        assertThat(classifier.probabilities(ONE)).containsExactly(Float.intBitsToFloat(0x3e79ea69),
                Float.intBitsToFloat(0x3ee8d0ad), Float.intBitsToFloat(0x3e9a3a1e));
        assertThat(classifier.probabilities(TWO)).containsExactly(Float.intBitsToFloat(0x3eb8748a),
                Float.intBitsToFloat(0x3ed66486), Float.intBitsToFloat(0x3e624de0));
        assertThat(classifier.metadata()).containsExactly(Map.entry("note", "größe"));
        Regressor regressor = Regressor.load(FIXTURES.resolve("regressor-1.safetensors"));
        assertThat(regressor.predict(ONE)).isEqualTo(Float.intBitsToFloat(0x3f7edaea));
        assertThat(regressor.predict(TWO)).isEqualTo(Float.intBitsToFloat(0xbfced7d2));
        Path again = folder.resolve("again");
        regressor.save(again);
        assertThat(Safetensors.read(again).hasChecksum()).isTrue();
        assertThat(Regressor.load(again).predict(ONE)).isEqualTo(Float.intBitsToFloat(0x3f7edaea));
    }

    @Test
    void everyFlippedBitIsNoticed() throws IOException {
        byte[] whole = Files.readAllBytes(saved());
        assertThat(read(whole)).isInstanceOf(Classifier.class);
        for (int bit = 0; bit < 8 * whole.length; bit++) {
            byte[] bytes = whole.clone();
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatExceptionOfType(FormatException.class).as("bit " + bit).isThrownBy(() -> read(bytes))
                    .satisfies(e -> assertThat(e.getMessage()).startsWith("m").hasLineCount(1));
        }
    }

    @Test
    void aModelWithoutItsChecksumIsDamaged() throws IOException {
        Safetensors whole = Safetensors.read(saved());
        Map<String, String> metadata = new LinkedHashMap<>(whole.metadata());
        metadata.remove("chainrule.crc32c");
        refused(new Safetensors(metadata, whole.tensors()).bytes(),
                "m is damaged: it lacks the checksum of a model of format version 2; copy it again, or train it again");
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void weightsThatAreNotFiniteAreDamaged(float value) throws IOException {
        for (String name : new String[]{"classifier-1", "regressor-1"}) {
            Safetensors whole = Safetensors.read(FIXTURES.resolve(name + ".safetensors"));
            Map<String, Safetensors.Array> tensors = new LinkedHashMap<>(whole.tensors());
            Safetensors.Array weights = tensors.get("linear/weight");
            float[] values = weights.values().clone();
            values[5] = value;
            tensors.put("linear/weight", new Safetensors.Array(weights.dtype(), weights.shape(), values));
            Safetensors damaged = new Safetensors(whole.metadata(), tensors);
            String message = "m is damaged: value 5 of the parameter linear/weight, counted from 0, is " + value
                    + ", which is not a finite number; copy it again, or train it again";
            refused(damaged.bytes(), message);
            refused(damaged.withChecksum().bytes(), message);
            // a safetensors file without a model may hold any values
            assertThat(Safetensors.read(damaged.bytes(), "m").tensors()).isEqualTo(tensors);
        }
    }

    @Test
    void whatIsWholeAndNewerOrSomethingElseIsNotCalledDamaged() throws IOException {
        Safetensors whole = Safetensors.read(saved());
        Map<String, String> metadata = new LinkedHashMap<>(whole.metadata());
        metadata.computeIfPresent("chainrule", (_, text) -> text.replace("\"version\":2", "\"version\":4"));
        byte[] newer = new Safetensors(metadata, whole.tensors()).bytes();
        assertThatExceptionOfType(FormatException.class).isThrownBy(() -> read(newer)).withMessage(
                "m has format version 4, this release reads 1 to 3; use a newer release of Chainrule")
                .satisfies(e -> assertThat(e.whole()).isTrue());
        Path file = folder.resolve("model");
        assertThatExceptionOfType(FormatException.class).isThrownBy(() -> Regressor.load(file))
                .withMessage(file + " is a model for classification, not for regression")
                .satisfies(e -> assertThat(e.whole()).isTrue());
    }

    /// A damaged file is recognized if any single byte of the beginning, and anything after it, is wrong.
    @Test
    void aDamagedModelIsStillKnownAsOne() throws IOException {
        Path file = saved();
        byte[] whole = Files.readAllBytes(file);
        assertThat(Model.isModel(file)).isTrue();
        for (int i = 0; i < 60; i++) {
            byte[] bytes = whole.clone();
            bytes[i] ^= 0x55;
            assertThat(Model.isModel(Files.write(file, bytes))).as("byte " + i).isTrue();
        }
        assertThat(Model.isModel(Files.write(file, Arrays.copyOf(whole, 60)))).isTrue();
        assertThat(Model.isModel(FIXTURES.resolve("classifier-1.safetensors"))).isTrue();
        // written by a program that orders metadata differently
        String other = "{\"x\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]},"
                + "\"__metadata__\":{\"a\":\"b\",\"chainrule\":\"{}\"}}   ";
        byte[] bytes = new byte[8 + other.length()];
        bytes[0] = (byte) other.length();
        System.arraycopy(other.getBytes(UTF_8), 0, bytes, 8, other.length());
        assertThat(Model.isModel(Files.write(file, bytes))).isTrue();
    }

    @Test
    void otherFilesAreNoModels() throws IOException {
        Path file = folder.resolve("file");
        assertThat(Model.isModel(Files.writeString(file, ""))).isFalse();
        assertThat(Model.isModel(Files.writeString(file, "a,b\n1,2\n".repeat(100)))).isFalse();
        assertThat(Model.isModel(Files.write(file, new byte[5000]))).isFalse();
        new Safetensors(Map.of("format", "pt"), Map.of("x", Safetensors.Array.of(new float[]{1}, 1))).write(file);
        assertThat(Model.isModel(file)).isFalse();
        new Safetensors(Map.of(), Map.of("x", Safetensors.Array.of(new float[]{1}, 1))).withChecksum().write(file);
        assertThat(Model.isModel(file)).isFalse();
    }
}
