/// How far the numbers of a training can be trusted, computed from plain arrays of predictions and truths.
///
/// - [Bootstrap] gives intervals of the measures over test rows, which [Statistic] computes for each resample.
/// - [Neighbors] predicts by the nearest training rows, as a baseline.
/// - [Temperature] calibrates the probabilities of classes, and [ConfidenceBins] measures how well they are calibrated.
/// - [ConfidentLearning] and [FarErrors] find rows whose label, or number, is probably wrong.
/// - [ReferenceRows] tell how far a row is from the training rows.
/// - [Folds] divides rows for a cross-validation.
/// - [Stability] measures how differently a column is distributed in two samples.
package org.chainrule.tabular.assess;
