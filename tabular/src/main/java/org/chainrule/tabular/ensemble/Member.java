package org.chainrule.tabular.ensemble;

import org.chainrule.model.Model;

/// A trained network of an ensemble.
///
/// @param item    its work item
/// @param model   the model of its best epoch
/// @param outputs its outputs for the held-out rows of the item, row after row
record Member(WorkItem item, Model model, float[] outputs) {
    /// Returns the number of numbers that the network keeps, which its time for one row grows with.
    long size() {
        return model.parameters().values().stream().mapToLong(values -> values.shape().elements()).sum();
    }
}
