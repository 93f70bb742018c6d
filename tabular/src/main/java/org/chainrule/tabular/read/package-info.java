/// Reads tables. [Tables][org.chainrule.tabular.read.Tables] and [TableSource] are the entry points; all other types serve
/// them.
///
/// A file passes through four stages. [TextSource][org.chainrule.tabular.source.TextSource] opens it as bytes that can be
/// read repeatedly, and detects compression and the character set. [Dialect][org.chainrule.tabular.csv.Dialect] detects
/// separator and quotes from the first 64 KiB. [CsvScanner][org.chainrule.tabular.csv.CsvScanner] splits the bytes into
/// records and fields without turning them into strings. [RowReader] finds the rows among the records, and [RecordReader]
/// gives each of their fields to the [ColumnBuilder] of its column.
///
/// What is not CSV is turned into CSV text: JSON, the rows of a query, Java records, and the files that other modules read.
/// There each record is a row, so no layout is detected. Several files are records too, after each was read alone.
///
/// A column's type is not known before its last value has been read. A builder therefore assumes the simplest type and
/// stores only that. If a later value contradicts the assumption, [TableReader] makes another pass with a better
/// [ColumnGuess]. Ordinary files need a single pass, and no column is ever stored twice.
///
/// Numbers such as `1.234` are ambiguous. [DecimalMarks] settles them with the other columns of the file and with the
/// files of the training, and reports its decision in a remark.
///
/// A column of words is examined as a whole: the [Recogniser] finds out whether they stand for numbers with units, dates,
/// durations or other values.
///
/// Not every line is a row. [Layout][org.chainrule.tabular.csv.Layout] finds titles, headers of two lines and units at the
/// beginning of the file. [Footers] holds back lines that only the end of the file shows to be notes. [Totals] looks for
/// sums in the finished table; if it finds any, the file is read again without them.
///
/// Every row is accounted for. Rows that hold no data are counted with their line numbers. Any other fault refuses the
/// file, with the line and the fix in the message.
package org.chainrule.tabular.read;
