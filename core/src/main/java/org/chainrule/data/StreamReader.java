package org.chainrule.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.Cleaner;
import java.lang.ref.Cleaner.Cleanable;
import java.lang.ref.Reference;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.ShapeException;
import org.chainrule.nn.Draws;
import org.jspecify.annotations.Nullable;

/// Reads the rows of a stream in order into a buffer and draws them from it at random. The seed, the epoch and the number
/// of rows drawn before determine the next place to draw from.
final class StreamReader implements Reader {
    /// Closes the stream of a reader that is abandoned before its end.
    private static final Cleaner CLEANER = Cleaner.create();

    private final RowType type;
    /// The number of rows in the stream.
    private final int total;
    private final RowStream source;
    private final long seed;
    private final int epoch;
    /// Rows that are read but not yet drawn, at indices below `filled`, and their numbers in the stream.
    private final @Nullable Row[] buffer;
    private final int[] numbers;
    private int filled;
    private int read;
    private int drawn;
    /// Where to draw the next `buffer.length` rows from, each as a share of the rows in the buffer.
    private float[] places = {};
    /// Closes the stream; null while it is not open.
    private @Nullable Cleanable open;
    private @Nullable Iterator<Row> rows;

    /// @param total the number of rows in the stream
    /// @param buffer the number of rows to draw from; 1 keeps their order
    StreamReader(RowType type, int total, RowStream source, int buffer, long seed, int epoch) {
        this.type = type;
        this.total = total;
        this.source = source;
        this.seed = seed;
        this.epoch = epoch;
        this.buffer = new Row[Math.min(buffer, total)];
        this.numbers = new int[this.buffer.length];
    }

    @Override
    public boolean ordered() {
        return true;
    }

    @Override
    public void fill(Slot slot, int from, int size) {
        try {
            while (drawn < from) {
                draw(slot, -1);
            }
            for (int i = 0; i < size; i++) {
                draw(slot, i);
            }
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /// Draws a row and writes it to row `at` of the slot, or drops it if `at` is -1.
    private void draw(Slot slot, int at) {
        while (filled < buffer.length && read < total) {
            read(filled);
            filled++;
        }
        int drawing = drawn % buffer.length;
        if (drawing == 0 && buffer.length > 1) {
            places = Draws.of(seed, "order of epoch " + epoch + " from row " + drawn).uniform(buffer.length);
        }
        int place = buffer.length == 1 ? 0 : (int) ((double) places[drawing] * filled);
        Row row = buffer[place];
        if (at >= 0 && row != null) {
            slot.rows[at] = numbers[place];
            write(row, slot, at);
        }
        drawn++;
        filled--;
        buffer[place] = buffer[filled];
        numbers[place] = numbers[filled];
        buffer[filled] = null;
    }

    /// Reads the next row of the stream into a place of the buffer.
    private void read(int place) {
        Iterator<Row> rows = rows();
        if (!rows.hasNext()) {
            throw new ArgumentException("stream",
                    "examples: the stream ended after " + read + " rows, expected " + total);
        }
        Row row = rows.next();
        check(row, read);
        buffer[place] = row;
        numbers[place] = read++;
        if (read == total) {
            if (rows.hasNext()) {
                throw new ArgumentException("stream",
                        "examples: the stream has more than " + read + " rows, expected exactly " + read);
            }
            close();
        }
    }

    private Iterator<Row> rows() {
        Iterator<Row> rows = this.rows;
        if (rows != null) {
            return rows;
        }
        try {
            Stream<Row> opened = source.open();
            ArgumentException.requireNotNull("examples", "stream", opened);
            open = CLEANER.register(this, opened::close);
            rows = iterator(opened);
            this.rows = rows;
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException("examples: the stream cannot be opened: " + e.getMessage(), e);
        }
    }

    private static Iterator<Row> iterator(Stream<Row> opened) {
        try {
            return opened.sequential().iterator();
        } catch (IllegalStateException e) {
            throw new ArgumentException("stream", "examples: the stream was used before, expected a new one each time"
                    + " it is opened: " + e.getMessage());
        }
    }

    private void close() {
        if (open != null) {
            open.clean();
            open = null;
        }
    }

    private void check(Row row, int number) {
        if (row == null) {
            throw new ArgumentException("stream",
                    "examples: row " + number + " of the stream is null, expected a value");
        }
        check("inputs", type.inputs(), row.inputs(), number);
        check("targets", type.targets(), row.targets(), number);
        if (type.weighted()) {
            Values.checkWeight(row.weight(), number);
        }
    }

    private static void check(String kind, List<Field> fields, List<float[]> values, int number) {
        if (values.size() != fields.size()) {
            throw new ShapeException("examples", "row " + number + " of the stream has " + values.size() + " " + kind
                    + ", expected " + fields.size());
        }
        for (int i = 0; i < fields.size(); i++) {
            Field field = fields.get(i);
            if (values.get(i).length != field.width()) {
                throw new ShapeException("examples", "row " + number + " of the stream does not fit its type",
                        field.name() + " has " + values.get(i).length + " values",
                        "row " + field.type().shape() + " = " + field.width());
            }
            Values.check(field, number, values.get(i), 0);
        }
    }

    private void write(Row row, Slot slot, int at) {
        write(row.inputs(), slot.inputs, at);
        write(row.targets(), slot.targets, at);
        if (slot.weights != null) {
            slot.weights[at] = row.weight();
        }
    }

    private static void write(List<float[]> values, float[][] out, int at) {
        for (int field = 0; field < out.length; field++) {
            float[] from = values.get(field);
            System.arraycopy(from, 0, out[field], at * from.length, from.length);
        }
    }
}
