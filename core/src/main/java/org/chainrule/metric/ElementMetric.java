package org.chainrule.metric;

/// A metric that is the mean of one value per predicted number, over all rows and columns, or the root of that mean.
record ElementMetric(String name, Element value, boolean root) implements Metric {
    /// A function of one number and its target.
    @FunctionalInterface
    interface Element {
        double of(float prediction, float target);
    }

    @Override
    public boolean higherIsBetter() {
        return false;
    }

    @Override
    public Score start(Kind kind) {
        kind.require(kind.paired(), name, "numbers, one for each target number");
        return new Mean(value, root, kind.outputs());
    }

    private static final class Mean implements Score {
        private final Element value;
        private final boolean root;
        private final int width;
        private double sum;
        private double weights;

        Mean(Element value, boolean root, int width) {
            this.value = value;
            this.root = root;
            this.width = width;
        }

        @Override
        public void add(float[] prediction, float[] target, float weight) {
            if (weight > 0) {
                for (int i = 0; i < width; i++) {
                    sum += weight * value.of(prediction[i], target[i]);
                }
                weights += weight;
            }
        }

        @Override
        public double value() {
            double mean = sum / (weights * width);
            return root ? Math.sqrt(mean) : mean;
        }
    }
}
