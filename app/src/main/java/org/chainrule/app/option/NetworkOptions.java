package org.chainrule.app.option;

import java.time.Duration;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chainrule.error.Quote;
import org.chainrule.tabular.Tabular;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/// The options of `chainrule train` that describe the network and its training.
public final class NetworkOptions {
    private static final Pattern TIME = Pattern.compile("([0-9]+(?:[.][0-9]+)?) ?([smh])");
    private static final Pattern LATENCY = Pattern.compile("([0-9]+(?:[.][0-9]+)?) ?(us|ms)");
    /// A year in seconds.
    private static final double LONGEST = 365 * 86_400.0;

    private enum Kind {
        linear, mlp, realmlp, tabm, best
    }

    @Option(names = "--model", paramLabel = "MODEL", description = "mlp (a network with hidden layers), linear, realmlp (RealMLP, which learns the scales of its inputs), tabm (TabM, many small networks that share weights), or best (the best average of several). Defaults to best, and to mlp with --hidden, --epochs, --batch or --lr, which describe a single network.")
    private @Nullable Kind model;

    @Option(names = "--quick", description = "Train a single network in seconds: the same as --model mlp.")
    private boolean quick;

    @Option(names = "--hidden", split = ",", paramLabel = "N", description = "The widths of the hidden layers. Defaults to 256,128.")
    private int @Nullable [] hidden;

    @Option(names = "--epochs", paramLabel = "N", description = "The maximum number of passes over the training rows. Training stops early once the results on the validation rows no longer improve. Defaults to 200, for realmlp to 256.")
    private @Nullable Integer epochs;

    @Option(names = "--batch", paramLabel = "N", description = "The number of rows per training step. Defaults to 32 to 1024, depending on the size of the table; realmlp and tabm have their own.")
    private @Nullable Integer batch;

    @Option(names = "--lr", paramLabel = "RATE", description = "The learning rate. Defaults to 0.001, or to 0.01 for a linear model; realmlp and tabm have their own.")
    private @Nullable Double rate;

    @Option(names = "--folds", paramLabel = "K", description = "Train a network for each of K parts of the rows, on the rows of the other parts, and average them.")
    private @Nullable Integer folds;

    @Option(names = "--ensemble", paramLabel = "K", description = "Train K networks that differ by their seeds, and average them. With --folds, K for each fold.")
    private @Nullable Integer ensemble;

    @Option(names = "--time", paramLabel = "TIME", description = "The time limit, such as 90s, 5m or 1h, for everything from the start to the saved model.")
    private @Nullable String time;

    @Option(names = "--max-latency", paramLabel = "TIME", description = "The longest expected time of --model best for a single row, such as 50us or 1ms, with train only. Defaults to 100us, or 1.5us a column if that is more.")
    private @Nullable String latency;

    @Option(names = "--seed", paramLabel = "N", description = "The seed of all random numbers. The same seed produces the same model, bit for bit. Defaults to 0.")
    private long seed;

    @Option(names = "--threads", paramLabel = "N", description = "The number of threads, which does not affect the model. Defaults to one per processor.")
    private @Nullable Integer threads;

    /// Returns whether the time of a prediction is limited.
    public boolean limitsLatency() {
        return latency != null;
    }

    /// Returns the training with these options.
    ///
    /// @param wrong makes the exception for a wrong value from its message
    public Tabular apply(Tabular start, Function<String, ParameterException> wrong) {
        Tabular tabular = model(start.seed(seed), wrong);
        if (epochs != null) {
            tabular = tabular.epochs(atLeastOne("--epochs", epochs, wrong));
        }
        if (batch != null) {
            tabular = tabular.batch(atLeastOne("--batch", batch, wrong));
        }
        if (rate != null) {
            tabular = tabular.learningRate(rate(rate, wrong));
        }
        if (time != null) {
            tabular = tabular.time(duration(time, wrong));
        }
        if (latency != null) {
            tabular = tabular.maxLatency(microseconds(latency, wrong));
        }
        if (folds != null) {
            if (folds < 2) {
                throw wrong.apply("--folds must be at least 2, but is " + folds);
            }
            tabular = tabular.folds(folds);
        }
        if (ensemble != null) {
            tabular = tabular.ensemble(atLeastOne("--ensemble", ensemble, wrong));
        }
        return threads == null ? tabular : tabular.threads(atLeastOne("--threads", threads, wrong));
    }

    private Tabular model(Tabular start, Function<String, ParameterException> wrong) {
        if (model != null && quick) {
            throw wrong.apply("--quick is --model mlp; leave out one of the two");
        }
        if (model == Kind.best && (epochs != null || batch != null || rate != null)) {
            throw wrong.apply("--epochs, --batch and --lr describe a single network; leave them out, or choose another"
                    + " --model than best");
        }
        if ((model == Kind.realmlp || model == Kind.tabm) && (batch != null || rate != null)) {
            throw wrong.apply((batch != null ? "--batch" : "--lr") + " applies to --model mlp and linear; " + model
                    + " has its own, so leave it out");
        }
        boolean single = quick || hidden != null || epochs != null || batch != null || rate != null;
        if (latency != null && (model == null ? single : model != Kind.best)) {
            throw wrong
                    .apply("--max-latency limits --model best; leave it out, or leave out what selects another model");
        }
        if (hidden != null && model != null && model != Kind.mlp) {
            throw wrong.apply("--hidden requires --model mlp"
                    + (model == Kind.linear ? "; a linear model has no hidden layers" : ""));
        }
        if (hidden != null) {
            return start.hidden(widths(hidden, wrong));
        }
        return switch (model) {
            case null -> quick ? start.quick() : start;
            case mlp -> start.quick();
            case linear -> start.linear();
            case realmlp -> start.realMlp();
            case tabm -> start.tabM();
            case best -> start.best();
        };
    }

    private static int[] widths(int[] hidden, Function<String, ParameterException> wrong) {
        for (int units : hidden) {
            atLeastOne("--hidden", units, wrong);
        }
        return hidden;
    }

    private static double microseconds(String text, Function<String, ParameterException> wrong) {
        Matcher matcher = LATENCY.matcher(text);
        double time = matcher.matches()
                ? Double.parseDouble(matcher.group(1)) * (matcher.group(2).equals("ms") ? 1000 : 1)
                : 0;
        if (!(time > 0)) {
            throw wrong.apply("--max-latency must be a time such as 50us or 1ms, but is " + Quote.of(text));
        }
        return time;
    }

    private static Duration duration(String text, Function<String, ParameterException> wrong) {
        Matcher matcher = TIME.matcher(text);
        double seconds = matcher.matches()
                ? Double.parseDouble(matcher.group(1)) * switch (matcher.group(2)) {
                    case "h" -> 3600;
                    case "m" -> 60;
                    default -> 1;
                }
                : 0;
        if (!(seconds > 0 && seconds <= LONGEST)) {
            throw wrong.apply("--time must be a time such as 90s, 5m or 1h, but is " + Quote.of(text));
        }
        return Duration.ofMillis(Math.max(1, Math.round(seconds * 1000)));
    }

    /// Returns a learning rate, and refuses one that is not a finite number above 0.
    static double rate(double rate, Function<String, ParameterException> wrong) {
        if (!(rate > 0) || Double.isInfinite(rate)) {
            throw wrong.apply("--lr must be a number above 0, but is " + rate);
        }
        return rate;
    }

    /// Returns a number, and refuses one below 1.
    static int atLeastOne(String option, int value, Function<String, ParameterException> wrong) {
        if (value < 1) {
            throw wrong.apply(option + " must be at least 1, but is " + value);
        }
        return value;
    }
}
