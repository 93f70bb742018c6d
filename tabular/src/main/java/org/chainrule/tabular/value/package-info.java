/// Single values as text: parsers for what a cell of a table holds, and the words that messages use to show it.
///
/// [Decimal] and [NumberStyle] parse numbers. [Dates] parses dates, [Clock] times of day, [Durations] durations, and
/// [Coordinates] latitudes and longitudes; [Epochs] knows the numbers that are times. [MissingWords] and [BooleanWords]
/// know the words for missing values, true and false. The parsers of numbers and of dates in digits work on bytes in a
/// buffer and allocate nothing for an ordinary value, because a large file has millions of cells. None of them throws:
/// a cell that does not parse is NaN, and the column decides what that means.
///
/// In the other direction, [Phrases] formats counts, numbers and lists of names for sentences, and [Suggestions] finds
/// the names nearest to a misspelled one. [JsonFields] reads the descriptions that a model file keeps, and turns each
/// fault into a message that names the file and the field.
package org.chainrule.tabular.value;
