package org.chainrule.app;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.chainrule.error.Quote;
import org.chainrule.io.SafeFile;
import org.chainrule.tabular.Predictions;
import org.chainrule.tabular.TabularModel;
import org.chainrule.tabular.table.Table;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `chainrule predict`: what a saved model says about the rows of a file, as CSV.
@Command(name = "predict", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "Predicts every row of a table, and writes CSV: the predicted value, and for classes the "
                + "probability of each.",
        ""}, footer = {"", "Examples:", "  chainrule predict penguins.safetensors new.csv > answers.csv",
                "  chainrule predict penguins.safetensors new.csv --out answers.csv"})
final class PredictCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final Interrupt interrupt;

    @Parameters(index = "0", paramLabel = "MODEL", description = "A model that chainrule train saved.")
    private Path model = Path.of("");

    @Parameters(index = "1", paramLabel = "FILE", description = "A CSV file with the columns of the training file; the target may be missing.")
    private Path file = Path.of("");

    @Option(names = "--out", paramLabel = "FILE", description = "Where to write; to the terminal unless said.")
    private @Nullable Path out;

    @Option(names = {"-q", "--quiet"}, description = "Say nothing beside the result but errors.")
    private boolean quiet;

    PredictCommand(Terminal terminal, Interrupt interrupt) {
        this.terminal = terminal;
        this.interrupt = interrupt;
    }

    @Override
    public Integer call() throws IOException {
        Inputs inputs = new Inputs().and("the model that predicts", model).and("the table to predict", file).readOnce();
        if (out != null) {
            inputs.check(out);
        }
        interrupt.mayEnd(out == null ? "" : "interrupted; " + out + " was not written");
        TabularModel tabular = TabularModel.load(model);
        Table table = Progress.of(terminal, quiet, interrupt, progress -> tabular.read(file, progress::reading));
        Predictions predictions = tabular.predict(table);
        if (!quiet) {
            table.reading().remarks().forEach(terminal.err()::println);
            tabular.remarks(table).forEach(terminal.err()::println);
        }
        if (out == null) {
            write(predictions, terminal.records());
        } else {
            SafeFile.write(out, stream -> write(predictions, stream));
            interrupt.mayEnd("");
            if (!quiet) {
                terminal.err().println(Format.count(predictions.size(), "prediction") + " of "
                        + Quote.clip(predictions.column())
                        + " written to " + out);
            }
        }
        return Main.DONE;
    }

    private static void write(Predictions predictions, OutputStream stream) throws IOException {
        Writer writer = new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8));
        predictions.writeCsv(writer);
        writer.flush();
    }
}
