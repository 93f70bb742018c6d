package org.chainrule.tabular;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chainrule.tabular.remark.Remark;

/// How good a model is on a table.
///
/// @param rows     how many rows were compared
/// @param measures for classes `accuracy`, `logLoss`, `macroF1` and, for two, `auc`; for numbers `rmse`, `mae` in the
///                 units of the target, and `r2`
/// @param remarks  what there is to say about rows left out and values not seen in training, a sentence each
public record Evaluation(int rows, Map<String, Double> measures, List<Remark> remarks) {
    /// An evaluation.
    public Evaluation {
        measures = Collections.unmodifiableMap(new LinkedHashMap<>(measures));
        remarks = List.copyOf(remarks);
    }
}
