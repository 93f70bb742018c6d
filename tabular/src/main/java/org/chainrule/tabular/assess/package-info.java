/// How far the numbers of a training can be trusted, computed from plain arrays of predictions and truths.
///
/// - [Bootstrap] gives intervals of the measures over test rows, which [Statistic] computes for each resample.
package org.chainrule.tabular.assess;
