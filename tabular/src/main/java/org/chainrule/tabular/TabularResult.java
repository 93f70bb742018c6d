package org.chainrule.tabular;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chainrule.tabular.remark.Remark;

/// What a training on a table leaves: the model and how good it is, beside two baselines.
///
/// @param model       the model, of the best epoch
/// @param epochs      how many epochs were trained
/// @param seconds     how long that took, baselines aside
/// @param interrupted whether it was stopped from outside before its end
/// @param validation  measures on the rows that chose the epoch
/// @param test        measures on the test rows; empty when there are none, or when measuring them took longer than a
///                    moment after the training was stopped
/// @param baselines   measures on the test rows of `constant` (the classes' shares among the training rows, or their
///                    mean) and of `linear` (a linear model, trained in the same way); the latter is not there when it
///                    is the model itself or was not trained, and named `linear, stopped after 3 epochs` when it
///                    was stopped
/// @param constant    what the constant says, such as `always "setosa"`
/// @param remarks     what else there is to say, a sentence each
public record TabularResult(TabularModel model, int epochs, double seconds, boolean interrupted,
        Map<String, Double> validation, Map<String, Double> test, Map<String, Map<String, Double>> baselines,
        String constant, List<Remark> remarks) {
    /// A result.
    public TabularResult {
        validation = Collections.unmodifiableMap(new LinkedHashMap<>(validation));
        test = Collections.unmodifiableMap(new LinkedHashMap<>(test));
        baselines = Collections.unmodifiableMap(new LinkedHashMap<>(baselines));
        remarks = List.copyOf(remarks);
    }
}
