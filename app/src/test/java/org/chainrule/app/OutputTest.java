package org.chainrule.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.chainrule.app.CommandTest.refused;
import static org.chainrule.app.CommandTest.run;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.chainrule.app.CommandTest.Run;
import org.chainrule.io.Safetensors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Where commands write, and what they never write over.
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
        iris = Files.copy(Path.of("..", "examples", "data", "iris.csv"), folder.resolve("iris.csv"));
        other = Files.copy(iris, folder.resolve("other.csv"));
        model = folder.resolve("model");
        table = Files.readAllBytes(iris);
    }

    @AfterEach
    void theTablesAreAsTheyWere() throws IOException {
        assertThat(iris).hasBinaryContent(table);
        assertThat(other).hasBinaryContent(table);
        try (var files = Files.list(folder)) {
            assertThat(files.filter(file -> file.toString().endsWith(".tmp"))).isEmpty();
        }
    }

    private Run train(Object... more) {
        List<Object> words = new ArrayList<>(
                List.of("train", iris, "--target", "species", "--epochs", "1"));
        if (!List.of(more).contains("--model")) {
            words.addAll(List.of("--model", "linear"));
        }
        words.addAll(List.of(more));
        return run(words.toArray());
    }

    private static void refusedBeforeAnyWork(Run run, String sentence) {
        refused(run, 1, "chainrule: cannot write " + sentence);
        assertThat(run.out()).isEmpty();
    }

    /// Every name of the table: itself, a longer way to it, a symbolic link (to a link), a hard link.
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
    void aTrainingNeverWritesOverItsTables() throws IOException {
        for (String option : List.of("--out", "--publish")) {
            refusedBeforeAnyWork(train(option, iris),
                    iris + ": it is the table to train on, which would be lost; choose another path");
            refusedBeforeAnyWork(train("--test", other, option, other),
                    other + ": it is the table of test rows, which would be lost; choose another path");
        }
        refusedBeforeAnyWork(train("--test", other, "--publish", other, "--only-if-better"),
                other + ": it is the table of test rows, which would be lost; choose another path");
        for (Path name : names(iris)) {
            refusedBeforeAnyWork(train("--out", name), name + ": it is " + iris
                    + " by another name, the table to train on, which would be lost; choose another path");
        }
    }

    /// The table's own name with `.safetensors` in the current folder, where the table is called that itself.
    @Test
    void theUsualPlaceIsLookedAtToo() throws IOException {
        Path here = Path.of("output-test.safetensors");
        Files.copy(iris, here);
        try {
            refusedBeforeAnyWork(run("train", here, "--target", "species"),
                    here + ": it is the table to train on, which would be lost; choose another path");
            refusedBeforeAnyWork(run("train", Files.copy(iris, folder.resolve("output-test.csv")), "--target",
                    "species"),
                    here + ": the file there is not a Chainrule model and would be lost; choose "
                            + "another path, or remove the file first");
            assertThat(here).hasBinaryContent(table);
        } finally {
            Files.delete(here);
        }
    }

    @Test
    void predictionsNeverReplaceWhatTheyAreMadeOf() throws IOException {
        assertThat(train("--out", model).exit()).isZero();
        byte[] weights = Files.readAllBytes(model);
        refusedBeforeAnyWork(run("predict", model, iris, "--out", iris),
                iris + ": it is the table to predict, which would be lost; choose another path");
        refusedBeforeAnyWork(run("predict", model, iris, "--out", model),
                model + ": it is the model that predicts, which would be lost; choose another path");
        for (Path name : names(model)) {
            refusedBeforeAnyWork(run("predict", model, iris, "--out", name), name + ": it is "
                    + model + " by another name, the model that predicts, which would be lost; choose another path");
        }
        assertThat(model).hasBinaryContent(weights);
        // Another file is replaced, as ever.
        Path answers = Files.writeString(folder.resolve("answers.csv"), "old");
        assertThat(run("predict", model, iris, "--out", answers).exit()).isZero();
        assertThat(answers).content().hasLineCount(151);
    }

    @Test
    void aModelReplacesNothingButAModel() throws IOException {
        Path weights = folder.resolve("weights");
        new Safetensors(Map.of("format", "pt"), Map.of("x", Safetensors.Array.of(new float[]{1}, 1))).write(weights);
        Path text = Files.writeString(folder.resolve("notes.txt"), "notes");
        for (Path file : List.of(weights, text, other)) {
            byte[] old = Files.readAllBytes(file);
            for (String option : List.of("--out", "--publish")) {
                refusedBeforeAnyWork(train(option, file),
                        file + ": the file there is not a Chainrule model and "
                                + "would be lost; choose another path, or remove the file first");
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
    void aPipeTakesPredictionsAndNoModel() throws Exception {
        Path pipe = pipe("pipe");
        String sentence = ": it is a pipe or a stream, from which a model could not be loaded again; choose the "
                + "path of a file";
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
    void predictionsGoToTheStandardOutputByName() throws Exception {
        assumeThat(Path.of("/dev/stdout")).exists();
        assertThat(train("--out", model).exit()).isZero();
        String expected = run("predict", model, iris).out();
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), Main.class.getName(), "predict", model.toString(),
                iris.toString(), "--quiet", "--out", "/dev/stdout").start();
        assertThat(new String(process.getInputStream().readAllBytes(), UTF_8)).isEqualTo(expected);
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void aPipeIsNotReadTwice() throws IOException {
        Path pipe = pipe("rows");
        Path same = Files.createSymbolicLink(folder.resolve("same"), pipe);
        assertThat(train("--out", model).exit()).isZero();
        String end = ": it is a pipe, which can be read only once; save what it holds to a file first";
        assertTimeoutPreemptively(LONG, () -> {
            for (Path place : List.of(model, folder.resolve("new"))) {
                String sentence = "chainrule: cannot read " + pipe + " twice, once by each model" + end;
                refused(train("--test", pipe, "--publish", place, "--only-if-better"), 1, sentence);
                refused(run("train", pipe, "--target", "species", "--publish", place, "--only-if-better"), 1,
                        sentence);
            }
            refused(run("compare", model, model, pipe), 1,
                    "chainrule: cannot read " + pipe + " twice, once by each model" + end);
            refused(run("train", pipe, "--target", "species", "--test", same, "--out", model), 1, "chainrule: cannot "
                    + "read " + same + " twice, as the table to train on and as the table of test rows" + end);
            String twice = "chainrule: cannot read " + pipe + " twice, as ";
            refused(run("predict", pipe, pipe), 1,
                    twice + "the model that predicts and as the table to predict" + end);
            refused(run("evaluate", pipe, pipe), 1, twice + "the model and as the table to measure it on" + end);
            refused(run("trace", pipe, pipe, "--row", 1), 1, twice + "the model and as the table with the row" + end);
            refused(run("compare", pipe, pipe, iris), 1, twice + "the old model and as the new model" + end);
        });
    }

    /// A network of 30,000 units a layer, with as many layers as the disk has no room for: 3.6 GB each.
    @Test
    void aDiskTooSmallIsSaidBeforeTheTraining() throws IOException {
        long layers = Files.getFileStore(folder).getUsableSpace() / 3_600_000_000L + 3;
        assumeThat(layers).isLessThan(1000);
        Run run = train("--model", "mlp", "--hidden", String.join(",", "30000".repeat((int) layers).split("(?<=0000)")),
                "--out", model);
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .matches("chainrule: cannot write \\Q" + model + "\\E: it needs [0-9,]{13,} bytes, but the "
                        + "disk of \\Q" + folder + "\\E has [0-9,]+ free; free some space or choose another path\\R");
        assertThat(model).doesNotExist();
    }
}
