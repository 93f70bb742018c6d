package org.chainrule.tabular.remark;

import java.util.List;
import java.util.Locale;
import org.chainrule.tabular.value.Phrases;

/// A remark about values to predict that are unlike those of the training rows. A prediction for such a row is a guess,
/// because the network has learned nothing about such values.
public sealed interface NoveltyRemark extends Remark {
    /// The name of the column; the first of several; empty for whole rows.
    String column();

    /// The number of rows with such a value.
    int count();

    private static String start(String column) {
        return "column " + Phrases.quoted(column) + ": ";
    }

    private static String share(int count, int rows) {
        return Phrases.count(count, "row") + String.format(Locale.ROOT, " of %,d", rows);
    }

    /// Numbers outside the range of the training rows.
    ///
    /// @param rows    the number of all rows
    /// @param range   the range of the training rows in words: `-3.2 to 3.1`
    /// @param apart   the number of training rows outside this range
    /// @param trained the number of all training rows with a value
    /// @param example one of the numbers
    /// @param line    its line, or 0 if it is not from a file
    record OutsideRange(String column, int count, int rows, String range, int apart, int trained, String example,
            long line) implements NoveltyRemark {
        @Override
        public String sentence(Wording wording) {
            String known = " outside the training values (" + range
                    + (apart == 0 ? "" : " in all but " + share(apart, trained)) + ")";
            return start(column) + (line == 0 && rows == 1
                    ? example + " lies" + known + "; a prediction for it is a guess"
                    : share(count, rows) + (count == 1 ? " lies" : " lie") + known
                            + (count == 1 ? ", " : ", such as ") + example + (line == 0 ? "" : " in line " + line)
                            + "; predictions for " + (count == 1 ? "it" : "them") + " are guesses");
        }
    }

    /// Dates so far from those of the training rows that the model takes them for nearer ones.
    ///
    /// @param rows    the number of all rows
    /// @param range   the dates of the training rows in words: `2020-01-01 to 2023-12-31`
    /// @param example one of the dates
    /// @param line    its line, or 0 if it is not from a file
    record OutsidePeriod(String column, int count, int rows, String range, String example,
            long line) implements NoveltyRemark {
        @Override
        public String sentence(Wording wording) {
            return start(column) + (line == 0 && rows == 1
                    ? example + " is"
                    : share(count, rows) + (count == 1 ? " is" : " are"))
                    + " far from the dates of training (" + range + ")"
                    + (line == 0 ? "" : (count == 1 ? ", " : ", such as ") + example + " in line " + line)
                    + "; check the date, or train again with rows of that time";
        }
    }

    /// Numbers in another unit than in training: nearly all are as many times larger or smaller.
    ///
    /// @param times   how many times larger the numbers are than in training
    /// @param typical the median of their absolute values
    /// @param trained the median of the absolute values in training
    record OtherUnit(String column, int count, double times, double typical,
            double trained) implements NoveltyRemark {
        @Override
        public String sentence(Wording wording) {
            return start(column) + "its values are about "
                    + (times > 1
                            ? String.format(Locale.ROOT, "%,.0f times", times)
                            : String.format(Locale.ROOT, "1/%.0f of", 1 / times))
                    + " those of training (typically " + Phrases.rounded(typical) + " instead of "
                    + Phrases.rounded(trained) + "); if their unit differs, convert them";
        }
    }

    /// Categories that the training rows did not have.
    ///
    /// @param rows    the number of all rows
    /// @param example one of the categories
    /// @param line    its line, or 0 if it is not from a file
    record NewValues(String column, int count, int rows, String example, long line) implements NoveltyRemark {
        @Override
        public String sentence(Wording wording) {
            if (line == 0 && rows == 1) {
                return start(column) + Phrases.quoted(example) + " was not seen in training";
            }
            return start(column) + share(count, rows) + (count == 1 ? " has" : " have")
                    + " a value not seen in training, " + (count == 1 ? "" : "such as ") + Phrases.quoted(example)
                    + (line == 0 ? "" : " in line " + line)
                    + (count * 10L > rows
                            ? "; these are too many to trust the predictions, so fix the values, or train again with"
                                    + " rows like these"
                            : "");
        }
    }

    /// Texts of which the model knows no word.
    ///
    /// @param rows    the number of all rows
    /// @param example one of the texts
    /// @param line    its line, or 0 if it is not from a file
    record NewTexts(String column, int count, int rows, String example, long line) implements NoveltyRemark {
        @Override
        public String sentence(Wording wording) {
            if (line == 0 && rows == 1) {
                return start(column) + "no word of " + Phrases.quoted(example) + " was learned in training";
            }
            return start(column) + share(count, rows) + (count == 1 ? " has" : " have")
                    + " a text without any word learned in training, " + (count == 1 ? "" : "such as ")
                    + Phrases.quoted(example) + (line == 0 ? "" : " in line " + line);
        }
    }

    /// Values other than the one that a column had in all training rows, for which the model does not read it.
    ///
    /// @param rows    the number of all rows
    /// @param always  the value in training
    /// @param example one of the other values
    /// @param line    its line
    record NotConstant(String column, int count, int rows, String always, String example,
            long line) implements NoveltyRemark {
        @Override
        public String sentence(Wording wording) {
            return start(column) + share(count, rows) + (count == 1 ? " holds " : " hold other values, such as ")
                    + Phrases.quoted(example) + " in line " + line + "; the column was always "
                    + Phrases.quoted(always) + " in training, so the predictions ignore it";
        }
    }

    /// Missing values in a column that had a value in every training row.
    ///
    /// @param rows the number of all rows
    /// @param mean whether the mean of the training rows stands for a missing value; otherwise all inputs are 0
    record NewMissing(String column, int count, int rows, boolean mean) implements NoveltyRemark {
        @Override
        public String sentence(Wording wording) {
            return start(column) + (rows == 1 ? "the value is" : share(count, rows) + (count == 1 ? " is" : " are"))
                    + " missing, as in no training row"
                    + (mean ? "; the mean of the training rows stands for " + (count == 1 ? "it" : "them") : "");
        }
    }

    /// Rows that are far from all training rows, although each of their values is usual.
    ///
    /// @param rows     the number of all rows
    /// @param quantile the share of the rows held out in training that are nearer to the training rows than the first of these
    ///                 rows
    /// @param line     the line of the first of these rows, or 0 if it is not from a file
    record Combination(int count, int rows, double quantile, long line) implements NoveltyRemark {
        @Override
        public String column() {
            return "";
        }

        @Override
        public String sentence(Wording wording) {
            String farther = "farther from them than " + (quantile >= 1
                    ? "all rows"
                    : String.format(Locale.ROOT, "%.1f %% of the rows", 100 * quantile)) + " held out in training";
            if (line == 0 && rows == 1) {
                return "the row is unlike all training rows in the combination of its values, and " + farther
                        + "; a prediction for it is a guess";
            }
            return share(count, rows) + (count == 1 ? " is" : " are")
                    + " unlike all training rows in the combination of " + (count == 1 ? "its" : "their") + " values, "
                    + (count == 1
                            ? (line == 0 ? "" : "in line " + line + ", ")
                            : "the first "
                                    + (line == 0 ? "" : "in line " + line + ", "))
                    + farther + "; predictions for " + (count == 1 ? "it" : "them") + " are guesses";
        }
    }

    /// Further columns with such values.
    ///
    /// @param columns their names
    /// @param count   the largest number of rows in one of them
    record More(List<String> columns, int count) implements NoveltyRemark {
        /// Creates a remark; copies the list.
        public More {
            columns = List.copyOf(columns);
        }

        @Override
        public String column() {
            return columns.getFirst();
        }

        @Override
        public String sentence(Wording wording) {
            return Phrases.count(columns.size(), "other column") + " with values unlike the training rows, in at most "
                    + Phrases.count(count, "row") + " each: " + Phrases.names(columns);
        }
    }
}
