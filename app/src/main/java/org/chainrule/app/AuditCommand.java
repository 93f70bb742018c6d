package org.chainrule.app;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.chainrule.app.option.ColumnOptions;
import org.chainrule.app.option.LayoutOptions;
import org.chainrule.app.option.NetworkOptions;
import org.chainrule.app.option.TableOptions;
import org.chainrule.app.option.TableOptions.Input;
import org.chainrule.app.process.Flags;
import org.chainrule.app.process.Interrupt;
import org.chainrule.app.show.Format;
import org.chainrule.app.show.JsonReport;
import org.chainrule.app.show.ProgressLine;
import org.chainrule.app.show.Terminal;
import org.chainrule.app.show.TextTable;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.DivergedException;
import org.chainrule.error.Quote;
import org.chainrule.io.Json;
import org.chainrule.io.SafeFile;
import org.chainrule.tabular.Audit;
import org.chainrule.tabular.Tabular;
import org.chainrule.tabular.outcome.Task;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `chainrule audit`: lists the rows of a table whose label is probably wrong.
@Command(name = "audit", mixinStandardHelpOptions = true, sortOptions = false, synopsisHeading = "Usage: ", customSynopsis = "chainrule audit FILE --target COLUMN [OPTIONS]%n", description = {
        "List the rows of a table whose label is probably wrong.", ""}, footer = {"",
                "Each row is predicted by networks that did not learn from it. A class is doubted if another one is as "
                        + "probable as it usually is in its own rows (confident learning); a number is doubted if its error is "
                        + "far larger than usual for rows with similar predictions.",
                "", "Examples:", "  chainrule audit penguins.csv --target species",
                "  chainrule audit houses.csv --target price --ensemble 3 --out doubtful.csv",
                "  chainrule audit visits.csv --target cost --group-column patient --json"})
final class AuditCommand implements Callable<Integer> {
    private static final int SHOWN = 20;

    private final Terminal terminal;
    private final Interrupt interrupt;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", arity = "0..*", description = "A table with a header line. Several files or a pattern are one table; - is standard input.")
    private List<String> names = List.of();

    @ArgGroup(validate = false, heading = "%nTable options:%n")
    private TableOptions where = new TableOptions();

    private Input input = Input.none();

    @Option(names = "--target", required = true, paramLabel = "COLUMN", description = "The column with the labels.")
    private String target = "";

    @Option(names = "--task", paramLabel = "TASK", description = "classification or regression. Detected from the target column by default.")
    private @Nullable Task task;

    @Option(names = "--group-column", paramLabel = "COLUMN", description = "Predict whole groups of rows that share a value in this column by networks that learned from none of them.")
    private @Nullable String group;

    @ArgGroup(validate = false, heading = "%nColumn options:%n")
    private ColumnOptions columns = new ColumnOptions();

    @ArgGroup(validate = false, heading = LayoutOptions.OF_A_TABLE)
    private LayoutOptions lines = new LayoutOptions();

    @ArgGroup(validate = false, heading = "%nNetwork options; --model defaults to mlp, --folds to 5:%n")
    private NetworkOptions network = new NetworkOptions();

    @Option(names = "--out", paramLabel = "FILE", description = "Write all rows with a doubtful label to this CSV file.")
    private @Nullable Path out;

    @Option(names = "--json", description = "Print a single JSON object and nothing else.")
    private boolean json;

    @Option(names = {"-q", "--quiet"}, description = "Print only the result and errors.")
    private boolean quiet;

    AuditCommand(Terminal terminal, Interrupt interrupt) {
        this.terminal = terminal;
        this.interrupt = interrupt;
    }

    @Override
    public Integer call() throws IOException {
        input = where.input(names, this::wrong);
        if (network.limitsLatency()) {
            throw wrong("--max-latency limits the time of a saved model, but audit saves none; leave it out");
        }
        ColumnOptions.checkRoles(spec, target, this::wrong);
        Tabular plain = network.apply(columns.apply(Tabular.of(target), lines, this::wrong), this::wrong);
        Tabular tasked = task == null ? plain : plain.task(task);
        Tabular tabular = group == null ? tasked : tasked.groupColumn(group);
        InputFiles inputs = new InputFiles().and("the table to audit", input);
        if (out != null) {
            inputs.checkTable(out);
        }
        interrupt.mayEnd("interrupted; nothing was written");
        Audit audit = audit(tabular);
        if (!quiet) {
            Flags.sentences(audit.remarks()).forEach(terminal.err()::println);
        }
        if (out != null) {
            SafeFile.write(out, stream -> {
                Writer writer = new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8));
                audit.writeCsv(writer);
                writer.flush();
            });
        }
        interrupt.mayEnd("");
        if (json) {
            terminal.out().println(Json.write(json(audit)));
        } else {
            print(audit);
        }
        return Main.DONE;
    }

    private Audit audit(Tabular tabular) throws IOException {
        try {
            return ProgressLine.of(terminal, quiet, interrupt,
                    progress -> tabular.onEpoch(progress.and(() -> {
                    }, choice -> {
                        if (!quiet) {
                            terminal.err().println(choice.sentence(Flags.WORDING));
                        }
                    })).audit(input.source()));
        } catch (DivergedException e) {
            throw e.saying(
                    e.fact() + " in epoch " + e.epoch() + ", step " + e.step() + "; try --model mlp with a lower --lr");
        } catch (ArgumentException e) {
            boolean several = target.contains(",") && e.argument().equals("column")
                    && String.valueOf(e.getMessage()).contains("no column " + Quote.of(target));
            throw several
                    ? wrong(input + " has no column " + Quote.of(target)
                            + "; audit judges the labels of a single target, so name one column")
                    : e;
        }
    }

    private void print(Audit audit) {
        terminal.out()
                .println(Format.count(audit.suspects().size()) + " of " + Format.count(audit.rows(), "row") + " of "
                        + input + (audit.suspects().size() == 1 ? " has" : " have") + " a doubtful "
                        + Quote.clip(target)
                        + (audit.unjudged() == 0
                                ? ""
                                : "; " + Format.count(audit.unjudged(), "row")
                                        + " of classes with fewer rows than the " + audit.folds() + " folds "
                                        + (audit.unjudged() == 1 ? "was" : "were") + " not judged"));
        if (!audit.suspects().isEmpty()) {
            boolean classes = !Double.isNaN(audit.suspects().getFirst().probability());
            TextTable table = new TextTable("rllr");
            table.row("line", "given", "suggested", classes ? "probability" : "error in spreads");
            for (Audit.Suspect suspect : audit.suspects().subList(0, Math.min(SHOWN, audit.suspects().size()))) {
                table.row(Format.count(suspect.line()), Quote.clip(suspect.given()), Quote.clip(suspect.suggested()),
                        classes
                                ? Format.measure("probability", suspect.probability())
                                : Format.significant(suspect.score(), 3));
            }
            table.lines("  ").forEach(terminal.out()::println);
            int more = audit.suspects().size() - SHOWN;
            if (more > 0 && out == null) {
                terminal.out().println("  and " + Format.count(more) + " more; --out FILE writes them all");
            }
        }
        if (out != null) {
            terminal.out().println("All written to " + out);
        }
    }

    private Map<String, Object> json(Audit audit) {
        List<Object> suspects = audit.suspects().stream()
                .map(suspect -> (Object) JsonReport.object("line", suspect.line(), "given", suspect.given(),
                        "suggested",
                        suspect.suggested(), "probability",
                        Double.isNaN(suspect.probability()) ? Json.NULL : suspect.probability(), "score",
                        suspect.score()))
                .collect(Collectors.toList());
        return JsonReport.object("file", input.toString(), "target", target, "rows", audit.rows(), "unjudged",
                audit.unjudged(), "folds", audit.folds(), "doubtful", audit.suspects().size(), "suspects", suspects);
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
