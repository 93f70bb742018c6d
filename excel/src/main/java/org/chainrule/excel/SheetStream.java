package org.chainrule.excel;

import java.io.IOException;
import java.util.List;
import org.chainrule.error.FormatException;
import org.chainrule.error.Quote;
import org.chainrule.tabular.records.RecordSink;
import org.chainrule.tabular.records.RecordStream;

/// The rows of a sheet, from the first row of the sheet to the last with a value. A row without values has no fields.
final class SheetStream implements RecordStream {
    private final Workbook workbook;
    private final Choice choice;
    private final List<String> texts;
    private final Styles styles;
    private final Cells cells;
    private boolean more;
    private int row;

    /// Opens a sheet. It closes the workbook in the end.
    SheetStream(Workbook workbook, Choice choice, List<String> texts, Styles styles) throws IOException {
        this.workbook = workbook;
        this.choice = choice;
        this.texts = texts;
        this.styles = styles;
        cells = workbook.cells(choice.sheet());
        more = cells.next();
    }

    @Override
    public List<String> names() {
        return List.of();
    }

    @Override
    public long size() {
        return choice.outline().rows();
    }

    @Override
    public List<String> notes() {
        return choice.notes();
    }

    @Override
    public boolean next(RecordSink out) throws IOException {
        if (!more) {
            return false;
        }
        row++;
        if (cells.row() > row) {
            return true;
        }
        try {
            for (int column = choice.outline().first(); column <= choice.outline().last(); column++) {
                if (more && cells.row() == row && cells.column() == column) {
                    write(out);
                    more = cells.next();
                } else {
                    out.missing();
                }
            }
        } catch (IOException e) {
            throw ExcelFormat.readable(e, workbook.name());
        }
        return true;
    }

    private void write(RecordSink out) {
        String value = cells.value();
        switch (cells.kind()) {
            case SHARED -> {
                int number = CellName.number(value.strip());
                if (number < 0 || number >= texts.size()) {
                    throw damaged("text");
                }
                out.text(texts.get(number));
            }
            case TRUTH -> out.bool(value.equals("1") || value.equals("true"));
            case TEXT, ERROR -> out.text(value);
            case NUMBER -> number(value.strip(), out);
        }
    }

    private void number(String value, RecordSink out) {
        NumberFormat format = styles.format(cells.style());
        int whole = CellName.number(value);
        if (format.digits() > 0 && whole >= 0) {
            out.text("0".repeat(Math.max(0, format.digits() - value.length())) + value);
        } else if (whole >= 0 && !format.isMoment()) {
            out.integer(whole);
        } else {
            double number;
            try {
                number = Double.parseDouble(value);
            } catch (NumberFormatException _) {
                throw damaged("number");
            }
            if (format.isMoment()) {
                Serial.write(number, format, workbook.from1904(), out);
            } else {
                out.number(number);
            }
        }
    }

    private FormatException damaged(String what) {
        return new FormatException(workbook.name(), workbook.name() + ", sheet " + Quote.of(choice.sheet().name())
                + ", row " + row + ": a cell holds no " + what
                + " where its type says so; open and save the workbook in"
                + " a spreadsheet program");
    }

    @Override
    public void close() throws IOException {
        cells.close();
        workbook.close();
    }
}
