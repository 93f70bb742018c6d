package org.chainrule.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Ctrl-C, sent to a process of its own.
@DisabledOnOs(OS.WINDOWS)
class InterruptTest {
    private static final Path DATA = Path.of("..", "examples", "data");

    @TempDir
    Path folder;

    private Process start(String... words) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(words));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    @Test
    void theBestEpochSoFarIsSaved() throws IOException, InterruptedException {
        Path model = folder.resolve("model");
        Process process = start("train", DATA.resolve("digits.csv").toString(), "--target", "digit", "--epochs",
                "1000000", "--out", model.toString(), "--hidden", "16", "--lr", "1e-7");
        List<String> lines = new ArrayList<>();
        try (BufferedReader reader = process.inputReader(UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
                if (line.contains("epoch       1/1000000")) {
                    assertThat(new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor())
                            .isZero();
                }
            }
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(lines).anyMatch(line -> line.startsWith("Interrupted after "))
                .anyMatch(line -> line.startsWith("Saved      " + model + ", ")
                        && line.endsWith(" (the best epoch so far)"));
        assertThat(process.exitValue()).isEqualTo(Main.INTERRUPTED);
        Process inspected = start("inspect", model.toString());
        assertThat(new String(inspected.getInputStream().readAllBytes(), UTF_8))
                .contains("classification of digit");
        assertThat(inspected.waitFor()).isZero();
        assertThat(folder.toFile().list()).containsExactly("model");
    }
}
