package org.chainrule.data;

import org.chainrule.error.ArgumentException;

/// The rows of a stream, which are read one after the other.
///
/// @param rows the number of rows in the stream
/// @param buffer the number of rows in memory at a time, from which a shuffled pass draws
record Streamed(RowType type, int rows, RowStream source, int buffer) implements Content {
    /// The buffer of a stream until [Examples#buffer] sets another.
    private static final int BUFFER = 10_000;

    static Streamed of(RowType type, int rows, RowStream source) {
        ArgumentException.requireNotNull("examples", "type", type);
        ArgumentException.requireNotNull("examples", "stream", source);
        Values.requireAtLeastOne("rows", rows);
        type.requireInputs();
        return new Streamed(type, rows, source, BUFFER);
    }

    /// Returns rows that come from a stream.
    ///
    /// @throws ArgumentException if the rows are held
    static Streamed of(Content rows) {
        if (rows instanceof Streamed streamed) {
            return streamed;
        }
        throw new ArgumentException("rows",
                "buffer: these rows are not from a stream, so all of them are shuffled and need no buffer");
    }

    Streamed buffer(int rows) {
        return new Streamed(type, this.rows, source, Values.requireAtLeastOne("buffer", rows));
    }

    @Override
    public int size() {
        return rows;
    }

    @Override
    public Pass shuffled(long seed, int epoch) {
        return new Pass(type, rows, epoch, () -> new StreamReader(type, rows, source, buffer, seed, epoch));
    }

    @Override
    public Pass inOrder() {
        return new Pass(type, rows, 0, () -> new StreamReader(type, rows, source, 1, 0, 0));
    }

    @Override
    public String toString() {
        return rows + " rows of " + type;
    }
}
