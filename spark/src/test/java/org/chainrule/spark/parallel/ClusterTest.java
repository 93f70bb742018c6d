package org.chainrule.spark.parallel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.chainrule.spark.LocalSpark;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Executors and drivers that are killed in the middle of a training.
@Tag("full")
class ClusterTest {
    private static final long PATIENCE = 300;

    @TempDir
    private Path folder;

    private Process start(Path output, String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow()));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--") || argument.startsWith("-XX")
                        || argument.startsWith("-Dio"))
                .forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ClusterProgram.class.getName()));
        command.addAll(List.of(args));
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile())
                .directory(folder.toFile()).start();
    }

    private String result(String... args) throws IOException, InterruptedException {
        Path output = Files.createTempFile(folder, "output", ".txt");
        Process process = start(output, args);
        boolean ended = process.waitFor(PATIENCE, TimeUnit.SECONDS);
        process.destroyForcibly();
        String text = Files.readString(output);
        assertThat(ended).as(text).isTrue();
        if (List.of(args).contains("kill")) {
            assertThat(text).contains("killed one of 2 executors: true");
        }
        return text.lines().filter(line -> line.startsWith(ClusterProgram.RESULT)).findFirst()
                .orElseThrow(() -> new AssertionError(text));
    }

    private static String expected() {
        return ClusterProgram.RESULT + ClusterProgram.text(DataParallel.train(
                DataParallelTest.rows(LocalSpark.session(), 2000, 3), new WorkerTrainingTest.Weighted(),
                ClusterProgram.settings()));
    }

    @Test
    void aTrainingSurvivesTheLossOfAnExecutor() throws Exception {
        assertThat(result(folder.resolve("checkpoints").toString(), "kill")).isEqualTo(expected());
    }

    @Test
    void encryptionChangesNothing() throws Exception {
        assertThat(result(folder.resolve("checkpoints").toString(), "encrypt")).isEqualTo(expected());
    }

    @Test
    void aTrainingGoesOnAfterItsDriverWasKilled() throws Exception {
        Path checkpoints = folder.resolve("checkpoints");
        Process driver = start(folder.resolve("first.txt"), checkpoints.toString());
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE);
        while (driver.isAlive() && !ClusterProgram.written(checkpoints) && System.nanoTime() < end) {
            Thread.sleep(5);
        }
        driver.destroyForcibly().waitFor();
        assertThat(ClusterProgram.written(checkpoints)).as(Files.readString(folder.resolve("first.txt"))).isTrue();
        assertThat(Files.readString(folder.resolve("first.txt"))).doesNotContain(ClusterProgram.RESULT);
        assertThat(result(checkpoints.toString())).isEqualTo(expected());
    }
}
