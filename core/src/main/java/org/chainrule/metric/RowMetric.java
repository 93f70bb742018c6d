package org.chainrule.metric;

import java.util.function.Predicate;
import org.chainrule.error.ArgumentException;

/// A metric that is the mean of one value per row, weighted by the weights of the rows; see [Metric#ofRows].
///
/// @param name the metric's name
/// @param higherIsBetter whether a higher value is better
/// @param value the function of a row
/// @param fits the kinds of predictions that it accepts
/// @param expected the description of these kinds in a message, such as "two classes"
public record RowMetric(String name, boolean higherIsBetter, RowValue value, Predicate<Kind> fits,
        String expected) implements Metric {
    /// Creates a metric.
    ///
    /// @throws ArgumentException if the name is blank or an argument is null
    public RowMetric {
        MetricChecks.check("ofRows", name, value, fits, expected);
    }

    /// Returns a copy that accepts some kinds of predictions only. [#start] refuses the others.
    ///
    /// @param expected the description of the kinds in a message, such as "two classes"
    public RowMetric fits(Predicate<Kind> kinds, String expected) {
        return new RowMetric(name, higherIsBetter, value, kinds, expected);
    }

    @Override
    public Score start(Kind kind) {
        kind.require(fits.test(kind), name, expected);
        return new Mean(value);
    }

    private static final class Mean implements Score {
        private final RowValue value;
        private double sum;
        private double weights;

        Mean(RowValue value) {
            this.value = value;
        }

        @Override
        public void add(float[] prediction, float[] target, float weight) {
            // 0 * NaN would make the sum NaN
            if (weight > 0) {
                sum += weight * value.of(prediction, target);
                weights += weight;
            }
        }

        @Override
        public double value() {
            return sum / weights;
        }
    }
}
