/// Reads files that are not text as records, for modules that add a kind of file.
///
/// [Tables][org.chainrule.tabular.read.Tables] reads text. A module adds another kind of file by a [RecordFormat], which
/// it registers as a service (`java.util.ServiceLoader`). The format writes the values of each record to a [RecordSink].
/// From there on, the values are recognised as those of a CSV file are, so the same values give the same table, and the
/// same model, whatever file they come from.
package org.chainrule.tabular.records;
