package org.chainrule.metric;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chainrule.error.ArgumentException;

/// The values of several metrics over the same rows. One thread uses it at a time.
///
/// ```java
/// Scores scores = Scores.of(List.of(accuracy(), topK(3)), Metric.Kind.ofClasses(10));
/// scores.add(probabilities, new float[]{7}, 1);
/// double accuracy = scores.values().get("accuracy");
/// ```
public final class Scores {
    private final List<Metric> metrics;
    private final Metric.Score[] scores;

    private Scores(List<Metric> metrics, Metric.Score[] scores) {
        this.metrics = metrics;
        this.scores = scores;
    }

    /// Returns scores without rows.
    ///
    /// @throws ArgumentException if a metric does not accept such predictions, or two have the same name
    public static Scores of(List<? extends Metric> metrics, Metric.Kind kind) {
        ArgumentException.requireNotNull("metrics", "kind", kind);
        ArgumentException.requireNotNull("metrics", "metrics", metrics);
        ArgumentException.requireNoneNull("metrics", "metrics", metrics.toArray());
        for (int i = 0; i < metrics.size(); i++) {
            String name = metrics.get(i).name();
            if (metrics.subList(0, i).stream().anyMatch(other -> other.name().equals(name))) {
                throw new ArgumentException("metrics", "metrics: two metrics are named " + name
                        + ", expected a name of its own for each");
            }
        }
        return new Scores(List.copyOf(metrics),
                metrics.stream().map(metric -> metric.start(kind)).toArray(Metric.Score[]::new));
    }

    /// Adds a row to each metric; see [Metric.Score#add].
    public void add(float[] prediction, float[] target, float weight) {
        for (Metric.Score score : scores) {
            score.add(prediction, target, weight);
        }
    }

    /// Returns the value of each metric by name, in the order of the metrics. A value is NaN if the metric is not
    /// defined for the rows added.
    public Map<String, Double> values() {
        Map<String, Double> values = new LinkedHashMap<>();
        for (int i = 0; i < scores.length; i++) {
            values.put(metrics.get(i).name(), scores[i].value());
        }
        return values;
    }
}
