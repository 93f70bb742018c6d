package org.chainrule.spark.parallel;

import java.io.Closeable;
import java.io.IOException;

/// The links of a worker to the others.
interface Peers extends Closeable {
    /// Returns the link to another worker, which is made when it is first needed.
    ///
    /// @throws IOException if it cannot be reached
    Link link(int worker) throws IOException;

    @Override
    void close();
}
