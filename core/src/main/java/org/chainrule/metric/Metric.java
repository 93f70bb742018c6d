package org.chainrule.metric;

import org.chainrule.error.ArgumentException;
import org.chainrule.error.ShapeException;

/// A measure of predictions against the truth: a name, a direction, and one number for any number of rows.
///
/// The catalogue is [Metrics]. A metric of one's own is the mean of one value per row,
///
/// ```java
/// Metric within10 = Metric.ofRows("within10", true, (prediction, target) ->
///         Math.abs(prediction[0] - target[0]) <= 10 ? 1 : 0);
/// ```
///
/// or a function of all predictions ([#ofAll]); either may name the predictions it is made for
/// ([RowMetric#fits(java.util.function.Predicate, String)]). A metric that needs neither form implements this interface.
/// The name identifies a metric among those of one training.
public interface Metric {
    /// The name under which the value is reported, such as `accuracy`.
    String name();

    /// Whether a higher value is the better one.
    boolean higherIsBetter();

    /// A new accumulator without rows.
    ///
    /// @throws ArgumentException if the metric does not fit such predictions; the message begins with the metric's name
    Score start(Kind kind);

    /// Whether a value is better than another. NaN is worse than any number.
    default boolean isBetter(double value, double than) {
        return better(value, than, higherIsBetter());
    }

    /// Returns whether a value is better than another in a given direction. NaN is worse than any number.
    static boolean better(double value, double than, boolean higherIsBetter) {
        if (Double.isNaN(than)) {
            return !Double.isNaN(value);
        }
        return higherIsBetter ? value > than : value < than;
    }

    /// The mean of one value per row, weighted by the rows' weights.
    ///
    /// @throws ArgumentException if the name is blank
    static RowMetric ofRows(String name, boolean higherIsBetter, RowValue value) {
        return new RowMetric(name, higherIsBetter, value, _ -> true, "any predictions");
    }

    /// A function of all predictions, which are kept until it is asked for: 4 bytes for each number of a row.
    ///
    /// @throws ArgumentException if the name is blank
    static WholeMetric ofAll(String name, boolean higherIsBetter, AllRows value) {
        return new WholeMetric(name, higherIsBetter, value, _ -> true, "any predictions");
    }

    /// A metric of the rows added so far. It is used by one thread.
    interface Score {
        /// Adds a row.
        ///
        /// @param prediction [Kind#outputs] numbers; the caller may reuse the array
        /// @param target [Kind#targets] numbers; the caller may reuse the array
        /// @param weight how much the row counts: a finite number of at least 0. A row of weight 0 counts as absent, a row
        ///     of weight 2 as two rows.
        /// @throws ArgumentException if the target is none that the metric is defined for, such as an unknown class
        void add(float[] prediction, float[] target, float weight);

        /// The value for the rows added so far; NaN if there are none, or if it is not defined for them.
        double value();
    }

    /// The value of one row for [Metric#ofRows].
    @FunctionalInterface
    interface RowValue {
        /// The value of a row. The arrays are reused.
        double of(float[] prediction, float[] target);
    }

    /// The value of all rows for [Metric#ofAll].
    @FunctionalInterface
    interface AllRows {
        /// The value of at least one row.
        double of(ScoredRows all);
    }

    /// What a row of predictions and targets holds.
    ///
    /// @param classes whether a prediction is the probabilities of classes and the target either the true class, counted
    ///     from 0, or a probability for each class; otherwise both are numbers
    /// @param outputs how many numbers a prediction has: for classes, the number of classes
    /// @param targets how many numbers a target has: for classes, 1 for the true class
    record Kind(boolean classes, int outputs, int targets) {
        /// Checks the numbers.
        ///
        /// @throws ArgumentException if a prediction or target is empty, or there are fewer than two classes
        /// @throws ShapeException if there are classes and the target is neither a class nor a probability for each
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

        /// Probabilities of classes, and the true class as target.
        public static Kind ofClasses(int classes) {
            return new Kind(true, classes, 1);
        }

        /// Numbers, and as many true ones as targets.
        public static Kind ofNumbers(int width) {
            return new Kind(false, width, width);
        }

        /// Whether the target is a class.
        public boolean labelled() {
            return classes && targets == 1;
        }

        /// Whether there is a true number for each number predicted.
        public boolean paired() {
            return !classes && outputs == targets;
        }

        /// Refuses this kind for a metric unless it fits.
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
