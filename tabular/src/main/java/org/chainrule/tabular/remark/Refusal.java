package org.chainrule.tabular.remark;

import java.util.List;
import org.chainrule.tabular.value.Phrases;

/// The reason why a table cannot be read, if a setting would make it readable. It is the
/// [reason][org.chainrule.error.FormatException#reason] of the exception, whose message is [#sentence()].
public sealed interface Refusal {
    /// Returns the name of the file or of other data.
    String source();

    /// Returns the sentence, with the setting as a method of the Java API.
    default String sentence() {
        return sentence(Wording.JAVA);
    }

    /// Returns the sentence.
    ///
    /// @param wording how to name the setting
    String sentence(Wording wording);

    /// The header uses a name twice, and the name is a number, so the file may have no header.
    ///
    /// @param first  the place of the first of the two columns, from 1
    /// @param second the place of the second
    record NumberTwice(String source, String name, int first, int second) implements Refusal {
        @Override
        public String sentence(Wording wording) {
            return source + ": the header names two columns " + Phrases.quoted(name) + " (columns " + first + " and "
                    + second + "); if the file has no header line, read it without one ("
                    + wording.of(new Remedy.NoHeader()) + ")";
        }
    }

    /// There is no such column, and a name in the header is a number, so the file may have no header.
    ///
    /// @param name the number
    record NoSuchName(String source, String column, String name) implements Refusal {
        @Override
        public String sentence(Wording wording) {
            return source + " has no column " + Phrases.quoted(column) + ", and its header line holds the number "
                    + Phrases.quoted(name) + "; if the file has no header line, read it without one ("
                    + wording.of(new Remedy.NoHeader()) + "), which names the columns c1, c2 and so on";
        }
    }

    /// Day and month cannot be told apart in a column of dates.
    record AmbiguousDates(String source, String column, String example) implements Refusal {
        @Override
        public String sentence(Wording wording) {
            return source + ": day and month cannot be told apart in the dates of column " + Phrases.quoted(column)
                    + ", such as " + Phrases.quoted(example) + "; state which comes first ("
                    + wording.of(new Remedy.DateOrder()) + ")";
        }
    }

    /// A line is not text in the encoding that the caller stated.
    ///
    /// @param line the line, from 1
    record NotInEncoding(String source, long line, String encoding) implements Refusal {
        @Override
        public String sentence(Wording wording) {
            return source + ", line " + line + ": not text in the encoding " + encoding
                    + "; state the encoding that the file is saved in (" + wording.of(new Remedy.Encoding())
                    + "), or save it as " + encoding;
        }
    }

    /// A setting of CSV text was stated for a table of another kind.
    ///
    /// @param setting the setting
    record NotOfCsv(String source, Remedy setting) implements Refusal {
        @Override
        public String sentence(Wording wording) {
            return source + " is not CSV text, so " + wording.of(setting) + " does not apply to it; leave it out";
        }
    }

    /// The file is neither UTF-8 nor Windows-1252, and no byte order mark shows another encoding.
    ///
    /// @param notUtf8    the first line that is not UTF-8
    /// @param notWestern the first line that is not Windows-1252
    record UnknownEncoding(String source, long notUtf8, long notWestern) implements Refusal {
        @Override
        public String sentence(Wording wording) {
            return source + " is neither UTF-8 (see line " + notUtf8 + ") nor Windows-1252 (see line " + notWestern
                    + "); state its encoding (" + wording.of(new Remedy.Encoding()) + "), or fix line " + notUtf8
                    + " if all others are UTF-8";
        }
    }

    /// Two lines may be the header: the second has words where all rows below have numbers.
    ///
    /// @param first   the first of the two lines, from 1
    /// @param second  the second
    /// @param example a word of the second
    record TwoHeaders(String source, long first, long second, String example) implements Refusal {
        @Override
        public String sentence(Wording wording) {
            return source + ", line " + second + ": words such as " + Phrases.quoted(example)
                    + " stand where the rows below have numbers, so line " + first + " or line " + second
                    + " may be the header; say which (" + wording.of(new Remedy.HeaderRow((int) first)) + " or "
                    + wording.of(new Remedy.HeaderRow((int) second)) + ")";
        }
    }

    /// A second table begins below the first.
    ///
    /// @param line    the line of its header, from 1
    /// @param example a name in it
    record SecondTable(String source, long line, String example) implements Refusal {
        @Override
        public String sentence(Wording wording) {
            return source + ", line " + line + ": below a blank line, words such as " + Phrases.quoted(example)
                    + " stand where the rows above have numbers, as if another table began; save each table in a file"
                    + " of its own, or say which line is the header (" + wording.of(new Remedy.HeaderRow((int) line))
                    + ")";
        }
    }

    /// The first line has a single value, as a title has, and no line below names the columns.
    ///
    /// @param line    the line, from 1
    /// @param below   the line below it that holds values
    /// @param columns the number of values in most rows
    record TitleOnly(String source, long line, long below, int columns) implements Refusal {
        @Override
        public String sentence(Wording wording) {
            return source + ", line " + line + ": 1 value where most rows have " + Phrases.count(columns, "value")
                    + ", as in a title, and no line below names the columns; if line " + line
                    + " is a title above rows without a header, skip it and read the file without a header ("
                    + wording.of(new Remedy.SkipRows((int) below - 1)) + ", " + wording.of(new Remedy.NoHeader())
                    + "); if it is the header, say so (" + wording.of(new Remedy.HeaderRow((int) line)) + ")";
        }
    }

    /// A target holds words, so that it cannot be predicted as a number.
    ///
    /// @param target  the name of the column
    /// @param stray   the words that are not numbers
    /// @param numeric whether most of its values are numbers
    record WordsForNumbers(String source, String target, Stray stray, boolean numeric) implements Refusal {
        @Override
        public String sentence(Wording wording) {
            return source + ": the target " + Phrases.quoted(target) + " cannot be predicted as a number, because "
                    + stray.words() + "; write plain numbers, "
                    + (numeric ? stray.missing(target, wording) : "predict classes instead") + ", or choose another "
                    + "target";
        }
    }

    /// A target of words has too many different ones to be classes.
    ///
    /// @param target   the name of the column
    /// @param distinct the number of distinct values
    /// @param rows     the number of rows with a value
    /// @param most     the most classes that are possible
    /// @param stray    the words that are not numbers
    /// @param numeric  whether most of its values are numbers
    record WordsForClasses(String source, String target, int distinct, int rows, int most, Stray stray,
            boolean numeric) implements Refusal {
        @Override
        public String sentence(Wording wording) {
            return source + ": the target " + Phrases.quoted(target) + " is taken for classes, because "
                    + stray.words() + ", but has " + Phrases.count(distinct, "distinct value")
                    + (distinct > most
                            ? ", more than the " + Phrases.count(most, "class") + " that can be told apart"
                            : " in " + Phrases.count(rows, "row") + ", too many for classes")
                    + "; to predict numbers, write plain numbers"
                    + (numeric ? ", or " + stray.missing(target, wording) : "")
                    + "; to predict classes, merge values; or choose another target";
        }
    }

    /// A target of numbers has too many different ones to be classes.
    ///
    /// @param target   the name of the column
    /// @param distinct the number of distinct values
    /// @param rows     the number of rows with a value
    record NumbersForClasses(String source, String target, int distinct, int rows) implements Refusal {
        @Override
        public String sentence(Wording wording) {
            return source + ": the target " + Phrases.quoted(target) + " has "
                    + Phrases.count(distinct, "distinct value") + " in " + Phrases.count(rows, "row")
                    + ", too many for classes; predict numbers (" + wording.of(new Remedy.Regression())
                    + "), or choose another target";
        }
    }

    /// The classes of a target are words, whose order is unknown.
    ///
    /// @param target  the name of the column
    /// @param classes the classes
    record NoOrder(String source, String target, List<String> classes) implements Refusal {
        /// Creates a refusal; copies the list.
        public NoOrder {
            classes = List.copyOf(classes);
        }

        @Override
        public String sentence(Wording wording) {
            return source + ": the classes of the target " + Phrases.quoted(target)
                    + " are words, which have no order of their own: " + Phrases.names(classes)
                    + "; state their order (" + wording.of(new Remedy.ClassOrder()) + ")";
        }
    }

    /// The words in a column that are not numbers.
    ///
    /// @param count   the number of values that are not numbers; 0 if the column is text for another reason
    /// @param example the first of them
    /// @param line    its line
    record Stray(int count, String example, int line) {
        private String words() {
            if (count == 0) {
                return "it is text";
            }
            return Phrases.quoted(example) + " in line " + line
                    + (count == 1
                            ? " is not a number"
                            : " and " + Phrases.count(count - 1, "other value")
                                    + " are not numbers");
        }

        private String missing(String target, Wording wording) {
            return "count " + (count == 1 ? "this value" : "such values") + " as missing ("
                    + wording.of(new Remedy.Numeric(target)) + ")";
        }
    }
}
