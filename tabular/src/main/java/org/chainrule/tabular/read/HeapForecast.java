package org.chainrule.tabular.read;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.ZipException;
import org.chainrule.Memory;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.ChainruleException;
import org.chainrule.tabular.source.TextSource;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TableFormat;
import org.chainrule.tabular.table.TextColumn;
import org.chainrule.tabular.value.Phrases;

/// A forecast of whether a file will fit into the heap as a table, made from its first part before the rest is read.
///
/// It reads the first megabyte as a table, and extrapolates its rows, column types and distinct words to the size of
/// the file. That gives the memory: 8 bytes for a number and 4 for a word, plus a quarter for the spare room of growing
/// columns, the distinct words, and what a training keeps for each row. The forecast errs on the low side, so a file
/// that it refuses would have failed. To avoid counting too many rows, for example in a file with a very long value, it
/// also samples the density of lines further on.
final class HeapForecast {
    private static final int SAMPLE = 1 << 20;
    private static final int PARTS = 16;
    private static final int PART = 1 << 16;
    /// The largest assumed ratio of a compressed file's content to its size.
    private static final int COMPRESSION = 64;
    private static final double ROOM_TO_GROW = 1.25;
    /// The bytes that a training keeps for each row: its line, its place in the split, its target and its prediction.
    private static final int TRAINING_BYTES_A_ROW = 32;
    /// The bytes of a distinct word besides its characters: the string, its array, and its entries in the index and the
    /// dictionary.
    private static final int BYTES_A_WORD = 80;

    private HeapForecast() {
    }

    /// Refuses a file that needs more memory as a table than this process may use. Does nothing if the file is much
    /// smaller than the memory, or if its first part is not a readable table, because the reader then reports the
    /// fault.
    ///
    /// @throws ArgumentException if the memory does not suffice; the message states the need, the limit and the remedy
    static void check(TextSource source, TableFormat format) throws IOException {
        long heap = Runtime.getRuntime().maxMemory();
        if (source.size() < heap / COMPRESSION || source.size() <= 2 * SAMPLE) {
            return;
        }
        long[] taken = {0};
        try (InputStream in = source.open(bytes -> taken[0] = bytes)) {
            byte[] beginning = in.readNBytes(SAMPLE);
            int whole = beginning.length;
            while (whole > 0 && beginning[whole - 1] != '\n' && beginning[whole - 1] != '\r') {
                whole--;
            }
            if (taken[0] == 0 || whole == 0) {
                return;
            }
            Table sample = new TableReader(source.part(Arrays.copyOf(beginning, whole)), format, (_, _, _, _) -> {
            }).read();
            double share = Math.min(1, (double) taken[0] / source.size());
            double rows = Math.min(sample.size() / share * beginning.length / whole,
                    lines(source, ends(beginning, beginning.length), taken[0]));
            check(sample, rows, heap, MemoryAdvice.machine());
        } catch (ArgumentException tooLarge) {
            throw tooLarge;
        } catch (ChainruleException | CharacterCodingException | EOFException | ZipException _) {
            // the reader reports it for the whole file
        }
    }

    /// Returns the number of lines of a file, extrapolated from its beginning and, unless it is compressed, from
    /// samples all over it.
    private static double lines(TextSource source, long inBeginning, long beginning) throws IOException {
        double ends = inBeginning;
        double bytes = beginning;
        for (int part = 1; part < PARTS && !source.packed(); part++) {
            try (InputStream in = source.stored()) {
                in.skipNBytes(source.size() / PARTS * part);
                byte[] some = in.readNBytes(PART);
                ends += ends(some, some.length);
                bytes += some.length;
            }
        }
        return Math.max(1, ends / bytes * source.size());
    }

    private static long ends(byte[] text, int length) {
        long lines = 0;
        long returns = 0;
        for (int i = 0; i < length; i++) {
            lines += text[i] == '\n' ? 1 : 0;
            returns += text[i] == '\r' ? 1 : 0;
        }
        return Math.max(lines, returns);
    }

    /// Refuses a table with the given number of rows like those of a sample, if it needs more than `heap` bytes.
    static void check(Table sample, double rows, long heap, long machine) {
        double needed = rows * (Integer.BYTES + TRAINING_BYTES_A_ROW);
        for (Column column : sample.columns()) {
            needed += column instanceof TextColumn words
                    ? rows * Integer.BYTES * ROOM_TO_GROW + words(words, rows / sample.size())
                    : rows * Double.BYTES * ROOM_TO_GROW;
        }
        if (needed > heap) {
            throw new ArgumentException("table", String.format(Locale.ROOT,
                    "%s is too large for the memory that Java may use: about %s in %s need about %s, and %s are available; "
                            + "%s, or remove columns or rows from the file",
                    sample.source(), Phrases.count(rounded(rows), "row"),
                    Phrases.count(sample.columns().size(), "column"), Memory.text((long) needed), Memory.text(heap),
                    MemoryAdvice.toHold(needed, machine)));
        }
    }

    /// Returns the bytes of the distinct words of a file that has `times` as many rows as the sample. If most words of
    /// the sample are distinct, their number grows in proportion.
    private static double words(TextColumn column, double times) {
        int distinct = column.dictionary().size();
        double characters = column.dictionary().stream().mapToInt(String::length).sum();
        double growth = distinct > column.size() / 2 ? times : 1;
        return (distinct * (double) BYTES_A_WORD + characters) * growth;
    }

    /// Returns a number rounded to two digits.
    private static long rounded(double value) {
        double unit = Math.max(1, StrictMath.pow(10, Math.floor(StrictMath.log10(value)) - 1));
        return Math.round(Math.rint(value / unit) * unit);
    }
}
