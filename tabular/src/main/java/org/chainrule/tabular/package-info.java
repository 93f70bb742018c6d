/// Trains networks on tables and predicts with them.
///
/// [Tabular][org.chainrule.tabular.Tabular] describes a training. It becomes a
/// [TrainingPlan][org.chainrule.tabular.TrainingPlan], in which everything is decided and nothing is trained, and then a
/// [TabularModel][org.chainrule.tabular.TabularModel], which is saved as one file and predicts rows of a table, rows
/// given by name and records of the caller's type.
///
/// The rooms below, from the top down; each uses only those under it:
///
/// - `train` (not exported) holds rows out, encodes them for a network, measures it and looks for what makes results
///   look better than they are;
/// - [encode][org.chainrule.tabular.encode] learns from the training rows how each column becomes inputs of a network;
/// - [read][org.chainrule.tabular.read] reads files into tables and finds out how they are written;
/// - [table][org.chainrule.tabular.table] is the table: typed columns of equal length;
/// - `value` (not exported) reads and writes single values: numbers, dates, words.
package org.chainrule.tabular;
