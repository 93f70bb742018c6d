package org.chainrule.excel;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.chainrule.error.FormatException;
import org.jspecify.annotations.Nullable;

/// The cells of a sheet that have a value, row by row.
final class Cells implements Closeable {
    /// The kinds of values, by the letters in the file.
    enum Kind {
        /// A number, perhaps shown as a date.
        NUMBER,
        /// The number of a text in the workbook.
        SHARED,
        /// A text.
        TEXT,
        /// `1` or `0`.
        TRUTH,
        /// An error, such as `#N/A`.
        ERROR
    }

    private final Xml xml;
    private final String where;
    private final String file;
    private boolean inRows;
    private boolean ended;
    private int row;
    private int column;
    private Kind kind = Kind.NUMBER;
    private int style;
    private String value = "";
    private int unsaved;
    private String firstUnsaved = "";

    /// @param where the file and the sheet in messages
    Cells(InputStream in, String file, String where) throws IOException {
        this.xml = new Xml(in);
        this.file = file;
        this.where = where;
    }

    /// Moves to the next cell that has a value.
    ///
    /// @return false at the end
    boolean next() throws IOException {
        while (!ended) {
            boolean start = xml.next();
            if (xml.ended()) {
                ended = true;
            } else if (!start) {
                ended = xml.at("sheetData");
            } else if (xml.at("sheetData")) {
                inRows = true;
            } else if (inRows && xml.at("row")) {
                row = position(CellName.number(xml.attribute("r")), row, CellName.MOST_ROWS, "rows");
                column = 0;
            } else if (inRows && xml.at("c") && read()) {
                return true;
            }
        }
        return false;
    }

    /// Returns a stated position, or the next one.
    private int position(int stated, int last, int most, String of) {
        int position = stated > 0 ? stated : last + 1;
        if (position > most) {
            throw new FormatException(file, where + " has more " + of + " than " + most + ", the most of a sheet");
        }
        if (position <= last) {
            throw new FormatException(file, where + " is damaged: its " + of
                    + " are not in order; open and save the workbook in a spreadsheet program");
        }
        return position;
    }

    /// Reads a cell to its end; returns whether it has a value.
    private boolean read() throws IOException {
        String name = xml.attribute("r");
        int stated = name == null ? 0 : CellName.of(name).column();
        column = position(stated, column, CellName.MOST_COLUMNS, "columns");
        style = CellName.number(xml.attribute("s"));
        String type = xml.attribute("t", "n");
        kind = switch (type) {
            case "s" -> Kind.SHARED;
            case "b" -> Kind.TRUTH;
            case "e" -> Kind.ERROR;
            case "n" -> Kind.NUMBER;
            default -> Kind.TEXT;
        };
        value = "";
        boolean formula = false;
        for (int depth = 1; depth > 0 && !xml.ended();) {
            if (!xml.next()) {
                depth--;
            } else if (xml.at("v")) {
                value = kind == Kind.TEXT ? Texts.unescaped(xml.text()) : xml.text();
            } else if (xml.at("is")) {
                value = Texts.text(xml);
            } else {
                formula |= xml.at("f");
                depth++;
            }
        }
        // the value of a formula may be an empty text
        if (formula && value.isEmpty() && kind != Kind.TEXT) {
            firstUnsaved = unsaved++ == 0 ? CellName.text(row, column) : firstUnsaved;
        }
        return !value.isEmpty();
    }

    /// Returns the number of formulas so far that have no value, because the program that wrote them did not calculate it.
    int unsaved() {
        return unsaved;
    }

    /// Returns the name of the first cell with such a formula, such as `B7`.
    String firstUnsaved() {
        return firstUnsaved;
    }

    /// Reads the merged cells, which come after the rows.
    ///
    /// @return their ranges, such as `A1:C1`
    List<String> merged() throws IOException {
        List<String> ranges = new ArrayList<>();
        while (xml.nextStart()) {
            if (xml.at("mergeCell")) {
                @Nullable
                String range = xml.attribute("ref");
                if (range != null) {
                    ranges.add(range);
                }
            }
        }
        return ranges;
    }

    /// Returns the number of the row, from 1.
    int row() {
        return row;
    }

    /// Returns the number of the column, from 1.
    int column() {
        return column;
    }

    Kind kind() {
        return kind;
    }

    /// Returns the number of the style.
    int style() {
        return style;
    }

    String value() {
        return value;
    }

    @Override
    public void close() throws IOException {
        xml.close();
    }
}
