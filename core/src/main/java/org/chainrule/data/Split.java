package org.chainrule.data;

import java.util.List;

/// Examples in two parts that have no row in common.
///
/// @param train the rows to train on
/// @param held the rows held out for validation or a test
public record Split(Examples train, Examples held) {
    /// Returns the rows in two parts.
    ///
    /// @param trained whether each row is trained on
    static Split of(Examples rows, boolean[] trained) {
        return new Split(rows.rows(Splits.where(trained, true)), rows.rows(Splits.where(trained, false)));
    }

    /// Returns one split for each fold.
    static List<Split> of(Examples rows, List<boolean[]> folds) {
        return folds.stream().map(trained -> of(rows, trained)).toList();
    }
}
