package org.chainrule.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import org.chainrule.error.FormatException;
import org.chainrule.parquet.codec.DamagedException;
import org.chainrule.parquet.codec.LittleEndian;
import org.chainrule.parquet.meta.Footer;
import org.chainrule.tabular.records.RecordFormat;
import org.chainrule.tabular.records.RecordStream;

/// Files of Apache Parquet.
///
/// Source: "File Format" of the documentation of Apache Parquet, version 2.12.
public final class ParquetFormat implements RecordFormat {
    private static final String MAGIC = "PAR1";
    private static final String ENCRYPTED = "PARE";
    /// The length of the metadata and the magic bytes.
    private static final int TAIL = 8;

    /// Creates the format.
    public ParquetFormat() {
    }

    @Override
    public String name() {
        return "Parquet";
    }

    /// Text may begin with the magic bytes too, but the length of a page header follows them, which is no text.
    @Override
    public boolean matches(String fileName, byte[] start) {
        if (start.length <= MAGIC.length()) {
            return false;
        }
        String magic = magic(start, 0);
        if (magic.equals(ENCRYPTED)) {
            return true;
        }
        return magic.equals(MAGIC) && !isText(start);
    }

    private static boolean isText(byte[] start) {
        for (byte b : start) {
            if (b >= 0 && b < ' ' && b != '\t' && b != '\n' && b != '\r' && b != '\f') {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean spreadsheet() {
        return false;
    }

    @Override
    public RecordStream open(Path file, String name, String sheet) throws IOException {
        FileChannel channel = FileChannel.open(file);
        try {
            return new ParquetStream(channel, name, footer(channel, name));
        } catch (IOException | RuntimeException e) {
            channel.close();
            if (damaged(e)) {
                throw damaged(name);
            }
            throw e;
        }
    }

    private static Footer footer(FileChannel channel, String name) throws IOException {
        long size = channel.size();
        byte[] tail = read(channel, Math.max(0, size - TAIL), (int) Math.min(size, TAIL));
        String magic = tail.length < TAIL ? "" : magic(tail, MAGIC.length());
        if (magic.equals(ENCRYPTED)) {
            throw FormatException.ofWhole(name, name + " is an encrypted Parquet file; write it without encryption");
        }
        if (!magic.equals(MAGIC)) {
            throw new FormatException(name, name
                    + " is a Parquet file that is truncated: its end is missing; write it or download it again");
        }
        int length = LittleEndian.int32(tail, 0);
        DamagedException.require(length >= 0 && length <= size - TAIL - MAGIC.length(), "length of the metadata");
        return Footer.read(read(channel, size - TAIL - length, length));
    }

    private static String magic(byte[] bytes, int at) {
        return new String(bytes, at, MAGIC.length(), StandardCharsets.ISO_8859_1);
    }

    private static byte[] read(FileChannel channel, long position, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count);
        while (buffer.hasRemaining()) {
            DamagedException.require(channel.read(buffer, position + buffer.position()) > 0, "end of the file");
        }
        return buffer.array();
    }

    /// Returns whether an error tells that bytes have another structure than the format requires. Indexes and sizes come
    /// from the file, and most are checked where they are used.
    static boolean damaged(Exception e) {
        return e instanceof DamagedException || e instanceof IndexOutOfBoundsException
                || e instanceof ArithmeticException || e instanceof DateTimeException
                || e instanceof NegativeArraySizeException;
    }

    static FormatException damaged(String name) {
        return new FormatException(name, name + " is a Parquet file that is damaged; write it or download it again");
    }
}
