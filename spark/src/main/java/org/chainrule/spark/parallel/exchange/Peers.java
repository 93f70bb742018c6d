package org.chainrule.spark.parallel.exchange;

import java.io.Closeable;
import java.io.IOException;

/// The links of a worker to the others.
public interface Peers extends Closeable {
    /// Returns the link to another worker, which is made when it is first needed.
    ///
    /// @throws IOException if it cannot be reached
    Link link(int worker) throws IOException;

    @Override
    void close();
}
