package org.chainrule.serve;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.zip.CRC32C;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.FormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SwapModelsTest {
    private static final String ROW = "{\"x\":7.25,\"y\":3.5,\"color\":\"red\",\"day\":\"2026-03-12\",\"tags\":\"big\"}";

    @TempDir
    Path folder;
    private final List<String> log = Collections.synchronizedList(new ArrayList<>());

    /// Replaces a file at once by a copy of another one.
    static void replace(Path file, Path by) throws IOException {
        Path next = Files.copy(by, file.resolveSibling("next.tmp"), REPLACE_EXISTING);
        Files.move(next, file, REPLACE_EXISTING);
    }

    private static void until(BooleanSupplier holds) throws InterruptedException {
        for (int i = 0; i < 1000 && !holds.getAsBoolean(); i++) {
            Thread.sleep(10);
        }
        assertThat(holds.getAsBoolean()).isTrue();
    }

    private ModelServer serve(Path... models) throws IOException {
        return ModelServer.of(models).port(0).look(Duration.ofMillis(20)).log(log::add).start();
    }

    @Test
    void aReplacedFileAnswers() throws Exception {
        Path file = Files.copy(TestModels.KINDS, folder.resolve("live.safetensors"));
        try (ModelServer server = serve(file)) {
            Client client = new Client(server.address());
            String before = client.post("models/live/predict", ROW).body();
            String digest = client.get("models/live").json().get("digest").asString();
            replace(file, TestModels.PRICES);
            until(() -> !log.isEmpty());
            assertThat(client.post("models/live/predict", ROW).body()).isNotEqualTo(before)
                    .matches("\\{\"prediction\":[0-9.]+}");
            assertThat(log.getFirst()).startsWith("model live: " + file + " was replaced; ")
                    .endsWith(" answers instead of " + digest);
            assertThat(client.post("models/live/predict", ROW).header("chainrule-model")).isNotEqualTo(digest)
                    .hasSize(12);
        }
    }

    @Test
    void aBrokenFileIsRefusedOnceAndTheOldModelGoesOn() throws Exception {
        Path file = Files.copy(TestModels.KINDS, folder.resolve("live.safetensors"));
        byte[] whole = Files.readAllBytes(TestModels.PRICES);
        try (ModelServer server = serve(file)) {
            Client client = new Client(server.address());
            String before = client.post("models/live/predict", ROW).body();
            Files.write(file, Arrays.copyOf(whole, whole.length / 2));
            until(() -> !log.isEmpty());
            Thread.sleep(200);
            assertThat(log).hasSize(1);
            assertThat(log.getFirst()).startsWith("model live: the new " + file + " is refused, and ")
                    .contains(" goes on to answer: ");
            assertThat(client.post("models/live/predict", ROW).body()).isEqualTo(before);
            assertThat(client.get("metrics").body())
                    .contains("chainrule_model_loads_total{model=\"live\",result=\"refused\"} 1");
            Files.delete(file);
            Thread.sleep(100);
            assertThat(client.post("models/live/predict", ROW).body()).isEqualTo(before);
            replace(file, TestModels.PRICES);
            until(() -> log.size() > 1);
            assertThat(client.post("models/live/predict", ROW).body()).isNotEqualTo(before);
        }
    }

    @Test
    void aFolderHoldsVersions() throws Exception {
        Path versions = Files.createDirectory(folder.resolve("house"));
        Files.copy(TestModels.KINDS, versions.resolve("9.safetensors"));
        try (ModelServer server = serve(versions)) {
            Client client = new Client(server.address());
            String first = client.post("models/house/predict", ROW).body();
            replace(versions.resolve("10.safetensors"), TestModels.PRICES);
            until(() -> log.contains("model house: version 10 was added"));
            assertThat(client.get("v2/models/house").json().get("versions").toString()).isEqualTo("[\"9\",\"10\"]");
            assertThat(client.post("models/house/predict", ROW).body()).isNotEqualTo(first);
            assertThat(client.post("models/house/versions/9/predict", ROW).body()).isEqualTo(first);
            assertThat(client.post("v2/models/house/versions/8/infer", "{}").error())
                    .isEqualTo("The model \"house\" has no version \"8\"; it has \"9\", \"10\".");
            Files.delete(versions.resolve("10.safetensors"));
            until(() -> log.contains("model house: version 10 was deleted"));
            assertThat(client.post("models/house/predict", ROW).body()).isEqualTo(first);
        }
    }

    /// A name that is no version, and a receiver of sentences that fails, do not end the look for new models.
    @Test
    void looksOnWhateverIsInTheFolder() throws Exception {
        Path versions = Files.createDirectory(folder.resolve("house"));
        Files.copy(TestModels.KINDS, versions.resolve("1.safetensors"));
        try (ModelServer server = ModelServer.of(versions).port(0).look(Duration.ofMillis(20)).log(sentence -> {
            log.add(sentence);
            throw new IllegalStateException("full");
        }).start()) {
            Files.copy(TestModels.KINDS, versions.resolve(".safetensors"));
            Files.copy(TestModels.KINDS, versions.resolve("..safetensors"));
            Thread.sleep(100);
            for (String version : new String[]{"2", "3"}) {
                replace(versions.resolve(version + ".safetensors"), TestModels.PRICES);
                until(() -> log.contains("model house: version " + version + " was added"));
            }
            assertThat(new Client(server.address()).get("v2/models/house").json().get("versions").toString())
                    .isEqualTo("[\"1\",\"2\",\"3\"]");
            assertThat(log).hasSize(2);
        }
    }

    /// A file that is still written is not refused at once, and one that is deleted and written again is tried again.
    @Test
    void aBrokenVersionIsRefusedOnceAndForgottenWithItsFile() throws Exception {
        Path versions = Files.createDirectory(folder.resolve("house"));
        Files.copy(TestModels.KINDS, versions.resolve("1.safetensors"));
        byte[] whole = Files.readAllBytes(TestModels.PRICES);
        Path second = versions.resolve("2.safetensors");
        try (ModelServer server = ModelServer.of(versions).port(0).look(Duration.ofMillis(500)).log(log::add).start()) {
            boolean paused = false;
            boolean refused = false;
            for (int part = 1; part < 60; part++) {
                long begin = System.nanoTime();
                Files.write(second, Arrays.copyOf(whole, whole.length * part / 60));
                Thread.sleep(30);
                refused |= !log.isEmpty();
                // a machine that is busy may leave the file unchanged between two looks
                paused |= System.nanoTime() - begin > 400_000_000;
            }
            assertThat(refused && !paused).isFalse();
            log.clear();
            Files.write(second, Arrays.copyOf(whole, whole.length / 2));
            until(() -> !log.isEmpty());
            Thread.sleep(1200);
            assertThat(log).hasSize(1);
            assertThat(log.getFirst()).startsWith("model house: " + second + " is refused: ");
            assertThat(new Client(server.address()).get("metrics").body())
                    .containsPattern("chainrule_model_loads_total\\{model=\"house\",result=\"refused\"} [1-9]");
            Files.delete(second);
            replace(second, TestModels.PRICES);
            until(() -> log.contains("model house: version 2 was added"));
        }
    }

    @Test
    void refusesAModelThatPredictsNoNumbers() throws IOException {
        byte[] bytes = Files.readAllBytes(TestModels.KINDS);
        // the parameters are at the end, as float32 in little-endian order; these are the largest, so that sums overflow
        for (int i = 0; i < 60; i++) {
            System.arraycopy(new byte[]{-1, -1, 0x7f, 0x7f}, 0, bytes, bytes.length - 4 * (i + 1), 4);
        }
        Path broken = folder.resolve("broken.safetensors");
        checksummed(broken, bytes);
        assertThatThrownBy(() -> serve(broken)).isInstanceOf(FormatException.class)
                .hasMessage(broken + " predicts values that are not finite numbers; train it again");
    }

    /// Writes a file with its checksum (CRC-32C, computed with zeros in its place).
    private static void checksummed(Path file, byte[] bytes) throws IOException {
        byte[] key = "\"chainrule.crc32c\":\"".getBytes(StandardCharsets.US_ASCII);
        int at = new String(bytes, StandardCharsets.ISO_8859_1)
                .indexOf(new String(key, StandardCharsets.ISO_8859_1)) + key.length;
        Arrays.fill(bytes, at, at + 8, (byte) '0');
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        System.arraycopy(HexFormat.of().toHexDigits((int) crc.getValue()).getBytes(StandardCharsets.US_ASCII), 0, bytes,
                at, 8);
        Files.write(file, bytes);
    }

    @Test
    void refusesModelsThatCannotBeServed() throws IOException {
        Path other = Files.createDirectory(folder.resolve("other"));
        Path copy = Files.copy(TestModels.KINDS, other.resolve("kinds.safetensors"));
        assertThatThrownBy(() -> serve(TestModels.KINDS, copy)).isInstanceOf(ArgumentException.class)
                .hasMessage(TestModels.KINDS + " and " + copy + " are both the model \"kinds\"; rename one of them, or "
                        + "put both in a folder as its versions");
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertThatThrownBy(() -> serve(empty)).hasMessage("the folder " + empty
                + " has no models, which end in .safetensors; name a folder of versions");
        assertThatThrownBy(() -> serve(folder.resolve(".safetensors"))).hasMessage(folder.resolve(".safetensors")
                + " gives the model no name; rename it, for example to model.safetensors");
        assertThatThrownBy(() -> serve(folder.resolve("none.safetensors"))).isInstanceOf(IOException.class);
        Path odd = Files.copy(TestModels.KINDS, folder.resolve("my model (2).safetensors"));
        try (ModelServer server = serve(odd)) {
            assertThat(new Client(server.address()).post("models/my%20model%20(2)/predict", ROW).status())
                    .isEqualTo(200);
        }
    }
}
