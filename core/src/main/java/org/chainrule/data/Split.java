package org.chainrule.data;

/// Examples in two parts that have no row in common.
///
/// @param train the rows to train on
/// @param held the rows held out for validation or a test
public record Split(Examples train, Examples held) {
}
