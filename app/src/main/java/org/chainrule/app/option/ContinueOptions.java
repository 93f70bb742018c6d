package org.chainrule.app.option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.chainrule.error.FormatException;
import org.chainrule.error.Quote;
import org.chainrule.tabular.Continuation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// The option of `chainrule train` that goes on with a trained model, and the other options that it can be used with.
public final class ContinueOptions {
    private static final Set<String> TOGETHER = Set.of("--continue", "--target", "--epochs", "--lr", "--seed",
            "--threads",
            "--test-fraction", "--out", "--json", "--view", "--no-open", "--quiet", "--sheet", "--jdbc", "--query",
            "--driver",
            "--skip-rows", "--header-row", "--skip-footer");

    @Option(names = "--continue", paramLabel = "MODEL", description = "Go on with this model: its columns, target and settings stay, and its networks are trained further. FILE has new rows, or old and new ones; the old test rows stay test rows. "
            + "Of the other options, --epochs, --lr, --seed, --threads, --test-fraction, --out, --view, --json, --quiet, table options and line options can be used.")
    private @Nullable Path model;

    /// Returns the model to go on with; null to train a new one.
    public @Nullable Path model() {
        return model;
    }

    /// Returns the training that goes on with the model.
    ///
    /// @param given the options
    /// @param wrong makes the exception for a wrong option from its message
    /// @throws IOException if the model cannot be read
    public Continuation apply(Path file, ParseResult given, Function<String, ParameterException> wrong)
            throws IOException {
        List<String> others = given.matchedOptionsSet().stream().map(OptionSpec::longestName)
                .filter(name -> !TOGETHER.contains(name)).sorted().toList();
        if (!others.isEmpty()) {
            throw wrong.apply("--continue keeps the columns, the target and the settings of the model, so "
                    + String.join(", ", others) + " cannot be used with it; leave "
                    + (others.size() == 1 ? "it" : "them")
                    + " out");
        }
        checkNumbers(given, wrong);
        try {
            Continuation start = Continuation.of(file);
            String target = given.matchedOptionValue("--target", start.model().target().column());
            if (!target.equals(start.model().target().column())) {
                throw wrong.apply(file + " predicts " + Quote.of(start.model().target().column())
                        + ", not " + Quote.of(target) + "; leave --target out, or train a new model");
            }
            return numbers(start, given);
        } catch (FormatException e) {
            throw wrong.apply(e.getMessage());
        }
    }

    private static void checkNumbers(ParseResult given, Function<String, ParameterException> wrong) {
        NetworkOptions.atLeastOne("--epochs", given.matchedOptionValue("--epochs", 1), wrong);
        NetworkOptions.rate(given.matchedOptionValue("--lr", 1.0), wrong);
        NetworkOptions.atLeastOne("--threads", given.matchedOptionValue("--threads", 1), wrong);
        SplitOptions.fraction(given.matchedOptionValue("--test-fraction", 0.0), wrong);
    }

    private static Continuation numbers(Continuation start, ParseResult given) {
        Continuation all = start;
        Integer epochs = given.matchedOptionValue("--epochs", null);
        all = epochs == null ? all : all.epochs(epochs);
        Double rate = given.matchedOptionValue("--lr", null);
        all = rate == null ? all : all.learningRate(rate);
        Double fraction = given.matchedOptionValue("--test-fraction", null);
        all = fraction == null ? all : all.testFraction(fraction);
        Long seed = given.matchedOptionValue("--seed", null);
        all = seed == null ? all : all.seed(seed);
        Integer threads = given.matchedOptionValue("--threads", null);
        return threads == null ? all : all.threads(threads);
    }
}
