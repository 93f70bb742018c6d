package org.chainrule.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.chainrule.app.option.LayoutOptions;
import org.chainrule.app.option.TableOptions;
import org.chainrule.app.option.TableOptions.Input;
import org.chainrule.app.process.Flags;
import org.chainrule.app.process.Interrupt;
import org.chainrule.app.show.ComparisonText;
import org.chainrule.app.show.Format;
import org.chainrule.app.show.JsonReport;
import org.chainrule.app.show.ProgressLine;
import org.chainrule.app.show.Terminal;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.Quote;
import org.chainrule.io.Json;
import org.chainrule.tabular.Comparison;
import org.chainrule.tabular.Evaluation;
import org.chainrule.tabular.TabularModel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `chainrule compare`: decides whether a new model may replace an old one.
@Command(name = "compare", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "Compare two models on a table that contains the target.",
        "The exit code is 0 if the new model is at least as good as the old one, and 1 if it is worse or cannot be compared.",
        ""}, footer = {"",
                "The standard error is that of the mean difference over the rows. Use rows that neither model was trained on.",
                "",
                "Examples:", "  chainrule compare live.safetensors tonight.safetensors last-week.csv",
                "  chainrule compare --quiet old.safetensors new.safetensors test.csv \\",
                "      && mv new.safetensors old.safetensors",
                "  chainrule compare old.safetensors new.safetensors test.csv --by accuracy"})
final class CompareCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final Interrupt interrupt;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "OLD", description = "The old model, such as the live one.")
    private Path old = Path.of("");

    @Parameters(index = "1", paramLabel = "NEW", description = "The new model, which may replace it.")
    private Path candidate = Path.of("");

    @Parameters(index = "2..*", paramLabel = "FILE", arity = "0..*", description = "A table with the columns of the training tables and the target. Several files or a pattern are one table; - is standard input.")
    private List<String> names = List.of();

    @ArgGroup(validate = false, heading = "%nTable options:%n")
    private TableOptions where = new TableOptions();

    @ArgGroup(validate = false, heading = LayoutOptions.OF_A_MODEL)
    private LayoutOptions lines = new LayoutOptions();

    private Input input = Input.none();

    @Option(names = "--by", paramLabel = "METRIC", description = "The metric that decides: logLoss (the default), accuracy, macroF1 or auc for classes; "
            + "rmse (the default), mae or r2 for numbers; poissonDeviance (the default) for counts; pinball (the default) for quantiles; also rankError or kappa for ordered classes. "
            + "A model trained with --metric is compared by that metric by default.")
    private @Nullable String by;

    @Option(names = "--json", description = "Print a single JSON object and nothing else.")
    private boolean json;

    @Option(names = {"-q", "--quiet"}, description = "Print only errors; the exit code is the result.")
    private boolean quiet;

    CompareCommand(Terminal terminal, Interrupt interrupt) {
        this.terminal = terminal;
        this.interrupt = interrupt;
    }

    @Override
    public Integer call() throws IOException {
        input = lines.over(where.input(names, this::wrong), this::wrong);
        new InputFiles().and("the old model", old).and("the new model", candidate).and("the table to compare on", input)
                .readOnce();
        InputFiles.readableByTwoModels(input);
        InputFiles.model(old);
        InputFiles.model(candidate);
        MultiTraining.refuse(spec, old, candidate);
        Incumbent incumbent = Incumbent.load(old);
        TabularModel before = incumbent.model();
        TabularModel after = TabularModel.load(candidate);
        if (before == null) {
            return unopposed(incumbent.damage(), after);
        }
        Comparison comparison = ProgressLine.of(terminal, quiet, interrupt,
                progress -> Comparison.of(before, after, input.source(), progress::reading));
        String deciding = by == null ? comparison.deciding() : by;
        boolean better = measure(comparison, deciding).betterOrEqual();
        if (json) {
            terminal.out().println(Json.write(json(comparison, deciding, better)));
        } else if (!quiet) {
            terminal.out().println(old + " and " + candidate + " on " + Format.count(comparison.rows(), "row") + " of "
                    + input + ", " + comparison.task().title() + " of "
                    + Quote.clip(comparison.column()));
            Flags.sentences(comparison.remarks()).forEach(terminal.out()::println);
            ComparisonText.table(comparison).lines("  ").forEach(terminal.out()::println);
            terminal.out().println(ComparisonText.verdict(comparison, deciding));
        }
        return better ? Main.DONE : Main.FAILED;
    }

    private Comparison.Measure measure(Comparison comparison, String name) {
        try {
            return comparison.measure(name);
        } catch (ArgumentException e) {
            throw wrong(e);
        }
    }

    private ParameterException wrong(ArgumentException error) {
        return new ParameterException(spec.commandLine(), error.getMessage());
    }

    /// Evaluates the new model alone. It is better than a damaged one if it predicts finite numbers.
    private int unopposed(String damage, TabularModel after) throws IOException {
        Evaluation evaluation = after.evaluate(ProgressLine.of(terminal, quiet, interrupt,
                progress -> after.readWithTarget(input.source(), progress::reading)));
        String deciding = by == null ? after.deciding() : by;
        Double measure = evaluation.measures().get(deciding);
        if (measure == null) {
            throw wrong(Comparison.unknown(deciding, after.target().task(), evaluation.measures().keySet()));
        }
        boolean better = Double.isFinite(measure);
        if (json) {
            Map<String, Object> object = files();
            object.put("task", after.target().task().word());
            object.put("target", after.target().column());
            object.put("rows", evaluation.rows());
            object.put("damaged", damage);
            object.put("after", JsonReport.finite(evaluation.measures()));
            object.put("by", deciding);
            object.put("betterOrEqual", better);
            terminal.out().println(Json.write(object));
        } else if (quiet) {
            terminal.err().println("chainrule: " + damage);
        } else {
            terminal.out().println(damage);
            Flags.sentences(evaluation.remarks()).forEach(terminal.out()::println);
            terminal.out()
                    .println("The new model is " + (better ? "better" : "not better") + ": its " + deciding + " on "
                            + Format.count(evaluation.rows(), "row") + " of " + input + " is "
                            + Format.measure(deciding, measure));
        }
        return better ? Main.DONE : Main.FAILED;
    }

    private Map<String, Object> json(Comparison comparison, String deciding, boolean better) {
        Map<String, Object> object = files();
        object.putAll(JsonReport.of(comparison, deciding));
        object.put("betterOrEqual", better);
        return object;
    }

    private Map<String, Object> files() {
        return JsonReport.object("old", old.toString(), "new", candidate.toString(), "file", input.toString());
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
