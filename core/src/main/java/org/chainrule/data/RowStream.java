package org.chainrule.data;

import java.io.IOException;
import java.util.stream.Stream;

/// Rows that are read in order, such as the lines of files too large for memory. Every epoch opens the stream anew; each
/// time it must return the same rows in the same order.
///
/// ```
/// RowType type = new RowType(List.of(new Field("x", TensorType.f32(Shape.of(64)))),
///         List.of(new Field("y", TensorType.i32(Shape.scalar()))), false); // one class index per row
/// RowStream rows = () -> Files.lines(file).map(line -> Row.of(inputs(line), label(line)));
/// Examples examples = Examples.stream(type, count, rows).buffer(10_000);
/// ```
@FunctionalInterface
public interface RowStream {
    /// Opens the stream at its first row. One thread at a time reads it, not always the same one. The stream is closed after
    /// its last row or the first failure. If reading ends earlier, for example because training stops, the stream is closed
    /// once the garbage collector finds its reader unreachable.
    ///
    /// @throws IOException if the stream cannot be opened
    Stream<Row> open() throws IOException;
}
