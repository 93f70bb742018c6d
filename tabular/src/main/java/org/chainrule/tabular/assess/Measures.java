package org.chainrule.tabular.assess;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.chainrule.metric.Metric;
import org.chainrule.metric.Metrics;
import org.chainrule.tabular.outcome.Estimand;

/// The measures of each kind of prediction beyond the usual ones of classes and of numbers.
public final class Measures {
    /// The measures by which models are compared, one for each kind of prediction.
    private static final List<String> DECIDING = List.of("logLoss", "poissonDeviance", "pinball", "rmse");
    private static final Set<String> ERRORS = Set.of("logLoss", "poissonDeviance", "pinball", "rmse", "mae",
            "intervalWidth", "rankError");

    private Measures() {
    }

    /// Returns the name of the measure that decides by default, among those of a model: `logLoss` of classes,
    /// `poissonDeviance` of counts, `pinball` of quantiles and `rmse` of other numbers.
    public static String deciding(Collection<String> names) {
        return DECIDING.stream().filter(names::contains).findFirst().orElse("rmse");
    }

    /// Returns whether smaller values of a measure are better.
    public static boolean isError(String name) {
        return ERRORS.contains(name);
    }

    /// Returns what the measures of an estimand read.
    public static Metric.Kind kind(Estimand estimand) {
        return new Metric.Kind(false, estimand.outputs(), 1);
    }

    /// Returns the measures of an estimand.
    public static List<Metric> of(Estimand estimand) {
        return switch (estimand) {
            case Estimand.Mean _ -> Metrics.usual(kind(estimand));
            case Estimand.Counts _ -> List.of(Metrics.poissonDeviance(), Metrics.rmse(), Metrics.mae());
            case Estimand.Quantiles quantiles -> of(quantiles);
        };
    }

    private static List<Metric> of(Estimand.Quantiles quantiles) {
        List<Double> levels = quantiles.levels();
        List<Metric> metrics = new ArrayList<>();
        metrics.add(Metric.ofRows("pinball", false, (prediction, target) -> {
            double sum = 0;
            for (int k = 0; k < prediction.length; k++) {
                sum += pinball(levels.get(k), prediction[k], target[0]);
            }
            return sum / prediction.length;
        }));
        if (levels.size() > 1) {
            metrics.add(Metrics.coverage());
            metrics.add(Metrics.intervalWidth());
        }
        if (levels.contains(0.5)) {
            metrics.add(new Column(Metrics.rmse(), levels.indexOf(0.5)));
            metrics.add(new Column(Metrics.mae(), levels.indexOf(0.5)));
        }
        return metrics;
    }

    /// Returns the mean loss of the outputs of networks by which an ensemble is chosen: that of counts or of quantiles.
    ///
    /// @param outputs the outputs, row after row
    /// @param goals   the number that the network should predict for each row
    public static double loss(Estimand estimand, float[] outputs, float[] goals) {
        double sum = 0;
        if (estimand instanceof Estimand.Quantiles(List<Double> levels)) {
            for (int i = 0; i < outputs.length; i++) {
                sum += pinball(levels.get(i % levels.size()), outputs[i], goals[i / levels.size()]);
            }
        } else {
            for (int i = 0; i < outputs.length; i++) {
                sum += StrictMath.exp(outputs[i]) - (double) goals[i] * outputs[i];
            }
        }
        return sum / outputs.length;
    }

    private static double pinball(double level, float prediction, float target) {
        double above = (double) target - prediction;
        return above >= 0 ? level * above : (level - 1) * above;
    }

    /// Returns the additional measures of classes in an order: `rankError`, the mean distance of the rank of the predicted
    /// class from that of the true one, and `kappa`, their agreement with [quadratic weights][QuadraticKappa].
    ///
    /// @param decision the predicted class for the probabilities of a row
    public static List<Metric> ofOrder(ToIntFunction<float[]> decision) {
        return List.of(Metric.ofRows("rankError", false,
                (probabilities, truth) -> Math.abs(decision.applyAsInt(probabilities) - truth[0])),
                new Kappa(decision));
    }

    /// The measure of one of several predicted numbers.
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
