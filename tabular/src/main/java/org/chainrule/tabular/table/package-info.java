/// Tables: typed columns of equal length, with the format of the file they come from.
///
/// A [Table][org.chainrule.tabular.table.Table] consists of [columns][org.chainrule.tabular.table.Column] of numbers,
/// words or dates. Each column type has a compact storage of its own: a number column is a `double[]` in which NaN
/// marks missing values, a date column a `double[]` of seconds, and a text column an `int[]` of codes into a dictionary
/// of its distinct words.
///
/// Three types describe how a table relates to its file:
///
/// - [TableFormat][org.chainrule.tabular.table.TableFormat] is what is known about a file before it is read. A setting
///   in it overrides detection.
/// - [Reading][org.chainrule.tabular.table.Reading] is the report on the reading: the number of rows, the rows left out
///   and why, and remarks on anything that may surprise.
/// - [ColumnFormat][org.chainrule.tabular.table.ColumnFormat] is what the reader detected about one column. A trained
///   model keeps it, so `1.234` in a file to predict means what it meant in training, even in a file that leaves it
///   open.
///
/// [RowSplit][org.chainrule.tabular.table.RowSplit] splits the rows of a table into rows to keep and rows to hold out.
/// It handles row numbers only; the values stay where they are.
package org.chainrule.tabular.table;
