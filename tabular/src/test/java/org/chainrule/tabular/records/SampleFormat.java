package org.chainrule.tabular.records;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import org.chainrule.error.ArgumentException;

/// A kind of file as a module may add it. Its first line is `records` or `sheet`, the second holds the names of the
/// columns; values are separated by blanks and begin with a letter for their type.
public final class SampleFormat implements RecordFormat {
    private final boolean spreadsheet;

    /// Creates the format that `java.util.ServiceLoader` finds.
    public SampleFormat() {
        this(false);
    }

    private SampleFormat(boolean spreadsheet) {
        this.spreadsheet = spreadsheet;
    }

    /// The same format, for sheets.
    public static final class Sheets implements RecordFormat {
        private final SampleFormat format = new SampleFormat(true);

        @Override
        public String name() {
            return format.name();
        }

        @Override
        public boolean matches(String fileName, byte[] start) {
            return format.matches(fileName, start);
        }

        @Override
        public boolean spreadsheet() {
            return format.spreadsheet();
        }

        @Override
        public RecordStream open(Path file, String name, String sheet) throws IOException {
            return format.open(file, name, sheet);
        }
    }

    @Override
    public String name() {
        return "sample";
    }

    @Override
    public boolean matches(String fileName, byte[] start) {
        return new String(start, StandardCharsets.ISO_8859_1).startsWith(spreadsheet ? "\u0001sheet" : "\u0001records");
    }

    @Override
    public boolean spreadsheet() {
        return spreadsheet;
    }

    @Override
    public RecordStream open(Path file, String name, String sheet) throws IOException {
        if (!sheet.isEmpty() && !sheet.equals("one")) {
            throw new ArgumentException("sheet", name + " has no such sheet; choose \"one\"");
        }
        List<String> lines = Files.readAllLines(file);
        return new Lines(lines, lines.get(1).isEmpty() ? List.of() : List.of(lines.get(1).split(" ")));
    }

    private static final class Lines implements RecordStream {
        private final List<String> lines;
        private final List<String> names;
        private int at = 2;

        Lines(List<String> lines, List<String> names) {
            this.lines = lines;
            this.names = names;
        }

        @Override
        public List<String> names() {
            return names;
        }

        @Override
        public boolean isNumber(int column) {
            return lines.size() > 2 && "dfi".indexOf(lines.get(2).split(" ", -1)[column].charAt(0)) >= 0;
        }

        @Override
        public long size() {
            return lines.size() - 2L;
        }

        @Override
        public List<String> notes() {
            return List.of("a note\u0007");
        }

        @Override
        public boolean next(RecordSink out) {
            if (at == lines.size()) {
                return false;
            }
            for (String value : lines.get(at++).split(" ", -1)) {
                write(value, out);
            }
            return true;
        }

        private static void write(String value, RecordSink out) {
            String text = value.isEmpty() ? "" : value.substring(1).replace('_', ' ').replace('|', '\n');
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            switch (value.isEmpty() ? ' ' : value.charAt(0)) {
                case ' ' -> out.missing();
                case 't' -> out.text(text);
                case 'u' -> out.text(bytes, 0, bytes.length);
                case 'd' -> out.number(Double.parseDouble(text));
                case 'f' -> out.number(Float.parseFloat(text));
                case 'i' -> out.integer(Long.parseLong(text));
                case 'b' -> out.bool(text.equals("true"));
                case 'D' -> out.date(LocalDate.parse(text));
                case 'T' -> out.dateTime(LocalDateTime.parse(text));
                case 'Z' -> out.instant(Instant.parse(text));
                default -> throw new AssertionError(value);
            }
        }

        @Override
        public void close() {
        }
    }
}
