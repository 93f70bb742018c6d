/// From files to tables.
///
/// [Tables][org.chainrule.tabular.read.Tables] reads a CSV file or stream. The reader finds out the character set, the
/// separator and the quotes from the first lines, and what each column holds while it reads; it reads the file again
/// where a column turns out to be something else than what it began as.
package org.chainrule.tabular.read;
