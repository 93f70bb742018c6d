package org.chainrule.tabular.chart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A table of a page, which scrolls in its box if it is wider than the page.
public final class Grid {
    /// The usual width of a letter in CSS pixels, and the space between columns.
    private static final double LETTER = 8.4;
    private static final double PADDING = 12;
    /// Longer texts are wrapped.
    private static final int LONGEST = 30;
    private static final int DRAWING = 12;
    /// The letters that the first column has room for at least.
    private static final int FIRST = 12;

    private final String title;
    private final String alignments;
    private final StringBuilder out = new StringBuilder();
    private final int[] letters;
    private int rows;
    private boolean stacked;

    /// A table with a header.
    ///
    /// @param title      the name of the table, as markup
    /// @param alignments for each column `l` or `r`, or `t` for long texts
    /// @param head       the names of the columns, as markup
    public Grid(String title, String alignments, List<String> head) {
        this.title = title;
        this.alignments = alignments;
        this.letters = new int[alignments.length()];
        out.append("<thead><tr>");
        for (int i = 0; i < head.size(); i++) {
            out.append("<th scope=\"col\"").append(side(i)).append('>').append(head.get(i)).append("</th>");
            count(i, head.get(i));
        }
        out.append("</tr></thead>\n<tbody>\n");
    }

    private void count(int column, String markup) {
        int most = markup.contains("<svg") ? DRAWING : markup.replaceAll("<[^>]*>|(?<=&)[^;]*;", "").length();
        letters[column] = Math.max(letters[column], Math.min(most, LONGEST));
    }

    /// Returns whether the table is probably wider than a phone, which then says that it scrolls.
    private boolean wide() {
        int first = alignments.charAt(0) == 'r' ? 0 : Math.max(0, FIRST - letters[0]);
        return !stacked && (Arrays.stream(letters).sum() + first) * LETTER + letters.length * PADDING > Plot.WIDTH;
    }

    private String side(int column) {
        char alignment = alignments.charAt(column);
        return alignment == 'l' ? "" : " class=\"" + alignment + "\"";
    }

    /// Lets the table of a narrow page show the last cell of each row below the others, instead of scrolling.
    public Grid stacked() {
        stacked = true;
        return this;
    }

    /// Adds a row of cells, as markup.
    public Grid row(List<String> cells) {
        out.append("<tr>");
        for (int i = 0; i < cells.size(); i++) {
            out.append("<td").append(side(i)).append('>').append(cells.get(i)).append("</td>");
            count(i, cells.get(i));
        }
        out.append("</tr>\n");
        rows++;
        return this;
    }

    /// Adds a row of cells, as markup.
    public Grid row(String... cells) {
        return row(new ArrayList<>(List.of(cells)));
    }

    /// Returns the table as HTML; empty if it has no rows.
    public String html() {
        return rows == 0
                ? ""
                : "<div class=\"sheet\"><p class=\"title\">" + title
                        + (wide() ? "<span class=\"hint\"> (scroll sideways for more)</span>" : "")
                        + "</p>\n<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"" + title
                        + "\"><table" + (stacked ? " class=\"stacked\"" : "") + " aria-label=\"" + title + "\">\n" + out
                        + "</tbody></table></div></div>\n";
    }
}
