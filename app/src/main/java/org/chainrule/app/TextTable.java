package org.chainrule.app;

import java.util.ArrayList;
import java.util.List;

/// Rows of text in aligned columns: the first to the left, numbers to the right.
final class TextTable {
    private final List<List<String>> rows = new ArrayList<>();
    private final boolean[] left;

    /// A table; the letters `l` and `r` say which columns stand to the left and which to the right.
    TextTable(String alignment) {
        left = new boolean[alignment.length()];
        for (int i = 0; i < left.length; i++) {
            left[i] = alignment.charAt(i) == 'l';
        }
    }

    TextTable row(String... cells) {
        return row(List.of(cells));
    }

    TextTable row(List<String> cells) {
        rows.add(List.copyOf(cells));
        return this;
    }

    /// The lines, each indented, without blanks at the end.
    List<String> lines(String indent) {
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
