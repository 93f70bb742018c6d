package org.chainrule.metric;

import java.util.function.Predicate;
import org.chainrule.error.ArgumentException;

/// A metric that is a function of all predictions; see [Metric#ofAll].
///
/// @param name the metric's name
/// @param higherIsBetter whether a higher value is better
/// @param value the function of all rows
/// @param fits the kinds of predictions that it accepts
/// @param expected the description of these kinds in a message, such as "two classes"
public record WholeMetric(String name, boolean higherIsBetter, AllRows value, Predicate<Kind> fits,
        String expected) implements Metric {
    /// Creates a metric.
    ///
    /// @throws ArgumentException if the name is blank or an argument is null
    public WholeMetric {
        MetricChecks.check("ofAll", name, value, fits, expected);
    }

    /// Returns a copy that accepts some kinds of predictions only. [#start] refuses the others.
    ///
    /// @param expected the description of the kinds in a message, such as "two classes"
    public WholeMetric fits(Predicate<Kind> kinds, String expected) {
        return new WholeMetric(name, higherIsBetter, value, kinds, expected);
    }

    @Override
    public Score start(Kind kind) {
        kind.require(fits.test(kind), name, expected);
        return new All(value, new ScoredRows(kind));
    }

    private record All(AllRows function, ScoredRows rows) implements Score {
        @Override
        public void add(float[] prediction, float[] target, float weight) {
            if (weight > 0) {
                rows.add(prediction, target, weight);
            }
        }

        @Override
        public double value() {
            return rows.rows() == 0 ? Double.NaN : function.of(rows);
        }
    }
}
