package org.chainrule.app.option;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.Quote;
import org.chainrule.tabular.Tabular;
import org.chainrule.tabular.outcome.Estimand;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.outcome.Task;
import org.chainrule.tabular.table.Column;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/// The options of `chainrule train` that describe the target column.
public final class TargetOptions {
    private static final String BEST = "best-f1";

    private enum TaskName {
        classification, regression, counts, ordered, labels
    }

    @Option(names = "--task", paramLabel = "TASK", description = "classification, regression, counts (the mean of a count), ordered (classes in an order) or labels (which items the lists of the column have, such as red;big). Classification or regression is detected from the target column by default.")
    private @Nullable TaskName task;

    @Option(names = "--quantiles", paramLabel = "Q,Q", description = "Predict these quantiles of a number instead of its mean, such as 0.1,0.5,0.9.")
    private @Nullable String quantiles;

    @Option(names = "--order", paramLabel = "A,B,C", description = "Predict classes in this order, such as low,medium,high. Numbers have an order of their own: --task ordered suffices.")
    private String @Nullable [] order;

    @Option(names = "--positive", paramLabel = "LABEL", description = "The positive class of two, to which --threshold applies. Defaults to + if the classes are + and -, otherwise to the last class in sorted order.")
    private @Nullable String positive;

    @Option(names = "--threshold", paramLabel = "P", description = "Predict the positive class if its probability is at least P; best-f1 selects the "
            + "threshold with the highest F1 on the validation rows. The threshold is stored in the model. Defaults to 0.5.")
    private @Nullable String threshold;

    @Option(names = "--no-clamp", description = "Let predicted numbers leave the range of the target in the training rows. They may leave it anyway with --time-column.")
    private boolean unbounded;

    @Option(names = "--no-transform", description = "Always learn the target itself. By default, the logarithm or a power of a skewed numeric target is learned if that predicts the validation rows better.")
    private boolean plain;

    /// Returns whether the options alone determine that numbers are predicted.
    public boolean numbers() {
        return task == TaskName.regression || task == TaskName.counts || quantiles != null;
    }

    /// Returns whether the labels of lists are predicted.
    public boolean labels() {
        return task == TaskName.labels;
    }

    /// Returns a target of the kind that the options alone determine; empty if the table determines it.
    ///
    /// @param column the name of the target
    /// @param wrong  makes the exception for a wrong value from its message
    Optional<Target> kind(String column, Function<String, ParameterException> wrong) {
        Target.Numbers number = new Target.Numbers(column, 0, 1);
        if (quantiles != null) {
            return Optional.of(number.estimating(new Estimand.Quantiles(
                    DoubleStream.of(levels(quantiles, wrong)).boxed().toList())));
        }
        if (task == null && order == null) {
            return Optional.empty();
        }
        if (numbers()) {
            return Optional.of(task == TaskName.counts ? number.estimating(new Estimand.Counts()) : number);
        }
        Target.Classes classes = new Target.Classes(column, Column.Kind.TEXT, List.of("no", "yes"));
        return Optional.of(order != null || task == TaskName.ordered ? classes.inOrder() : classes);
    }

    /// Returns the training with these options.
    ///
    /// @param wrong makes the exception for a wrong value from its message
    public Tabular apply(Tabular start, Function<String, ParameterException> wrong) {
        Tabular tabular = start.clamp(!unbounded).transformTarget(!plain);
        if (task != null && task != TaskName.labels) {
            tabular = tabular.task(Task.valueOf(task.name().toUpperCase(Locale.ROOT)));
        }
        boolean classes = order != null || task != null && !numbers();
        if (classes && (unbounded || plain)) {
            throw wrong.apply((unbounded ? "--no-clamp" : "--no-transform")
                    + " applies to numbers, but classes are predicted; leave it out");
        }
        if (numbers() && (positive != null || threshold != null)) {
            throw wrong.apply((positive != null ? "--positive" : "--threshold")
                    + " applies to two classes, but a regression predicts numbers");
        }
        if (labels() && positive != null) {
            throw wrong
                    .apply("--positive selects one of two classes, but --task labels predicts which labels a list has");
        }
        if (quantiles != null) {
            if (order != null || task != null && task != TaskName.regression) {
                throw wrong.apply("--quantiles predicts numbers; it cannot be used together with "
                        + (order != null ? "--order" : "--task " + task));
            }
            tabular = tabular.quantiles(levels(quantiles, wrong));
        }
        if (order != null) {
            if (task != null && task != TaskName.ordered) {
                throw wrong.apply("--order applies to --task ordered, but the task is " + task);
            }
            List<String> labels = List.of(WordList.of(order));
            if (labels.size() < 2 || Set.copyOf(labels).size() < labels.size() || labels.contains("")) {
                throw wrong.apply("--order must name at least two classes, each once, such as low,medium,high, but is "
                        + Quote.of(String.join(",", order)));
            }
            if (labels.size() > 2 && (positive != null || threshold != null)) {
                throw wrong.apply((positive != null ? "--positive" : "--threshold")
                        + " applies to two classes, but --order names " + labels.size());
            }
            tabular = tabular.ordered(labels.toArray(String[]::new));
        }
        if (positive != null) {
            tabular = tabular.positive(positive);
        }
        if (threshold == null) {
            return tabular;
        }
        if (threshold.toLowerCase(Locale.ROOT).equals(BEST)) {
            return tabular.bestF1Threshold();
        }
        double probability;
        try {
            probability = Double.parseDouble(threshold);
        } catch (NumberFormatException e) {
            probability = Double.NaN;
        }
        if (!(probability > 0 && probability < 1)) {
            throw wrong.apply(
                    "--threshold must be a number between 0 and 1, or best-f1, but is \"" + threshold + "\"");
        }
        return tabular.threshold(probability);
    }

    /// Returns increasing levels between 0 and 1.
    private static double[] levels(String text, Function<String, ParameterException> wrong) {
        try {
            double[] levels = Arrays.stream(text.split(",", -1)).mapToDouble(Double::parseDouble).toArray();
            return new Estimand.Quantiles(DoubleStream.of(levels).boxed().toList()).levels().stream()
                    .mapToDouble(level -> level).toArray();
        } catch (NumberFormatException | ArgumentException _) {
            throw wrong.apply("--quantiles must be increasing numbers between 0 and 1, such as 0.1,0.5,0.9, but is "
                    + Quote.of(text));
        }
    }
}
