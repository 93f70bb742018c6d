package org.chainrule.app;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.chainrule.app.option.LayoutOptions;
import org.chainrule.app.option.ModelAndTable;
import org.chainrule.app.process.Flags;
import org.chainrule.app.process.Interrupt;
import org.chainrule.app.show.Format;
import org.chainrule.app.show.JsonReport;
import org.chainrule.app.show.ModelText;
import org.chainrule.app.show.NoveltyJson;
import org.chainrule.app.show.ProgressLine;
import org.chainrule.app.show.Terminal;
import org.chainrule.app.show.TextTable;
import org.chainrule.error.Quote;
import org.chainrule.io.Json;
import org.chainrule.tabular.Evaluation;
import org.chainrule.tabular.MultiModel;
import org.chainrule.tabular.TabularModel;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `chainrule evaluate`: measures a saved model on a table.
@Command(name = "evaluate", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "Measure a saved model on a table that contains the target.", ""}, footer = {"", "Examples:",
                "  chainrule evaluate penguins.safetensors more-penguins.csv",
                "  chainrule evaluate penguins.safetensors more-penguins.csv --json"})
final class EvaluateCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final Interrupt interrupt;

    @Mixin
    private ModelAndTable given = new ModelAndTable();

    @ArgGroup(validate = false, heading = LayoutOptions.OF_A_MODEL)
    private LayoutOptions lines = new LayoutOptions();

    @Option(names = "--json", description = "Print a single JSON object and nothing else.")
    private boolean json;

    @Option(names = {"-q", "--quiet"}, description = "Print only the result and errors.")
    private boolean quiet;

    EvaluateCommand(Terminal terminal, Interrupt interrupt) {
        this.terminal = terminal;
        this.interrupt = interrupt;
    }

    @Override
    public Integer call() throws IOException {
        given.locate(lines);
        new InputFiles().and("the model", given.model()).and("the table to evaluate it on", given.table()).readOnce();
        InputFiles.model(given.model());
        if (MultiModel.isMulti(given.model())) {
            return several(MultiModel.load(given.model()));
        }
        TabularModel tabular = TabularModel.load(given.model());
        Evaluation evaluation = tabular.evaluate(ProgressLine.of(terminal, quiet, interrupt,
                progress -> tabular.readWithTarget(given.table().source(), progress::reading)));
        if (!quiet) {
            Flags.sentences(evaluation.remarks()).forEach(terminal.err()::println);
        }
        if (json) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("model", given.model().toString());
            object.put("file", given.table().toString());
            object.putAll(json(tabular, evaluation));
            terminal.out().println(Json.write(object));
            return Main.DONE;
        }
        terminal.out()
                .println(given.model() + " on " + Format.count(evaluation.rows(), "row") + " of " + given.table() + ", "
                        + ModelText.task(tabular.target()) + " of " + Quote.clip(tabular.target().column()));
        print(evaluation.measures());
        return Main.DONE;
    }

    private static Map<String, Object> json(TabularModel tabular, Evaluation evaluation) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("task", tabular.target().task().word());
        object.put("target", tabular.target().column());
        object.put("rows", evaluation.rows());
        object.putAll(JsonReport.finite(evaluation.measures()));
        object.put("novelty", NoveltyJson.of(evaluation.novelty()));
        return object;
    }

    /// Measures the models of several targets, or of the labels of lists.
    private int several(MultiModel models) throws IOException {
        MultiModel.Quality quality = models.evaluate(ProgressLine.of(terminal, quiet, interrupt,
                progress -> models.readWithTargets(given.table().source(), progress::reading)));
        if (!quiet) {
            // all labels have the same rows
            quality.targets().values().stream().limit(models.list().isPresent() ? 1 : Long.MAX_VALUE)
                    .flatMap(each -> Flags.sentences(each.remarks()).stream()).distinct()
                    .forEach(terminal.err()::println);
        }
        if (json) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("model", given.model().toString());
            object.put("file", given.table().toString());
            models.list().ifPresent(list -> {
                object.put("task", "labels");
                object.put("target", list);
                object.putAll(JsonReport.finite(quality.labels()));
            });
            List<Object> targets = new ArrayList<>();
            quality.targets().forEach((name, evaluation) -> targets.add(json(models.model(name), evaluation)));
            object.put("targets", targets);
            terminal.out().println(Json.write(object));
            return Main.DONE;
        }
        if (models.list().isPresent()) {
            int rows = quality.targets().values().iterator().next().rows();
            terminal.out()
                    .println(given.model() + " on " + Format.count(rows, "row") + " of " + given.table()
                            + ", the sets of "
                            + Format.count(models.labels().size(), "label") + " of " + Quote.clip(models.list().get()));
            print(quality.labels());
            return Main.DONE;
        }
        quality.targets().forEach((name, evaluation) -> {
            terminal.out()
                    .println(given.model() + " on " + Format.count(evaluation.rows(), "row") + " of " + given.table()
                            + ", "
                            + ModelText.task(models.model(name).target()) + " of " + Quote.clip(name));
            print(evaluation.measures());
        });
        return Main.DONE;
    }

    private void print(Map<String, Double> measures) {
        TextTable table = new TextTable("lr");
        measures.forEach((name, value) -> table.row(name, Format.measure(name, value)));
        table.lines("  ").forEach(terminal.out()::println);
    }
}
