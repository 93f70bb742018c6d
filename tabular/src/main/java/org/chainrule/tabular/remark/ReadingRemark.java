package org.chainrule.tabular.remark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.chainrule.tabular.value.Phrases;

/// A remark about how a file was read.
public sealed interface ReadingRemark extends Remark {
    /// Rows that were left out for one reason.
    ///
    /// @param reason the reason, such as `the line is blank`
    /// @param count  the number of rows
    /// @param lines  the line numbers of the first [#MOST_LINES] rows, counted from 1
    record Dropped(String reason, int count, List<Integer> lines) implements ReadingRemark {
        /// The most line numbers that are kept.
        public static final int MOST_LINES = 10;

        /// Creates a remark; copies the list.
        public Dropped {
            lines = List.copyOf(lines);
        }

        /// Returns a sentence such as `2 rows left out: the line is blank (lines 7 and 9)`.
        @Override
        public String sentence(Wording wording) {
            String what = Phrases.count(count, "row") + " left out: " + reason;
            if (lines.isEmpty()) {
                return what;
            }
            List<String> shown = new ArrayList<>(lines.stream().map(String::valueOf).toList());
            if (count > lines.size()) {
                shown.add(String.format(Locale.ROOT, "%,d more", count - lines.size()));
            }
            int last = shown.size() - 1;
            String where = last == 0
                    ? shown.getFirst()
                    : String.join(", ", shown.subList(0, last)) + " and " + shown.getLast();
            return what + " (line" + (count == 1 ? " " : "s ") + where + ")";
        }
    }

    /// The first column has no name in the header because it holds the row names that R writes.
    ///
    /// @param name the name that the column is given
    record RowNames(String name) implements ReadingRemark {
        @Override
        public String sentence(Wording wording) {
            return "the header has one name fewer than rows have values, so the first column holds row names, as R "
                    + "writes them; it is called " + Phrases.quoted(name);
        }
    }

    /// The header ends in a separator and the rows do not, or the rows end in one and the header does not.
    ///
    /// @param inHeader whether the header is the one that ends in a separator
    record TrailingSeparator(boolean inHeader) implements ReadingRemark {
        @Override
        public String sentence(Wording wording) {
            return inHeader
                    ? "the header ends in a separator and rows do not; nothing follows it, so it is ignored"
                    : "rows end in a separator and the header does not; nothing follows it, so it is ignored";
        }
    }

    /// A name in the header is a number, so the file may have no header.
    record NumberInHeader(String name) implements ReadingRemark {
        @Override
        public String sentence(Wording wording) {
            return "the header line holds the number " + Phrases.quoted(name)
                    + "; if the file has no header line, read it without one ("
                    + wording.of(new Remedy.NoHeader()) + ")";
        }
    }

    /// The file is not UTF-8 text and was read as Windows-1252.
    ///
    /// @param line the first line that is not UTF-8
    record NotUtf8(long line) implements ReadingRemark {
        @Override
        public String sentence(Wording wording) {
            return "line " + line + " is not UTF-8 text, so the file is read as Windows-1252 (Latin-1); if letters are "
                    + "wrong, state its encoding (" + wording.of(new Remedy.Encoding()) + ")";
        }
    }

    /// A quote opens in one value and closes in another.
    record CrossedQuotes(long line, String value) implements ReadingRemark {
        @Override
        public String sentence(Wording wording) {
            return "line " + line + ": " + fault(value) + "; if so, insert it";
        }

        /// Returns a description of the fault, which is also used if the file is refused for it.
        public static String fault(String value) {
            return "a quote opens inside the value " + Phrases.quoted(value)
                    + " and closes in another one, as if the separator before it were missing";
        }
    }

    /// Columns whose numbers were found to have decimal commas.
    record DecimalCommas(List<String> columns) implements ReadingRemark {
        /// Creates a remark; copies the list.
        public DecimalCommas {
            columns = List.copyOf(columns);
        }

        @Override
        public String sentence(Wording wording) {
            return (columns.size() == 1 ? "column " : "columns ") + Phrases.names(columns)
                    + (columns.size() == 1 ? " has" : " have") + " decimal commas: 1,5 is read as 1.5";
        }
    }
}
