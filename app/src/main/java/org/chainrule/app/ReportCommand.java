package org.chainrule.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.chainrule.app.option.LayoutOptions;
import org.chainrule.app.option.ModelAndTable;
import org.chainrule.app.option.TargetModel;
import org.chainrule.app.process.Browser;
import org.chainrule.app.process.Flags;
import org.chainrule.app.process.Interrupt;
import org.chainrule.app.show.ProgressLine;
import org.chainrule.app.show.Terminal;
import org.chainrule.tabular.TabularModel;
import org.chainrule.tabular.report.Report;
import org.chainrule.tabular.table.Table;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `chainrule report`: writes the report of a saved model.
@Command(name = "report", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "Write the report of a saved model as a page: how good it is on a table with the target, what it relies on,",
        "where it errs, how it was trained, and how to train it again.", ""}, footer = {"",
                "Rows that the model learned from are left out, unless there are no others.", "", "Examples:",
                "  chainrule report penguins.safetensors new.csv --out report.html --open",
                "  chainrule report penguins.safetensors new.csv --out report.json"})
final class ReportCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final Interrupt interrupt;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ModelAndTable given = new ModelAndTable();

    @ArgGroup(validate = false, heading = LayoutOptions.OF_A_MODEL)
    private LayoutOptions lines = new LayoutOptions();

    @Mixin
    private TargetModel target = new TargetModel();

    @Option(names = "--out", paramLabel = "REPORT", required = true, description = "The file to write: a page, or JSON for a name such as report.json.")
    private Path out = Path.of("");

    @Option(names = "--open", description = "Open the page in the browser.")
    private boolean open;

    @Option(names = {"-q", "--quiet"}, description = "Print only errors.")
    private boolean quiet;

    ReportCommand(Terminal terminal, Interrupt interrupt) {
        this.terminal = terminal;
        this.interrupt = interrupt;
    }

    @Override
    public Integer call() throws IOException {
        given.locate(lines);
        InputFiles inputs = new InputFiles().and("the model", given.model())
                .and("the table to evaluate it on", given.table())
                .readOnce();
        checkPlace(inputs, out, spec, List.of());
        InputFiles.model(given.model());
        TabularModel tabular = target.load(given.model());
        Table table = ProgressLine.of(terminal, quiet, interrupt,
                progress -> tabular.readWithTarget(given.table().source(), progress::reading));
        Report report = tabular.report(table, Flags.WORDING);
        if (!quiet) {
            report.data().remarks().forEach(terminal.err()::println);
        }
        report.save(out);
        if (!quiet) {
            terminal.out().println(report.summary().verdict());
            terminal.out().println("Report in " + out);
        }
        show(terminal, out, open);
        return Main.DONE;
    }

    /// Refuses a file that cannot be written, or whose content would be lost.
    ///
    /// @param taken what the command writes beside the report
    static void checkPlace(InputFiles inputs, Path place, CommandSpec spec, List<Path> taken) throws IOException {
        String name = place.toString();
        if (name.equals("-") || name.endsWith(".safetensors")) {
            throw new ParameterException(spec.commandLine(), "the report cannot be written to " + place
                    + (name.equals("-") ? "" : ", which is the name of a model")
                    + "; choose a name that ends in .html or .json");
        }
        inputs.checkReport(place);
        for (Path other : taken) {
            if (InputFiles.sameTarget(place, other)) {
                throw new ParameterException(spec.commandLine(), "the report cannot be written to " + place
                        + ", because the training is saved there; choose another place");
            }
        }
    }

    /// Opens a report if that is wanted.
    static void show(Terminal terminal, Path report, boolean wanted) {
        if (wanted) {
            Browser.open(report).ifPresent(sentence -> terminal.err().println("chainrule: " + sentence));
        }
    }
}
