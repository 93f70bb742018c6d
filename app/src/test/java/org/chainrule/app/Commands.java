package org.chainrule.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.chainrule.app.show.Terminal;

/// Runs the command for the tests, in this process or in a separate one.
public final class Commands {
    /// The folder of the example tables.
    public static final Path DATA = Path.of("..", "examples", "data").toAbsolutePath().normalize();

    private Commands() {
    }

    /// The result of a command: its exit code and the text of both streams.
    public record Run(int exit, String out, String err) {
    }

    /// Runs a command whose output is redirected to files.
    public static Run run(Object... words) {
        return runOn(false, false, words);
    }

    /// Runs a command whose output is a terminal.
    static Run onTerminal(Object... words) {
        return runOn(true, false, words);
    }

    /// Runs a command.
    ///
    /// @param terminal whether both streams are terminals
    /// @param debug    whether errors are printed with their stack traces
    static Run runOn(boolean terminal, boolean debug, Object... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        String[] args = Arrays.stream(words).map(Object::toString).toArray(String[]::new);
        int exit = Main.run(new Terminal(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), terminal,
                terminal, debug), args);
        return new Run(exit, out.toString(UTF_8), err.toString(UTF_8));
    }

    /// Returns the words of a command: the given ones, then each default option that is not among them.
    ///
    /// @param begin    the command and the words that all tests share
    /// @param defaults names of options and their values in turn
    /// @param more     the words of one test
    public static Object[] words(List<?> begin, List<?> defaults, Object... more) {
        List<Object> words = new ArrayList<>(begin);
        List<Object> given = List.of(more);
        for (int i = 0; i < defaults.size(); i += 2) {
            if (!given.contains(defaults.get(i))) {
                words.addAll(defaults.subList(i, i + 2));
            }
        }
        words.addAll(given);
        return words.toArray();
    }

    /// Returns a process that runs a command, with both streams merged.
    public static ProcessBuilder process(Object... words) {
        return java(Main.class, words);
    }

    /// Returns a process that runs a main class, with both streams merged.
    static ProcessBuilder java(Class<?> main, Object... words) {
        return new ProcessBuilder(Stream.concat(Stream.of(javaProgram(), "-cp", classPath(), main.getName()),
                Arrays.stream(words)).map(Object::toString).toList()).redirectErrorStream(true);
    }

    /// Returns the `java` program of this process.
    static Path javaProgram() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    /// Returns the class path of this process with absolute paths, valid in any folder.
    static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(jar -> Path.of(jar).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /// Asserts that a command prints one sentence to its error stream.
    public static void refused(Run run, int exit, String sentence) {
        assertThat(run.err()).isEqualTo(sentence + System.lineSeparator());
        assertThat(run.exit()).isEqualTo(exit);
    }

    /// Asserts that no temporary file is left in a folder.
    static void noTemporaryFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.filter(file -> file.toString().endsWith(".tmp"))).isEmpty();
        }
    }
}
