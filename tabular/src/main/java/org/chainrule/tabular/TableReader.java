package org.chainrule.tabular;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chainrule.error.ChainruleException;
import org.chainrule.error.FormatException;

/// Reads CSV text into the columns of a table, in one pass, or in two when a column of numbers turns out to be text.
final class TableReader {
    private final TextSource source;
    private final TableFormat format;

    TableReader(TextSource source, TableFormat format) {
        this.source = source;
        this.format = format;
    }

    Table read() throws IOException {
        if (source.beginning().isBlank()) {
            throw new FormatException(source.name(),
                    source.name() + " is empty; a table begins with a header line that names its columns");
        }
        char separator = separator(source.beginning());
        Rows first = pass(separator, format);
        if (first.size == 0) {
            throw new FormatException(source.name(), source.name() + " has a header but no rows");
        }
        Map<String, Column.Kind> known = new HashMap<>();
        List<String> late = new ArrayList<>();
        for (ColumnBuilder builder : first.builders) {
            if (builder.stale()) {
                known.put(builder.name(), Column.Kind.TEXT);
                late.add(builder.note());
            }
        }
        Rows rows = first;
        if (!late.isEmpty()) {
            rows = pass(separator, format.kinds(known));
            if (rows.size != first.size || rows.builders.size() != first.builders.size()) {
                throw new FormatException(source.name(), source.name() + " changed while it was being read");
            }
        }
        List<String> notes = new ArrayList<>();
        rows.header.stream().filter(TableReader::number).findFirst()
                .ifPresent(name -> notes.add("the header line holds the number " + Phrases.quoted(name)
                        + "; if the file has no header line, add one"));
        notes.addAll(late);
        List<Dropped> dropped = rows.blank == 0
                ? List.of()
                : List.of(new Dropped("the line is blank", rows.blank, rows.blankLines));
        return new Table(rows.builders.stream().map(ColumnBuilder::build).toList(),
                Arrays.copyOf(rows.lines, rows.size),
                new Reading(source.name(), separator, rows.size, dropped, notes));
    }

    /// The separator that the first line with anything in it has most of, quoted parts aside; a comma when it has none.
    static char separator(String beginning) {
        int[] counts = new int[3];
        boolean quoted = false;
        String text = beginning.stripLeading();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == '\n' || c == '\r')) {
                break;
            } else if (!quoted) {
                counts[0] += c == ',' ? 1 : 0;
                counts[1] += c == ';' ? 1 : 0;
                counts[2] += c == '\t' ? 1 : 0;
            }
        }
        if (counts[1] > counts[0] && counts[1] >= counts[2]) {
            return ';';
        }
        return counts[2] > counts[0] ? '\t' : ',';
    }

    /// Whether a name is a number, as in a first row that was taken for a header.
    private static boolean number(String name) {
        return !Double.isNaN(Decimal.parse(name.toCharArray(), 0, name.length()));
    }

    private Rows pass(char separator, TableFormat known) throws IOException {
        Rows rows = new Rows(source.name(), known);
        try (CsvReader<Boolean> csv = CsvReader.builder().fieldSeparator(separator).skipEmptyLines(false)
                .allowUnclosedQuote(false)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE).missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .build(rows, source.open())) {
            csv.forEach(_ -> {
                // The callbacks of rows see every record.
            });
        } catch (CsvParseException | UncheckedIOException e) {
            throw explain(e, rows);
        }
        return rows;
    }

    private RuntimeException explain(RuntimeException e, Rows rows) throws IOException {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof ChainruleException known) {
                return known;
            }
            if (cause instanceof CharacterCodingException) {
                return source.notText();
            }
            if (cause instanceof IOException io) {
                throw io;
            }
        }
        return new FormatException(source.name(), source.name() + ", line " + rows.line
                + ": a quote is opened and not closed properly; double the quotes inside a quoted value");
    }

    /// What has been read so far. Called back by the CSV parser, field by field.
    private static final class Rows extends AbstractBaseCsvCallbackHandler<Boolean> {
        private final String source;
        private final TableFormat format;
        private final List<String> header = new ArrayList<>();
        private final List<ColumnBuilder> builders = new ArrayList<>();
        private final List<Integer> blankLines = new ArrayList<>();
        private int[] lines = new int[256];
        private long line;
        private int size;
        private int blank;
        private boolean empty;

        Rows(String source, TableFormat format) {
            this.source = source;
            this.format = format;
        }

        @Override
        protected void handleBegin(long startingLineNumber) {
            line = startingLineNumber;
            empty = false;
        }

        @Override
        protected void handleEmpty() {
            empty = true;
        }

        @Override
        protected void handleField(int field, char[] buffer, int offset, int length, boolean quoted) {
            if (builders.isEmpty() && format.header()) {
                header.add(new String(buffer, offset, length).strip());
            } else {
                if (size == 0 && !format.header() && field == builders.size()) {
                    builders.add(new ColumnBuilder("c" + (field + 1), format));
                }
                value(field, buffer, offset, length);
            }
        }

        private void value(int field, char[] buffer, int offset, int length) {
            if (field < builders.size()) {
                ColumnBuilder builder = builders.get(field);
                if (!builder.add(buffer, offset, offset + length, line)) {
                    throw new FormatException(source,
                            source + ", line " + line + ": column " + Phrases.quoted(builder.name())
                                    + " should hold numbers, but here it is "
                                    + Phrases.quoted(new String(buffer, offset, length).strip()));
                }
            }
        }

        @Override
        protected Boolean buildRecord() {
            if (empty) {
                if (!builders.isEmpty()) {
                    drop();
                }
            } else if (builders.isEmpty()) {
                begin();
            } else if (getFieldCount() == builders.size()) {
                keep();
            } else {
                throw new FormatException(source,
                        source + ", line " + line + ": " + Phrases.count(getFieldCount(), "value")
                                + " where the header names " + Phrases.count(builders.size(), "column")
                                + (getFieldCount() > builders.size()
                                        ? "; put values that contain the separator in quotes"
                                        : "; complete the row or remove it"));
            }
            return true;
        }

        private void drop() {
            blank++;
            if (blankLines.size() < Dropped.SHOWN) {
                blankLines.add(Math.toIntExact(line));
            }
        }

        private void keep() {
            if (size == lines.length) {
                lines = Arrays.copyOf(lines, size + (size >> 1));
            }
            lines[size++] = Math.toIntExact(line);
        }

        private void begin() {
            Map<String, Integer> places = new LinkedHashMap<>();
            for (int i = 0; i < header.size(); i++) {
                // R and pandas leave the column of row names without a name.
                String name = header.get(i).isEmpty() ? "column " + (i + 1) : header.get(i);
                Integer other = places.putIfAbsent(name, i);
                if (other != null) {
                    throw new FormatException(source, source + ": the header names two columns " + Phrases.quoted(name)
                            + " (columns " + (other + 1) + " and " + (i + 1) + ")"
                            + (number(name) ? "; if the file has no header line, add one" : "; rename one"));
                }
                builders.add(new ColumnBuilder(name, format));
            }
        }
    }
}
