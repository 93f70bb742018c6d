package org.chainrule.metric;

import java.util.function.Predicate;

/// A metric of predictions that a function changes first.
///
/// @param fits the kinds of predictions that the function accepts
/// @param expected the description of these kinds in a message
record MappedMetric(Metric metric, Change change, Predicate<Metric.Kind> fits, String expected) implements Metric {
    /// Writes the changed prediction of a row to another array of the same length.
    @FunctionalInterface
    interface Change {
        void write(float[] prediction, float[] changed);
    }

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
        kind.require(fits.test(kind), name(), expected);
        return new Rows(metric.start(kind), change, new float[kind.outputs()]);
    }

    private record Rows(Score score, Change change, float[] changed) implements Score {
        @Override
        public void add(float[] prediction, float[] target, float weight) {
            change.write(prediction, changed);
            score.add(changed, target, weight);
        }

        @Override
        public double value() {
            return score.value();
        }
    }
}
