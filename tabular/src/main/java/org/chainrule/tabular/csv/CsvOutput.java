package org.chainrule.tabular.csv;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;
import java.util.function.IntFunction;

/// Writes records as CSV: separated by commas, quoted where necessary, with a line feed after each.
public final class CsvOutput {
    private CsvOutput() {
    }

    /// Writes a header and records, and flushes the writer.
    ///
    /// @param fields the fields of each record by its number, from 0
    /// @throws IOException if the writer throws it
    public static void write(Writer out, List<String> header, int records, IntFunction<List<String>> fields)
            throws IOException {
        CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(out);
        try {
            csv.writeRecord(header);
            for (int record = 0; record < records; record++) {
                csv.writeRecord(fields.apply(record));
            }
        } catch (UncheckedIOException e) {
            throw e.getCause(); // FastCSV wraps what the writer throws.
        }
        csv.flush();
    }
}
