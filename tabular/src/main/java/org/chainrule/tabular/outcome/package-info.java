/// The column to predict.
///
/// [TargetChoice][org.chainrule.tabular.outcome.TargetChoice] chooses between classification and regression from the values
/// of the column and gives the reason; [Target][org.chainrule.tabular.outcome.Target] turns the outputs of a network into
/// classes or numbers, and is saved in the model file as JSON. Labels come back exactly as the table writes them.
/// [ErrorQuantiles][org.chainrule.tabular.outcome.ErrorQuantiles] bound its errors, and an
/// [Assessment][org.chainrule.tabular.outcome.Assessment] tells how far the measures of a model can be trusted.
package org.chainrule.tabular.outcome;
