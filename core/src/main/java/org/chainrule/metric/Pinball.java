package org.chainrule.metric;

import org.chainrule.error.ArgumentException;

/// The metric of [Metrics#pinball(double)].
record Pinball(double q) implements Metric {
    Pinball {
        requireLevel(q);
    }

    static void requireLevel(double q) {
        if (!(q > 0 && q < 1)) {
            throw new ArgumentException("q", "pinball: q is " + q + ", expected a number between 0 and 1");
        }
    }

    /// Returns the loss of a predicted quantile.
    static double loss(double q, float prediction, float target) {
        double above = (double) target - prediction;
        return above >= 0 ? q * above : (q - 1) * above;
    }

    @Override
    public String name() {
        return "pinball" + q;
    }

    @Override
    public boolean higherIsBetter() {
        return false;
    }

    @Override
    public Score start(Kind kind) {
        return new ElementMetric(name(), (prediction, target) -> loss(q, prediction, target), false).start(kind);
    }
}
