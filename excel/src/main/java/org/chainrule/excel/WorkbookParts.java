package org.chainrule.excel;

import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.chainrule.error.FormatException;
import org.jspecify.annotations.Nullable;

/// The parts of a workbook: the files in its ZIP archive.
final class WorkbookParts implements Closeable {
    /// A part that unpacks to more than this many times its size is an attack. XML of a sheet is packed by a factor of ten.
    private static final long RATIO = 200;
    /// WorkbookParts up to this size are harmless.
    private static final long HARMLESS = 1 << 26;

    private final ZipFile zip;
    private final String name;

    /// Opens a workbook.
    ///
    /// @param name the name of the file in messages
    WorkbookParts(Path file, String name) throws IOException {
        this.name = name;
        zip = new ZipFile(file.toFile());
    }

    /// Returns the name of the file in messages.
    String name() {
        return name;
    }

    boolean has(String part) {
        return zip.getEntry(part) != null;
    }

    /// Opens a part; returns null if there is none of that name.
    @Nullable
    InputStream open(String part) throws IOException {
        ZipEntry entry = zip.getEntry(part);
        return entry == null
                ? null
                : new Limited(zip.getInputStream(entry), Math.max(HARMLESS, RATIO * entry.getCompressedSize()));
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    /// The bytes of a part up to a limit.
    private final class Limited extends FilterInputStream {
        private long left;

        Limited(InputStream in, long limit) {
            super(in);
            left = limit;
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            count(b < 0 ? 0 : 1);
            return b;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int count = super.read(into, offset, length);
            count(Math.max(0, count));
            return count;
        }

        private void count(int bytes) {
            left -= bytes;
            if (left < 0) {
                throw FormatException.ofWhole(name, name + " unpacks to more than " + RATIO
                        + " times its size, as no workbook does; save it again in a spreadsheet program");
            }
        }
    }
}
