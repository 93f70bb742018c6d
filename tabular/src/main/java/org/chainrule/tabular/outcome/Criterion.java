package org.chainrule.tabular.outcome;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
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
    ACCURACY("accuracy"),
    /// The area under the ROC curve; of more than two classes, averaged over each against the rest.
    AUC("auc roc_auc"),
    /// The area under the precision-recall curve, averaged in the same way.
    AVERAGE_PRECISION("average_precision pr_auc"),
    /// The share of right predictions, averaged over the classes.
    BALANCED_ACCURACY("balanced_accuracy"),
    /// The squared error of the probabilities.
    BRIER("brier brier_score"),
    /// F1, averaged over the classes.
    F1("f1 f1_macro macro_f1"),
    /// The negative logarithm of the probability of the true class.
    LOG_LOSS("logloss cross_entropy"),
    /// The correlation of the true and the predicted class.
    MATTHEWS("mcc matthews"),
    /// The agreement of ordered classes with [quadratic weights][QuadraticKappa].
    KAPPA("kappa quadratic_kappa"),
    /// The mean distance of the ranks of ordered classes.
    RANK_ERROR("rank_error"),
    /// The mean absolute error; of quantiles, that of the median.
    MAE("mae"),
    /// The Poisson deviance of numbers of at least 0; predictions below 2^-24 count as that.
    POISSON("poisson poisson_deviance"),
    /// The share of explained variance.
    R2("r2"),
    /// The root of the mean squared error; of quantiles, that of the median.
    RMSE("rmse"),
    /// The mean pinball loss of quantiles.
    PINBALL("pinball");

    private static final Set<Criterion> OF_CLASSES = EnumSet.range(ACCURACY, MATTHEWS);
    private static final Set<Criterion> OF_ORDER = EnumSet.of(KAPPA, RANK_ERROR);
    private static final Set<Criterion> OF_MEANS = EnumSet.range(MAE, RMSE);
    private static final double MEDIAN = 0.5;
    /// The lower bound of predicted means in [#POISSON], as that of probabilities in the log loss.
    private static final double LEAST = 0x1p-24;
    /// Targets that are negative by less than this share of the deviation are 0 and a rounding error.
    private static final double ROUNDING = 1e-5;

    /// The names that users write, separated by blanks; the first is the usual one.
    private final String names;

    Criterion(String names) {
        this.names = names;
    }

    /// Returns the metric of any target, which has the name and the direction.
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
            case KAPPA -> Measures.kappa(_ -> 0);
            case RANK_ERROR -> Measures.rankError(_ -> 0);
            case MAE -> Metrics.mae();
            case POISSON -> Metrics.poissonDeviance();
            case R2 -> Metrics.r2();
            case RMSE -> Metrics.rmse();
            case PINBALL -> Measures.pinball(List.of(0.5));
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
                        ? "the metric ece cannot choose an epoch, because predicting the same shares of the classes for "
                                + "every row has the best value; choose one of " + listed(OF_CLASSES)
                        : "the metric " + Phrases.quoted(name) + " is not known; choose one of "
                                + listed(OF_CLASSES) + " for classes, or " + listed(OF_ORDER)
                                + " if they are ordered; of " + listed(OF_MEANS)
                                + " for numbers; or pinball for quantiles"));
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
    }

    /// Returns the names of criteria, all of them.
    private static String listed(Collection<Criterion> which) {
        List<String> names = which.stream().map(Criterion::word).toList();
        int last = names.size() - 1;
        return last == 0 ? names.getFirst() : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
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

    /// Returns the criterion that decides between models of a target if none is chosen: the log loss of classes, the Poisson
    /// deviance of counts, the pinball loss of quantiles, and the root mean squared error of other numbers.
    public static Criterion usual(Target target) {
        return switch (target) {
            case Target.Classes _ -> LOG_LOSS;
            case Target.Numbers numbers -> switch (numbers.estimand()) {
                case Estimand.Mean _ -> RMSE;
                case Estimand.Counts _ -> POISSON;
                case Estimand.Quantiles _ -> PINBALL;
            };
        };
    }

    /// Returns whether this criterion measures such a target.
    public boolean fits(Target target) {
        return switch (target) {
            case Target.Classes classes -> OF_CLASSES.contains(this) || classes.ordered() && OF_ORDER.contains(this);
            case Target.Numbers numbers -> switch (numbers.estimand()) {
                case Estimand.Mean _,Estimand.Counts _ -> OF_MEANS.contains(this);
                case Estimand.Quantiles(List<Double> levels) ->
                    this == PINBALL || levels.contains(MEDIAN) && (this == MAE || this == RMSE);
            };
        };
    }

    /// Checks that this criterion measures a target.
    ///
    /// @param rows the rows with a target
    /// @throws ArgumentException if it does not; the message lists those that do
    public void check(Target target, Table table, int[] rows) {
        String name = "the target " + Phrases.quoted(target.column());
        misfit(target).ifPresent(why -> {
            throw new ArgumentException("metric", table.source() + ": " + name + why);
        });
        if (this == POISSON) {
            NumberColumn values = TargetChoice.numbers(table, target.column());
            IntStream.of(rows).filter(row -> values.value(row) < 0).findFirst().ifPresent(row -> {
                throw new ArgumentException("metric", table.source() + ", line " + table.line(row) + ": " + name
                        + " is " + values.text(row) + ", but poisson measures counts of at least 0; "
                        + others(target));
            });
        }
    }

    /// Returns why this criterion does not measure a target, and those that do, such as ` has classes, but the metric r2
    /// measures numbers; choose one of ...`; empty if it does.
    public Optional<String> misfit(Target target) {
        return fits(target)
                ? Optional.empty()
                : Optional.of(predicted(target) + ", but the metric " + word() + " measures " + measured(target) + "; "
                        + others(target));
    }

    private static String predicted(Target target) {
        return switch (target) {
            case Target.Classes classes -> classes.ordered() ? " has ordered classes" : " has classes";
            case Target.Numbers numbers -> switch (numbers.estimand()) {
                case Estimand.Mean _ -> " is predicted as a number";
                case Estimand.Counts _ -> " is predicted as a count";
                case Estimand.Quantiles _ -> " is predicted by quantiles";
            };
        };
    }

    private String measured(Target target) {
        boolean quantiles = target instanceof Target.Numbers numbers
                && numbers.estimand() instanceof Estimand.Quantiles;
        if (OF_MEANS.contains(this)) {
            return !quantiles
                    ? "numbers"
                    : this == MAE || this == RMSE ? "the median, which is not among them" : "means";
        }
        return this == PINBALL ? "quantiles" : OF_ORDER.contains(this) ? "ordered classes" : "classes";
    }

    private String others(Target target) {
        List<Criterion> others = Arrays.stream(values()).filter(each -> each != this && each.fits(target)).toList();
        return "choose " + (others.size() == 1 ? "" : "one of ") + listed(others);
    }

    /// Returns the metric of the outputs of a network: of the probabilities, whose class the target decides, or of the
    /// numbers of [Target.Numbers#finish].
    public Metric metric(Target target) {
        return switch (target) {
            case Target.Classes classes -> decided(classes);
            case Target.Numbers numbers -> switch (numbers.estimand()) {
                case Estimand.Mean _ -> this == POISSON
                        ? new Standardized(metric(), numbers.mean(), numbers.deviation())
                        : metric();
                case Estimand.Counts _ -> metric();
                case Estimand.Quantiles(List<Double> levels) -> this == PINBALL
                        ? Measures.pinball(levels)
                        : Measures.ofColumn(metric(), levels.indexOf(MEDIAN));
            };
        };
    }

    private Metric decided(Target.Classes classes) {
        ToIntFunction<float[]> decision = probabilities -> classes.decide(probabilities, 0);
        return switch (this) {
            case ACCURACY, BALANCED_ACCURACY, F1, MATTHEWS -> Metrics.decided(metric(), decision);
            case KAPPA -> Measures.kappa(decision);
            case RANK_ERROR -> Measures.rankError(decision);
            default -> metric();
        };
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
