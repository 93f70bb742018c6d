package org.chainrule.tabular.outcome;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The measures of an epoch as a person reads them.
public final class EpochMeasures {
    private EpochMeasures() {
    }

    /// Returns measures of a network on the validation rows in the units of the target, if they have one; measures that
    /// are not those of the target are left out.
    ///
    /// @param measured the measures by name, as a training reports them
    /// @param target   the target; null if it is not known yet
    /// @param metric   the metric that chooses the epoch; empty for the loss
    public static Map<String, Double> of(Map<String, Double> measured, @Nullable Target target, String metric) {
        Map<String, Double> measures = new LinkedHashMap<>(measured);
        measures.keySet().retainAll(List.of("accuracy", "logLoss", "rmse", "r2"));
        if (target instanceof Target.Numbers numbers && !numbers.isMean()) {
            // the metrics of the network are not those of the target
            measures.clear();
            measures.put("loss", measured.getOrDefault("loss", Double.NaN));
        } else if (target instanceof Target.Numbers numbers) {
            measures.computeIfPresent("rmse", (_, value) -> value * numbers.deviation());
            if (!numbers.transform().isIdentity()) {
                // the error of a transformed target has no unit
                measures.remove("rmse");
            }
        }
        if (measured.containsKey(EpochMetric.NAME)) {
            double unit = target instanceof Target.Numbers numbers && numbers.isMean()
                    && (metric.equals("rmse") || metric.equals("mae"))
                            ? numbers.deviation()
                            : 1;
            measures.put(metric, unit * measured.getOrDefault(EpochMetric.NAME, Double.NaN));
        }
        return measures;
    }
}
