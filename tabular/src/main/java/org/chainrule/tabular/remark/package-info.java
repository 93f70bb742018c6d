/// What the library has to say about a table, a training or a prediction, as values.
///
/// A [Remark] is a fact with its data: column `age` holds three words among its numbers. A [Refusal] is why a table could
/// not be read. Neither knows how its reader works with Chainrule. Where the sentence names a way out, it asks a [Wording]
/// for it: Java reads `Tabular.categorical("age")`, the command reads `--categorical`.
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
