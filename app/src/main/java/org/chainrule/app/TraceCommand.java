package org.chainrule.app;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.chainrule.app.option.LayoutOptions;
import org.chainrule.app.option.ModelAndTable;
import org.chainrule.app.process.Flags;
import org.chainrule.app.process.Interrupt;
import org.chainrule.app.show.Format;
import org.chainrule.app.show.ModelText;
import org.chainrule.app.show.ProgressLine;
import org.chainrule.app.show.Report;
import org.chainrule.app.show.Terminal;
import org.chainrule.app.show.TextTable;
import org.chainrule.error.Quote;
import org.chainrule.model.Trace;
import org.chainrule.tabular.TabularModel;
import org.chainrule.tabular.outcome.Estimand;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.table.Table;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `chainrule trace`: shows one row on its way through the network, forward and backward.
@Command(name = "trace", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "Trace one row through a saved model.",
        "The output shows the values of each layer in the forward pass and their gradients in the backward pass.",
        ""}, footer = {"",
                "The gradients are those of the loss if the table contains the target, otherwise those of the predicted value.",
                "",
                "Example:", "  chainrule trace penguins.safetensors penguins.csv --row 7"})
final class TraceCommand implements Callable<Integer> {
    private static final int FIRST = 4;
    private static final int INPUTS = 8;

    private final Terminal terminal;
    private final Interrupt interrupt;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ModelAndTable given = new ModelAndTable();

    @ArgGroup(validate = false, heading = LayoutOptions.OF_A_MODEL)
    private LayoutOptions lines = new LayoutOptions();

    @Option(names = "--row", required = true, paramLabel = "N", description = "The number of the row, counted from 1.")
    private int row;

    @Option(names = {"-q", "--quiet"}, description = "Print only the result and errors.")
    private boolean quiet;

    TraceCommand(Terminal terminal, Interrupt interrupt) {
        this.terminal = terminal;
        this.interrupt = interrupt;
    }

    @Override
    public Integer call() throws IOException {
        given.locate(lines);
        if (row < 1) {
            throw new ParameterException(spec.commandLine(), "--row must be at least 1, but is " + row);
        }
        new InputFiles().and("the model", given.model()).and("the table of the row", given.table()).readOnce();
        InputFiles.model(given.model());
        MultiTraining.refuse(spec, given.model());
        TabularModel tabular = TabularModel.load(given.model());
        Table table = ProgressLine.of(terminal, quiet, interrupt,
                progress -> tabular.read(given.table().source(), progress::reading));
        if (!quiet) {
            Flags.sentences(table.reading().remarks()).forEach(terminal.err()::println);
            Flags.sentences(tabular.remarks(table)).forEach(terminal.err()::println);
        }
        Trace trace = tabular.trace(table, row - 1);
        say("Row", row + " of " + given.table() + ", line " + table.line(row - 1));
        say("Predicted", ModelText.predicted(tabular, table, row - 1));
        say("Traced", what(trace, tabular.target()) + " = " + Format.significant(trace.value(), 6));
        inputs(tabular.schema().names(), trace.steps().getFirst());
        layers(trace);
        parameters(trace);
        return Main.DONE;
    }

    private static String what(Trace trace, Target target) {
        return switch (target) {
            case Target.Classes classes when trace.of().startsWith("logit ") ->
                "the logit of " + Quote
                        .clip(classes.labels().get(Integer.parseInt(trace.of().substring("logit ".length()))));
            case Target.Classes classes -> "the loss (minus the log of the true class's probability"
                    + (classes.temperature() == 1 ? ")" : " before calibration)");
            case Target.Numbers _ when trace.of().equals("loss") ->
                "the loss (the squared error in standard deviations)";
            case Target.Numbers numbers when numbers.estimand() instanceof Estimand.Counts ->
                "the output (the logarithm of the count over the mean)";
            case Target.Numbers numbers when numbers.estimand() instanceof Estimand.Quantiles ->
                "the sum of the outputs (in standard deviations from the mean)";
            case Target.Numbers _ -> "the output (in standard deviations from the mean)";
        };
    }

    private void inputs(List<String> names, Trace.Step step) {
        float[] values = step.value().values();
        float[] gradients = step.gradient().values();
        terminal.out().println();
        TextTable table = new TextTable("lrr");
        table.row("input", "value", "gradient");
        IntStream.range(0, values.length).boxed()
                .sorted(Comparator.comparingDouble(i -> -Math.abs(gradients[i]))).limit(INPUTS)
                .forEach(i -> table.row(Quote.clip(names.get(i)), Format.significant(values[i], 4),
                        Format.significant(gradients[i], 4)));
        table.lines("  ").forEach(terminal.out()::println);
        if (values.length > INPUTS) {
            terminal.out().println("  and " + Format.count(values.length - INPUTS) + " more with smaller gradients");
        }
    }

    private void layers(Trace trace) {
        terminal.out().println();
        TextTable table = new TextTable("lrlrl");
        table.row("layer", "|value|", "values", "|gradient|", "gradients");
        for (Trace.Step step : trace.steps()) {
            float[] values = step.value().values();
            float[] gradients = step.gradient().values();
            table.row(Quote.clip(step.path()) + " [" + values.length + "]", Format.significant(Format.norm(values), 4),
                    Format.first(values, FIRST), Format.significant(Format.norm(gradients), 4),
                    Format.first(gradients, FIRST));
        }
        table.lines("  ").forEach(terminal.out()::println);
    }

    private void parameters(Trace trace) {
        terminal.out().println();
        TextTable table = new TextTable("llrl");
        table.row("parameter", "shape", "|gradient|", "gradients");
        trace.parameters().forEach((path, gradient) -> table.row(Quote.clip(path), gradient.shape().toString(),
                Format.significant(Format.norm(gradient.values()), 4), Format.first(gradient.values(), FIRST)));
        table.lines("  ").forEach(terminal.out()::println);
    }

    private void say(String heading, String text) {
        new Report(terminal.out()).say(heading, text);
    }
}
