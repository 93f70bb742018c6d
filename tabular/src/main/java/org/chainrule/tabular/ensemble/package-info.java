/// Ensembles: several networks whose predictions are averaged.
///
/// A [Lineup] lists the networks to train: each recipe on each fold. [EnsembleTraining] trains them, several at a time, up
/// to a [Deadline]. Each row is held out by some networks, and their predictions for it are honest: [GreedySelection]
/// weighs the recipes by them, and all that is chosen after the training is chosen on them. [Blend] joins the networks
/// into one model. [SavedChoices] and [Replay] repeat a training.
/// [Familiarity] tells rows that are unlike the training rows as a whole.
package org.chainrule.tabular.ensemble;
