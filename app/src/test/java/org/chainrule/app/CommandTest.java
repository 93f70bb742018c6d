package org.chainrule.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.chainrule.app.Commands.refused;
import static org.chainrule.app.Commands.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.chainrule.Memory;
import org.chainrule.app.Commands.Run;
import org.chainrule.app.process.Failure;
import org.chainrule.app.show.Terminal;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The command as a whole: streams, errors, help and completion, and every subcommand on one model.
class CommandTest extends IrisTests {
    /// Returns a stream whose writes all fail with a message.
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
        refused(versionTo(failing("No space left on device")), 1,
                "chainrule: the output could not be written completely;"
                        + " free some space or redirect it to another file");
        Run unread = versionTo(failing("Broken pipe"));
        assertThat(unread.err()).isEmpty();
        assertThat(unread.exit()).isZero();
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
                .anyMatch(line -> line.matches("Size       \\Q" + size + "\\E file, 268 B "
                        + "of parameters, [0-9.]+ k?B to predict one row, [0-9.]+ [kM]?B to predict 256 rows at once"))
                .anyMatch(line -> line
                        .matches("Latency    [0-9.]+ .s per row \\(median\\), [0-9.]+ .s \\(99th percentile\\); "
                                + "measured now, over [0-9,]+ predictions in sequence, on [0-9]+ processors? with(out)? "
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
                "; the table has setosa",
                "the loss (minus the log of the true class's probability before calibration) = ",
                "  linear [8] ", "  linear2 [3] ", "  linear/weight   [4, 8] ");
    }

    @Test
    void failuresAreOneSentence() throws IOException {
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
                + "\"petal_width_cm\"; add every missing column, or train again without it");
        Run noModel = run("predict", iris, iris);
        assertThat(noModel.exit()).isEqualTo(1);
        assertThat(noModel.err())
                .startsWith("chainrule: " + iris + " is a text file, such as a CSV table, not a model; ")
                .hasLineCount(1);
    }

    @Test
    void theScriptCompletesOptionsInAShell() throws Exception {
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
    void helpShowsExamples() {
        for (String command : List.of("train", "evaluate", "predict", "compare", "explain", "report", "inspect",
                "trace",
                "completion")) {
            Run run = run(command, "--help");
            assertThat(run.exit()).isZero();
            assertThat(run.out()).startsWith("Usage: chainrule " + command).contains("Example",
                    "  chainrule " + command).as("a name is not broken over two lines").doesNotContain(" .\n");
            assertThat(run.out().substring(run.out().indexOf("Example")).lines().skip(1))
                    .as("an example is not broken over two lines").allMatch(line -> line.startsWith("  "));
        }
        assertThat(run("--help").out()).contains("train", "evaluate", "predict", "inspect", "trace", "Examples:");
        assertThat(run("--version").out()).startsWith("chainrule 0.").contains("(Java ");
    }

    @Test
    void debuggingShowsTheStackTrace() {
        Run run = Commands.runOn(false, true, "inspect", "no-such-model");
        assertThat(run.exit()).isOne();
        assertThat(run.err()).startsWith("chainrule: cannot read no-such-model: there is no such file"
                + System.lineSeparator() + "java.io.IOException: cannot read no-such-model: there is no such file"
                + System.lineSeparator() + "    at org.chainrule.").doesNotContain("\\t");
    }

    @Test
    void unexpectedErrorsAreOneSentence() {
        assertThat(Failure.sentence(new IllegalStateException("odd"))).isEqualTo("unexpected error: "
                + "java.lang.IllegalStateException: odd; set CHAINRULE_DEBUG=1 to see the stack trace");
    }
}
