package org.chainrule.tabular.remark;

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

    /// Day and month cannot be told apart in a column of dates.
    record AmbiguousDates(String source, String column, String example) implements Refusal {
        @Override
        public String sentence(Wording wording) {
            return source + ": day and month cannot be told apart in the dates of column " + Phrases.quoted(column)
                    + ", such as " + Phrases.quoted(example) + "; state which comes first ("
                    + wording.of(new Remedy.DateOrder()) + ")";
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
