/// Single values as text: parsers for what a cell of a table holds, and the words that messages use to show it.
///
/// [Decimal] and [NumberStyle] parse plain numbers, [Dates] parses dates, and [MissingWords] and [BooleanWords]
/// know the words for missing values, true and false. They work on bytes in a buffer and allocate nothing for an
/// ordinary number, because a large file has millions of cells. [WrittenNumber] parses all other spellings of
/// numbers, with currencies, magnitudes and units, which [Units] converts. No parser throws: a cell that does not
/// parse is NaN or null, and the column decides what that means.
///
/// In the other direction, [Phrases] formats counts, numbers and lists of names for sentences, and [Suggestions] finds
/// the names nearest to a misspelled one. [JsonFields] reads the descriptions that a model file keeps, and turns each
/// fault into a message that names the file and the field.
package org.chainrule.tabular.value;
