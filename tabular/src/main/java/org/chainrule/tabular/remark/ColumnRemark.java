package org.chainrule.tabular.remark;

import java.util.List;
import org.chainrule.tabular.value.Phrases;

/// A remark about how the values of one column were read.
public sealed interface ColumnRemark extends Remark {
    /// The name of the column.
    String column();

    private static String start(String column) {
        return "column " + Phrases.quoted(column);
    }

    /// Words among numbers, which count as missing.
    ///
    /// @param count    the number of values
    /// @param example  one of them
    /// @param line     the line of the example, or 0 if it is not known
    /// @param detected whether the column was found to be numeric, rather than declared so by the user
    record StrayWords(String column, int count, String example, long line, boolean detected) implements ColumnRemark {
        @Override
        public String sentence(Wording wording) {
            return start(column) + " is numeric; " + Phrases.count(count, "value")
                    + (count == 1 ? " that is not a number counts" : " that are not numbers count")
                    + " as missing, such as " + Phrases.quoted(example) + (line == 0 ? "" : " in line " + line)
                    + (detected
                            ? "; to keep them, treat the column as categorical ("
                                    + wording.of(new Remedy.Categorical(column)) + ")"
                            : "");
        }
    }

    /// One word that stands in many rows among numbers or dates, and counts as missing.
    ///
    /// @param word  the word
    /// @param count the number of its rows
    /// @param among the other values, such as `numbers`
    record MissingWord(String column, String word, int count, String among) implements ColumnRemark {
        @Override
        public String sentence(Wording wording) {
            return start(column) + ": " + Phrases.quoted(word) + " stands among " + among + " in "
                    + Phrases.count(count, "row") + " and counts as missing; if it is a value, treat the column as"
                    + " categorical (" + wording.of(new Remedy.Categorical(column)) + ")";
        }
    }

    /// A value far from all others, such as -9999, that stands for a missing one.
    ///
    /// @param value the number or the date as text
    /// @param count the number of its rows
    record Sentinel(String column, String value, int count) implements ColumnRemark {
        @Override
        public String sentence(Wording wording) {
            return start(column) + ": " + value + " stands alone, far from all other values, in "
                    + Phrases.count(count, "row") + " and counts as missing; if it is a value, keep it ("
                    + wording.of(new Remedy.Keep(value)) + ")";
        }
    }

    /// Infinite numbers, which count as missing.
    ///
    /// @param count the number of values
    /// @param line  the line of the first
    record InfiniteNumbers(String column, int count, long line) implements ColumnRemark {
        @Override
        public String sentence(Wording wording) {
            return start(column) + ": " + Phrases.count(count, "infinite number")
                    + (count == 1 ? " counts as missing, in line " : " count as missing, the first in line ") + line;
        }
    }

    /// A dash that is a value beside other marks, not a missing value.
    record DashIsValue(String column) implements ColumnRemark {
        @Override
        public String sentence(Wording wording) {
            return start(column)
                    + ": \"-\" is a value here, like the other marks; if it means that a value is missing, read it as missing ("
                    + wording.of(new Remedy.Missing("-")) + ")";
        }
    }

    /// Commas that were read as thousands separators.
    record ThousandsCommas(String column) implements ColumnRemark {
        @Override
        public String sentence(Wording wording) {
            return start(column) + ": commas are read as thousands separators, 1,234 as 1234; if it is 1.234, read "
                    + "numbers with decimal commas (" + wording.of(new Remedy.DecimalComma()) + ")";
        }
    }

    /// Numbers that could be read in two ways and were read with the decimal mark of other columns.
    ///
    /// @param example   a number as the file writes it
    /// @param value     the number it was read as
    /// @param otherwise the number it would be with the other decimal mark
    /// @param points    whether it was read with a decimal point
    /// @param evidence  a column that shows the decimal mark; empty if it is known because no column has decimal points
    record DecimalMark(String column, String example, String value, String otherwise, boolean points,
            String evidence) implements ColumnRemark {
        @Override
        public String sentence(Wording wording) {
            boolean pointed = example.indexOf('.') >= 0;
            return start(column) + ": " + example + " is read as " + value + ", "
                    + (evidence.isEmpty()
                            ? "since no column has decimal points"
                            : "since column " + Phrases.quoted(evidence) + " has decimal "
                                    + (points ? "points" : "commas"))
                    + "; if it is " + otherwise + ", write it "
                    + (pointed == points
                            ? "without the " + (pointed ? "point" : "comma")
                            : "with a " + (pointed ? "comma" : "point"));
        }
    }

    /// A word that made a column text.
    ///
    /// @param line    the line of the word
    /// @param numbers the number of numbers before it; -1 if the column holds dates
    record TextBecauseOf(String column, long line, String word, int numbers) implements ColumnRemark {
        @Override
        public String sentence(Wording wording) {
            return start(column) + " is text because line " + line + " holds " + Phrases.quoted(word)
                    + (numbers < 0 ? " among dates" : " after " + Phrases.count(numbers, "number"));
        }
    }

    /// Dates that stay text because day and month cannot be told apart.
    record AmbiguousDates(String column, String example) implements ColumnRemark {
        @Override
        public String sentence(Wording wording) {
            return start(column) + " is text because day and month cannot be told apart in dates such as "
                    + Phrases.quoted(example) + "; state which comes first (" + wording.of(new Remedy.DateOrder())
                    + ")";
        }
    }

    /// Dates of which some can only have the day first and others only the month first.
    ///
    /// @param dayFirst   a date with the day first, such as `27/01/2026`
    /// @param monthFirst a date with the month first, such as `01/27/2026`
    record MixedDates(String column, String dayFirst, String monthFirst) implements ColumnRemark {
        @Override
        public String sentence(Wording wording) {
            return start(column) + " is text because some dates have the day first, such as "
                    + Phrases.quoted(dayFirst) + ", and others the month, such as " + Phrases.quoted(monthFirst)
                    + "; write all dates alike";
        }
    }

    /// Values among dates that are not dates and count as missing.
    ///
    /// @param kind the values of the column, such as `dates` or `times of day`
    record StrayDates(String column, int count, String kind, String example) implements ColumnRemark {
        @Override
        public String sentence(Wording wording) {
            return start(column) + " holds " + kind + "; " + Phrases.count(count, "other value")
                    + (count == 1 ? " counts" : " count") + " as missing, such as " + Phrases.quoted(example);
        }
    }

    /// Values that were read as another kind of value than plain numbers or ISO dates.
    ///
    /// @param example a value as the file writes it
    /// @param value   its meaning, such as `300.91` or `the date 2022-09-19`
    /// @param number  whether the file writes a plain number
    record ReadAs(String column, String example, String value, boolean number) implements ColumnRemark {
        @Override
        public String sentence(Wording wording) {
            return start(column) + ": " + Phrases.quoted(example) + " is read as " + value + "; to keep the "
                    + (number
                            ? "numbers, declare them (" + wording.of(new Remedy.Numeric(column)) + ")"
                            : "words, treat the column as categorical ("
                                    + wording.of(new Remedy.Categorical(column)) + ")");
        }
    }

    /// Numbers of which the file gives only a limit, such as `<0.5`.
    ///
    /// @param count   the number of rows
    /// @param example a value as the file writes it
    /// @param value   the number that it is read as
    record Limits(String column, int count, String example, String value) implements ColumnRemark {
        @Override
        public String sentence(Wording wording) {
            return start(column) + ": " + Phrases.count(count, "value") + (count == 1 ? " is" : " are")
                    + " only a limit; " + Phrases.quoted(example) + " is read as " + value
                    + ", and an input flags such values";
        }
    }

    /// Amounts in several currencies, which are read as numbers without converting them.
    ///
    /// @param first an amount
    /// @param other an amount in another currency
    record Currencies(String column, String first, String other) implements ColumnRemark {
        @Override
        public String sentence(Wording wording) {
            return start(column) + " holds several currencies, such as " + Phrases.quoted(first) + " and "
                    + Phrases.quoted(other) + "; its amounts are read as numbers without converting them, so convert"
                    + " them, or treat the column as categorical (" + wording.of(new Remedy.Categorical(column)) + ")";
        }
    }

    /// Numbers that are codes, because of their spelling.
    ///
    /// @param examples one number with a leading zero, or two spellings of one number
    record Codes(String column, List<String> examples) implements ColumnRemark {
        /// Creates a remark; copies the list.
        public Codes {
            examples = List.copyOf(examples);
        }

        @Override
        public String sentence(Wording wording) {
            return start(column) + " holds codes, not numbers, because "
                    + (examples.size() == 1
                            ? Phrases.quoted(examples.getFirst()) + " has a leading zero"
                            : Phrases.names(examples) + " are different spellings of one number")
                    + "; to read numbers, declare them (" + wording.of(new Remedy.Numeric(column)) + ")";
        }
    }

    /// Words that are mostly, but not often enough, numbers, dates or other values.
    ///
    /// @param count   the number of values that are not
    /// @param present the number of all values
    /// @param kind    the values that most of them are, such as `dates`
    /// @param example a value that is not
    record NotRecognised(String column, int count, int present, String kind, String example) implements ColumnRemark {
        @Override
        public String sentence(Wording wording) {
            return start(column) + " is text because " + count + " of " + Phrases.count(present, "value")
                    + (count == 1 ? " is" : " are") + " not " + kind + ", such as " + Phrases.quoted(example);
        }
    }

    /// The order in which day and month were read.
    record DateOrder(String column, String example, boolean dayFirst) implements ColumnRemark {
        @Override
        public String sentence(Wording wording) {
            return start(column) + ": the date " + Phrases.quoted(example) + " is read with the "
                    + (dayFirst ? "day" : "month") + " first";
        }
    }

    /// Spellings of a boolean word that were merged.
    record MergedSpellings(String column, List<String> spellings, String value) implements ColumnRemark {
        /// Creates a remark; copies the list.
        public MergedSpellings {
            spellings = List.copyOf(spellings);
        }

        @Override
        public String sentence(Wording wording) {
            return start(column) + ": " + Phrases.names(spellings) + " count as one value, " + Phrases.quoted(value);
        }
    }

    /// Spellings of one number in a target that were merged into one class.
    ///
    /// @param spellings the spellings of the first such number, the most frequent first
    /// @param more      the number of further numbers with several spellings
    record MergedClass(String column, List<String> spellings, int more) implements ColumnRemark {
        /// Creates a remark; copies the list.
        public MergedClass {
            spellings = List.copyOf(spellings);
        }

        @Override
        public String sentence(Wording wording) {
            return "the target " + Phrases.quoted(column) + ": " + Phrases.names(spellings)
                    + " are one number and one class, " + Phrases.quoted(spellings.getFirst())
                    + (more == 0 ? "" : ", and so are the spellings of " + Phrases.count(more, "other number"))
                    + "; to keep them apart, treat it as categorical ("
                    + wording.of(new Remedy.Categorical(column)) + ")";
        }
    }
}
