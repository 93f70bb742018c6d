package org.chainrule.serve;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.chainrule.tabular.read.ReadingListener;
import org.chainrule.tabular.read.TableSource;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TableFormat;

/// Counts how often a table is read.
public record CountedTable(TableSource source, AtomicInteger reads, AtomicInteger digests) implements TableSource {
    /// Counts from zero.
    public CountedTable(TableSource source) {
        this(source, new AtomicInteger(), new AtomicInteger());
    }

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public Table read(TableFormat format, ReadingListener listener) throws IOException {
        reads.incrementAndGet();
        return source.read(format, listener);
    }

    @Override
    public String digest() throws IOException {
        digests.incrementAndGet();
        return source.digest();
    }
}
