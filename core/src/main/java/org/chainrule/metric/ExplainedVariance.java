package org.chainrule.metric;

/// R²: the share of the variance of the targets, around the mean of each column, that the predictions explain; NaN if
/// the targets do not vary. The targets are kept because the mean is known only at the end.
record ExplainedVariance(String name) implements Metric {
    @Override
    public boolean higherIsBetter() {
        return true;
    }

    @Override
    public Score start(Kind kind) {
        kind.require(kind.paired(), name, "numbers, one for each target number");
        return new Rows(kind.outputs());
    }

    private static final class Rows implements Score {
        private final int width;
        private final FloatList targets = new FloatList();
        private final FloatList weights = new FloatList();
        private double squares;

        Rows(int width) {
            this.width = width;
        }

        @Override
        public void add(float[] prediction, float[] target, float weight) {
            if (!(weight > 0)) {
                return;
            }
            for (int i = 0; i < width; i++) {
                double error = (double) prediction[i] - target[i];
                squares += weight * (error * error);
            }
            targets.add(target, width);
            weights.add(weight);
        }

        @Override
        public double value() {
            double total = 0;
            for (int row = 0; row < weights.size(); row++) {
                total += weights.at(row);
            }
            double spread = 0;
            for (int column = 0; column < width; column++) {
                spread = spread(column, total, spread);
            }
            return spread > 0 ? 1 - squares / spread : Double.NaN;
        }

        /// Returns the sum of a column's squared distances from its mean.
        private double spread(int column, double total, double before) {
            if (constant(column)) {
                // The rounding of the mean would leave a tiny distance.
                return before;
            }
            double mean = 0;
            for (int row = 0; row < weights.size(); row++) {
                mean += (double) targets.at(row * width + column) * weights.at(row) / total;
            }
            double spread = before;
            for (int row = 0; row < weights.size(); row++) {
                double distance = targets.at(row * width + column) - mean;
                spread += weights.at(row) * (distance * distance);
            }
            return spread;
        }

        private boolean constant(int column) {
            for (int row = 1; row < weights.size(); row++) {
                if (targets.at(row * width + column) != targets.at(column)) {
                    return false;
                }
            }
            return true;
        }
    }
}
