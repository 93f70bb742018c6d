package org.chainrule.tabular.read;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.FormatException;
import org.chainrule.tabular.csv.CsvScanner;
import org.chainrule.tabular.records.RecordSink;
import org.chainrule.tabular.records.RecordStream;
import org.chainrule.tabular.remark.ReadingRemark;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.source.StatedSettings;
import org.chainrule.tabular.source.TextSource;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TableFormat;
import org.chainrule.tabular.value.Phrases;
import org.chainrule.tabular.value.Sha256;

/// A file, or several files as one table.
///
/// Each of several files is first read alone, which finds its layout, its encoding and its faults. Then the rows of all are
/// read as the records of one table, so that the kinds of values are recognised from all of them.
final class FileTables implements TableSource {
    private final List<Path> files;

    FileTables(List<Path> files) {
        if (files.isEmpty()) {
            throw new ArgumentException("files", "no file is named; name at least one");
        }
        this.files = List.copyOf(files);
    }

    @Override
    public String name() {
        return files.getFirst()
                + (files.size() == 1 ? "" : " and " + Phrases.count(files.size() - 1, "other file"));
    }

    @Override
    public String digest() throws IOException {
        List<String> digests = new ArrayList<>();
        for (Path file : files) {
            digests.add(digest(file));
        }
        return files.size() == 1 ? digests.getFirst() : Sha256.of(digests);
    }

    private static String digest(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return "";
        }
        try (InputStream in = Files.newInputStream(file)) {
            return Sha256.of(in);
        }
    }

    @Override
    public Table read(TableFormat format, ReadingListener listener) throws IOException {
        if (files.size() == 1) {
            return Tables.read(files.getFirst(), format, listener);
        }
        checkDistinct();
        List<TextSource> open = new ArrayList<>();
        try {
            List<Remark> remarks = new ArrayList<>();
            List<Part> parts = new ArrayList<>();
            long bytes = 0;
            for (Path file : files) {
                open.add(TextSource.of(file, format.charset(), format.sheet(), _ -> {
                }));
            }
            StatedSettings.check(name(), open, format);
            for (TextSource source : open) {
                HeapForecast.check(source, format);
                TableReader reader = new TableReader(source, format, listener);
                Table alone = reader.read();
                parts.add(new Part(reader.rows(), alone.size(), format));
                alone.reading().remarks().stream().filter(ReadingRemark.class::isInstance)
                        .forEach(remark -> remarks.add(new ReadingRemark.InFile(source.name(), remark)));
                bytes += source.size();
            }
            SequencedSet<String> names = names(parts);
            TextSource all = TextSource.ofRecords(name(), () -> new Rows(parts, List.copyOf(names)), bytes);
            HeapForecast.check(all, format);
            return new TableReader(all, format, listener).read().with(remarks);
        } finally {
            for (TextSource source : open) {
                source.close();
            }
        }
    }

    private void checkDistinct() throws IOException {
        for (int i = 1; i < files.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (files.get(i).equals(files.get(j)) || Files.exists(files.get(i)) && Files.exists(files.get(j))
                        && Files.isSameFile(files.get(i), files.get(j))) {
                    throw new ArgumentException("files",
                            files.get(i) + " is named twice, so its rows would count twice;"
                                    + " name each file once");
                }
            }
        }
    }

    /// Returns the columns of all files together.
    ///
    /// @throws FormatException if a file whose rows have all columns lacks one of them
    private static SequencedSet<String> names(List<Part> parts) {
        SequencedSet<String> names = new LinkedHashSet<>();
        parts.forEach(part -> names.addAll(part.rows.names()));
        for (Part part : parts) {
            List<String> lacking = names.stream().filter(name -> !part.rows.names().contains(name)).toList();
            if (!lacking.isEmpty() && !part.rows.source().lacksColumns()) {
                Part other = parts.stream().filter(each -> each.rows.names().contains(lacking.getFirst())).findFirst()
                        .orElse(part);
                List<String> own = part.rows.names().stream().filter(name -> !other.rows.names().contains(name))
                        .toList();
                throw new FormatException(part.rows.source().name(), part.rows.source().name() + " lacks the "
                        + (lacking.size() == 1 ? "column " : "columns ") + Phrases.names(lacking) + " of "
                        + other.rows.source().name()
                        + (own.isEmpty() ? "" : ", and has " + Phrases.names(own) + " instead")
                        + "; files are one table only if they have the same columns");
            }
        }
        return names;
    }

    /// One of the files.
    private record Part(TableReader.Rows rows, int size, TableFormat format) {
    }

    /// The rows of the files, one file after another.
    private static final class Rows implements RecordStream {
        private final List<Part> parts;
        private final List<String> names;
        private int next;
        private InputStream in = InputStream.nullInputStream();
        private RowReader rows;
        private Charset charset = StandardCharsets.UTF_8;
        private int[] places = {};

        Rows(List<Part> parts, List<String> names) throws IOException {
            this.parts = parts;
            this.names = names;
            this.rows = open();
        }

        private RowReader open() throws IOException {
            in.close();
            Part part = parts.get(next++);
            places = names.stream().mapToInt(part.rows.names()::indexOf).toArray();
            charset = part.rows.source().charset();
            in = part.rows.source().open(_ -> {
            });
            return new RowReader(in, part.rows.source(), part.format, part.rows.layout());
        }

        @Override
        public List<String> names() {
            return names;
        }

        @Override
        public boolean isNumber(int column) {
            return parts.stream().allMatch(part -> {
                int place = part.rows.names().indexOf(names.get(column));
                return place < 0 || part.rows.source().isNumber(place);
            });
        }

        @Override
        public long size() {
            return parts.stream().mapToLong(Part::size).sum();
        }

        @Override
        public boolean next(RecordSink out) throws IOException {
            while (!rows.next()) {
                if (next == parts.size()) {
                    return false;
                }
                rows = open();
            }
            CsvScanner values = rows.values();
            for (int place : places) {
                if (place < 0) {
                    out.missing();
                } else if (charset.equals(StandardCharsets.UTF_8)) {
                    out.text(values.buffer(), values.start(place), values.end(place));
                } else {
                    out.text(values.text(place, charset));
                }
            }
            return true;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
