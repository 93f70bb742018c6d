package org.chainrule.excel;

import org.jspecify.annotations.Nullable;

/// The name of a cell, such as `B7`, as numbers.
///
/// @param row    the number of the row, from 1; 0 if the name has none
/// @param column the number of the column, from 1; 0 if the name has none
record CellName(int row, int column) {
    /// The largest sheet of Excel.
    static final int MOST_ROWS = 1 << 20;
    static final int MOST_COLUMNS = 1 << 14;

    /// Reads a name.
    static CellName of(String name) {
        int column = 0;
        int at = 0;
        for (; at < name.length() && Character.toUpperCase(name.charAt(at)) >= 'A'
                && Character.toUpperCase(name.charAt(at)) <= 'Z'; at++) {
            column = Math.min(column * 26 + Character.toUpperCase(name.charAt(at)) - 'A' + 1, MOST_COLUMNS + 1);
        }
        return new CellName(Math.max(0, number(name.substring(at))), column);
    }

    /// Returns the name of a cell, such as `AB4`.
    static String text(int row, int column) {
        String letters = "";
        for (int left = column; left > 0; left = (left - 1) / 26) {
            letters = (char) ('A' + (left - 1) % 26) + letters;
        }
        return letters + row;
    }

    /// Reads a whole number; returns -1 if it is none or too large.
    static int number(@Nullable String text) {
        if (text == null || text.isEmpty() || text.length() > 9) {
            return -1;
        }
        int number = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
