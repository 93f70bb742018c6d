package org.chainrule.tabular.ensemble;

import org.chainrule.tabular.network.Recipe;

/// One network of an ensemble: how it learns, the rows it learns from, and the rows that choose its epoch.
///
/// @param name   the name, such as `realmlp fold 2 of 5`, also of the folder of its checkpoints
/// @param entry  the number of its recipe in the lineup
/// @param recipe the recipe
/// @param train  the rows to learn from
/// @param held   the rows that are held out
/// @param seed   the seed of all random numbers
public record WorkItem(String name, int entry, Recipe recipe, int[] train, int[] held, long seed) {
}
