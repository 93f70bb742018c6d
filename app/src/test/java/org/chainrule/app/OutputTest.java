package org.chainrule.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.chainrule.app.Commands.DATA;
import static org.chainrule.app.Commands.noTemporaryFiles;
import static org.chainrule.app.Commands.refused;
import static org.chainrule.app.Commands.run;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.chainrule.app.Commands.Run;
import org.chainrule.io.Safetensors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The files that commands write, and those that they never overwrite.
@DisabledOnOs(OS.WINDOWS)
class OutputTest {
    private static final Duration LONG = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    private Path iris = Path.of("");
    private Path other = Path.of("");
    private Path model = Path.of("");
    private byte[] table = {};

    @BeforeEach
    void files() throws IOException {
        iris = Files.copy(DATA.resolve("iris.csv"), folder.resolve("iris.csv"));
        other = Files.copy(iris, folder.resolve("other.csv"));
        model = folder.resolve("model");
        table = Files.readAllBytes(iris);
    }

    @AfterEach
    void theTablesAreUnchanged() throws IOException {
        assertThat(iris).hasBinaryContent(table);
        assertThat(other).hasBinaryContent(table);
        noTemporaryFiles(folder);
    }

    private Run train(Object... more) {
        return run(Commands.words(List.of("train", iris, "--target", "species", "--epochs", "1"),
                List.of("--model", "linear"), more));
    }

    private static void refusedBeforeAnyWork(Run run, String sentence) {
        refused(run, 1, "chainrule: cannot write " + sentence);
        assertThat(run.out()).isEmpty();
    }

    /// Returns other names of a file: two longer paths, a symbolic link, a link to that link, and a hard link.
    private List<Path> names(Path file) throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), file.getFileName());
        Path hard = folder.resolve("hard");
        Files.createLink(hard, file);
        return List.of(folder.resolve("..").resolve(String.valueOf(folder.getFileName()))
                .resolve(String.valueOf(file.getFileName())),
                Path.of("").toAbsolutePath().relativize(file), link,
                Files.createSymbolicLink(folder.resolve("again"), link), hard);
    }

    @Test
    void aTrainingNeverOverwritesItsTables() throws IOException {
        for (String option : List.of("--out", "--publish")) {
            refusedBeforeAnyWork(train(option, iris),
                    iris + ": it is the training table, which would be lost; choose another path");
            refusedBeforeAnyWork(train("--test", other, option, other),
                    other + ": it is the test table, which would be lost; choose another path");
        }
        refusedBeforeAnyWork(train("--test", other, "--publish", other, "--only-if-better"),
                other + ": it is the test table, which would be lost; choose another path");
        for (Path name : names(iris)) {
            refusedBeforeAnyWork(train("--out", name), name + ": it is another name for " + iris
                    + ", the training table, which would be lost; choose another path");
        }
    }

    @Test
    void linksThatFormACycleAreRefused() throws IOException {
        Path a = Files.createSymbolicLink(folder.resolve("a"), Path.of("b"));
        Files.createSymbolicLink(folder.resolve("b"), Path.of("a"));
        for (String option : List.of("--checkpoint", "--out", "--report")) {
            refusedBeforeAnyWork(train(option, a), a + ": its symbolic links form a cycle; choose another path");
        }
    }

    /// The default file of the model, where the table itself has that name.
    @Test
    void theDefaultFileIsCheckedToo() throws IOException {
        Path here = Path.of("output-test.safetensors");
        Files.copy(iris, here);
        try {
            refusedBeforeAnyWork(run("train", here, "--target", "species"),
                    here + ": it is the training table, which would be lost; choose another path");
            refusedBeforeAnyWork(run("train", Files.copy(iris, folder.resolve("output-test.csv")), "--target",
                    "species"),
                    here + ": the file there is not a Chainrule model and would be lost; choose "
                            + "another path or delete the file first");
            assertThat(here).hasBinaryContent(table);
        } finally {
            Files.delete(here);
        }
    }

    @Test
    void predictionsNeverOverwriteTheirInputs() throws IOException {
        assertThat(train("--out", model).exit()).isZero();
        byte[] weights = Files.readAllBytes(model);
        refusedBeforeAnyWork(run("predict", model, iris, "--out", iris),
                iris + ": it is the table to predict, which would be lost; choose another path");
        refusedBeforeAnyWork(run("predict", model, iris, "--out", model),
                model + ": it is the model, which would be lost; choose another path");
        for (Path name : names(model)) {
            refusedBeforeAnyWork(run("predict", model, iris, "--out", name), name
                    + ": it is another name for " + model + ", the model, which would be lost; choose another path");
        }
        assertThat(model).hasBinaryContent(weights);
        // Other files are replaced.
        Path answers = Files.writeString(folder.resolve("answers.csv"), "old");
        assertThat(run("predict", model, iris, "--out", answers).exit()).isZero();
        assertThat(answers).content().hasLineCount(151);
    }

    @Test
    void aModelReplacesOnlyAModel() throws IOException {
        Path weights = folder.resolve("weights");
        new Safetensors(Map.of("format", "pt"), Map.of("x", Safetensors.Array.of(new float[]{1}, 1))).write(weights);
        Path text = Files.writeString(folder.resolve("notes.txt"), "notes");
        for (Path file : List.of(weights, text, other)) {
            byte[] old = Files.readAllBytes(file);
            for (String option : List.of("--out", "--publish")) {
                refusedBeforeAnyWork(train(option, file),
                        file + ": the file there is not a Chainrule model and "
                                + "would be lost; choose another path or delete the file first");
            }
            assertThat(file).hasBinaryContent(old);
        }
        assertThat(train("--out", model).exit()).isZero();
        byte[] whole = Files.readAllBytes(model);
        byte[] flipped = whole.clone();
        flipped[whole.length / 2] ^= 8;
        for (byte[] old : new byte[][]{whole, flipped, Arrays.copyOf(whole, 99), {}}) {
            Files.write(model, old);
            assertThat(train("--out", model).exit()).isZero();
            assertThat(model).hasBinaryContent(whole);
        }
    }

    private Path pipe(String name) throws IOException {
        Path pipe = folder.resolve(name);
        try {
            assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        return pipe;
    }

    @Test
    void aPipeAcceptsPredictionsButNoModel() throws Exception {
        Path pipe = pipe("pipe");
        String sentence = ": it is a pipe or a stream, from which a model cannot be loaded again; choose a "
                + "regular file";
        assertTimeoutPreemptively(LONG, () -> {
            refusedBeforeAnyWork(train("--out", pipe), pipe + sentence);
            refusedBeforeAnyWork(train("--publish", pipe, "--only-if-better"), pipe + sentence);
            refusedBeforeAnyWork(train("--out", "/dev/stdout"), "/dev/stdout" + sentence);
            assertThat(train("--out", model).exit()).isZero();
            CompletableFuture<String> reader = CompletableFuture.supplyAsync(() -> {
                try {
                    return Files.readString(pipe);
                } catch (IOException e) {
                    return e.toString();
                }
            });
            Run run = run("predict", model, iris, "--out", pipe);
            refused(run, 0, "150 predictions of species written to " + pipe);
            assertThat(reader.get()).isEqualTo(run("predict", model, iris).out()).hasLineCount(151);
        });
    }

    @Test
    void predictionsCanBeWrittenToStandardOutputByName() throws Exception {
        assumeThat(Path.of("/dev/stdout")).exists();
        assertThat(train("--out", model).exit()).isZero();
        String expected = run("predict", model, iris).out();
        Process process = Commands.process("predict", model, iris, "--quiet", "--out", "/dev/stdout")
                .redirectErrorStream(false).start();
        assertThat(new String(process.getInputStream().readAllBytes(), UTF_8)).isEqualTo(expected);
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void aPipeIsNotReadTwice() throws IOException {
        Path pipe = pipe("rows");
        Path same = Files.createSymbolicLink(folder.resolve("same"), pipe);
        assertThat(train("--out", model).exit()).isZero();
        String end = ", because it is a pipe; save its contents to a file first";
        assertTimeoutPreemptively(LONG, () -> {
            for (Path place : List.of(model, folder.resolve("new"))) {
                String sentence = "chainrule: cannot read " + pipe + " twice, once for each model" + end;
                refused(train("--test", pipe, "--publish", place, "--only-if-better"), 1, sentence);
                refused(run("train", pipe, "--target", "species", "--publish", place, "--only-if-better"), 1,
                        sentence);
            }
            refused(run("compare", model, model, pipe), 1,
                    "chainrule: cannot read " + pipe + " twice, once for each model" + end);
            refused(run("train", pipe, "--target", "species", "--test", same, "--out", model), 1, "chainrule: cannot "
                    + "read " + same + " twice, as the training table and as the test table" + end);
            String twice = "chainrule: cannot read " + pipe + " twice, as ";
            refused(run("predict", pipe, pipe), 1,
                    twice + "the model and as the table to predict" + end);
            refused(run("evaluate", pipe, pipe), 1, twice + "the model and as the table to evaluate it on" + end);
            refused(run("trace", pipe, pipe, "--row", 1), 1, twice + "the model and as the table of the row" + end);
            refused(run("compare", pipe, pipe, iris), 1, twice + "the old model and as the new model" + end);
        });
    }

    /// A network that is too large for the disk: each layer of 30,000 units takes 3.6 GB.
    @Test
    void aFullDiskIsReportedBeforeTheTraining() throws IOException {
        long layers = Files.getFileStore(folder).getUsableSpace() / 3_600_000_000L + 3;
        assumeThat(layers).isLessThan(1000);
        Run run = train("--model", "mlp", "--hidden", String.join(",", "30000".repeat((int) layers).split("(?<=0000)")),
                "--out", model);
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out()).hasLineCount(1).startsWith("Target ");
        assertThat(run.err())
                .matches("chainrule: cannot write \\Q" + model + "\\E: it needs [0-9,]{13,} bytes, but the "
                        + "disk of \\Q" + folder + "\\E has [0-9,]+ free; free some space or choose another path\\R");
        assertThat(model).doesNotExist();
    }
}
