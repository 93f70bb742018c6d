/// Single values as text: parsers for what a cell of a table holds, and the words that messages use to show it.
///
/// A [Notation][org.chainrule.tabular.value.Notation] is the way in which a column writes its values: numbers, dates,
/// durations and others, parsed by `org.chainrule.tabular.number` and `org.chainrule.tabular.time`.
/// [MissingWords][org.chainrule.tabular.value.MissingWords] and [BooleanWords][org.chainrule.tabular.value.BooleanWords]
/// know the words for missing values, true and false; others know the words of totals, units and footers.
///
/// In the other direction, [Phrases][org.chainrule.tabular.value.Phrases] formats counts, numbers and lists of names for
/// sentences, and [Suggestions][org.chainrule.tabular.value.Suggestions] finds the names nearest to a misspelled one.
/// [JsonFields][org.chainrule.tabular.value.JsonFields] reads the descriptions that a model file keeps, and turns each
/// fault into a message that names the file and the field.
package org.chainrule.tabular.value;
