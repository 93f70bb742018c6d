package org.chainrule.tabular.outcome;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.chainrule.error.ArgumentException;
import org.chainrule.metric.Metric;
import org.chainrule.metric.Metrics;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.value.Phrases;

/// A measure that can choose the epoch of a network and the weights of an ensemble, under the names that users know.
public enum Criterion {
    /// The share of right predictions.
    ACCURACY(Task.CLASSIFICATION, "accuracy"),
    /// The area under the ROC curve; of more than two classes, averaged over each against the rest.
    AUC(Task.CLASSIFICATION, "auc roc_auc"),
    /// The area under the precision-recall curve, averaged in the same way.
    AVERAGE_PRECISION(Task.CLASSIFICATION, "average_precision pr_auc"),
    /// The share of right predictions, averaged over the classes.
    BALANCED_ACCURACY(Task.CLASSIFICATION, "balanced_accuracy"),
    /// The squared error of the probabilities.
    BRIER(Task.CLASSIFICATION, "brier brier_score"),
    /// F1, averaged over the classes.
    F1(Task.CLASSIFICATION, "f1 f1_macro macro_f1"),
    /// The negative logarithm of the probability of the true class.
    LOG_LOSS(Task.CLASSIFICATION, "logloss cross_entropy"),
    /// The correlation of the true and the predicted class.
    MATTHEWS(Task.CLASSIFICATION, "mcc matthews"),
    /// The mean absolute error.
    MAE(Task.REGRESSION, "mae"),
    /// The Poisson deviance of numbers of at least 0; predictions below 2^-24 count as that.
    POISSON(Task.REGRESSION, "poisson poisson_deviance"),
    /// The share of explained variance.
    R2(Task.REGRESSION, "r2"),
    /// The root of the mean squared error.
    RMSE(Task.REGRESSION, "rmse");

    /// The lower bound of predicted means in [#POISSON], as that of probabilities in the log loss.
    private static final double LEAST = 0x1p-24;
    /// Targets that are negative by less than this share of the deviation are 0 and a rounding error.
    private static final double ROUNDING = 1e-5;

    private final Task task;
    /// The names that users write, separated by blanks; the first is the usual one.
    private final String names;

    Criterion(Task task, String names) {
        this.task = task;
        this.names = names;
    }

    /// Returns the metric of probabilities or numbers.
    private Metric metric() {
        return switch (this) {
            case ACCURACY -> Metrics.accuracy();
            case AUC -> Metrics.auc();
            case AVERAGE_PRECISION -> Metrics.averagePrecision();
            case BALANCED_ACCURACY -> Metrics.balancedAccuracy();
            case BRIER -> Metrics.brier();
            case F1 -> Metrics.macroF1();
            case LOG_LOSS -> Metrics.logLoss();
            case MATTHEWS -> Metrics.matthews();
            case MAE -> Metrics.mae();
            case POISSON -> Metrics.poissonDeviance();
            case R2 -> Metrics.r2();
            case RMSE -> Metrics.rmse();
        };
    }

    /// Returns the criterion with a name, such as `auc`, `f1` or `balanced_accuracy`, in any letter case. Hyphens,
    /// underscores and blanks do not count.
    ///
    /// @throws ArgumentException if there is none; the message lists the names
    public static Criterion of(String name) {
        String plain = plain(name);
        return Arrays.stream(values())
                .filter(each -> Stream.of(each.names.split(" ", -1)).anyMatch(known -> plain(known).equals(plain)))
                .findFirst()
                .orElseThrow(() -> new ArgumentException("metric", plain.equals("ece")
                        ? "metric: ece cannot choose an epoch, because predicting the same shares of the classes for "
                                + "every row has the best value; choose one of " + listed(Task.CLASSIFICATION)
                        : "metric: " + Phrases.quoted(name) + " is not known; choose one of "
                                + listed(Task.CLASSIFICATION) + " for classes, or of " + listed(Task.REGRESSION)
                                + " for numbers"));
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
    }

    /// Returns the names of the criteria of a task as a list.
    public static String listed(Task task) {
        return Phrases.list(names(each -> each.task == task));
    }

    private static List<String> names(Predicate<Criterion> which) {
        return Arrays.stream(values()).filter(which).map(Criterion::word).toList();
    }

    /// Returns the name that users write, such as `f1`.
    public String word() {
        return names.split(" ", -1)[0];
    }

    /// Returns the name under which the value is reported, such as `macroF1`.
    public String reported() {
        return metric().name();
    }

    /// Returns whether a higher value is better.
    public boolean higherIsBetter() {
        return metric().higherIsBetter();
    }

    /// Returns the criterion that decides between models of a task if none is chosen: the log loss, or the root mean
    /// squared error.
    public static Criterion usual(Task task) {
        return task == Task.CLASSIFICATION ? LOG_LOSS : RMSE;
    }

    /// Checks that this criterion measures such a target.
    ///
    /// @param rows the rows with a target
    /// @throws ArgumentException if it does not; the message lists those that do
    public void check(TargetChoice choice, Table table, int[] rows) {
        String target = table.source() + ": the target " + Phrases.quoted(choice.column());
        if (task != choice.task()) {
            throw new ArgumentException("metric", target
                    + (task == Task.CLASSIFICATION ? " is predicted as a number" : " has classes") + ", but the metric "
                    + word() + " measures " + (task == Task.CLASSIFICATION ? "classes" : "numbers") + "; choose one of "
                    + listed(choice.task()));
        }
        if (this == POISSON) {
            NumberColumn values = TargetChoice.numbers(table, choice.column());
            IntStream.of(rows).filter(row -> values.value(row) < 0).findFirst().ifPresent(row -> {
                throw new ArgumentException("metric", table.source() + ", line " + table.line(row) + ": the target "
                        + Phrases.quoted(choice.column()) + " is " + values.text(row)
                        + ", but poisson measures counts of at least 0; choose one of "
                        + Phrases.list(names(each -> each.task == Task.REGRESSION && each != POISSON)));
            });
        }
    }

    /// Returns the metric of the outputs of a network: of the probabilities, whose class the target decides, or of
    /// standardized numbers, as [Target.Numbers#finished] returns them.
    public Metric metric(Target target) {
        return switch (target) {
            case Target.Classes classes -> decided(classes);
            case Target.Numbers numbers when this == POISSON -> new Standardized(metric(), numbers.mean(),
                    numbers.deviation());
            case Target.Numbers _ -> metric();
        };
    }

    private Metric decided(Target.Classes classes) {
        boolean ofClass = switch (this) {
            case ACCURACY, BALANCED_ACCURACY, F1, MATTHEWS -> true;
            default -> false;
        };
        return ofClass ? Metrics.decided(metric(), probabilities -> classes.decide(probabilities, 0)) : metric();
    }

    /// Returns the usual metrics of a target, and those criteria that are not among them.
    ///
    /// @param usual the usual metrics
    public static List<Metric> with(List<Metric> usual, Target target, List<Criterion> more) {
        Map<String, Criterion> known = Map.of(ACCURACY.reported(), ACCURACY, F1.reported(), F1);
        List<Metric> all = new ArrayList<>();
        for (Metric metric : usual) {
            Criterion decided = known.get(metric.name());
            all.add(decided == null ? metric : decided.metric(target));
        }
        for (Criterion each : more) {
            if (all.stream().noneMatch(metric -> metric.name().equals(each.reported()))) {
                all.add(each.metric(target));
            }
        }
        return all;
    }

    /// A metric of numbers in the units of the target, for standardized ones.
    private record Standardized(Metric metric, double mean, double deviation) implements Metric {
        @Override
        public String name() {
            return metric.name();
        }

        @Override
        public boolean higherIsBetter() {
            return metric.higherIsBetter();
        }

        @Override
        public Score start(Kind kind) {
            Score score = metric.start(kind);
            float[] predicted = new float[1];
            float[] truth = new float[1];
            return new Score() {
                @Override
                public void add(float[] prediction, float[] target, float weight) {
                    double output = mean + deviation * prediction[0];
                    double value = mean + deviation * target[0];
                    // negated, so that a prediction that is NaN stays so
                    predicted[0] = (float) (output < LEAST ? LEAST : output);
                    truth[0] = (float) (value < 0 && value > -ROUNDING * deviation ? 0 : value);
                    score.add(predicted, truth, weight);
                }

                @Override
                public double value() {
                    return score.value();
                }
            };
        }
    }
}
