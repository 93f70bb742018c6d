/// The structure of a CSV file: what separates values, which line is the header, and which lines are no rows.
///
/// [Dialect][org.chainrule.tabular.csv.Dialect] chooses separator and quotes,
/// [Layout][org.chainrule.tabular.csv.Layout] finds titles, headers of two lines and lines of units at the beginning of a
/// file, and [CsvScanner][org.chainrule.tabular.csv.CsvScanner] splits its records.
/// [CsvOutput][org.chainrule.tabular.csv.CsvOutput] writes records. What the values mean is for
/// `org.chainrule.tabular.read`.
package org.chainrule.tabular.csv;
