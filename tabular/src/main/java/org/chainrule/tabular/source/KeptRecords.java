package org.chainrule.tabular.source;

import java.io.IOException;
import java.util.function.LongConsumer;
import org.chainrule.tabular.records.RecordStream;

/// Records that can be read only once, such as the rows of a query, kept as CSV text so that they can be read again.
public final class KeptRecords implements AutoCloseable {
    private final String name;
    private final KeptBytes csv;
    private final RecordSource records;

    private KeptRecords(String name, KeptBytes csv, RecordSource records) {
        this.name = name;
        this.csv = csv;
        this.records = records;
    }

    /// Reads records to their end without closing them.
    ///
    /// @param name    the name of the records in messages
    /// @param fetched receives the number of bytes of CSV so far
    /// @throws org.chainrule.error.FormatException if there is no column
    public static KeptRecords of(RecordStream once, String name, LongConsumer fetched) throws IOException {
        KeptBytes csv = KeptBytes.of(new RecordText(once, _ -> {
        }), name, fetched);
        try {
            return new KeptRecords(name, csv, RecordSource.kept(name, csv, once));
        } catch (RuntimeException e) {
            csv.close();
            throw e;
        }
    }

    /// Returns the CSV text. The records stay when it is closed.
    public TextSource text() throws IOException {
        return TextSource.ofRecords(name, csv, records);
    }

    /// Releases the records, which are then no longer readable.
    @Override
    public void close() throws IOException {
        csv.close();
    }
}
