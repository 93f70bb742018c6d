package org.chainrule.metric;

import java.util.function.Predicate;
import org.chainrule.error.ArgumentException;

/// The mean of one value per row, weighted by the rows' weights; see [Metric#ofRows].
///
/// @param name           the metric's name
/// @param higherIsBetter whether a higher value is the better one
/// @param value          the value of a row
/// @param fits           what predictions it is made for
/// @param expected       those predictions in words, as in "needs two classes"
public record RowMetric(String name, boolean higherIsBetter, RowValue value, Predicate<Kind> fits,
        String expected) implements Metric {
    /// Checks the name.
    ///
    /// @throws ArgumentException if the name is blank or anything is null
    public RowMetric {
        MetricChecks.check("ofRows", name, value, fits, expected);
    }

    /// The same metric for some kinds of predictions only: it is refused for others.
    ///
    /// @param expected the kinds in words, as in "two classes"
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
            // NaN of an absent row must not count either
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
