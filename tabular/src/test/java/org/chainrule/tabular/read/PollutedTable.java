package org.chainrule.tabular.read;

import java.util.ArrayList;
import java.util.List;

/// A table of 84 rows and 9 columns and the ways to write it: with any separator, quotes and line ends, and with a fault
/// in one row. The list of faults follows Vitagliano et al., "Pollock: A Data Loading Benchmark" (VLDB 2023).
///
/// @param separator the text between fields
/// @param quote     the quote; empty to quote nothing
/// @param all       whether all fields are quoted, not only those that need it
/// @param escape    the text before a quote inside a quoted field
/// @param end       the end of lines
record PollutedTable(String separator, String quote, boolean all, String escape, String end) {
    static final int ROWS = 84;
    static final List<String> NAMES = List.of("day", "time", "pieces", "article", "price", "kind", "description",
            "page",
            "note");
    /// A table as RFC 4180 describes it, with all fields quoted.
    static final PollutedTable QUOTED = new PollutedTable(",", "\"", true, "\"", "\r\n");
    /// A table with quotes only where they are needed.
    static final PollutedTable PLAIN = new PollutedTable(",", "\"", false, "\"", "\n");

    private static final List<String> KINDS = List.of("Men's boots", "Kettle", "Tray, 5\" deep",
            "Women's 3-in-1 jacket",
            "Lamp; desk", "Sofa | blue");
    private static final List<String> TEXTS = List.of("Light, and dry", "A \"good\" one", "Plain", "Two words: sturdy",
            "Fits all, even 12\" feet", "It's new");

    PollutedTable separator(String other) {
        return new PollutedTable(other, quote, all, escape, end);
    }

    PollutedTable quote(String other) {
        return new PollutedTable(separator, other, all, other, end);
    }

    PollutedTable escape(String other) {
        return new PollutedTable(separator, quote, all, other, end);
    }

    PollutedTable end(String other) {
        return new PollutedTable(separator, quote, all, escape, other);
    }

    /// Returns the values of a row, from 1; row 0 is the header.
    static List<String> row(int row) {
        if (row == 0) {
            return NAMES;
        }
        String code = (char) ('A' + row * 7 % 26) + "" + (char) ('A' + row * 11 % 26) + "-" + (1000 + row * 137 % 9000);
        return List.of("2018-0" + (1 + row % 9) + "-" + (10 + row % 18), row % 24 + ":" + (15 + row % 40),
                String.valueOf(row * 13 % 37), code, "$" + row * 17 % 90 + "." + (10 + row % 90), KINDS.get(row % 6),
                TEXTS.get(row / 2 % 6), "https://example.org/" + code, row % 3 == 0 ? "" : "n" + row);
    }

    static List<List<String>> rows() {
        List<List<String>> rows = new ArrayList<>();
        for (int row = 0; row <= ROWS; row++) {
            rows.add(row(row));
        }
        return rows;
    }

    /// Returns a field as it is written.
    String field(String value) {
        boolean needed = value.contains(separator) || value.contains("\n") || value.startsWith(quote);
        return !quote.isEmpty() && (all || needed) ? quote + value.replace(quote, escape + quote) + quote : value;
    }

    /// Returns the fields of a row as they are written.
    List<String> fields(List<String> row) {
        return new ArrayList<>(row.stream().map(this::field).toList());
    }

    String line(List<String> row) {
        return String.join(separator, fields(row)) + end;
    }

    /// Returns the lines of the table.
    List<String> lines() {
        return new ArrayList<>(rows().stream().map(this::line).toList());
    }

    /// A fault in one field of one row.
    enum Fault {
        MORE_SEPARATOR, LESS_SEPARATOR, QUOTE_BEFORE, QUOTE_INSIDE, QUOTE_AFTER, OTHER_SEPARATOR
    }

    /// Returns the text of the table with a fault.
    ///
    /// @param row    the row; 0 for the header
    /// @param column the column before which, or in which, the fault is
    String with(Fault fault, int row, int column) {
        List<String> fields = fields(row(row));
        String field = fields.get(column);
        StringBuilder line = new StringBuilder();
        String faulty = switch (fault) {
            case QUOTE_BEFORE -> "\"" + field;
            case QUOTE_AFTER -> field + "\"";
            case QUOTE_INSIDE -> field.substring(0, field.length() / 2) + "\"" + field.substring(field.length() / 2);
            default -> field;
        };
        for (int i = 0; i < fields.size(); i++) {
            String before = i == 0 ? "" : separator;
            if (i == column) {
                before = switch (fault) {
                    case MORE_SEPARATOR -> before + separator;
                    case LESS_SEPARATOR -> "";
                    case OTHER_SEPARATOR -> i == 0 ? "" : separator.equals(";") ? "," : ";";
                    default -> before;
                };
            }
            line.append(before).append(i == column ? faulty : fields.get(i));
        }
        List<String> lines = lines();
        lines.set(row, line + end);
        return String.join("", lines);
    }
}
