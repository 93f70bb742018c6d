package org.chainrule.metric;

import java.util.function.Predicate;
import org.chainrule.error.ArgumentException;

/// A function of all predictions; see [Metric#ofAll].
///
/// @param name           the metric's name
/// @param higherIsBetter whether a higher value is the better one
/// @param value          the value of all rows
/// @param fits           what predictions it is made for
/// @param expected       those predictions in words, as in "needs two classes"
public record WholeMetric(String name, boolean higherIsBetter, AllRows value, Predicate<Kind> fits,
        String expected) implements Metric {
    /// Checks the name.
    ///
    /// @throws ArgumentException if the name is blank or anything is null
    public WholeMetric {
        MetricChecks.check("ofAll", name, value, fits, expected);
    }

    /// The same metric for some kinds of predictions only: it is refused for others.
    ///
    /// @param expected the kinds in words, as in "two classes"
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
