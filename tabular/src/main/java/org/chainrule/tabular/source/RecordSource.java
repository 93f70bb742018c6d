package org.chainrule.tabular.source;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.chainrule.error.FormatException;
import org.chainrule.tabular.records.RecordFormat;
import org.chainrule.tabular.records.RecordStream;
import org.jspecify.annotations.Nullable;

/// Records that can be read more than once as CSV text.
///
/// @param text    opens the text
/// @param sheet   whether titles and totals may surround the table
/// @param open    whether each record names its values, so that it may lack columns
/// @param numbers the places of the columns that have the type of a number
/// @param notes   sentences to report
record RecordSource(Text text, boolean sheet, boolean open, Set<Integer> numbers, List<String> notes) {
    /// Opens records at the first.
    interface Opener {
        /// Opens the records.
        ///
        /// @param consumed receives the number of stored bytes read so far
        RecordStream open(LongConsumer consumed) throws IOException;
    }

    /// Opens the text of records at its beginning.
    interface Text {
        /// Opens the text.
        ///
        /// @param consumed receives the number of stored bytes read so far, as far as the records show it
        InputStream open(LongConsumer consumed) throws IOException;
    }

    /// Returns the kind of a file by its first bytes; null if no module on the class path or module path knows it.
    static @Nullable RecordFormat format(String name, byte[] start) {
        String unpacked = name.toLowerCase(Locale.ROOT).endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
        for (RecordFormat format : ServiceLoader.load(RecordFormat.class)) {
            if (format.matches(unpacked, start)) {
                return format;
            }
        }
        return null;
    }

    /// Returns the records of a file of a kind that a module adds.
    ///
    /// @param name the name of the file in messages
    /// @param size the size of the file in bytes
    static RecordSource of(RecordFormat format, Path file, String name, String sheet, long size) throws IOException {
        return of(name, _ -> format.open(file, name, sheet), format.spreadsheet(), size);
    }

    /// Returns records, after a look at what they tell about themselves.
    ///
    /// @param stored the number of stored bytes
    /// @throws FormatException if there is no column
    static RecordSource of(String name, Opener opener, boolean sheet, long stored) throws IOException {
        try (RecordStream records = opener.open(_ -> {
        })) {
            return of(name, consumed -> new ReadAhead(each -> text(opener.open(each), each, stored), consumed), sheet,
                    records);
        }
    }

    /// Returns records whose CSV text was kept.
    static RecordSource kept(String name, KeptBytes csv, RecordStream records) {
        return of(name, consumed -> new CountedStream(csv.open(), consumed), false, records);
    }

    private static RecordSource of(String name, Text text, boolean sheet, RecordStream records) {
        int columns = records.names().size();
        if (columns == 0 && !sheet) {
            throw new FormatException(name, name + " has no columns; a table has at least one");
        }
        return new RecordSource(text, sheet, false, IntStream.range(0, columns).filter(records::isNumber).boxed()
                .collect(Collectors.toUnmodifiableSet()), List.copyOf(records.notes()));
    }

    private static InputStream text(RecordStream records, LongConsumer consumed, long stored) {
        long size = records.size();
        return new RecordText(records, size <= 0
                ? _ -> {
                }
                : count -> consumed.accept((long) ((double) stored * count / size)));
    }

    /// Returns the same records, each of which names its values.
    RecordSource named() {
        return new RecordSource(text, sheet, true, numbers, notes);
    }

    /// Returns the records in a part of the text.
    RecordSource part(byte[] beginning) {
        return new RecordSource(_ -> new ByteArrayInputStream(beginning), sheet, open, numbers, List.of());
    }
}
