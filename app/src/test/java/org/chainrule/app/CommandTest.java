package org.chainrule.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.chainrule.Memory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CommandTest {
    private static final Path DATA = Path.of("..", "examples", "data");

    @TempDir
    Path folder;

    private Path iris = Path.of("");
    private Path model = Path.of("");

    /// What a command left: its exit code and both streams.
    record Run(int exit, String out, String err) {
    }

    @BeforeEach
    void copyData() throws IOException {
        iris = Files.copy(DATA.resolve("iris.csv"), folder.resolve("iris.csv"));
        model = folder.resolve("iris.safetensors");
    }

    static Run run(Object... words) {
        return runOn(false, words);
    }

    private static Run runOn(boolean watched, Object... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        String[] args = new String[words.length];
        for (int i = 0; i < args.length; i++) {
            args[i] = words[i].toString();
        }
        int exit = Main.run(new Terminal(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), watched,
                watched, false), args);
        return new Run(exit, out.toString(UTF_8), err.toString(UTF_8));
    }

    /// A quick training of iris, with more options.
    private Run train(Object... more) {
        return trainOn(false, more);
    }

    private Run trainOn(boolean watched, Object... more) {
        List<Object> words = new ArrayList<>(List.of("train", iris, "--target", "species", "--hidden", "8"));
        if (!List.of(more).contains("--epochs")) {
            words.addAll(List.of("--epochs", "4"));
        }
        if (!List.of(more).contains("--lr")) {
            words.addAll(List.of("--lr", "0.02"));
        }
        if (!List.of(more).contains("--out")) {
            words.addAll(List.of("--out", model));
        }
        words.addAll(List.of(more));
        return runOn(watched, words.toArray());
    }

    static void refused(Run run, int exit, String sentence) {
        assertThat(run.err()).isEqualTo(sentence + System.lineSeparator());
        assertThat(run.exit()).isEqualTo(exit);
    }

    /// A stream whose every write fails with a message.
    private static OutputStream failing(String message) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(message);
            }
        };
    }

    private static Run versionTo(OutputStream out) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit = Main.run(new Terminal(new PrintStream(new Terminal.Outlet(out), true, UTF_8),
                new PrintStream(err, true, UTF_8), false, false, false), "--version");
        return new Run(exit, "", err.toString(UTF_8));
    }

    @Test
    void aFullOutputIsAFailureAndAClosedPipeIsNot() {
        refused(versionTo(failing("No space left on device")), 1, "chainrule: the output could not be written in full;"
                + " free some space where it goes, or send it elsewhere");
        Run unread = versionTo(failing("Broken pipe"));
        assertThat(unread.err()).isEmpty();
        assertThat(unread.exit()).isZero();
    }

    @Test
    void aTrainingSaysWhatItReadAndDecidedAndHowGoodItIs() {
        Run run = train();
        assertThat(run.exit()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines().map(line -> line.replaceAll("[0-9.]+ s;", "T;"))).contains(
                "Data       " + iris + ": 150 rows, 5 columns (4 numbers, 1 text), separated by commas",
                "Target     classification, because \"species\" is text with 3 distinct values",
                "Inputs     4 inputs from 4 of 4 columns: 4 numbers standardized",
                "Rows       96 to train, 24 to choose the best epoch, 30 held out to test, drawn at random class by class",
                "Network    multilayer perceptron, 67 parameters",
                "           linear   [n, 8]          40",
                "           linear2  [n, 3]          27",
                "Result     on 30 test rows that took no part in training",
                "                            accuracy  logLoss  macroF1",
                "           always \"setosa\"    0.3333   1.0986   0.1667")
                .anyMatch(
                        line -> line.startsWith("Trained    after 4 epochs in T; best on the validation rows: epoch "))
                .anyMatch(line -> line.startsWith("           network"))
                .anyMatch(line -> line.startsWith("           linear model"))
                .anyMatch(line -> line.startsWith("Saved      " + model + ", "))
                .noneMatch(line -> line.contains("\033"));
    }

    @Test
    void onATerminalOneLineMoves() {
        Run run = trainOn(true);
        assertThat(run.out()).contains("\r\033[2K  mlp     epoch 4/4").contains("\r\033[2KTrained ");
    }

    @Test
    void jsonIsOneObjectAndNothingElse() {
        Run run = train("--json");
        assertThat(run.exit()).isZero();
        assertThat(run.out()).hasLineCount(1);
        JsonNode json = JsonMapper.shared().readTree(run.out());
        assertThat(json.propertyNames()).containsExactly("task", "target", "rows", "columns", "split", "inputs",
                "model", "parameters", "memory", "batch", "learningRate", "epochs", "bestEpoch", "interrupted",
                "seconds", "seed", "validation", "test", "baselines", "out", "saved");
        assertThat(json.get("rows").intValue()).isEqualTo(150);
        assertThat(json.get("split").get("test").intValue()).isEqualTo(30);
        assertThat(json.get("parameters").intValue()).isEqualTo(67);
        assertThat(json.get("memory").get("training").intValue())
                .isGreaterThan(json.get("memory").get("forward").intValue());
        assertThat(json.get("test").propertyNames()).containsExactly("accuracy", "logLoss", "macroF1");
        assertThat(json.get("baselines").propertyNames()).containsExactly("constant", "linear");
        assertThat(json.get("baselines").get("constant").get("accuracy").doubleValue()).isEqualTo(1 / 3.0);
        assertThat(run.err()).contains("Data       ", "epoch 4/4", "Saved      ");
    }

    @Test
    void numbersAreMeasuredInTheirUnits() {
        Run run = run("train", DATA.resolve("diabetes.csv"), "--target", "progression", "--model", "linear", "--epochs",
                "30", "--out", model, "--json");
        JsonNode json = JsonMapper.shared().readTree(run.out());
        assertThat(json.get("task").stringValue()).isEqualTo("regression");
        assertThat(json.get("model").stringValue()).isEqualTo("linear");
        assertThat(json.get("test").propertyNames()).containsExactly("rmse", "mae", "r2");
        assertThat(json.get("test").get("rmse").doubleValue()).isBetween(40.0, 65.0);
        assertThat(json.get("baselines").propertyNames()).containsExactly("constant");
    }

    @Test
    void theSavedModelIsUsed() throws IOException {
        JsonNode trained = JsonMapper.shared().readTree(train("--json", "--test", iris).out());
        Run evaluated = run("evaluate", model, iris, "--json");
        JsonNode json = JsonMapper.shared().readTree(evaluated.out());
        assertThat(json.get("rows").intValue()).isEqualTo(150);
        assertThat(json.get("accuracy")).isEqualTo(trained.get("test").get("accuracy"));
        assertThat(json.get("logLoss")).isEqualTo(trained.get("test").get("logLoss"));

        Run predicted = run("predict", model, iris);
        assertThat(predicted.exit()).isZero();
        assertThat(predicted.err()).isEmpty();
        assertThat(predicted.out()).hasLineCount(151).startsWith("species,p(setosa),p(versicolor),p(virginica)\n");
        Path answers = folder.resolve("answers.csv");
        Run written = run("predict", model, iris, "--out", answers);
        assertThat(written.out()).isEmpty();
        assertThat(written.err())
                .isEqualTo("150 predictions of species written to " + answers + System.lineSeparator());
        assertThat(Files.readString(answers)).isEqualTo(predicted.out());

        Run inspected = run("inspect", model);
        assertThat(inspected.exit()).isZero();
        assertThat(inspected.out()).contains("Model      " + model + ", classification of species",
                "Classes    3: setosa, versicolor, virginica", "linear2/weight  [8, 3]",
                "           chainrule train iris.csv --target species --hidden 8 --epochs 4 --lr 0.02 --test iris.csv\n",
                "mlp, batch 32, learning rate 0.02, seed 0, epoch ");
        String size = Memory.text(Files.size(model));
        assertThat(inspected.out().lines())
                .anyMatch(line -> line.matches("Size       \\Q" + size + "\\E in the file, 268 B "
                        + "of parameters, [0-9.]+ k?B to predict one row, [0-9.]+ [kM]?B for 256 at once"))
                .anyMatch(line -> line
                        .matches("Latency    a row takes [0-9.]+ .s \\(median\\), 99 % less than [0-9.]+ .s: "
                                + "[0-9,]+ predictions one after another on this machine just now, [0-9]+ processors?, with(out)? "
                                + "the vector module"));
        JsonNode inspection = JsonMapper.shared().readTree(run("inspect", model, "--json").out());
        assertThat(inspection.get("file").longValue()).isEqualTo(Files.size(model));
        assertThat(inspection.get("parameters").intValue()).isEqualTo(67);
        assertThat(inspection.get("latency").get("median").longValue()).isPositive()
                .isLessThanOrEqualTo(inspection.get("latency").get("p99").longValue());
        assertThat(inspection.get("latency").get("predictions").intValue()).isGreaterThan(100);
        assertThat(inspection.get("memory").get("one").longValue())
                .isLessThan(inspection.get("memory").get("256").longValue());

        Run traced = run("trace", model, iris, "--row", "7");
        assertThat(traced.exit()).isZero();
        assertThat(traced.out()).contains("Row        7 of " + iris + ", line 8",
                "; in the file it is setosa", "the loss, minus the log of the probability of the true class, = ",
                "  linear [8] ", "  linear2 [3] ", "  linear/weight   [4, 8] ");
    }

    @Test
    void wrongUseIsSaidInOneSentence() {
        refused(run(), 2,
                "chainrule: a command is missing: train, evaluate, predict, compare, inspect, trace or completion; see "
                        + "chainrule --help");
        refused(run("fly"), 2, "chainrule: there is no command fly; see chainrule --help");
        refused(run("train", iris), 2,
                "chainrule train: Missing required option: '--target=COLUMN'; see chainrule train --help");
        refused(run("train", iris, "--targt", "species"), 2,
                "chainrule train: Unknown options: '--targt', 'species'; did "
                        + "you mean --target?; see chainrule train --help");
        refused(train("--epochs", "ten"), 2,
                "chainrule train: Invalid value for option '--epochs': 'ten' is not an int; see chainrule train --help");
        refused(train("--batch", "0"), 2,
                "chainrule train: --batch should be at least 1, but is 0; see chainrule train --help");
        refused(train("--test-fraction", "1.5"), 2,
                "chainrule train: --test-fraction should be at least 0 and less than 1, but is 1.5; see chainrule train "
                        + "--help");
        refused(train("--model", "linear"), 2, "chainrule train: --hidden is for --model mlp; a linear model has no "
                + "hidden layers; see chainrule train --help");
        refused(train("--test", iris, "--test-fraction", "0.3"), 2,
                "chainrule train: --test and --test-fraction exclude "
                        + "each other: the test rows are in a file of their own; see chainrule train --help");
        refused(run("trace", model, iris), 2,
                "chainrule trace: Missing required option: '--row=N'; see chainrule trace --help");
    }

    @Test
    void whatFailsIsSaidInOneSentence() throws IOException {
        Path missing = folder.resolve("irsi.csv");
        refused(run("train", missing, "--target", "species"), 1,
                "chainrule: " + missing + " does not exist; did you mean " + iris + "?");
        refused(run("train", iris, "--target", "specis", "--out", model), 1,
                "chainrule: " + iris + " has no column \"specis\"; did you mean \"species\"?");
        refused(run("inspect", folder.resolve("none")), 1,
                "chainrule: cannot read " + folder.resolve("none") + ": there is no such file");
        assertThat(model).doesNotExist();
        train();
        refused(run("trace", model, iris, "--row", "151"), 1,
                "chainrule: " + iris + " has 150 rows; there is no row 151, so choose one from 1 to 150");
        Path narrow = Files.writeString(folder.resolve("narrow.csv"), "sepal_length_cm,petal_width_cm\n1,2\n");
        refused(run("predict", model, narrow), 1, "chainrule: " + narrow + " lacks \"sepal_width_cm\" and "
                + "\"petal_length_cm\", which the model reads; its columns are \"sepal_length_cm\" and "
                + "\"petal_width_cm\"; add what lacks, or train again without it");
        Run noModel = run("predict", iris, iris);
        assertThat(noModel.exit()).isEqualTo(1);
        assertThat(noModel.err()).startsWith("chainrule: " + iris + ": not a safetensors file").hasLineCount(1);
    }

    @Test
    void aLossThatIsNoNumberStopsTheTraining() throws IOException {
        train();
        byte[] old = Files.readAllBytes(model);
        Run run = train("--lr", "1e30");
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err())
                .matches("chainrule: (the output of [a-z0-9]+|the (mean )?loss|the gradient of [a-z0-9/]+) became "
                        + "(NaN|-?Infinity)( for row [0-9]+ of the examples| on the way back through [a-z0-9 ]+)?"
                        + "(, of finite (outputs|losses),)? in epoch 1, step [0-9]+; nothing was saved; try a smaller "
                        + "--lr than 1\\.0E30\\R");
        assertThat(model).hasBinaryContent(old);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void anUnwritableFileIsRefusedBeforeTheTraining() throws IOException {
        Path none = folder.resolve("none").resolve("m");
        Run run = train("--out", none);
        refused(run, 1, "chainrule: cannot write " + none + ": the folder " + none.getParent()
                + " does not exist; create it or choose another path");
        assertThat(run.out()).isEmpty();

        Files.writeString(model, "old");
        Files.setPosixFilePermissions(model, PosixFilePermissions.fromString("r--r--r--"));
        Run readOnly = train();
        refused(readOnly, 1, "chainrule: cannot write " + model + ": the file is read-only; the old file is unchanged; "
                + "make it writable or choose another path");
        assertThat(readOnly.out()).isEmpty();
        assertThat(model).hasContent("old");
    }

    @Test
    void aFullDiskIsSaid() {
        Path full = Path.of("/dev/full");
        assumeThat(full).exists();
        Run run = train("--out", full);
        refused(run, 1, "chainrule: cannot write /dev/full: No space left on device; free some space or choose another "
                + "path");
    }

    @Test
    void aModelIsPublishedOnlyIfItIsNotWorse() throws IOException {
        Path live = folder.resolve("live");
        List<Object> nightly = List.of("train", iris, "--target", "species", "--model", "linear", "--publish", live,
                "--only-if-better", "--quiet", "--epochs");
        assertThat(run(with(nightly, "5"))).isEqualTo(new Run(0, "", ""));
        byte[] first = Files.readAllBytes(live);
        assertThat(run(with(nightly, "1"))).isEqualTo(new Run(1, "", ""));
        assertThat(live).hasBinaryContent(first);
        assertThat(run(with(nightly, "20"))).isEqualTo(new Run(0, "", ""));
        assertThat(Files.readAllBytes(live)).isNotEqualTo(first);

        Run kept = run("train", iris, "--target", "species", "--model", "linear", "--publish", live,
                "--only-if-better", "--epochs", "1", "--seed", "1");
        assertThat(kept.exit()).isEqualTo(1);
        assertThat(kept.out()).contains("Compared   with " + live + " on 30 test rows",
                "the old model may have been trained on some of these rows, which is to its advantage; give rows new "
                        + "to both with --test FILE",
                "Kept       " + live + ", the new model is not published");
        refused(run("train", iris, "--target", "petal_width_cm", "--publish", live, "--only-if-better"), 1,
                "chainrule: " + live + " predicts \"species\" by classification, which a model that predicts "
                        + "\"petal_width_cm\" by regression cannot replace; publish it under another name");
        try (var files = Files.list(folder)) {
            assertThat(files.filter(file -> file.toString().endsWith(".tmp"))).isEmpty();
        }
    }

    private static Object[] with(List<Object> words, Object last) {
        List<Object> all = new ArrayList<>(words);
        all.add(last);
        return all.toArray();
    }

    @Test
    void twoModelsAreComparedRowByRow() {
        Path better = folder.resolve("better");
        train("--epochs", "1");
        run("train", iris, "--target", "species", "--model", "linear", "--epochs", "40", "--out", better);
        Run run = run("compare", model, better, iris);
        assertThat(run.exit()).isZero();
        assertThat(run.out()).startsWith(model + " and " + better + " on 150 rows of " + iris
                + ", classification of species" + System.lineSeparator()).contains("standard error", "  logLoss ",
                        "The new model is better by logLoss, ");
        assertThat(run("compare", better, model, iris, "--quiet")).isEqualTo(new Run(1, "", ""));
        assertThat(run("compare", better, better, iris).out()).contains("The new model is as good by logLoss, ");
        JsonNode json = JsonMapper.shared().readTree(run("compare", better, model, iris, "--json").out());
        assertThat(json.get("betterOrEqual").booleanValue()).isFalse();
        assertThat(json.get("before").get("logLoss").doubleValue())
                .isLessThan(json.get("after").get("logLoss").doubleValue());
        refused(run("compare", model, better, iris, "--by", "rmse"), 1, "chainrule: there is no measure \"rmse\" of a "
                + "classification; there are accuracy, logLoss and macroF1");
    }

    @Test
    void theShellLearnsTheWords() throws Exception {
        Run run = run("completion", "bash");
        assertThat(run.out()).contains("--only-if-better", "completion");
        assertThat(run("completion", "zsh").out()).startsWith("autoload -U +X compinit");
        Path bash = Path.of("/bin/bash");
        assumeThat(bash).exists();
        Path script = Files.writeString(folder.resolve("words.sh"), run.out() + """

                COMP_WORDS=(chainrule train x.csv --pub) COMP_CWORD=3
                _complete_chainrule && echo "${COMPREPLY[@]}"
                """);
        Process shell = new ProcessBuilder(bash.toString(), script.toString()).start();
        assertThat(new String(shell.getInputStream().readAllBytes(), UTF_8)).isEqualTo("--publish\n");
    }

    @Test
    void theDefaultNameIsThatOfTheData() {
        assertThat(SaveOptions.usual(Path.of("data/digits.csv"))).isEqualTo(Path.of("digits.safetensors"));
        assertThat(SaveOptions.usual(Path.of("a.b.csv"))).isEqualTo(Path.of("a.b.safetensors"));
        assertThat(SaveOptions.usual(Path.of("table"))).isEqualTo(Path.of("table.safetensors"));
    }

    @Test
    void helpShowsExamplesAndTheVersionIsSaid() {
        for (String command : List.of("train", "evaluate", "predict", "compare", "inspect", "trace", "completion")) {
            Run run = run(command, "--help");
            assertThat(run.exit()).isZero();
            assertThat(run.out()).startsWith("Usage: chainrule " + command).contains("Example",
                    "  chainrule " + command);
        }
        assertThat(run("--help").out()).contains("train", "evaluate", "predict", "inspect", "trace", "Examples:");
        assertThat(run("--version").out()).startsWith("chainrule 0.").contains("(Java ");
    }

    @Test
    void detailsOfAnErrorAreItsStackTrace() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream both = new PrintStream(out, true, UTF_8);
        assertThat(Main.run(new Terminal(both, both, false, false, true), "inspect", "no-such-model")).isOne();
        assertThat(out.toString(UTF_8)).startsWith("chainrule: cannot read no-such-model: there is no such file"
                + System.lineSeparator() + "java.io.IOException: cannot read no-such-model: there is no such file"
                + System.lineSeparator() + "    at org.chainrule.").doesNotContain("\\t");
    }

    @Test
    void theUnexpectedIsOneSentenceToo() {
        assertThat(Failure.sentence(new IllegalStateException("odd"))).isEqualTo("an error that should not happen: "
                + "java.lang.IllegalStateException: odd; set CHAINRULE_DEBUG=1 to see where it happened");
    }
}
