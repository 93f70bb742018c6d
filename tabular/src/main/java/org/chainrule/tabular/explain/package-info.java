/// Explains a trained model: which columns matter, how the prediction depends on a column, what made the prediction of a
/// row, and which rows are most like it.
///
/// An [Explainer][org.chainrule.tabular.explain.Explainer] computes explanations of a model on the rows of a table. They
/// are records of plain numbers, with sentences for people and `toJson()` for programs. The same model, table and seed give
/// the same explanations on every machine and any number of threads.
package org.chainrule.tabular.explain;
