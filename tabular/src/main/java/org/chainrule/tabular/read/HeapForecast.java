package org.chainrule.tabular.read;

import java.io.ByteArrayInputStream;
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
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TableFormat;
import org.chainrule.tabular.table.TextColumn;
import org.chainrule.tabular.value.Phrases;

/// Whether a file will fit the heap as a table, foreseen from its first part before the rest is read.
///
/// The first megabyte is read as a table of its own. Its rows, what its columns hold and how many distinct words they
/// have, carried on to the size of the file, give the memory: 8 bytes a number and 4 a word, a quarter more for the room
/// in which columns grow, the distinct words, and what a training keeps of each row. The forecast is low rather than
/// high, so that what it refuses would have failed: where lines are rarer in parts further on, as in a file with a very
/// long value, there are as few rows as they say.
final class HeapForecast {
    private static final int SAMPLE = 1 << 20;
    private static final int PARTS = 16;
    private static final int PART = 1 << 16;
    /// A compressed file holds so many times its size at most, apart from absurd ones.
    private static final int COMPRESSION = 64;
    private static final double ROOM_TO_GROW = 1.25;
    /// The line of the row, its place in the split, its target and what is predicted for it.
    private static final int TRAINING_BYTES_A_ROW = 32;
    /// A distinct word beside its characters: the string, its array, its entry in the index and in the dictionary.
    private static final int BYTES_A_WORD = 80;

    private HeapForecast() {
    }

    /// Refuses a file that needs more memory as a table than this process may have; does nothing for a file that is
    /// small beside it, or of which the first part cannot be read as a table, for then the reader says what is wrong.
    ///
    /// Throws [ArgumentException] with how much is needed, how much there is and what to change.
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
            Table sample = Tables.read(new ByteArrayInputStream(Arrays.copyOf(beginning, whole)), source.name(),
                    format);
            double share = Math.min(1, (double) taken[0] / source.size());
            double rows = Math.min(sample.size() / share * beginning.length / whole,
                    lines(source, ends(beginning, beginning.length), taken[0]));
            check(sample, rows, heap, MemoryAdvice.machine());
        } catch (ArgumentException tooLarge) {
            throw tooLarge;
        } catch (ChainruleException | CharacterCodingException | EOFException | ZipException _) {
            // the reader says it of the whole file
        }
    }

    /// How many lines a file has if it has as many everywhere as in its beginning and, unless it is packed, in parts all
    /// over it.
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

    /// Refuses a table of so many rows like those of a sample, if it needs more than `heap` bytes.
    static void check(Table sample, double rows, long heap, long machine) {
        double needed = rows * (Integer.BYTES + TRAINING_BYTES_A_ROW);
        for (Column column : sample.columns()) {
            needed += column instanceof TextColumn words
                    ? rows * Integer.BYTES * ROOM_TO_GROW + words(words, rows / sample.size())
                    : rows * Double.BYTES * ROOM_TO_GROW;
        }
        if (needed > heap) {
            throw new ArgumentException("table", String.format(Locale.ROOT,
                    "%s is too large for the memory that Java may use: some %s in %s need about %s, and there are %s; "
                            + "%s, or remove columns or rows from the file",
                    sample.source(), Phrases.count(rounded(rows), "row"),
                    Phrases.count(sample.columns().size(), "column"), Memory.text((long) needed), Memory.text(heap),
                    MemoryAdvice.toHold(needed, machine)));
        }
    }

    /// The bytes of the distinct words of the whole file, which has so many times the sample's rows. Where words go on to
    /// appear they do so in proportion.
    private static double words(TextColumn column, double times) {
        int distinct = column.dictionary().size();
        double characters = column.dictionary().stream().mapToInt(String::length).sum();
        double growth = distinct > column.size() / 2 ? times : 1;
        return (distinct * (double) BYTES_A_WORD + characters) * growth;
    }

    /// Two digits of a number.
    private static long rounded(double value) {
        double unit = Math.max(1, StrictMath.pow(10, Math.floor(StrictMath.log10(value)) - 1));
        return Math.round(Math.rint(value / unit) * unit);
    }
}
