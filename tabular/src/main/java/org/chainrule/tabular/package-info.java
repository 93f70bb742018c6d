/// Trains neural networks on tables and predicts with them. This is the package that users start with.
///
/// A training goes through four types, one for each stage:
///
/// - [Tabular][org.chainrule.tabular.Tabular] describes the training: the target, the network, and any setting that
///   should differ from its default.
/// - [TrainingPlan][org.chainrule.tabular.TrainingPlan] holds every decision about a table: the task, the split, the
///   encoding of each column, and the network. Nothing is trained yet, so a program can show the plan and its warnings
///   first.
/// - [TabularResult][org.chainrule.tabular.TabularResult] is the trained model with its measures beside two baselines.
/// - [TabularModel][org.chainrule.tabular.TabularModel] is saved as one file and predicts rows of a table, rows given
///   as maps, and, through a [Predictor][org.chainrule.tabular.Predictor], records of the caller's type.
///
/// [MultiTabular][org.chainrule.tabular.MultiTabular] does the same for several targets, with a model of its own for each.
///
/// [TabularModel#explain][org.chainrule.tabular.TabularModel#explain] answers why a model says what it says.
///
/// The model keeps everything it needs to read new data as it read the training data: column types, encodings, the file
/// format and the decision threshold. Test rows are held out before anything is learned from the table, so no statistic
/// of an encoding has seen them.
///
/// The other packages form layers. Each uses only those below it:
///
/// - [explain][org.chainrule.tabular.explain] explains models and their predictions;
/// - `train` (not exported) holds out rows, converts between rows and networks, measures, and looks for leakage;
/// - [encode][org.chainrule.tabular.encode] learns from the training rows how each column becomes network inputs;
/// - [read][org.chainrule.tabular.read] reads files into tables and detects their format;
/// - [remark][org.chainrule.tabular.remark] holds what the library reports, as values that become sentences;
/// - [table][org.chainrule.tabular.table] is the table: typed columns of equal length;
/// - `value` (not exported) parses and formats single values: numbers, dates, words.
package org.chainrule.tabular;
