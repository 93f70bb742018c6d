package org.chainrule.tabular.outcome;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.chainrule.metric.Metric;
import org.chainrule.metric.Metrics;

/// The measures of each kind of target: the usual ones, and those of its own.
public final class Measures {
    private Measures() {
    }

    /// Returns what the measures of a target read: probabilities, or the numbers of [Target.Numbers#finish].
    public static Metric.Kind kind(Target target) {
        return switch (target) {
            case Target.Classes classes -> Metric.Kind.ofClasses(classes.labels().size());
            case Target.Numbers numbers -> new Metric.Kind(false, numbers.estimand().outputs(), 1);
        };
    }

    /// Returns the usual measures of a target.
    ///
    /// @param truth the class of each row, or its number
    public static List<Metric> usual(Target target, float[] truth) {
        return switch (target) {
            case Target.Classes classes -> usual(classes, truth);
            case Target.Numbers numbers -> switch (numbers.estimand()) {
                case Estimand.Mean _ -> Metrics.usual(kind(target));
                case Estimand.Counts _ -> metrics(target, Criterion.POISSON, Criterion.RMSE, Criterion.MAE);
                case Estimand.Quantiles(List<Double> levels) -> {
                    List<Metric> metrics = new ArrayList<>(metrics(target, Criterion.PINBALL));
                    if (levels.size() > 1) {
                        metrics.addAll(List.of(Metrics.coverage(), Metrics.intervalWidth()));
                    }
                    metrics.addAll(metrics(target, Criterion.RMSE, Criterion.MAE));
                    yield metrics;
                }
            };
        };
    }

    private static List<Metric> usual(Target.Classes classes, float[] truth) {
        int[] labels = new int[truth.length];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = (int) truth[i];
        }
        List<Metric> usual = new ArrayList<>();
        for (Metric metric : Metrics.usual(classes.labels().size(), labels)) {
            usual.addAll(metric.equals(Metrics.accuracy())
                    ? metrics(classes, Criterion.ACCURACY)
                    : metric.equals(Metrics.macroF1()) ? metrics(classes, Criterion.F1) : List.of(metric));
        }
        usual.addAll(metrics(classes, Criterion.RANK_ERROR, Criterion.KAPPA));
        return usual;
    }

    /// Returns the metrics of those criteria that fit the target.
    private static List<Metric> metrics(Target target, Criterion... criteria) {
        return Stream.of(criteria).filter(criterion -> criterion.fits(target))
                .map(criterion -> criterion.metric(target)).toList();
    }

    /// Returns the usual measures of a target, and those of criteria that are not among them.
    ///
    /// @param truth the class of each row, or its number
    public static List<Metric> of(Target target, float[] truth, List<Criterion> more) {
        List<Metric> all = new ArrayList<>(usual(target, truth));
        for (Criterion each : more) {
            if (each.fits(target) && all.stream().noneMatch(metric -> metric.name().equals(each.reported()))) {
                all.add(each.metric(target));
            }
        }
        return all;
    }

    /// Returns whether smaller values of a measure are better.
    ///
    /// @param name the name under which it is reported
    public static boolean isError(String name) {
        return name.equals(Metrics.intervalWidth().name()) || Stream.of(Criterion.values())
                .anyMatch(each -> each.reported().equals(name) && !each.higherIsBetter());
    }

    /// Returns the mean pinball loss of quantiles.
    static Metric pinball(List<Double> levels) {
        return Metric.ofRows("pinball", false, (prediction, target) -> {
            double sum = 0;
            for (int k = 0; k < prediction.length; k++) {
                double above = (double) target[0] - prediction[k];
                sum += above >= 0 ? levels.get(k) * above : (levels.get(k) - 1) * above;
            }
            return sum / prediction.length;
        });
    }

    /// Returns the mean distance of the rank of the predicted class from that of the true one.
    ///
    /// @param decision the predicted class for the probabilities of a row
    static Metric rankError(ToIntFunction<float[]> decision) {
        return Metric.ofRows("rankError", false,
                (probabilities, truth) -> Math.abs(decision.applyAsInt(probabilities) - truth[0]));
    }

    /// Returns the agreement of the predicted with the true classes with [quadratic weights][QuadraticKappa].
    ///
    /// @param decision the predicted class for the probabilities of a row
    static Metric kappa(ToIntFunction<float[]> decision) {
        return new Kappa(decision);
    }

    /// Returns the metric of one of several predicted numbers.
    static Metric ofColumn(Metric metric, int place) {
        return new Column(metric, place);
    }

    private record Column(Metric metric, int place) implements Metric {
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
            Score score = metric.start(Kind.ofNumbers(1));
            float[] one = new float[1];
            return new Score() {
                @Override
                public void add(float[] prediction, float[] target, float weight) {
                    one[0] = prediction[place];
                    score.add(one, target, weight);
                }

                @Override
                public double value() {
                    return score.value();
                }
            };
        }
    }

    private record Kappa(ToIntFunction<float[]> decision) implements Metric {
        @Override
        public String name() {
            return "kappa";
        }

        @Override
        public boolean higherIsBetter() {
            return true;
        }

        @Override
        public Score start(Kind kind) {
            QuadraticKappa kappa = new QuadraticKappa();
            return new Score() {
                @Override
                public void add(float[] prediction, float[] target, float weight) {
                    kappa.add((int) target[0], decision.applyAsInt(prediction), weight);
                }

                @Override
                public double value() {
                    return kappa.value();
                }
            };
        }
    }
}
