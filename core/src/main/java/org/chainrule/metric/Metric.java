package org.chainrule.metric;

import org.chainrule.error.ArgumentException;
import org.chainrule.error.ShapeException;

/// A measure of predictions against targets: a name, a direction, and one number for any number of rows.
///
/// The catalogue is [Metrics]. A custom metric is the mean of one value per row,
///
/// ```java
/// Metric within10 = Metric.ofRows("within10", true, (prediction, target) ->
///         Math.abs(prediction[0] - target[0]) <= 10 ? 1 : 0);
/// ```
///
/// or a function of all predictions ([#ofAll]). Both forms can restrict the kind of predictions that they accept
/// ([RowMetric#fits(java.util.function.Predicate, String)]). Any other metric implements this interface. The names of
/// the metrics of one training must differ.
public interface Metric {
    /// Returns the name under which the value is reported, such as `accuracy`.
    String name();

    /// Returns whether a higher value is better.
    boolean higherIsBetter();

    /// Returns a new accumulator without rows.
    ///
    /// @throws ArgumentException if the metric does not accept such predictions; the message begins with the name of
    ///     the metric
    Score start(Kind kind);

    /// Returns whether a value is better than another. NaN is worse than any number.
    default boolean isBetter(double value, double than) {
        return better(value, than, higherIsBetter());
    }

    /// Returns whether a value is better than another. NaN is worse than any number.
    ///
    /// @param higherIsBetter the direction
    static boolean better(double value, double than, boolean higherIsBetter) {
        if (Double.isNaN(than)) {
            return !Double.isNaN(value);
        }
        return higherIsBetter ? value > than : value < than;
    }

    /// Returns a metric that is the mean of one value per row, weighted by the weights of the rows.
    ///
    /// @throws ArgumentException if the name is blank
    static RowMetric ofRows(String name, boolean higherIsBetter, RowValue value) {
        return new RowMetric(name, higherIsBetter, value, _ -> true, "any predictions");
    }

    /// Returns a metric that is a function of all predictions. They are kept until the value is computed, in 4 bytes
    /// per number.
    ///
    /// @throws ArgumentException if the name is blank
    static WholeMetric ofAll(String name, boolean higherIsBetter, AllRows value) {
        return new WholeMetric(name, higherIsBetter, value, _ -> true, "any predictions");
    }

    /// The value of a metric for the rows added so far. One thread uses it at a time.
    interface Score {
        /// Adds a row.
        ///
        /// @param prediction [Kind#outputs] numbers; the caller may reuse the array
        /// @param target [Kind#targets] numbers; the caller may reuse the array
        /// @param weight the weight of the row, a finite number of at least 0; a row of weight 0 is ignored, a row of
        ///     weight 2 counts as two rows
        /// @throws ArgumentException if the metric is not defined for the target, such as an unknown class
        void add(float[] prediction, float[] target, float weight);

        /// Returns the value for the rows added so far; NaN if there are none or the metric is not defined for them.
        double value();
    }

    /// A function of one row, for [Metric#ofRows].
    @FunctionalInterface
    interface RowValue {
        /// Returns the value of a row. The arrays are reused for the next row.
        double of(float[] prediction, float[] target);
    }

    /// A function of all rows, for [Metric#ofAll].
    @FunctionalInterface
    interface AllRows {
        /// Returns the value of the rows, of which there is at least one.
        double of(ScoredRows all);
    }

    /// The content of a row of predictions and targets.
    ///
    /// @param classes true if a prediction is one probability per class, and the target is either the true class, from
    ///     0, or one probability per class; false if both are numbers
    /// @param outputs the count of numbers in a prediction; for classes, the number of classes
    /// @param targets the count of numbers in a target; 1 for the true class
    record Kind(boolean classes, int outputs, int targets) {
        /// Creates a kind.
        ///
        /// @throws ArgumentException if a prediction or target is empty, or there are fewer than two classes
        /// @throws ShapeException if there are classes and the target is neither a class nor one probability per class
        public Kind {
            int least = classes ? 2 : 1;
            if (outputs < least) {
                throw new ArgumentException("outputs",
                        "kind: outputs is " + outputs + ", expected at least " + least);
            }
            if (targets < 1) {
                throw new ArgumentException("targets", "kind: targets is " + targets + ", expected at least 1");
            }
            if (classes && targets != 1 && targets != outputs) {
                throw new ShapeException("kind", "expected a class or a probability for each class as target",
                        outputs + " classes", targets + " target numbers");
            }
        }

        /// Returns the kind with class probabilities as prediction and the true class as target.
        public static Kind ofClasses(int classes) {
            return new Kind(true, classes, 1);
        }

        /// Returns the kind with `width` numbers as prediction and as many as target.
        public static Kind ofNumbers(int width) {
            return new Kind(false, width, width);
        }

        /// Returns whether the target is a class.
        public boolean labelled() {
            return classes && targets == 1;
        }

        /// Returns whether the target has one number for each predicted number.
        public boolean paired() {
            return !classes && outputs == targets;
        }

        /// Throws if this kind does not fit a metric.
        void require(boolean fits, String metric, String expected) {
            if (!fits) {
                throw new ArgumentException("metric", metric + ": needs " + expected + ", got " + words());
            }
        }

        private String words() {
            if (classes) {
                return "probabilities of " + outputs + " classes with "
                        + (labelled() ? "the true class" : "a probability for each") + " as target";
            }
            return counted(outputs, "number") + " predicted for " + counted(targets, "target number");
        }

        private static String counted(int count, String noun) {
            return count + " " + noun + (count == 1 ? "" : "s");
        }
    }
}
