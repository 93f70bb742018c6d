package org.chainrule.tabular.ensemble;

import org.chainrule.model.Model;

/// A trained network of an ensemble.
///
/// @param item    its work item
/// @param model   the model of its best epoch
/// @param outputs its outputs for the held-out rows of the item, row after row
record Member(WorkItem item, Model model, float[] outputs) {
    /// The time for one parameter, as an estimate. The parameters of several networks do not stay in the second cache.
    private static final double MICROSECONDS = 1.5e-4;

    /// Returns the expected time for a single row in microseconds.
    double latency() {
        long parameters = model.parameters().values().stream().mapToLong(values -> values.shape().elements()).sum();
        return MICROSECONDS * parameters * item.recipe().uses();
    }
}
