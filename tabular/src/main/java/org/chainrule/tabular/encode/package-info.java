/// From columns to inputs of a network, and from its outputs back to values of the target.
///
/// [Schema][org.chainrule.tabular.encode.Schema] learns from the training rows an
/// [Encoding][org.chainrule.tabular.encode.Encoding] for each column, or why the column is
/// [left out][org.chainrule.tabular.encode.LeftOut]. [TargetChoice][org.chainrule.tabular.encode.TargetChoice] decides
/// from the target column whether classes or numbers are predicted, and
/// [Target][org.chainrule.tabular.encode.Target] turns the outputs of the network into values of that column. Schema and
/// target travel with the model as JSON.
package org.chainrule.tabular.encode;
