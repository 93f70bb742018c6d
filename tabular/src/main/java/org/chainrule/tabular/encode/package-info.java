/// Encodes columns as inputs of a network.
///
/// A [Schema][org.chainrule.tabular.encode.Schema] holds an [Encoding][org.chainrule.tabular.encode.Encoding] for each
/// column in use, and the reason why each other column is [left out][org.chainrule.tabular.encode.LeftOut]. It learns
/// both from the training rows only, so the measures on held-out rows stay honest.
/// [Overrides][org.chainrule.tabular.encode.Overrides] are the user's settings, which take precedence.
///
/// One file holds everything about one kind of encoding: how it learns, encodes, refuses, describes itself, and is
/// saved. A value takes the same path from a table and from Java code: a reader turns it into a `double`, and a single
/// method writes its inputs. A model therefore predicts the same for a record as for the row of a file.
/// Training rows are the exception: their statistics of the target come from
/// [Table#inputs][org.chainrule.tabular.table.Table#inputs].
/// `docs/adding-an-encoding.md` shows how to add a kind.
package org.chainrule.tabular.encode;
