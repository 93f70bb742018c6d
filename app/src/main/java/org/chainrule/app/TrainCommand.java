package org.chainrule.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.chainrule.error.DivergedException;
import org.chainrule.io.Json;
import org.chainrule.io.SafeFile;
import org.chainrule.tabular.Prepared;
import org.chainrule.tabular.Tabular;
import org.chainrule.tabular.TabularResult;
import org.chainrule.tabular.Task;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `chainrule train`: from a CSV file to a saved model and a report.
@Command(name = "train", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "Trains a network that predicts one column of a table from the others.", ""}, footer = {"",
                "Numbers are standardized, text becomes one input a category, missing values are filled in and "
                        + "marked; all that is learned from the training rows only. Ctrl-C ends the training and saves the best "
                        + "epoch so far.",
                "", "Examples:", "  chainrule train penguins.csv --target species",
                "  chainrule train houses.csv --target price --hidden 128,64 --seed 7",
                "  chainrule train digits.csv --target digit --model linear --json"})
final class TrainCommand implements Callable<Integer> {
    private enum Kind {
        linear, mlp
    }

    private enum TaskName {
        classification, regression
    }

    private final Terminal terminal;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", description = "A CSV file with a header.")
    private Path file = Path.of("");

    @Option(names = "--target", required = true, paramLabel = "COLUMN", description = "The column to predict.")
    private String target = "";

    @Option(names = "--task", paramLabel = "TASK", description = "classification or regression; decided from the target unless said.")
    private @Nullable TaskName task;

    @Option(names = "--model", paramLabel = "MODEL", description = "mlp (a network with hidden layers, the default) or linear.")
    private Kind model = Kind.mlp;

    @Option(names = "--hidden", split = ",", paramLabel = "N", description = "How wide each hidden layer is; 256,128 unless said.")
    private int @Nullable [] hidden;

    @Option(names = "--epochs", paramLabel = "N", description = "How often every row is seen, at most; ${DEFAULT-VALUE} unless said. Training ends sooner when "
            + "it no longer helps.", defaultValue = "200")
    private int epochs;

    @Option(names = "--batch", paramLabel = "N", description = "Rows a step; 32 to 1024 by the size of the table.")
    private @Nullable Integer batch;

    @Option(names = "--lr", paramLabel = "RATE", description = "The learning rate; 0.001 unless said, 0.01 for linear.")
    private @Nullable Double rate;

    @Option(names = "--seed", paramLabel = "N", description = "What all random numbers follow from; ${DEFAULT-VALUE} unless said. The same seed gives the "
            + "same model, bit by bit.", defaultValue = "0")
    private long seed;

    @Option(names = "--test", paramLabel = "FILE", description = "A CSV file of test rows.")
    private @Nullable Path test;

    @Option(names = "--test-fraction", paramLabel = "SHARE", description = "The share of rows held out for the test, 0 for none; 0.2 unless said.")
    private @Nullable Double testFraction;

    @Option(names = "--threads", paramLabel = "N", description = "Threads that take part; one a processor unless said.")
    private @Nullable Integer threads;

    @Option(names = "--out", paramLabel = "FILE", description = "Where to save the model; the name of FILE with .safetensors, in the current folder, unless "
            + "said.")
    private @Nullable Path out;

    @Option(names = "--json", description = "Print one JSON object with everything, and nothing else.")
    private boolean json;

    TrainCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Tabular tabular = options();
        Path place = out == null ? place(file) : out;
        SafeFile.check(place);
        try (Interrupt interrupt = Interrupt.watch()) {
            return train(tabular.stopWhen(interrupt::asked), place);
        }
    }

    private int train(Tabular tabular, Path place) throws IOException {
        TrainReport report = new TrainReport(json ? terminal.err() : terminal.out());
        Progress progress = new Progress(json ? terminal.err() : terminal.out(),
                json ? terminal.errMoves() : terminal.outMoves());
        Tabular told = tabular.onEpoch(progress);
        Prepared prepared = test == null ? told.prepare(file) : told.prepare(file, test);
        report.before(prepared);
        progress.target(prepared.target());
        TabularResult result;
        try {
            result = prepared.fit();
        } catch (DivergedException e) {
            progress.end();
            throw new DivergedException(e.epoch(), e.step(), e.where(), "the loss stopped being a number in epoch "
                    + e.epoch() + ", step " + e.step() + ", first seen at " + e.where()
                    + "; nothing was saved; try a smaller --lr than " + prepared.learningRate());
        }
        progress.end();
        if (result.model().network().bestEpoch() == 0) {
            terminal.err().println("chainrule: interrupted before the first epoch was complete; nothing was saved");
            return Main.INTERRUPTED;
        }
        boolean replaced = Files.exists(place);
        result.model().save(place);
        report.after(prepared, result, json);
        report.saved(place, replaced, result);
        if (json) {
            terminal.out().println(Json.write(TrainJson.of(prepared, result, place)));
        }
        return result.interrupted() ? Main.INTERRUPTED : Main.DONE;
    }

    private Tabular options() {
        Tabular tabular = Tabular.of(target).epochs(atLeastOne("--epochs", epochs)).seed(seed);
        if (task != null) {
            tabular = tabular.task(task == TaskName.classification ? Task.CLASSIFICATION : Task.REGRESSION);
        }
        if (model == Kind.linear) {
            if (hidden != null) {
                throw wrong("--hidden is for --model mlp; a linear model has no hidden layers");
            }
            tabular = tabular.linear();
        } else if (hidden != null) {
            for (int units : hidden) {
                atLeastOne("--hidden", units);
            }
            tabular = tabular.hidden(hidden);
        }
        if (batch != null) {
            tabular = tabular.batch(atLeastOne("--batch", batch));
        }
        if (rate != null) {
            if (!(rate > 0) || rate.isInfinite()) {
                throw wrong("--lr should be a number above 0, but is " + rate);
            }
            tabular = tabular.learningRate(rate);
        }
        if (testFraction != null) {
            if (test != null) {
                throw wrong("--test and --test-fraction exclude each other: the test rows are in a file of their own");
            }
            if (!(testFraction >= 0 && testFraction < 1)) {
                throw wrong("--test-fraction should be at least 0 and less than 1, but is " + testFraction);
            }
            tabular = tabular.testFraction(testFraction);
        }
        return threads == null ? tabular : tabular.threads(atLeastOne("--threads", threads));
    }

    private int atLeastOne(String option, int value) {
        if (value < 1) {
            throw wrong(option + " should be at least 1, but is " + value);
        }
        return value;
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /// `digits.safetensors` for `data/digits.csv`.
    static Path place(Path file) {
        Path last = file.getFileName();
        String name = last == null ? "" : last.toString();
        int dot = name.lastIndexOf('.');
        String base = dot > 0 ? name.substring(0, dot) : name;
        return Path.of((base.isEmpty() ? "model" : base) + ".safetensors");
    }
}
