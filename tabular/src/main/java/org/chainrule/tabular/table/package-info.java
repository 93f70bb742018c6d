/// Tables: typed columns of equal length, and what is known of the file they come from.
///
/// A [Table][org.chainrule.tabular.table.Table] consists of [columns][org.chainrule.tabular.table.Column] of numbers, of
/// words or of dates. [TableFormat][org.chainrule.tabular.table.TableFormat] says how a file is written,
/// [Reading][org.chainrule.tabular.table.Reading] what was found while it was read.
/// [RowSplit][org.chainrule.tabular.table.RowSplit] cuts the rows of a table in two.
package org.chainrule.tabular.table;
