package org.chainrule.tabular.remark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.chainrule.error.Quote;
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

    /// What the reader of a kind of file reports, such as which of several sheets was read.
    record Source(String fact) implements ReadingRemark {
        @Override
        public String sentence(Wording wording) {
            return Quote.visible(fact);
        }
    }

    /// A remark on one of several files that are read as one table.
    record InFile(String file, Remark remark) implements ReadingRemark {
        @Override
        public String sentence(Wording wording) {
            return file + ": " + remark.sentence(wording);
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

    /// Lines above the header are titles.
    ///
    /// @param lines  the lines, from 1
    /// @param below  the line of the header, or of the first row
    /// @param header whether the file has a header
    record Titles(List<Integer> lines, int below, boolean header) implements ReadingRemark {
        /// Creates a remark; copies the list.
        public Titles {
            lines = List.copyOf(lines);
        }

        @Override
        public String sentence(Wording wording) {
            boolean one = lines.size() == 1;
            return Lines.of(lines) + (one ? " is a title and is" : " are titles and are") + " skipped; the "
                    + (header ? "header is in line " : "rows begin in line ") + below + "; if line " + lines.getFirst()
                    + (header
                            ? " is the header, say so (" + wording.of(new Remedy.HeaderRow(lines.getFirst())) + ")"
                            : " is a row, say so (" + wording.of(new Remedy.SkipRows(lines.getFirst() - 1)) + ")");
        }
    }

    /// Two lines of names are joined into one name for each column.
    ///
    /// @param first   the upper line
    /// @param second  the lower line
    /// @param example the name of a column
    record JoinedHeader(int first, int second, String example) implements ReadingRemark {
        @Override
        public String sentence(Wording wording) {
            return "the header has two lines, " + first + " and " + second + ", whose names are joined, such as "
                    + Phrases.quoted(example);
        }
    }

    /// A line below the header holds units, types or descriptions of the columns.
    ///
    /// @param line     the line, from 1
    /// @param examples some of its values
    record Units(long line, List<String> examples) implements ReadingRemark {
        /// Creates a remark; copies the list.
        public Units {
            examples = List.copyOf(examples);
        }

        @Override
        public String sentence(Wording wording) {
            return "line " + line + " is left out: below the header it describes the columns ("
                    + Phrases.list(examples.stream().map(Phrases::quoted).toList()) + ") and holds no values";
        }
    }

    /// Rows hold totals or means of other rows.
    ///
    /// @param lines the lines, from 1
    /// @param word  the word that marks the first of them; empty if it has none
    /// @param sums  whether they hold sums; otherwise means or no number at all
    record Totals(List<Integer> lines, String word, boolean sums) implements ReadingRemark {
        /// Creates a remark; copies the list.
        public Totals {
            lines = List.copyOf(lines);
        }

        @Override
        public String sentence(Wording wording) {
            String numbers = sums ? "sums of other rows" : "means of other rows";
            return Lines.of(lines) + (lines.size() == 1 ? " is left out: it holds " : " are left out: they hold ")
                    + (word.isEmpty()
                            ? "the " + numbers
                            : "totals (" + Phrases.quoted(word) + " and the " + numbers + ")")
                    + "; to keep " + (lines.size() == 1 ? "it as a row" : "them as rows")
                    + ", say that there is no footer ("
                    + wording.of(new Remedy.SkipFooter(0)) + ")";
        }
    }

    /// Lines below the rows are notes.
    ///
    /// @param lines the lines, from 1
    /// @param text  the beginning of the first
    record Footer(List<Integer> lines, String text) implements ReadingRemark {
        /// Creates a remark; copies the list.
        public Footer {
            lines = List.copyOf(lines);
        }

        @Override
        public String sentence(Wording wording) {
            return Lines.of(lines) + (lines.size() == 1 ? " is left out as a footer: " : " are left out as footers: ")
                    + Phrases.quoted(text) + "; to keep " + (lines.size() == 1 ? "it" : "them")
                    + ", say that there is no footer (" + wording.of(new Remedy.SkipFooter(0)) + ")";
        }
    }

    /// Lines above and below the table that were skipped because the user stated their number, now or in training.
    record Skipped(int above, int below) implements ReadingRemark {
        @Override
        public String sentence(Wording wording) {
            String first = above == 0 ? "" : "the first " + (above == 1 ? "line" : above + " lines");
            String last = below == 0 ? "" : "the last " + (below == 1 ? "line" : below + " lines");
            return first + (above > 0 && below > 0 ? " and " : "") + last
                    + (above + below == 1 ? " is" : " are") + " skipped, as the format of the file states";
        }
    }
}
