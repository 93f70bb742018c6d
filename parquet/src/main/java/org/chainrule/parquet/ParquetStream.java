package org.chainrule.parquet;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import org.chainrule.error.FormatException;
import org.chainrule.error.Quote;
import org.chainrule.parquet.codec.DamagedException;
import org.chainrule.parquet.codec.PageCodec;
import org.chainrule.parquet.meta.Chunk;
import org.chainrule.parquet.meta.Footer;
import org.chainrule.parquet.meta.StoredColumn;
import org.chainrule.parquet.page.Cursor;
import org.chainrule.tabular.records.RecordSink;
import org.chainrule.tabular.records.RecordStream;

/// The rows of a file, group by group.
final class ParquetStream implements RecordStream {
    private final FileChannel file;
    private final String name;
    private final Footer footer;
    private final List<StoredColumn> columns;
    private final Cell[] cells;
    private final List<String> notes;
    private final Cursor[] cursors;
    private int group;
    /// The rows that are left in the group.
    private long left;

    ParquetStream(FileChannel file, String name, Footer footer) throws IOException {
        this.file = file;
        this.name = name;
        this.footer = footer;
        List<StoredColumn> kept = new ArrayList<>();
        List<StoredColumn> nested = new ArrayList<>();
        List<StoredColumn> binary = new ArrayList<>();
        for (StoredColumn column : footer.columns()) {
            (switch (column.logical().kind()) {
                case NESTED -> nested;
                case OTHER -> binary;
                default -> isBinary(column) ? binary : kept;
            }).add(column);
        }
        if (kept.isEmpty() && !footer.columns().isEmpty()) {
            throw FormatException.ofWhole(name, name
                    + " has only columns of lists, groups or binary data; write a file with one value in each field");
        }
        this.columns = List.copyOf(kept);
        this.notes = notes(nested, binary);
        cells = kept.stream().map(Cell::of).toArray(Cell[]::new);
        cursors = new Cursor[cells.length];
    }

    private static List<String> notes(List<StoredColumn> nested, List<StoredColumn> binary) {
        List<String> notes = new ArrayList<>();
        if (!nested.isEmpty()) {
            notes.add(leftOut(nested) + " lists or groups of values instead of one value in each row");
        }
        if (!binary.isEmpty()) {
            notes.add(leftOut(binary) + " binary data");
        }
        return notes;
    }

    private static String leftOut(List<StoredColumn> columns) {
        List<String> names = columns.stream().limit(5).map(column -> Quote.of(column.name())).toList();
        int more = columns.size() - names.size();
        String listed = more > 0
                ? String.join(", ", names) + " and " + more + " more"
                : names.size() == 1
                        ? names.getFirst()
                        : String.join(", ", names.subList(0, names.size() - 1)) + " and " + names.getLast();
        return "left out " + (columns.size() == 1 ? "column " : "columns ") + listed + ", which "
                + (columns.size() == 1 ? "holds" : "hold");
    }

    /// Returns whether the first values of a column that is not declared as text are not text either.
    private boolean isBinary(StoredColumn column) throws IOException {
        if (!Cell.isUndeclaredText(column) || footer.groups().isEmpty()) {
            return false;
        }
        Footer.Group first = footer.groups().getFirst();
        Cursor cursor = cursor(column, first);
        for (long row = 0; row < Math.min(first.rows(), 100); row++) {
            if (cursor.next() && !Cell.isText(cursor.values())) {
                return true;
            }
        }
        return false;
    }

    @Override
    public List<String> names() {
        return columns.stream().map(StoredColumn::name).toList();
    }

    @Override
    public boolean isNumber(int column) {
        return Cell.isNumber(columns.get(column));
    }

    @Override
    public long size() {
        return footer.rows();
    }

    @Override
    public List<String> notes() {
        return notes;
    }

    @Override
    public boolean next(RecordSink out) throws IOException {
        try {
            while (left == 0) {
                if (group == footer.groups().size()) {
                    return false;
                }
                begin(footer.groups().get(group++));
            }
            left--;
            for (int i = 0; i < cells.length; i++) {
                if (cursors[i].next()) {
                    cells[i].write(cursors[i].values(), out);
                } else {
                    out.missing();
                }
            }
            return true;
        } catch (RuntimeException e) {
            if (ParquetFormat.damaged(e)) {
                throw ParquetFormat.damaged(name);
            }
            throw e;
        }
    }

    private void begin(Footer.Group rows) throws IOException {
        left = rows.rows();
        for (int i = 0; i < cells.length; i++) {
            cursors[i] = cursor(columns.get(i), rows);
        }
    }

    private Cursor cursor(StoredColumn column, Footer.Group rows) throws IOException {
        DamagedException.require(column.leaf() < rows.chunks().size(), "columns of a group");
        Chunk chunk = rows.chunks().get(column.leaf());
        String where = name + ", column " + Quote.of(column.name());
        if (chunk.encrypted()) {
            throw FormatException.ofWhole(name, where + ": it is encrypted; write the file without encryption");
        }
        if (chunk.outside()) {
            throw FormatException.ofWhole(name,
                    where + ": its values are in another file; use the files that hold the values");
        }
        if (!PageCodec.isReadable(chunk.codec())) {
            throw FormatException.ofWhole(name, where + ": it is compressed by " + PageCodec.title(chunk.codec())
                    + ", which cannot be read; write the file with Snappy, Zstandard, gzip, LZ4 or no compression");
        }
        DamagedException.require(chunk.values() == rows.rows(), "number of values");
        return new Cursor(file, name, column, chunk);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
