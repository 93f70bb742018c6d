package org.chainrule.tabular;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chainrule.tabular.outcome.Assessment;
import org.chainrule.tabular.remark.Remark;

/// The result of a training on a table: the model and its quality, compared with two baselines.
///
/// @param model       the model of the best epoch
/// @param epochs      the number of epochs trained
/// @param seconds     the duration of the training without the baselines
/// @param interrupted whether the training was stopped before its end
/// @param validation  measures on the validation set, which chose the epoch
/// @param test        measures on the test rows; empty if there are none, or if measuring them took longer than a
///                    moment after the training was stopped
/// @param baselines   measures on the test rows of `constant` (always the class shares, or the mean, of the training
///                    rows) and of `linear` (a linear model trained in the same way). `linear` is absent if it is the
///                    model itself or was not trained, and is named `linear, stopped after 3 epochs` if it was stopped.
///                    Also of `neighbors` (the nearest training rows, whose number is that of the assessment), unless
///                    finding them would take more than a second
/// @param constant    the prediction of the constant baseline in words, such as `always "setosa"`
/// @param remarks     remarks about the data and the training
/// @param assessment  how far the measures on the test rows can be trusted
public record TabularResult(TabularModel model, int epochs, double seconds, boolean interrupted,
        Map<String, Double> validation, Map<String, Double> test, Map<String, Map<String, Double>> baselines,
        String constant, List<Remark> remarks, Assessment assessment) {
    /// Creates a result; copies the maps and the list.
    public TabularResult {
        validation = Collections.unmodifiableMap(new LinkedHashMap<>(validation));
        test = Collections.unmodifiableMap(new LinkedHashMap<>(test));
        baselines = Collections.unmodifiableMap(new LinkedHashMap<>(baselines));
        remarks = List.copyOf(remarks);
    }
}
