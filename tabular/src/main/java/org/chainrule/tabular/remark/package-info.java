/// What the library reports about a table, a training or a prediction, as values.
///
/// A [Remark] is a fact with its data, such as "column `age` holds three words among its numbers". A [Refusal] is the
/// reason why a table could not be read. Programs can test and filter both by type, instead of searching in messages.
///
/// A remark does not know whether its reader works with Java or with the command. If its sentence names a [Remedy], it
/// gets the name from a [Wording]: in Java it is `Tabular.categorical("age")`, in the command `--categorical`.
///
/// ```java
/// for (Remark remark : table.reading().remarks()) {
///     log.info(remark.sentence());
///     if (remark instanceof ColumnRemark.StrayWords stray && stray.count() > 100) {
///         ...
///     }
/// }
/// ```
package org.chainrule.tabular.remark;
