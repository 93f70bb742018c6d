package org.chainrule.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.chainrule.error.Quote;
import org.chainrule.io.Json;
import org.chainrule.tabular.Comparison;
import org.chainrule.tabular.Evaluation;
import org.chainrule.tabular.TabularModel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `chainrule compare`: whether a new model may take the place of an old one.
@Command(name = "compare", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "Compares two models on the rows of a table that holds the target, and says by its exit code whether the new "
                + "one is at least as good as the old one: 0 if it is, 1 if not (or if they cannot be compared).",
        ""}, footer = {"",
                "The standard error is that of the difference row by row. The rows should be new to both models.", "",
                "Examples:", "  chainrule compare live.safetensors tonight.safetensors last-week.csv",
                "  chainrule compare --quiet old.safetensors new.safetensors test.csv && mv new.safetensors old.safetensors",
                "  chainrule compare old.safetensors new.safetensors test.csv --by accuracy --json"})
final class CompareCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final Interrupt interrupt;

    @Parameters(index = "0", paramLabel = "OLD", description = "The model in use.")
    private Path old = Path.of("");

    @Parameters(index = "1", paramLabel = "NEW", description = "The model that may take its place.")
    private Path candidate = Path.of("");

    @Parameters(index = "2", paramLabel = "FILE", description = "A table with the columns of the training files and the target.")
    private Path file = Path.of("");

    @Option(names = "--by", paramLabel = "MEASURE", description = "What decides: logLoss (the default), accuracy, macroF1 or auc for classes, rmse "
            + "(the default), mae or r2 for numbers.")
    private @Nullable String by;

    @Option(names = "--json", description = "Print one JSON object, and nothing else.")
    private boolean json;

    @Option(names = {"-q", "--quiet"}, description = "Print nothing but errors: the exit code says it.")
    private boolean quiet;

    CompareCommand(Terminal terminal, Interrupt interrupt) {
        this.terminal = terminal;
        this.interrupt = interrupt;
    }

    @Override
    public Integer call() throws IOException {
        new Inputs().and("the old model", old).and("the new model", candidate).and("the table to compare on", file)
                .readOnce();
        Inputs.readableByTwoModels(file);
        Incumbent incumbent = Incumbent.load(old);
        TabularModel before = incumbent.model();
        TabularModel after = TabularModel.load(candidate);
        if (before == null) {
            return unopposed(incumbent.damage(), after);
        }
        Comparison comparison = Progress.of(terminal, quiet, interrupt,
                progress -> Comparison.of(before, after, file, progress::reading));
        String deciding = by == null ? comparison.deciding() : by;
        boolean better = comparison.measure(deciding).betterOrEqual();
        if (json) {
            terminal.out().println(Json.write(json(comparison, deciding, better)));
        } else if (!quiet) {
            terminal.out().println(old + " and " + candidate + " on " + Format.count(comparison.rows(), "row") + " of "
                    + file + ", " + comparison.task().word() + " of "
                    + Quote.clip(comparison.column()));
            comparison.remarks().forEach(terminal.out()::println);
            table(comparison).lines("  ").forEach(terminal.out()::println);
            terminal.out().println("The new model is " + verdict(comparison, deciding));
        }
        return better ? Main.DONE : Main.FAILED;
    }

    /// The new model alone, which is better than a damaged one if it predicts finite numbers.
    private int unopposed(String damage, TabularModel after) throws IOException {
        Evaluation evaluation = after.evaluate(Progress.of(terminal, quiet, interrupt,
                progress -> after.readWithTarget(file, progress::reading)));
        String deciding = by == null ? Comparison.deciding(after.target().task()) : by;
        Double measure = evaluation.measures().get(deciding);
        if (measure == null) {
            throw Comparison.unknown(deciding, after.target().task(), evaluation.measures().keySet());
        }
        boolean better = Double.isFinite(measure);
        if (json) {
            Map<String, Object> object = words();
            object.put("task", after.target().task().word());
            object.put("target", after.target().column());
            object.put("rows", evaluation.rows());
            object.put("damaged", damage);
            object.put("after", TrainJson.finite(evaluation.measures()));
            object.put("by", deciding);
            object.put("betterOrEqual", better);
            terminal.out().println(Json.write(object));
        } else if (quiet) {
            terminal.err().println("chainrule: " + damage);
        } else {
            terminal.out().println(damage);
            evaluation.remarks().forEach(terminal.out()::println);
            terminal.out()
                    .println("The new model is " + (better ? "better" : "no better") + ": its " + deciding + " on "
                            + Format.count(evaluation.rows(), "row") + " of " + file + " is "
                            + Format.measure(deciding, measure));
        }
        return better ? Main.DONE : Main.FAILED;
    }

    /// Both models' measures side by side.
    static TextTable table(Comparison comparison) {
        TextTable table = new TextTable("lrrrr");
        table.row("", "old", "new", "difference", "standard error");
        comparison.measures()
                .forEach((name, measure) -> table.row(name, Format.measure(name, measure.before()),
                        Format.measure(name, measure.after()), signed(name, measure.difference()),
                        Double.isNaN(measure.standardError())
                                ? "-"
                                : Format.measure(name, measure.standardError())));
        return table;
    }

    private static String signed(String name, double value) {
        return (value > 0 ? "+" : "") + Format.measure(name, value);
    }

    /// `better by logLoss, 0.1143 instead of 0.1525; ...`
    static String verdict(Comparison comparison, String deciding) {
        Comparison.Measure measure = comparison.measure(deciding);
        String word = measure.difference() == 0 ? "as good" : measure.betterOrEqual() ? "better" : "worse";
        double errors = Math.abs(measure.difference()) / measure.standardError();
        String sure = measure.difference() == 0 || Double.isNaN(errors)
                ? ""
                : "; the difference is " + Format.significant(errors, 2) + " of its standard errors"
                        + (errors < 2 ? ", so it may be chance" : "");
        String reason = Double.isNaN(measure.before()) && measure.betterOrEqual()
                ? "; a model whose predictions are not numbers loses to any whose predictions are"
                : sure;
        return word + " by " + deciding + ", " + Format.measure(deciding, measure.after()) + " instead of "
                + Format.measure(deciding, measure.before()) + reason;
    }

    private Map<String, Object> json(Comparison comparison, String deciding, boolean better) {
        Map<String, Object> object = words();
        object.putAll(TrainJson.of(comparison, deciding));
        object.put("betterOrEqual", better);
        return object;
    }

    private Map<String, Object> words() {
        return TrainJson.object("old", old.toString(), "new", candidate.toString(), "file", file.toString());
    }
}
