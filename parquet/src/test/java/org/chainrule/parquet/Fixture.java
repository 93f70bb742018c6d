package org.chainrule.parquet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.chainrule.tabular.records.RecordSink;
import org.chainrule.tabular.records.RecordStream;

/// The files in `src/test/fixtures`, and what is in a file.
final class Fixture {
    /// The records of a file.
    ///
    /// @param rows the values as text; an empty one is missing
    record Content(List<String> names, List<List<String>> rows, List<String> notes) {
        List<String> column(String name) {
            int place = names.indexOf(name);
            return rows.stream().map(row -> row.get(place)).toList();
        }
    }

    private Fixture() {
    }

    static Path file(String name) {
        return Path.of("src", "test", "fixtures", name);
    }

    static byte[] bytes(String name) throws IOException {
        return Files.readAllBytes(file(name));
    }

    static Content read(String name) throws IOException {
        return read(file(name));
    }

    static Content read(Path file) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        try (RecordStream records = new ParquetFormat().open(file, file.toString(), "")) {
            Fields fields = new Fields();
            while (records.next(fields)) {
                rows.add(List.copyOf(fields.values));
                fields.values.clear();
            }
            return new Content(records.names(), rows, records.notes());
        }
    }

    /// The values of a record as text.
    private static final class Fields implements RecordSink {
        private final List<String> values = new ArrayList<>();

        @Override
        public void text(CharSequence value) {
            values.add(value.toString());
        }

        @Override
        public void text(byte[] utf8, int start, int end) {
            values.add(new String(utf8, start, end - start, java.nio.charset.StandardCharsets.UTF_8));
        }

        @Override
        public void number(double value) {
            values.add(Double.toString(value));
        }

        @Override
        public void number(float value) {
            values.add(Float.toString(value));
        }

        @Override
        public void integer(long value) {
            values.add(Long.toString(value));
        }

        @Override
        public void bool(boolean value) {
            values.add(Boolean.toString(value));
        }

        @Override
        public void date(LocalDate value) {
            values.add(value.toString());
        }

        @Override
        public void dateTime(LocalDateTime value) {
            values.add(value.toString());
        }

        @Override
        public void instant(Instant value) {
            values.add(value.toString());
        }

        @Override
        public void missing() {
            values.add("");
        }
    }
}
