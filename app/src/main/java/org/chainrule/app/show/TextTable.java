package org.chainrule.app.show;

import java.util.ArrayList;
import java.util.List;

/// Rows of text in aligned columns.
public final class TextTable {
    private final List<List<String>> rows = new ArrayList<>();
    private final boolean[] left;

    /// An empty table.
    ///
    /// @param alignment one letter for each column: `l` for left-aligned, `r` for right-aligned
    public TextTable(String alignment) {
        left = new boolean[alignment.length()];
        for (int i = 0; i < left.length; i++) {
            left[i] = alignment.charAt(i) == 'l';
        }
    }

    /// Adds a row.
    public TextTable row(String... cells) {
        return row(List.of(cells));
    }

    /// Adds a row.
    public TextTable row(List<String> cells) {
        rows.add(List.copyOf(cells));
        return this;
    }

    /// Returns the aligned lines, each of which begins with an indent.
    public List<String> lines(String indent) {
        int[] widths = new int[left.length];
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], width(row.get(i)));
            }
        }
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder(indent);
            for (int i = 0; i < row.size(); i++) {
                String blanks = " ".repeat(widths[i] - width(row.get(i)));
                line.append(i == 0 ? "" : "  ").append(left[i] ? row.get(i) + blanks : blanks + row.get(i));
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }
}
