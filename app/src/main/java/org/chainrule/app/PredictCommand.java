package org.chainrule.app;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.chainrule.app.option.LayoutOptions;
import org.chainrule.app.option.ModelAndTable;
import org.chainrule.app.process.Flags;
import org.chainrule.app.process.Interrupt;
import org.chainrule.app.show.Format;
import org.chainrule.app.show.ProgressLine;
import org.chainrule.app.show.Terminal;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.Quote;
import org.chainrule.io.SafeFile;
import org.chainrule.tabular.MultiModel;
import org.chainrule.tabular.Predictions;
import org.chainrule.tabular.TabularModel;
import org.chainrule.tabular.encode.Novelty;
import org.chainrule.tabular.outcome.Estimand;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.table.Table;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `chainrule predict`: writes the predictions of a saved model for each row of a table, as CSV.
@Command(name = "predict", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "Predict each row of a table and write the predictions as CSV. The table may lack the target.",
        "Each line holds the predicted value and, for classes, the probability of each class, or the predicted quantiles.",
        ""}, footer = {"", "Examples:", "  chainrule predict penguins.safetensors new.csv > answers.csv",
                "  chainrule predict penguins.safetensors new.csv --out answers.csv --flag",
                "  chainrule predict penguins.safetensors new.csv --set 0.95",
                "  chainrule predict houses.safetensors new.csv --interval 0.9"})
final class PredictCommand implements Callable<Integer> {
    private static final int FEW = 6;

    private final Terminal terminal;
    private final Interrupt interrupt;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ModelAndTable given = new ModelAndTable();

    @ArgGroup(validate = false, heading = LayoutOptions.OF_A_MODEL)
    private LayoutOptions lines = new LayoutOptions();

    @Option(names = "--out", paramLabel = "FILE", description = "The file to write to. Defaults to standard output.")
    private @Nullable Path out;

    @Option(names = "--flag", description = "Add a last column, \"unlike training\", with the names of the columns in which the row is unlike the training rows.")
    private boolean flag;

    @Option(names = "--interval", paramLabel = "LEVEL", description = "For numbers: add the columns low and high, an interval that contains the true number in this share of rows like those of the training, such as 0.9.")
    private @Nullable Double interval;

    @Option(names = "--set", paramLabel = "LEVEL", description = "For classes: add the column set, the labels that contain the true class in this share of rows like those of the training, separated by semicolons.")
    private @Nullable Double set;

    @Option(names = "--proba", description = "For labels of lists: add a column with the probability of each label.")
    private boolean proba;

    @Option(names = {"-q", "--quiet"}, description = "Print only the result and errors.")
    private boolean quiet;

    PredictCommand(Terminal terminal, Interrupt interrupt) {
        this.terminal = terminal;
        this.interrupt = interrupt;
    }

    @Override
    public Integer call() throws IOException {
        given.locate(lines);
        check("--interval", interval);
        check("--set", set);
        InputFiles inputs = new InputFiles().and("the model", given.model()).and("the table to predict", given.table())
                .readOnce();
        if (out != null) {
            inputs.checkTable(out);
        }
        interrupt.mayEnd(out == null ? "" : "interrupted; " + out + " was not written");
        InputFiles.model(given.model());
        if (MultiModel.isMulti(given.model())) {
            return several(MultiModel.load(given.model()));
        }
        if (proba) {
            throw new ParameterException(spec.commandLine(),
                    "--proba applies to labels of lists, but the model predicts "
                            + "something else; the probabilities of classes are written without it");
        }
        TabularModel tabular = TabularModel.load(given.model());
        boolean classes = tabular.target().task().isClasses();
        if (classes ? interval != null : set != null) {
            throw new ParameterException(spec.commandLine(), (classes
                    ? "--interval applies to numbers, but the model predicts classes; use --set"
                    : "--set applies to classes, but the model predicts numbers; use --interval"));
        }
        if (interval != null && tabular.target() instanceof Target.Numbers numbers
                && numbers.estimand() instanceof Estimand.Quantiles) {
            throw new ParameterException(spec.commandLine(), "--interval applies to means, but the model predicts "
                    + "quantiles, which are written without it; leave it out");
        }
        Table table = ProgressLine.of(terminal, quiet, interrupt,
                progress -> tabular.read(given.table().source(), progress::reading));
        Predictions predictions = kept(() -> bounded(tabular.predict(table)));
        Novelty novelty = tabular.novelty(table);
        if (!quiet) {
            Flags.sentences(table.reading().remarks()).forEach(terminal.err()::println);
            Flags.sentences(tabular.schema().remarks(table, novelty, tabular.target().column()))
                    .forEach(terminal.err()::println);
            if (predictions instanceof Predictions.Numbers numbers) {
                Flags.sentences(numbers.remarks()).forEach(terminal.err()::println);
            }
        }
        write(writer -> {
            if (flag) {
                predictions.writeCsv(writer, novelty);
            } else {
                predictions.writeCsv(writer);
            }
        }, Format.count(predictions.size(), "prediction") + " of " + Quote.clip(predictions.column()));
        return Main.DONE;
    }

    /// Predicts several targets, or the labels of lists.
    private int several(MultiModel models) throws IOException {
        boolean lists = models.list().isPresent();
        boolean anyMean = models.models().stream().anyMatch(each -> each.target() instanceof Target.Numbers numbers
                && !(numbers.estimand() instanceof Estimand.Quantiles));
        boolean anyClass = models.models().stream().anyMatch(each -> each.target().task().isClasses());
        String wrong = proba && !lists
                ? "--proba applies to labels of lists, but the model predicts other targets; the probabilities of classes "
                        + "are written without it"
                : interval != null && !anyMean
                        ? "--interval applies to means, but no target of the model is one; leave it out"
                        : set != null && (!anyClass || lists)
                                ? "--set applies to classes, but no target of the model has them; leave it out"
                                : "";
        if (!wrong.isEmpty()) {
            throw new ParameterException(spec.commandLine(), wrong);
        }
        Table table = ProgressLine.of(terminal, quiet, interrupt,
                progress -> models.read(given.table().source(), progress::reading));
        MultiModel.Answers plain = models.predict(table);
        MultiModel.Answers sets = kept(() -> bounded(plain));
        MultiModel.Answers answers = proba ? sets.withProbabilities() : sets;
        if (!quiet) {
            Flags.sentences(table.reading().remarks()).forEach(terminal.err()::println);
            Flags.sentences(models.remarks(table)).forEach(terminal.err()::println);
            for (Predictions predictions : answers.targets()) {
                if (predictions instanceof Predictions.Numbers numbers) {
                    Flags.sentences(numbers.remarks()).forEach(terminal.err()::println);
                }
            }
        }
        write(writer -> {
            if (flag) {
                answers.writeCsv(writer, models.unlike(table));
            } else {
                answers.writeCsv(writer);
            }
        }, Format.count(answers.size(), "prediction") + " of "
                + Format.names(models.list().map(List::of).orElse(models.targets()), FEW));
        return Main.DONE;
    }

    /// Writes CSV to the file or to standard output.
    ///
    /// @param what the predictions in words
    private void write(Csv csv, String what) throws IOException {
        if (out == null) {
            csv.on(terminal.records());
            return;
        }
        SafeFile.write(out, csv::on);
        interrupt.mayEnd("");
        if (!quiet) {
            terminal.err().println(what + " written to " + out);
        }
    }

    /// Something that is written as CSV.
    @FunctionalInterface
    private interface Csv {
        void write(Writer writer) throws IOException;

        default void on(OutputStream stream) throws IOException {
            Writer writer = new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8));
            write(writer);
            writer.flush();
        }
    }

    private void check(String option, @Nullable Double level) {
        if (level != null && !(level > 0 && level < 1)) {
            throw new ParameterException(spec.commandLine(),
                    option + " must be a number between 0 and 1, but is " + level);
        }
    }

    /// Returns the value of a supplier, and reports a level that the model does not keep as wrong usage.
    private <T> T kept(Supplier<T> bounded) {
        try {
            return bounded.get();
        } catch (ArgumentException e) {
            throw e.argument().equals("level") ? new ParameterException(spec.commandLine(), e.getMessage()) : e;
        }
    }

    private MultiModel.Answers bounded(MultiModel.Answers plain) {
        MultiModel.Answers levels = interval == null ? plain : plain.withIntervals(interval);
        return set == null ? levels : levels.withSets(set);
    }

    /// Returns predictions with the intervals or sets that were requested.
    private Predictions bounded(Predictions predictions) {
        if (predictions instanceof Predictions.Classes classes && set != null) {
            return classes.withSets(set);
        }
        return predictions instanceof Predictions.Numbers numbers && interval != null
                ? numbers.withIntervals(interval)
                : predictions;
    }
}
