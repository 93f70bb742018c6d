package org.chainrule.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.chainrule.nn.Layers;
import org.chainrule.optim.Optimizers;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The same seed gives the same model file, byte for byte, with any threads and flags.
class DeterminismTest {
    private static final String VECTOR = "--add-modules=jdk.incubator.vector";

    private static final String TIER = "-Dchainrule.tier=";

    @TempDir
    static Path folder;

    private static byte[] expected = {};
    private static byte[] expectedTable = {};

    /// Trains and saves a model, in this process and in child processes.
    static void train(int threads, Path file) throws IOException {
        Classifier.of(Layers.sequential(Layers.linear(65), Layers.gelu(), Layers.layerNorm(), Layers.dropout(0.2),
                Layers.linear(33), Layers.tanh(), Layers.linear(3))).optimizer(Optimizers.adamW(3e-3, 0.01)).clip(1)
                .epochs(4).batch(48).seed(5).threads(threads).fit(Samples.rings(400, 1), Samples.rings(100, 2))
                .save(file);
    }

    /// Trains and saves a model with the layers for tables.
    static void trainTable(int threads, Path file) throws IOException {
        TableNetwork.fit(33, 48, threads).save(file);
    }

    /// Runs [#train] and [#trainTable]; the arguments are the number of threads and the two files.
    public static void main(String[] arguments) throws IOException {
        train(Integer.parseInt(arguments[0]), Path.of(arguments[1]));
        trainTable(Integer.parseInt(arguments[0]), Path.of(arguments[2]));
    }

    @BeforeAll
    static void trainOnce() throws IOException {
        Path file = folder.resolve("here.safetensors");
        train(1, file);
        expected = Files.readAllBytes(file);
        trainTable(1, file);
        expectedTable = Files.readAllBytes(file);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void threadsDoNotMatter(int threads) throws IOException {
        Path file = folder.resolve("threads" + threads);
        train(threads, file);
        assertThat(Files.readAllBytes(file)).isEqualTo(expected);
        trainTable(threads, file);
        assertThat(Files.readAllBytes(file)).isEqualTo(expectedTable);
    }

    /// A network large enough to use threads, with two batch sizes, of which only the larger is divided by rows.
    @ParameterizedTest
    @ValueSource(ints = {150, 400})
    void threadsDoNotMatterWhereTheyTakePart(int batch) throws IOException {
        byte[] one = wide(1, batch);
        for (int threads = 2; threads <= 4; threads++) {
            assertThat(wide(threads, batch)).isEqualTo(one);
        }
    }

    private static byte[] wide(int threads, int batch) throws IOException {
        Path file = folder.resolve("wide" + threads + "-" + batch);
        Classifier.of(Layers.sequential(Layers.linear(200), Layers.gelu(), Layers.layerNorm(), Layers.dropout(0.2),
                Layers.linear(257), Layers.relu(), Layers.linear(3))).optimizer(Optimizers.adamW(3e-3, 0.01)).clip(1)
                .epochs(2).batch(batch).seed(5).threads(threads).fit(Samples.rings(850, 1)).save(file);
        return Files.readAllBytes(file);
    }

    static Stream<List<String>> machines() {
        return Stream.of(List.of("-XX:TieredStopAtLevel=1"), List.of(VECTOR, "-XX:MaxVectorSize=16"),
                List.of(VECTOR, "-XX:+IgnoreUnrecognizedVMOptions", "-XX:-UseFMA"));
    }

    static Stream<List<String>> moreMachines() {
        return Stream.of(List.of(), List.of(VECTOR), List.of(VECTOR, "-XX:MaxVectorSize=32"),
                List.of(VECTOR, TIER + 0), List.of(VECTOR, TIER + 1), List.of(TIER + 0), List.of(TIER + 1),
                List.of(VECTOR, TIER + 1, "-XX:MaxVectorSize=16"),
                List.of(VECTOR, TIER + 1, "-XX:MaxVectorSize=32"));
    }

    @Tag("full")
    @ParameterizedTest
    @MethodSource("moreMachines")
    void norDoOtherFlags(List<String> flags) throws IOException, InterruptedException {
        neitherInstructionsNorCompilerMatter(flags);
    }

    @ParameterizedTest
    @MethodSource("machines")
    void neitherInstructionsNorCompilerMatter(List<String> flags) throws IOException, InterruptedException {
        Path file = folder.resolve("child" + flags.hashCode());
        Path table = folder.resolve("table" + flags.hashCode());
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java")
                .toString()));
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), DeterminismTest.class.getName(), "2",
                file.toString(), table.toString()));
        Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(child.waitFor()).as(output).isZero();
        assertThat(Files.readAllBytes(file)).isEqualTo(expected);
        assertThat(Files.readAllBytes(table)).isEqualTo(expectedTable);
    }

    @Test
    void anotherSeedGivesAnotherModel() throws IOException {
        Path file = folder.resolve("other");
        Classifier.of(Layers.linear(3)).epochs(1).seed(1).fit(Samples.rings(99, 1)).save(file);
        byte[] one = Files.readAllBytes(file);
        Classifier.of(Layers.linear(3)).epochs(1).seed(2).fit(Samples.rings(99, 1)).save(file);
        assertThat(Arrays.equals(one, Files.readAllBytes(file))).isFalse();
    }
}
