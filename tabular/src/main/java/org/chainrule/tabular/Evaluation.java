package org.chainrule.tabular;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chainrule.tabular.encode.Novelty;
import org.chainrule.tabular.remark.Remark;

/// The quality of a model on a table.
///
/// @param rows     the number of rows measured
/// @param measures for classes `accuracy`, `logLoss`, `macroF1` and, for two classes, `auc`, which is NaN if all rows
///                 have the same class; for ordered ones also those of [Tabular#ordered]; for numbers `rmse` and `mae` in
///                 the units of the target, and `r2`, which is NaN if all rows have the same number; for counts and
///                 quantiles those of [Tabular#counts] and [Tabular#quantiles]. Also the metric that chose the epoch, if
///                 one was chosen, and `balancedAccuracy` if classes were balanced
/// @param novelty  the measured rows that are unlike the training rows
/// @param remarks  remarks about rows left out and values unlike those of the training rows
public record Evaluation(int rows, Map<String, Double> measures, Novelty novelty, List<Remark> remarks) {
    /// Creates an evaluation; copies the map and the list.
    public Evaluation {
        measures = Collections.unmodifiableMap(new LinkedHashMap<>(measures));
        remarks = List.copyOf(remarks);
    }
}
