package org.chainrule.app;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.chainrule.app.option.LayoutOptions;
import org.chainrule.app.option.ModelAndTable;
import org.chainrule.app.option.TableOptions;
import org.chainrule.app.option.TableOptions.Input;
import org.chainrule.app.option.TargetModel;
import org.chainrule.app.process.Flags;
import org.chainrule.app.process.Interrupt;
import org.chainrule.app.show.ExplanationText;
import org.chainrule.app.show.Format;
import org.chainrule.app.show.JsonReport;
import org.chainrule.app.show.ModelText;
import org.chainrule.app.show.ProgressLine;
import org.chainrule.app.show.Report;
import org.chainrule.app.show.Terminal;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.Quote;
import org.chainrule.io.Json;
import org.chainrule.tabular.TabularModel;
import org.chainrule.tabular.explain.Attribution;
import org.chainrule.tabular.explain.Dependence;
import org.chainrule.tabular.explain.Explainer;
import org.chainrule.tabular.explain.Importance;
import org.chainrule.tabular.explain.NearestRows;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.value.MeasureWords;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `chainrule explain`: shows what a model relies on, and what made the prediction of a row.
@Command(name = "explain", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "Explain a saved model: which columns matter and in which direction, or why a row has its prediction.",
        ""}, footer = {"",
                "The importance of a column is how much worse the model gets if its values are shuffled among the rows, so the table "
                        + "needs the target, best in rows that the model did not learn from. The amounts of a row add up to its "
                        + "prediction minus that for the mean row.",
                "", "Examples:", "  chainrule explain penguins.safetensors test.csv",
                "  chainrule explain penguins.safetensors test.csv --column bill_length_mm",
                "  chainrule explain penguins.safetensors new.csv --row 7 --train penguins.csv"})
final class ExplainCommand implements Callable<Integer> {
    /// The columns whose direction is stated.
    private static final int DIRECTIONS = 6;
    private static final int NEAREST = 5;

    private final Terminal terminal;
    private final Interrupt interrupt;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ModelAndTable given = new ModelAndTable();

    @ArgGroup(validate = false, heading = LayoutOptions.OF_A_MODEL)
    private LayoutOptions lines = new LayoutOptions();

    @Option(names = "--row", paramLabel = "N", description = "Explain the prediction of this row, counted from 1, and show the rows most like it.")
    private @Nullable Integer row;

    @Option(names = "--column", paramLabel = "COLUMN", description = "Show how the prediction depends on this column.")
    private @Nullable String column;

    @Option(names = "--train", paramLabel = "FILE2", description = "With --row: search this table for similar rows, and compare with its mean row. FILE by default.")
    private @Nullable String train;

    @Option(names = "--class", paramLabel = "LABEL", description = "With --row: explain the probability of this class; the positive one of two and the predicted one of more by default.")
    private @Nullable String label;

    @Mixin
    private TargetModel target = new TargetModel();

    @Option(names = "--json", description = "Print a single JSON object and nothing else.")
    private boolean json;

    @Option(names = {"-q", "--quiet"}, description = "Print only the result and errors.")
    private boolean quiet;

    ExplainCommand(Terminal terminal, Interrupt interrupt) {
        this.terminal = terminal;
        this.interrupt = interrupt;
    }

    @Override
    public Integer call() throws IOException {
        check();
        given.locate(lines);
        InputFiles inputs = new InputFiles().and("the model", given.model()).and("the table to explain it on",
                given.table());
        if (train != null) {
            inputs.and("the table of similar rows", others());
        }
        inputs.readOnce();
        InputFiles.model(given.model());
        TabularModel tabular = target.load(given.model());
        if (row != null) {
            explain(tabular, row - 1);
            return Main.DONE;
        }
        Table table = ProgressLine.of(terminal, json || quiet, interrupt,
                progress -> tabular.readWithTarget(given.table().source(), progress::reading));
        remark(tabular, table);
        Explainer explainer = tabular.explain(table);
        if (column != null) {
            depend(tabular, explainer, column);
        } else {
            rank(tabular, explainer);
        }
        return Main.DONE;
    }

    /// Prints what is to be said about a table and its rows, as `predict` does.
    private void remark(TabularModel tabular, Table table) {
        if (!quiet) {
            Flags.sentences(table.reading().remarks()).forEach(terminal.err()::println);
            Flags.sentences(tabular.remarks(table)).forEach(terminal.err()::println);
        }
    }

    /// Returns the table of similar rows.
    private Input others() throws IOException {
        return TableOptions.files(List.of(Objects.requireNonNullElse(train, "")), this::wrong);
    }

    private void check() {
        if (row != null && row < 1) {
            throw wrong("--row must be at least 1, but is " + row);
        }
        if (row != null && column != null) {
            throw wrong(
                    "--row explains all columns of one row, and --column one column of all rows; choose one of them");
        }
        if (row == null && (train != null || label != null)) {
            throw wrong((train != null ? "--train" : "--class") + " applies to the explanation of a row; add --row N");
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private Map<String, Object> object(TabularModel tabular) {
        return JsonReport.object("model", given.model().toString(), "file", given.table().toString(), "task",
                tabular.target().task().word(), "target", tabular.target().column());
    }

    private void rank(TabularModel tabular, Explainer explainer) {
        Importance importance = explainer.importance();
        List<Dependence> dependences = importance.columns().stream().filter(each -> each.mean() > 0).limit(DIRECTIONS)
                .map(each -> explainer.dependence(each.column())).toList();
        if (json) {
            Map<String, Object> object = object(tabular);
            object.put("importance", importance.toJson());
            object.put("dependence", dependences.stream().map(Dependence::toJson).toList());
            terminal.out().println(Json.write(object));
            return;
        }
        Report report = heading(tabular);
        report.say("Importance",
                "how much worse the " + MeasureWords.named(importance.metric()) + " gets if a column is shuffled among "
                        + Format.count(importance.rows(), "row") + " (" + Format.count(importance.repeats(), "time")
                        + "); it is "
                        + Format.measure(importance.metric(), importance.score()));
        ExplanationText.importance(importance).forEach(terminal.out()::println);
        if (!dependences.isEmpty()) {
            terminal.out().println();
            terminal.out().println("On average over " + Format.count(dependences.getFirst().rows(), "row") + ":");
            dependences.forEach(each -> terminal.out().println("  " + each.sentence()));
        }
    }

    private Report heading(TabularModel tabular) {
        Report report = new Report(terminal.out());
        report.say("Model", given.model() + " on " + given.table() + ", " + ModelText.task(tabular.target()) + " of "
                + Quote.clip(tabular.target().column()));
        return report;
    }

    private void depend(TabularModel tabular, Explainer explainer, String name) {
        Dependence dependence = dependence(explainer, name);
        if (json) {
            Map<String, Object> object = object(tabular);
            object.put("dependence", dependence.toJson());
            terminal.out().println(Json.write(object));
            return;
        }
        Report report = heading(tabular);
        report.say("Dependence", "the mean prediction over " + Format.count(dependence.rows(), "row") + ", each with "
                + (dependence.kind() == Dependence.Kind.PART
                        ? "this item or word of " + Quote.clip(name)
                        : "this value of " + Quote.clip(name)));
        ExplanationText.dependence(dependence).forEach(terminal.out()::println);
        terminal.out().println();
        terminal.out().println(dependence.sentence());
    }

    private Dependence dependence(Explainer explainer, String name) {
        try {
            return explainer.dependence(name);
        } catch (ArgumentException e) {
            throw e.argument().equals("column") ? wrong(String.valueOf(e.getMessage())) : e;
        }
    }

    private void explain(TabularModel tabular, int place) throws IOException {
        Table table = ProgressLine.of(terminal, json || quiet, interrupt,
                progress -> tabular.read(given.table().source(), progress::reading));
        remark(tabular, table);
        Input second = train == null ? null : others();
        Table others = second == null
                ? table
                : ProgressLine.of(terminal, json || quiet, interrupt,
                        progress -> tabular.read(second.source(), progress::reading));
        if (second != null && !quiet) {
            Flags.sentences(others.reading().remarks())
                    .forEach(sentence -> terminal.err().println(second + ": " + sentence));
        }
        Explainer explainer = tabular.explain(others);
        Attribution attribution = attribution(explainer, table, place);
        NearestRows nearest = second == null
                ? explainer.nearest(place, NEAREST)
                : explainer.nearest(table, place, NEAREST);
        if (json) {
            Map<String, Object> object = object(tabular);
            object.put("row", place + 1);
            object.put("line", table.line(place));
            object.put("attribution", attribution.toJson());
            object.put("nearest", nearest.toJson());
            terminal.out().println(Json.write(object));
            return;
        }
        Report report = new Report(terminal.out());
        report.say("Row", place + 1 + " of " + given.table() + ", line " + table.line(place));
        report.say("Predicted", ModelText.predicted(tabular, table, place));
        report.say("Explained", ExplanationText.level(attribution));
        report.more("for " + attribution.reference());
        terminal.out().println();
        ExplanationText.attribution(attribution).forEach(terminal.out()::println);
        terminal.out().println();
        if (nearest.rows().isEmpty()) {
            report.say("Nearest", (second == null ? given.table() : second) + " has no other row");
            return;
        }
        report.say("Nearest", "rows of " + (second == null ? given.table() : second));
        ExplanationText.nearest(nearest, attribution, tabular.target().column()).forEach(terminal.out()::println);
    }

    private Attribution attribution(Explainer explainer, Table table, int place) {
        if (label == null) {
            return explainer.attribution(table, place);
        }
        try {
            return explainer.attribution(table, place, label);
        } catch (ArgumentException e) {
            throw e.argument().equals("label") ? wrong(String.valueOf(e.getMessage())) : e;
        }
    }
}
