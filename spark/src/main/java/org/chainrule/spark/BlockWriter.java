package org.chainrule.spark;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.Quote;
import org.jspecify.annotations.Nullable;

/// Writes the rows of a partition as blocks of bytes: the number of rows, then the kind and the value of each cell.
///
/// @param widths the size of the vectors of each column; -1 for one that has none
record BlockWriter(int[] widths) implements MapPartitionsFunction<Row, byte[]> {
    private static final long serialVersionUID = 1;

    /// The number of bytes before the first row.
    static final int HEAD = Integer.BYTES;
    private static final int FULL = 1 << 22;

    /// Returns the number of rows in a block.
    static int rows(byte[] block) {
        return ByteBuffer.wrap(block).getInt();
    }

    @Override
    public Iterator<byte[]> call(Iterator<Row> rows) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return rows.hasNext();
            }

            @Override
            public byte[] next() {
                if (!rows.hasNext()) {
                    throw new NoSuchElementException();
                }
                return block(rows);
            }
        };
    }

    private byte[] block(Iterator<Row> rows) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int count = 0;
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(0);
            while (rows.hasNext() && bytes.size() < FULL) {
                row(rows.next(), out);
                count++;
            }
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
        byte[] block = bytes.toByteArray();
        ByteBuffer.wrap(block).putInt(count);
        return block;
    }

    private void row(Row row, DataOutputStream out) throws IOException {
        for (int i = 0; i < widths.length; i++) {
            if (widths[i] < 0) {
                cell(Cells.value(row.get(i)), out);
            } else {
                vector(row, i, out);
            }
        }
    }

    private void vector(Row row, int column, DataOutputStream out) throws IOException {
        Vector vector = (Vector) row.get(column);
        int width = widths[column];
        if (vector != null && vector.size() != width) {
            throw new ArgumentException("column", "column " + Quote.of(row.schema().fields()[column].name())
                    + " has a vector of " + vector.size()
                    + " numbers, but the first one has " + width + "; make all vectors equally long");
        }
        for (int k = 0; k < width; k++) {
            cell(vector == null ? null : Cells.value(vector.apply(k)), out);
        }
    }

    private static void cell(@Nullable Object value, DataOutputStream out) throws IOException {
        switch (value) {
            case null -> out.write(Gathered.MISSING);
            case Double number -> {
                out.write(Gathered.NUMBER);
                out.writeDouble(number);
            }
            case Long number -> {
                out.write(Gathered.WHOLE);
                out.writeLong(number);
            }
            case Boolean truth -> {
                out.write(Gathered.TRUTH);
                out.writeBoolean(truth);
            }
            case LocalDate date -> {
                out.write(Gathered.DATE);
                out.writeLong(date.toEpochDay());
            }
            case LocalDateTime time -> {
                out.write(Gathered.DATE_TIME);
                Instant utc = time.toInstant(ZoneOffset.UTC);
                out.writeLong(utc.getEpochSecond());
                out.writeInt(utc.getNano());
            }
            case Instant time -> {
                out.write(Gathered.INSTANT);
                out.writeLong(time.getEpochSecond());
                out.writeInt(time.getNano());
            }
            default -> {
                byte[] text = value.toString().getBytes(StandardCharsets.UTF_8);
                out.write(Gathered.TEXT);
                out.writeInt(text.length);
                out.write(text);
            }
        }
    }
}
