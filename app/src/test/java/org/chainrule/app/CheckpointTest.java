package org.chainrule.app;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.chainrule.app.Commands.DATA;
import static org.chainrule.app.Commands.refused;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.chainrule.app.Commands.Run;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `chainrule train --checkpoint DIR`, interrupted and resumed.
class CheckpointTest extends IrisTests {
    private Path run = Path.of("");

    @BeforeEach
    void nameFolder() {
        run = folder.resolve("run");
    }

    private Run trainLonger(Object... more) {
        return Commands
                .run(Commands.words(List.of("train", iris, "--target", "species", "--lr", "0.02", "--out", model),
                        List.of("--hidden", "8", "--epochs", "6"), more));
    }

    private Run resume(Object... more) {
        return trainLonger(Commands.words(List.of("--checkpoint", run, "--resume"), List.of(), more));
    }

    /// Returns the bytes of a file as text, which a failure shows more briefly.
    private static String bytes(Path file) throws IOException {
        return new String(Files.readAllBytes(file), ISO_8859_1);
    }

    private List<Path> checkpoints(String model) throws IOException {
        try (Stream<Path> files = Files.list(run.resolve(model))) {
            return files.sorted().toList();
        }
    }

    /// Leaves checkpoints after 8 and 16 of 18 steps, and none of the linear model. Returns the bytes of the whole model.
    private String interrupt() throws IOException {
        assertThat(trainLonger("--checkpoint", run, "--checkpoint-every", "8steps").exit()).isZero();
        String whole = bytes(model);
        Files.delete(model);
        for (Path file : checkpoints("linear")) {
            Files.delete(file);
        }
        Files.delete(checkpoints("mlp").getLast());
        return whole;
    }

    @Test
    void bothModelsAreSavedAndResumedToTheSameFile() throws IOException {
        assertThat(trainLonger().exit()).isZero();
        String plain = bytes(model);
        assertThat(interrupt()).isEqualTo(plain);
        Run resumed = resume();
        assertThat(resumed.err()).isEmpty();
        assertThat(resumed.exit()).isZero();
        assertThat(bytes(model)).isEqualTo(plain);
        for (String name : List.of("mlp", "linear")) {
            assertThat(checkpoints(name)).hasSizeBetween(1, 2);
        }
    }

    @Test
    void withoutACheckpointTheTrainingStarts() throws IOException {
        assertThat(trainLonger().exit()).isZero();
        String plain = bytes(model);
        assertThat(resume("--checkpoint-every", "1h").exit()).isZero();
        assertThat(bytes(model)).isEqualTo(plain);
        assertThat(checkpoints("mlp")).as("the end is saved").hasSize(1);
    }

    @Test
    void aFinishedTrainingSavesTheSameModelAgain() throws IOException {
        assertThat(resume().exit()).isZero();
        String first = bytes(model);
        Files.delete(model);
        Run again = resume("--threads", "1");
        assertThat(again.out()).doesNotContain(" epoch 1/6").contains("Trained    for 6 epochs");
        assertThat(bytes(model)).isEqualTo(first);
    }

    @Test
    void checkpointsAreNotLostByForgettingToResume() throws IOException {
        interrupt();
        refused(trainLonger("--checkpoint", run), 1,
                "chainrule: " + run + " holds checkpoints of an earlier training; add"
                        + " --resume to resume it, delete the checkpoints, or choose another folder");
        assertThat(checkpoints("mlp")).hasSize(1);
    }

    @Test
    void checkpointsOfAnyNetworkAreNotLost() {
        assertThat(trainLonger("--checkpoint", run, "--folds", "2").exit()).isZero();
        refused(trainLonger("--checkpoint", run, "--folds", "2"), 1,
                "chainrule: " + run + " holds checkpoints of an earlier training; add"
                        + " --resume to resume it, delete the checkpoints, or choose another folder");
    }

    @Test
    void aDamagedCheckpointIsReportedAndTheOneBeforeIsUsed() throws IOException {
        assertThat(trainLonger("--checkpoint", run, "--checkpoint-every", "8steps").exit()).isZero();
        String whole = bytes(model);
        List<Path> files = checkpoints("mlp");
        Files.write(files.get(1), new byte[100]);
        Run resumed = resume();
        assertThat(resumed.err()).isEqualTo("chainrule: " + files.get(1) + " is damaged; the training resumes from "
                + files.get(0) + System.lineSeparator());
        assertThat(resumed.exit()).isZero();
        assertThat(bytes(model)).isEqualTo(whole);
    }

    @Test
    void anotherTableOrOtherOptionsAreRefused() throws IOException {
        interrupt();
        Path newest = checkpoints("mlp").getLast();
        String before = "chainrule: " + newest + " belongs to another training: its ";
        String after = "; use the same settings and data, or another folder";
        refused(resume("--epochs", "7"), 1, before + "epochs changed from 6 to 7" + after);
        refused(resume("--hidden", "9"), 1, before + "hidden layers changed from [8] to [9]" + after);
        refused(resume("--seed", "3"), 1, before + "seed changed from 0 to 3" + after);
        refused(resume("--ignore", "sepal_length_cm"), 1,
                before + "ignored columns changed from [] to [sepal_length_cm]" + after);
        refused(resume("--test-fraction", "0.3"), 1, before + "test fraction changed from 0.2 to 0.3" + after);
        String table = Files.readString(iris);
        Files.writeString(iris, table.replaceFirst("\\d", "9"));
        assertThat(resume().err())
                .matches("\\Q" + before + "\\Etable changed from iris.csv \\(SHA-256 [0-9a-f]{16}\\.\\.\\.\\)"
                        + " to iris.csv \\(SHA-256 [0-9a-f]{16}\\.\\.\\.\\)" + after + "\\R");
        assertThat(model).doesNotExist();
        Files.writeString(iris, table);
        assertThat(resume().exit()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0s", "5", "m", "1.5h", "-3s", "5 m", "10ms", "9999999999s", "3epochs"})
    void wrongIntervalsAreRefused(String interval) {
        refused(trainLonger("--checkpoint", run, "--checkpoint-every", interval), 2,
                "chainrule train: --checkpoint-every must be a time such as 30s, 5m or 1h, or a number of steps such"
                        + " as 500steps, but is \"" + interval + "\"; see chainrule train --help");
        assertThat(run).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"30s", "5m", "1h", "1step", "007steps"})
    void intervalsAreRead(String interval) {
        assertThat(trainLonger("--checkpoint", run, "--checkpoint-every", interval).exit()).isZero();
    }

    @Test
    void aFileInThePlaceOfTheFolderIsRefused() throws IOException {
        Files.write(run, new byte[1]);
        Run refused = trainLonger("--checkpoint", run);
        assertThat(refused.err()).startsWith("chainrule: cannot make the folder " + run.resolve("mlp")
                + " for checkpoints: ").endsWith("; choose another folder" + System.lineSeparator());
        assertThat(refused.exit()).isEqualTo(1);
    }

    /// Runs a process, sends it a signal after a line with a word, and returns its output.
    private static List<String> interrupted(Process process, String word) throws IOException, InterruptedException {
        List<String> lines = new ArrayList<>();
        try (BufferedReader reader = process.inputReader(UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
                if (line.contains(word)) {
                    assertThat(new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor())
                            .isZero();
                }
            }
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return lines;
    }

    private Object[] digits(int epochs, Object... more) {
        return Commands.words(List.of("train", DATA.resolve("digits.csv"), "--target", "digit", "--hidden", "16",
                "--epochs", epochs, "--lr", "1e-4", "--threads", "1", "--out", model, "--checkpoint", run), List.of(),
                more);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void controlCSavesTheStateOfTheTraining() throws IOException, InterruptedException {
        assertThat(Commands.run(digits(200)).exit()).isZero();
        String whole = bytes(model);
        Files.delete(model);
        run = folder.resolve("second");
        Process process = Commands.process(digits(200, "--checkpoint-every", "1h")).start();
        List<String> lines = interrupted(process, " epoch   1/200");
        assertThat(process.exitValue()).isEqualTo(130);
        assertThat(lines).anyMatch(line -> line.startsWith("Interrupted after ")).contains(
                "Resume     with the same command and --resume; the checkpoint is in " + run);
        assertThat(checkpoints("mlp")).hasSize(1);
        assertThat(bytes(model)).isNotEqualTo(whole);
        assertThat(Commands.run(digits(200, "--resume")).exit()).isZero();
        assertThat(bytes(model)).isEqualTo(whole);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void controlCInTheFirstEpochSavesNoModel() throws IOException, InterruptedException {
        StringBuilder table = new StringBuilder("a,b,y\n");
        for (int i = 0; i < 60_000; i++) {
            table.append(i * 37 % 1009).append(',').append(i * 53 % 997).append(',').append("uvw".charAt(i % 3))
                    .append('\n');
        }
        Path large = Files.writeString(folder.resolve("large.csv"), table);
        Process process = Commands
                .process("train", large, "--target", "y", "--hidden", "1024,1024", "--batch", "32", "--out",
                        model, "--checkpoint", run)
                .start();
        List<String> lines = interrupted(process, "Training ");
        assertThat(process.exitValue()).isEqualTo(130);
        assertThat(lines).last().isEqualTo("chainrule: interrupted before the end of the first epoch; no model was"
                + " saved; add --resume to resume from the checkpoint in " + run);
        assertThat(checkpoints("mlp")).hasSize(1);
        assertThat(model).doesNotExist();
    }

    /// Waits until a process has written a checkpoint, or ends.
    private void untilACheckpoint(Process process) throws InterruptedException {
        String before = names();
        while (process.isAlive() && names().equals(before)) {
            Thread.sleep(5);
        }
    }

    private String names() {
        StringBuilder names = new StringBuilder();
        for (String model : List.of("mlp", "linear")) {
            String[] files = run.resolve(model).toFile().list();
            names.append(files == null ? "" : Arrays.stream(files).sorted().toList());
        }
        return names.toString();
    }

    /// A training is killed at random moments, mostly just after a checkpoint, and resumed until it finishes, many times.
    @Test
    @Tag("full")
    @DisabledOnOs(OS.WINDOWS)
    void killedAtRandomMoments() throws IOException, InterruptedException {
        assertThat(Commands.run(digits(15)).exit()).isZero();
        String whole = bytes(model);
        SplittableRandom random = new SplittableRandom(6);
        Path output = folder.resolve("output");
        int kills = 0;
        int trainings = 0;
        while (kills < Integer.getInteger("chainrule.kills", 30)) {
            run = folder.resolve("run" + ++trainings);
            Files.deleteIfExists(model);
            boolean ended = false;
            while (!ended) {
                Process process = Commands.process(digits(15, "--resume", "--quiet", "--checkpoint-every", "7steps"))
                        .redirectOutput(output.toFile()).start();
                if (random.nextInt(4) > 0) {
                    untilACheckpoint(process);
                }
                ended = process.waitFor(random.nextLong(1000), TimeUnit.MILLISECONDS);
                if (!ended) {
                    process.destroyForcibly().waitFor();
                    kills++;
                }
                assertThat(Files.readAllLines(output)).noneMatch(line -> line.startsWith("chainrule"));
            }
            assertThat(bytes(model)).isEqualTo(whole);
            assertThat(folder.toFile().list()).noneMatch(name -> name.endsWith(".tmp"));
            for (String name : List.of("mlp", "linear")) {
                assertThat(checkpoints(name)).hasSize(2)
                        .allMatch(file -> file.getFileName().toString().startsWith("checkpoint-"));
            }
        }
    }
}
