package org.chainrule.metric;

import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;

/// A metric that is a function of how often each class is true, is predicted, and is predicted correctly. Some such
/// metrics also apply to multi-label predictions, which have one probability per label.
///
/// @param labelsToo whether the metric applies to multi-label predictions
/// @param value the function of the counts
record CountMetric(String name, boolean labelsToo, ToDoubleFunction<Counts> value) implements Metric {
    @Override
    public boolean higherIsBetter() {
        return true;
    }

    @Override
    public Score start(Kind kind) {
        kind.require(kind.classes() || labelsToo && kind.paired(), name,
                labelsToo ? "classes, or a probability for each of several labels" : "classes");
        return new Counts(this, kind);
    }

    /// The sums of the weights of rows, by class or label.
    static final class Counts implements Score {
        final double[] actual;
        final double[] said;
        final double[] right;
        private final CountMetric metric;
        private final boolean classes;

        Counts(CountMetric metric, Kind kind) {
            this.metric = metric;
            this.classes = kind.classes();
            this.actual = new double[kind.outputs()];
            this.said = new double[kind.outputs()];
            this.right = new double[kind.outputs()];
        }

        @Override
        public void add(float[] prediction, float[] target, float weight) {
            if (!(weight > 0)) {
                return;
            }
            if (classes) {
                int truth = ClassRow.truth(metric.name, target, prediction.length);
                int chosen = ClassRow.argmax(prediction);
                actual[truth] += weight;
                said[chosen] += weight;
                right[truth] += truth == chosen ? weight : 0;
                return;
            }
            for (int k = 0; k < actual.length; k++) {
                boolean holds = ClassRow.holds(metric.name, target[k]);
                boolean chosen = prediction[k] > 0.5f;
                actual[k] += holds ? weight : 0;
                said[k] += chosen ? weight : 0;
                right[k] += holds && chosen ? weight : 0;
            }
        }

        @Override
        public double value() {
            return metric.value.applyAsDouble(this);
        }

        double macroF1() {
            return mean(k -> actual[k] + said[k] > 0, k -> 2 * right[k] / (actual[k] + said[k]));
        }

        double microF1() {
            return 2 * sum(right) / (sum(actual) + sum(said));
        }

        double macroPrecision() {
            return mean(k -> actual[k] + said[k] > 0, k -> said[k] > 0 ? right[k] / said[k] : 0);
        }

        double macroRecall() {
            return mean(k -> actual[k] + said[k] > 0, k -> actual[k] > 0 ? right[k] / actual[k] : 0);
        }

        double balancedAccuracy() {
            return mean(k -> actual[k] > 0, k -> right[k] / actual[k]);
        }

        /// Returns the correlation for any number of classes (Gorodkin, 2004).
        double matthews() {
            double all = sum(actual);
            double together = 0;
            double actualSquares = 0;
            double saidSquares = 0;
            for (int k = 0; k < actual.length; k++) {
                together += actual[k] * said[k];
                actualSquares += actual[k] * actual[k];
                saidSquares += said[k] * said[k];
            }
            double spread = Math.sqrt((all * all - actualSquares) * (all * all - saidSquares));
            return spread == 0 ? all > 0 ? 0 : Double.NaN : (sum(right) * all - together) / spread;
        }

        private double mean(IntPredicate counts, IntToDoubleFunction of) {
            double sum = 0;
            int present = 0;
            for (int k = 0; k < actual.length; k++) {
                if (counts.test(k)) {
                    sum += of.applyAsDouble(k);
                    present++;
                }
            }
            return sum / present;
        }

        private static double sum(double[] values) {
            double sum = 0;
            for (double value : values) {
                sum += value;
            }
            return sum;
        }
    }
}
