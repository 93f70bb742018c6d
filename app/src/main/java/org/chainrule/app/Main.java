package org.chainrule.app;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.chainrule.app.process.ArgumentEncoding;
import org.chainrule.app.process.Failure;
import org.chainrule.app.process.Interrupt;
import org.chainrule.app.process.PinnedArrays;
import org.chainrule.app.show.Terminal;
import org.chainrule.error.Quote;
import org.chainrule.tabular.Release;
import org.chainrule.tabular.value.Suggestions;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.UnmatchedArgumentException;

/// The entry point of the `chainrule` command.
public final class Main {
    /// The exit code of success.
    static final int DONE = 0;
    /// The exit code of failure, and of a new model that is worse.
    static final int FAILED = 1;
    /// The exit code of wrong usage.
    static final int WRONG_USE = 2;

    private static final String NAME = "chainrule";

    private Main() {
    }

    /// Runs the command and exits with its exit code.
    ///
    /// @param args the words after the name of the command
    public static void main(String[] args) {
        // For the output of the JDK and of libraries; Chainrule itself passes Locale.ROOT.
        Locale.setDefault(Locale.ROOT);
        Terminal terminal = Terminal.system();
        PinnedArrays.warning().ifPresent(warning -> say(terminal, warning));
        System.exit(run(terminal, Interrupt.ofProcess(terminal.err()), args));
    }

    /// Runs the command without listening to signals.
    static int run(Terminal terminal, String... args) {
        return run(terminal, new Interrupt(terminal.err()), args);
    }

    /// Runs the command and returns its exit code. An error is one sentence on the terminal's error stream.
    static int run(Terminal terminal, Interrupt interrupt, String... args) {
        Optional<String> unreadable = ArgumentEncoding.unreadable(System.getProperty("sun.jnu.encoding", ""),
                System.getProperty("user.dir", ""), args);
        if (unreadable.isPresent()) {
            say(terminal, unreadable.get());
            return FAILED;
        }
        CommandLine line = new CommandLine(new Top());
        for (Callable<Integer> command : needed(commands(terminal, interrupt), args)) {
            line.addSubcommand(command);
        }
        line.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
        line.setParameterExceptionHandler((error, _) -> wrongUse(terminal, error));
        line.setExecutionExceptionHandler((error, _, _) -> failed(terminal, error));
        line.setExecutionStrategy(Main::run);
        line.setExpandAtFiles(false);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        try {
            int code = line.execute(args);
            if (code == DONE && terminal.out().checkError()) {
                say(terminal,
                        "the output could not be written completely; free some space or redirect it to another file");
                return FAILED;
            }
            return code;
        } catch (Throwable error) {
            return failed(terminal, error);
        } finally {
            terminal.out().flush();
            terminal.err().flush();
        }
    }

    private static List<Callable<Integer>> commands(Terminal terminal, Interrupt interrupt) {
        return List.of(new TrainCommand(terminal, interrupt), new EvaluateCommand(terminal, interrupt),
                new PredictCommand(terminal, interrupt), new CompareCommand(terminal, interrupt),
                new InspectCommand(terminal), new ReportCommand(terminal, interrupt),
                new ExplainCommand(terminal, interrupt), new ServeCommand(terminal, interrupt),
                new TraceCommand(terminal, interrupt), new ReproduceCommand(terminal, interrupt),
                new AuditCommand(terminal, interrupt), new PlayCommand(terminal), new CompletionCommand(terminal));
    }

    /// Returns the command that the first word names, or all of them. picocli reads the options of a command by reflection,
    /// which for all commands takes a noticeable part of a short run.
    private static List<Callable<Integer>> needed(List<Callable<Integer>> all, String... args) {
        List<Callable<Integer>> named = all.stream().filter(
                command -> args.length > 0 && command.getClass().getAnnotation(Command.class).name().equals(args[0]))
                .toList();
        return named.isEmpty() || named.getFirst() instanceof CompletionCommand ? all : named;
    }

    /// Runs a parsed command and refuses empty values. Options that are given twice are refused here if they belong to a
    /// group: picocli would begin a second group and drop the options of the first.
    private static int run(ParseResult read) {
        ParseResult command = read;
        while (command.hasSubcommand()) {
            command = command.subcommand();
        }
        List<String> given = command.originalArgs().stream().takeWhile(word -> !word.equals("--")).toList();
        for (OptionSpec option : command.commandSpec().options()) {
            List<String> names = List.of(option.names());
            long times = given.stream().filter(word -> names.contains(word.replaceFirst("=.*", ""))).count();
            if (times > 1 && !option.isMultiValue()) {
                throw new ParameterException(command.commandSpec().commandLine(), "option '" + option.longestName()
                        + (option.arity().max() == 0 ? "'" : "' (" + option.paramLabel() + ")")
                        + " should be specified only once");
            }
        }
        // A variable of a shell script that is not set leaves an empty value.
        for (ArgSpec each : command.commandSpec().args()) {
            if (each.stringValues().contains("")) {
                throw new ParameterException(command.commandSpec().commandLine(), (each instanceof OptionSpec option
                        ? option.longestName() + " " + each.paramLabel()
                        : each.paramLabel()) + " is empty; give it a value");
            }
        }
        return new RunLast().execute(read);
    }

    private static int wrongUse(Terminal terminal, ParameterException first) {
        // A misspelled option that is required is also reported as missing, which helps less.
        List<String> unread = first instanceof MissingParameterException
                ? first.getCommandLine().getUnmatchedArguments()
                : List.of();
        ParameterException error = unread.isEmpty()
                ? first
                : new UnmatchedArgumentException(first.getCommandLine(), unread);
        String name = error.getCommandLine().getCommandSpec().qualifiedName();
        String message = error.getCause() instanceof InvalidPathException path
                ? Failure.sentence(path)
                : plain(String.valueOf(error.getMessage()));
        if (error instanceof UnmatchedArgumentException unmatched) {
            if (!unmatched.isUnknownOption()) {
                message = (name.equals(NAME) ? "unknown command " : "unexpected argument ")
                        + Quote.of(unmatched.getUnmatched().getFirst());
            }
            List<String> near = near(unmatched);
            if (!near.isEmpty()) {
                message += "; did you mean " + near.getFirst() + "?";
            }
        }
        terminal.err().println(name + ": " + message + "; see " + name + " --help");
        trace(terminal, error);
        return WRONG_USE;
    }

    /// Returns the options or the commands that a word resembles: less than half of the letters differ.
    private static List<String> near(UnmatchedArgumentException error) {
        CommandSpec spec = error.getCommandLine().getCommandSpec();
        List<String> names = error.isUnknownOption()
                ? spec.options().stream().flatMap(option -> Stream.of(option.names())).toList()
                : List.copyOf(spec.subcommands().keySet());
        String word = error.getUnmatched().getFirst().replaceFirst("=.*", "");
        return Suggestions.of(word, names).stream().filter(name -> 2 * Suggestions.distance(word, name) < name.length())
                .toList();
    }

    /// Returns a message of picocli as one line without Java's names of types.
    private static String plain(String message) {
        return message.replace('\n', ' ').strip().replaceFirst("' is not an? (int|long)$", "' is not a whole number")
                .replaceFirst("' is not a double$", "' is not a number")
                .replaceFirst("expected one of \\[(.*)] \\(case-insensitive\\) but was ", "must be one of $1, but is ");
    }

    private static int failed(Terminal terminal, Throwable error) {
        say(terminal, Failure.sentence(error));
        trace(terminal, error);
        return FAILED;
    }

    private static void say(Terminal terminal, String sentence) {
        terminal.err().println(NAME + ": " + sentence);
    }

    private static void trace(Terminal terminal, Throwable error) {
        String before = "";
        // printStackTrace begins its lines with tabs, which a Display shows as \t.
        for (Throwable cause = terminal.debug() ? error : null; cause != null; cause = cause.getCause()) {
            terminal.err().println(before + cause);
            before = "caused by ";
            for (StackTraceElement place : cause.getStackTrace()) {
                terminal.err().println("    at " + place);
            }
        }
    }

    @Command(name = NAME, mixinStandardHelpOptions = true, versionProvider = Version.class, description = "Train neural networks on tables, and use them.", synopsisSubcommandLabel = "COMMAND", footer = {
            "", "Examples:", "  chainrule train penguins.csv --target species",
            "  chainrule predict penguins.safetensors new.csv --out answers.csv",
            "  chainrule train sales.csv --target price \\", "      --publish live.safetensors --only-if-better", "",
            "Exit codes: 0 success, 1 failure or a new model that is worse, 2 wrong usage, 130 interrupted (143 by TERM).",
            "Run chainrule COMMAND --help for more about a command."})
    private static final class Top implements Runnable {
        @CommandLine.Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public void run() {
            throw new ParameterException(spec.commandLine(),
                    "missing command: "
                            + String.join(", ", spec.subcommands().keySet()).replaceFirst(", (?=[^,]*$)", " or "));
        }
    }

    private static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            boolean vector = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
            return new String[]{"chainrule " + Release.version() + " (Java "
                    + Runtime.version() + ", " + (vector ? "with" : "without") + " the vector module)"};
        }
    }
}
