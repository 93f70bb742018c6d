package org.chainrule.tabular.records;

import java.io.IOException;

/// Records that can be read again and again, such as rows that a program holds in memory.
@FunctionalInterface
public interface RecordTable {
    /// Opens the records at the first. Each call returns the same records in the same order.
    ///
    /// @throws IOException if they cannot be read
    RecordStream open() throws IOException;
}
