package org.chainrule.data;

import java.io.IOException;
import java.util.stream.Stream;

/// Rows that are read one after the other, such as the lines of files too large for memory. Every epoch opens the
/// stream anew, and every time it must give the same rows in the same order.
///
/// ```
/// RowStream rows = () -> Files.lines(file).map(line -> Row.of(inputs(line), target(line)));
/// ```
@FunctionalInterface
public interface RowStream {
    /// Opens the stream at its first row. The stream is read by one thread at a time, not always the same, and closed
    /// after its last row or the first failure. If the rows are left before, as by a training that is stopped, the stream
    /// is closed when the garbage collector finds that nothing reads it any more.
    ///
    /// @throws IOException if it cannot be opened
    Stream<Row> open() throws IOException;
}
