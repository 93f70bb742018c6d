package org.chainrule.tabular.ensemble;

import java.util.List;
import org.chainrule.model.Model;
import org.chainrule.tabular.train.HeldOut;
import org.chainrule.train.EpochRecord;

/// A trained ensemble.
///
/// @param model the model, which averages the members
/// @param held  its outputs for rows that took no part in the training of the members that predict them
/// @param parts the networks that were trained, in the order of the lineup
/// @param diverged the names of the networks whose training diverged
/// @param forgone the share of the error on the held-out rows that networks would save which the limit of the time for a
///                single row left out; 0 if it left none out
public record Ensemble(Model model, HeldOut held, List<Part> parts, List<String> diverged,
        double forgone) {
    /// Creates an ensemble; copies the lists.
    public Ensemble {
        parts = List.copyOf(parts);
        diverged = List.copyOf(diverged);
    }

    /// A network of an ensemble.
    ///
    /// @param name      the name, such as `realmlp fold 2 of 5`
    /// @param history   its losses after each epoch that it was trained
    /// @param bestEpoch the epoch of its parameters
    /// @param weight    its weight in the average; 0 if the selection left it out
    public record Part(String name, List<EpochRecord> history, int bestEpoch, double weight) {
    }
}
