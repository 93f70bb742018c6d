/// Tables with named columns in, trained networks out.
///
/// The way of a row: [Table][org.chainrule.tabular.Table] reads a file into typed columns and accounts for every row;
/// [TargetChoice][org.chainrule.tabular.TargetChoice] says what the target column asks for;
/// [Split][org.chainrule.tabular.Split] holds rows out; [Schema][org.chainrule.tabular.Schema] learns from the training
/// rows how each column becomes inputs of a network, and [Target][org.chainrule.tabular.Target] how the target becomes
/// class indices or standardized numbers. Schema and target travel with the model as JSON.
package org.chainrule.tabular;
