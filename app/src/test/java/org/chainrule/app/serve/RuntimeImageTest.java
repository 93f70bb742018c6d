package org.chainrule.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.chainrule.app.Commands;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The command of docs/serving.md makes a runtime image that trains and predicts.
class RuntimeImageTest {
    private static final long MOST_BYTES = 60_000_000;
    private static final String JARS = "app/target/lib:app/target/chainrule-app-0.1.0-SNAPSHOT.jar";

    @TempDir
    Path folder;

    @Test
    void theImageRunsTheCommand() throws Exception {
        Path image = folder.resolve("image");
        List<String> command = new ArrayList<>();
        for (String word : documented()) {
            command.add(word.equals("jlink")
                    ? Path.of(System.getProperty("java.home"), "bin", "jlink").toString()
                    : word.replace(JARS, modules()).replaceFirst("^image$", image.toString()));
        }
        assertThat(command).contains(image.toString(), modules());
        assertThat(run(command)).isEmpty();
        try (Stream<Path> files = Files.walk(image)) {
            assertThat(files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum())
                    .isLessThan(MOST_BYTES);
        }
        String program = image.resolve("bin").resolve("chainrule").toString();
        assertThat(run(List.of(program, "--version"))).contains("with the vector module");
        String model = folder.resolve("iris.safetensors").toString();
        String table = Commands.DATA.resolve("iris.csv").toString();
        run(List.of(program, "train", table, "--target", "species", "--hidden", "8", "--epochs", "5", "--out", model));
        assertThat(run(List.of(program, "evaluate", model, table))).contains("accuracy");
        assertThat(run(List.of(program, "serve", model, "--host", "no such host"))).contains("there is no host");
        // the sentence of the module that reads such files
        Path parquet = Files.writeString(folder.resolve("broken.parquet"), "PAR1 is not enough PAR1");
        assertThat(run(List.of(program, "train", parquet.toString(), "--target", "y")))
                .contains("broken.parquet").doesNotContain("chainrule-parquet");
    }

    /// Returns the words of the command in docs/serving.md.
    private static List<String> documented() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("..", "docs", "serving.md"));
        int from = lines.stream().map(String::strip).toList().indexOf(
                lines.stream().map(String::strip).filter(line -> line.startsWith("jlink ")).findFirst().orElseThrow());
        StringBuilder command = new StringBuilder();
        for (String line : lines.subList(from, lines.size())) {
            command.append(line.strip().replace("\\", " "));
            if (!line.endsWith("\\")) {
                break;
            }
        }
        return List.of(command.toString().split(" +"));
    }

    private static String modules() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(each -> !each.contains("test-classes")).collect(Collectors.joining(File.pathSeparator));
    }

    private static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String text = process.inputReader().lines().filter(line -> !line.contains("incubator"))
                .collect(Collectors.joining("\n"));
        process.waitFor();
        return text;
    }
}
