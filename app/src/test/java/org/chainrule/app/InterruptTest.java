package org.chainrule.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.chainrule.app.process.Interrupt;
import org.chainrule.io.SafeFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Ctrl-C and other termination signals, sent to a separate process.
@DisabledOnOs(OS.WINDOWS)
class InterruptTest {
    private static final String NOTHING = "chainrule: interrupted before the end of the first epoch; nothing was saved"
            + System.lineSeparator();

    @TempDir
    Path folder;

    private Process start(String... words) throws IOException {
        return Commands.process((Object[]) words).directory(folder.toFile()).start();
    }

    /// Writes a table that is slow to learn.
    private Path table(int rows) throws IOException {
        Path file = folder.resolve("table.csv");
        try (Writer out = Files.newBufferedWriter(file, UTF_8)) {
            out.write("a,b,c,y\n");
            for (int i = 0; i < rows; i++) {
                out.write(i * 37 % 1009 + "," + i * 53 % 997 + "," + i * 71 % 991 + "," + "uvwxyz".charAt(i * 31 % 6)
                        + "\n");
            }
        }
        return file;
    }

    private Path pipe() throws IOException, InterruptedException {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
        return pipe;
    }

    private static void send(Process process, String signal) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor()).isZero();
    }

    /// Waits until a process listens to signals, which it does before it runs the command.
    private static void started(Process process) throws IOException, InterruptedException {
        Path status = Path.of("/proc/" + process.pid() + "/status");
        for (int i = 0; i < 600 && Files.exists(status); i++) {
            String caught = Files.readString(status).replaceAll("(?s).*SigCgt:\\s*(\\w+).*", "$1");
            // The JVM itself catches INT from its start, a little before the command does.
            if ((Long.parseUnsignedLong(caught, 16) & 2) != 0) {
                break;
            }
            Thread.sleep(50);
        }
        Thread.sleep(1500);
    }

    /// Asserts that a process ends soon after a signal (within a second unless the machine is busy), with an exit code and one
    /// line, or no line if it had not started its command.
    private static void endsAtOnce(Process process, String signal, int code, String said)
            throws IOException, InterruptedException {
        long from = System.nanoTime();
        send(process, signal);
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(System.nanoTime() - from).isLessThan(TimeUnit.SECONDS.toNanos(5));
        assertThat(process.exitValue()).isEqualTo(code);
        assertThat(said.lines().toList())
                .containsAll(output.lines().filter(line -> line.startsWith("chainrule")).toList());
    }

    @Test
    void waitingForAPipeToOpenEnds() throws IOException, InterruptedException {
        Process process = start("train", pipe().toString(), "--target", "y", "--out", "model");
        started(process);
        endsAtOnce(process, "INT", 130, NOTHING);
        assertThat(folder.toFile().list()).containsExactly("pipe");
    }

    @Test
    void waitingForInputEnds() throws IOException, InterruptedException {
        Process process = start("train", "/dev/stdin", "--target", "y", "--out", "model");
        process.getOutputStream().write("a,y\n1,2\n".getBytes(UTF_8));
        process.getOutputStream().flush();
        started(process);
        endsAtOnce(process, "TERM", 143, NOTHING);
        assertThat(folder.toFile().list()).isEmpty();
    }

    @Test
    void theFirstEpochEnds() throws IOException, InterruptedException {
        Process process = start("train", table(200_000).toString(), "--target", "y", "--hidden", "1024,1024", "--out",
                "model");
        await(process, "Training ");
        send(process, "HUP");
        assertThat(new String(process.getInputStream().readAllBytes(), UTF_8)).isEqualTo(NOTHING);
        assertThat(process.waitFor()).isEqualTo(129);
        assertThat(folder.toFile().list()).containsExactly("table.csv");
    }

    @Tag("full")
    @Test
    void predictingAndEvaluatingEnd() throws IOException, InterruptedException {
        Path small = table(3000);
        Process trained = start("train", small.toString(), "--target", "y", "--hidden", "8", "--epochs", "1", "--out",
                "model", "--quiet");
        assertThat(trained.waitFor()).isZero();
        Path pipe = pipe();
        for (String command : List.of("predict", "evaluate", "trace")) {
            Process process = command.equals("trace")
                    ? start(command, "model", pipe.toString(), "--row", "1")
                    : start(command, "model", pipe.toString());
            started(process);
            endsAtOnce(process, "INT", 130, "");
        }
        Process process = start("predict", "model", pipe.toString(), "--out", "answers");
        started(process);
        endsAtOnce(process, "INT", 130,
                "chainrule: interrupted; answers was not written" + System.lineSeparator());
        process = start("compare", "model", pipe.toString(), small.toString());
        started(process);
        endsAtOnce(process, "INT", 130, "");
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("pipe", "model", "table.csv");
    }

    private static void await(Process process, String word) throws IOException {
        // Reads single characters, so that the rest stays in the stream.
        StringBuilder line = new StringBuilder();
        for (int c = process.getInputStream().read(); c >= 0; c = process.getInputStream().read()) {
            line.append((char) c);
            if (c == '\n') {
                if (line.indexOf(word) >= 0) {
                    return;
                }
                line.setLength(0);
            }
        }
        throw new AssertionError("ended without " + word);
    }

    @Test
    void aStoppedBaselineIsNamedAndTheModelIsSaved() throws IOException, InterruptedException {
        Process process = start("train", table(30_000).toString(), "--target", "y", "--hidden", "4", "--epochs",
                "100000", "--lr", "0.5", "--out", "model");
        await(process, "  linear  epoch      1/100000");
        send(process, "INT");
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).isEqualTo(130);
        assertThat(output).containsPattern("linear model, stopped after \\d+ epochs? ").contains("Saved      model, ")
                .contains("Trained    for");
    }

    @Test
    void aSecondSignalEndsAtOnce() throws IOException, InterruptedException {
        Process process = Commands.java(Interrupting.class).start();
        await(process, "begun");
        send(process, "INT");
        await(process, "chainrule: saving the best epoch so far; interrupt again to exit without it");
        endsAtOnce(process, "TERM", 143,
                "chainrule: interrupted again; nothing was saved" + System.lineSeparator());
    }

    /// A command that has a result to keep and does not finish at the first signal.
    public static final class Interrupting {
        public static void main(String[] args) throws InterruptedException {
            Interrupt interrupt = Interrupt.ofProcess(System.err);
            interrupt.keep("interrupted again; nothing was saved");
            System.out.println("begun");
            while (true) {
                Thread.sleep(10_000);
            }
        }
    }

    @Test
    void aPartialFileIsDeleted() throws IOException, InterruptedException {
        Process process = Commands.java(Writing.class, folder.resolve("answers")).start();
        await(process, "begun");
        assertThat(folder.toFile().list()).as("the temporary file").hasSize(1);
        endsAtOnce(process, "INT", 130, "");
        assertThat(folder.toFile().list()).isEmpty();
    }

    /// A command that never finishes writing a file.
    public static final class Writing {
        public static void main(String[] args) throws IOException {
            Interrupt.ofProcess(System.err);
            SafeFile.write(Path.of(args[0]), out -> {
                out.write(new byte[100_000]);
                System.out.println("begun");
                while (true) {
                    out.write(new byte[10]);
                    LockSupport.parkNanos(1_000_000);
                }
            });
        }
    }

    @Test
    void theBestEpochSoFarIsSaved() throws IOException, InterruptedException {
        Path model = folder.resolve("model");
        Process process = start("train", Commands.DATA.resolve("digits.csv").toString(), "--target", "digit",
                "--epochs",
                "1000000", "--out", model.toString(), "--hidden", "16", "--lr", "1e-7");
        List<String> lines = new ArrayList<>();
        try (BufferedReader reader = process.inputReader(UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
                if (line.contains("epoch       1/1000000")) {
                    send(process, "INT");
                }
            }
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(lines).anyMatch(line -> line.startsWith("Interrupted after "))
                .anyMatch(line -> line.startsWith("Saved      " + model + ", ")
                        && line.endsWith(" (the best epoch so far)"));
        assertThat(process.exitValue()).isEqualTo(130);
        Process inspected = start("inspect", model.toString());
        assertThat(new String(inspected.getInputStream().readAllBytes(), UTF_8))
                .contains("classification of digit");
        assertThat(inspected.waitFor()).isZero();
        assertThat(folder.toFile().list()).containsExactly("model");
    }
}
