package org.chainrule.tabular;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.chainrule.Memory;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.ChainruleException;

/// Whether a file will fit the heap as a table, foreseen from its first part before the rest is read.
///
/// The first megabyte is read as a table of its own. Its rows, what its columns hold and how many distinct words they
/// have, carried on to the size of the file, give the memory: 8 bytes a number and 4 a word, a quarter more for the room
/// in which columns grow, the distinct words, and what a training keeps of each row. The forecast is low rather than
/// high, so that what it refuses would have failed.
final class HeapForecast {
    private static final int SAMPLE = 1 << 20;
    /// A compressed file holds so many times its size at most, apart from absurd ones.
    private static final int COMPRESSION = 64;
    private static final double ROOM_TO_GROW = 1.25;
    /// The line of the row, its place in the split, its target and what is predicted for it.
    private static final int TRAINING_BYTES_A_ROW = 32;
    /// A distinct word beside its characters: the string, its array, its entry in the index and in the dictionary.
    private static final int BYTES_A_WORD = 80;
    private static final long MEBIBYTE = 1 << 20;

    private HeapForecast() {
    }

    /// Refuses a file that needs more memory as a table than this process may have; does nothing for a file that is
    /// small beside it, or of which the first part cannot be read as a table, for then the reader says what is wrong.
    ///
    /// Throws [ArgumentException] with how much is needed, how much there is and what to change.
    static void check(Path file, TableFormat format) throws IOException {
        check(file, format, Runtime.getRuntime().maxMemory());
    }

    static void check(Path file, TableFormat format, long heap) throws IOException {
        long bytes = Files.isRegularFile(file) ? Files.size(file) : 0;
        if (bytes < heap / COMPRESSION || bytes <= 2 * SAMPLE) {
            return;
        }
        Counted counted = new Counted(Files.newInputStream(file));
        try (counted; InputStream in = unpacked(counted)) {
            byte[] beginning = in.readNBytes(SAMPLE);
            int whole = beginning.length;
            while (whole > 0 && beginning[whole - 1] != '\n' && beginning[whole - 1] != '\r') {
                whole--;
            }
            Table sample = Table.read(new ByteArrayInputStream(Arrays.copyOf(beginning, whole)), file.toString(),
                    format);
            double share = Math.min(1, (double) counted.bytes / bytes * whole / beginning.length);
            check(sample, share, heap);
        } catch (ArgumentException tooLarge) {
            throw tooLarge;
        } catch (ChainruleException | EOFException | ZipException _) {
            // the reader says it of the whole file
        }
    }

    /// Refuses a table of which a sample makes up the given share, if it needs more than `heap` bytes.
    static void check(Table sample, double share, long heap) {
        double rows = sample.size() / share;
        double needed = rows * (Integer.BYTES + TRAINING_BYTES_A_ROW);
        for (Column column : sample.columns()) {
            needed += column instanceof TextColumn words
                    ? rows * Integer.BYTES * ROOM_TO_GROW + words(words, share)
                    : rows * Double.BYTES * ROOM_TO_GROW;
        }
        if (needed > heap) {
            throw new ArgumentException("table", String.format(Locale.ROOT,
                    "%s is too large for the memory that Java may use: some %s in %s need about %s, and there are %s; "
                            + "start Java with %s (./chainrule: CHAINRULE_OPTS=%s), or remove columns or rows from the "
                            + "file",
                    sample.source(), Phrases.count(rounded(rows), "row"),
                    Phrases.count(sample.columns().size(), "column"), Memory.text((long) needed), Memory.text(heap),
                    option(needed), option(needed)));
        }
    }

    /// The bytes of the distinct words of the whole file. Where they go on to appear they do so in proportion.
    private static double words(TextColumn column, double share) {
        int distinct = column.dictionary().size();
        double characters = column.dictionary().stream().mapToInt(String::length).sum();
        double growth = distinct > column.size() / 2 ? 1 / share : 1;
        return (distinct * (double) BYTES_A_WORD + characters) * growth;
    }

    /// Two digits of a number.
    private static long rounded(double value) {
        double unit = Math.max(1, StrictMath.pow(10, Math.floor(StrictMath.log10(value)) - 1));
        return Math.round(Math.rint(value / unit) * unit);
    }

    /// The option that gives half as much again as is needed: `-Xmx768m`, `-Xmx6g`.
    private static String option(double needed) {
        double mebibytes = Math.ceil(needed * 1.5 / MEBIBYTE / 256) * 256;
        return mebibytes < 2048
                ? "-Xmx" + (long) mebibytes + "m"
                : "-Xmx" + (long) Math.ceil(mebibytes / 1024) + "g";
    }

    private static InputStream unpacked(Counted file) throws IOException {
        BufferedInputStream in = new BufferedInputStream(file);
        in.mark(2);
        boolean gzip = in.read() == 0x1F && in.read() == 0x8B;
        in.reset();
        return gzip ? new GZIPInputStream(in) : in;
    }

    /// A stream that counts the bytes taken from it.
    private static final class Counted extends FilterInputStream {
        private long bytes;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            bytes += b < 0 ? 0 : 1;
            return b;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int count = super.read(into, offset, length);
            bytes += Math.max(count, 0);
            return count;
        }
    }
}
