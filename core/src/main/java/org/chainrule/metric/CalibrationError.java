package org.chainrule.metric;

import org.chainrule.error.ArgumentException;

/// The metric of [Metrics#ece(int)]. Bin `k` of `m` holds the rows whose highest probability is above `k / m` and at most
/// `(k + 1) / m`.
record CalibrationError(int bins) implements Metric {
    static final int USUAL = 15;

    CalibrationError {
        if (bins < 1) {
            throw new ArgumentException("bins", "ece: bins is " + bins + ", expected at least 1");
        }
    }

    @Override
    public String name() {
        return bins == USUAL ? "ece" : "ece" + bins;
    }

    @Override
    public boolean higherIsBetter() {
        return false;
    }

    @Override
    public Score start(Kind kind) {
        kind.require(kind.classes(), name(), "classes");
        return new Bins(name(), bins);
    }

    private static final class Bins implements Score {
        private final String metric;
        /// The weights of the rows of each bin times their highest probability, less those of the correct rows.
        private final double[] excess;
        private double weights;

        Bins(String metric, int bins) {
            this.metric = metric;
            this.excess = new double[bins];
        }

        @Override
        public void add(float[] prediction, float[] target, float weight) {
            if (!(weight > 0)) {
                return;
            }
            int chosen = ClassRow.argmax(prediction);
            double confidence = prediction[chosen];
            int bin = Math.clamp((int) Math.ceil(confidence * excess.length) - 1, 0, excess.length - 1);
            boolean right = chosen == ClassRow.truth(metric, target, prediction.length);
            excess[bin] += weight * (confidence - (right ? 1 : 0));
            weights += weight;
        }

        @Override
        public double value() {
            double sum = 0;
            for (double each : excess) {
                sum += Math.abs(each);
            }
            return sum / weights;
        }
    }
}
