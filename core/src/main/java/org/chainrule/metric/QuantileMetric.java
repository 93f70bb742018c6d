package org.chainrule.metric;

import java.util.List;

/// The metric of [Metrics#pinball(double, double, double...)]: the mean over the levels of [Pinball].
record QuantileMetric(List<Double> levels) implements Metric {
    QuantileMetric {
        levels = List.copyOf(levels);
        for (double level : levels) {
            Pinball.requireLevel(level);
        }
    }

    @Override
    public String name() {
        return "pinball";
    }

    @Override
    public boolean higherIsBetter() {
        return false;
    }

    @Override
    public Score start(Kind kind) {
        kind.require(!kind.classes() && kind.targets() == 1 && kind.outputs() == levels.size(), name(),
                levels.size() + " predicted quantiles of one target number");
        return Metric.ofRows(name(), false, (prediction, target) -> {
            double sum = 0;
            for (int k = 0; k < prediction.length; k++) {
                sum += Pinball.loss(levels.get(k), prediction[k], target[0]);
            }
            return sum / prediction.length;
        }).start(kind);
    }
}
