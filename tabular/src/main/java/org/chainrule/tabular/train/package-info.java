/// The parts of a training on a table, behind [TrainingPlan][org.chainrule.tabular.TrainingPlan].
///
/// - [Choices] holds the settings of the caller.
/// - [Holdout] chooses the rows to hold out: at random, by time, or in whole groups.
/// - [Codec] stands between tables and networks. It turns rows into examples, outputs into classes or numbers, and
///   measures into the units of the target.
/// - [Calibrator] fits what is decided on the validation set after the training: the temperature, the errors that bound
///   intervals and sets, and the decision threshold. [TestScores] measures on the test rows how far to trust the model.
/// - [Warnings] looks for reasons why the measures could be too good: copies of training rows among the test rows
///   ([Copies], [NearCopies]), columns that give the target away ([Leakage]), and columns that differ ([Shifts]).
/// - [Checkpointing] names the settings that must be the same to resume a training.
///
/// Two types keep large tables and impatient users in check. [Outputs] keeps the outputs of a network only if they fit
/// in memory, and otherwise computes them in blocks. [Stop] limits how long a stopped training may still measure: what
/// would take longer than a moment is left out, with a remark.
package org.chainrule.tabular.train;
