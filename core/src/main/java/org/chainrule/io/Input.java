package org.chainrule.io;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

import org.chainrule.error.FormatException;
import org.jspecify.annotations.Nullable;

/// A source of bytes that is read once, from front to back. It does not trust the file: memory grows with the bytes
/// actually read, not with the length that a header announces.
final class Input implements AutoCloseable {
    /// The largest number of values in one Java array.
    static final int LONGEST = Integer.MAX_VALUE - 8;

    private static final int CHUNK = 1 << 16;
    private static final byte[] GZIP = {0x1F, (byte) 0x8B};
    private static final int FIRST_VALUES = 1 << 18;

    private final InputStream stream;
    private final String source;
    private final long size;
    private long position;
    private @Nullable Checksum checksum;

    /// Wraps a stream.
    ///
    /// @param size the number of bytes, or -1 if it is unknown
    Input(InputStream stream, String source, long size) {
        this.stream = stream;
        this.source = source;
        this.size = size;
    }

    /// Opens a file, or anything else that can be read at the path.
    static Input open(Path path) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            if (attributes.isDirectory()) {
                throw new IOException("cannot read " + path + ": it is a folder; specify a file in it");
            }
            return new Input(Files.newInputStream(path), path.toString(),
                    attributes.isRegularFile() ? attributes.size() : -1);
        } catch (NoSuchFileException e) {
            throw new IOException("cannot read " + path + ": there is no such file", e);
        } catch (AccessDeniedException e) {
            throw new IOException("cannot read " + path + ": no permission to read it", e);
        }
    }

    /// Returns this source, decompressed if it begins with the gzip magic bytes.
    Input gunzipped() throws IOException {
        PushbackInputStream start = new PushbackInputStream(stream, GZIP.length);
        byte[] magic = readUpTo(GZIP.length, "the start");
        start.unread(magic);
        position -= magic.length;
        if (!Arrays.equals(magic, GZIP)) {
            return new Input(start, source, size);
        }
        try {
            return new Input(new GZIPInputStream(start, CHUNK), source, -1);
        } catch (EOFException e) {
            throw refuse("the compressed file is cut off inside its header");
        } catch (ZipException e) {
            throw refuse("the compressed data is damaged (" + e.getMessage() + ")");
        } catch (IOException e) {
            throw failure(e);
        }
    }

    String source() {
        return source;
    }

    /// Adds all bytes read from here on to a checksum.
    void addTo(Checksum sum) {
        checksum = sum;
    }

    /// Returns the number of bytes not read yet, or -1 if it is unknown.
    long remaining() {
        return size < 0 ? -1 : size - position;
    }

    /// Returns an error about this source.
    FormatException refuse(String why) {
        return new FormatException(source, source + ": " + why);
    }

    /// Reads exactly `count` bytes.
    ///
    /// @param part the name of these bytes in messages
    byte[] bytes(int count, String part) throws IOException {
        byte[] bytes = readUpTo(count, part);
        if (bytes.length < count) {
            throw refuse("the file ends after " + bytes.length + " of the " + count + " bytes of " + part);
        }
        return bytes;
    }

    /// Reads exactly `count` values of a format.
    ///
    /// @param part the name of these values in messages
    float[] floats(Element element, ByteOrder order, int count, String part) throws IOException {
        int bytes = element.bytes();
        boolean room = remaining() >= (long) count * bytes;
        float[] values = new float[room ? count : Math.min(count, FIRST_VALUES)];
        for (int done = 0; done < count;) {
            int more = Math.min(count - done, CHUNK / bytes);
            byte[] chunk = readUpTo(more * bytes, part);
            if (chunk.length < more * bytes) {
                throw refuse("the file ends after " + ((long) done * bytes + chunk.length) + " of the "
                        + (long) count * bytes
                        + " bytes of " + part);
            }
            if (values.length < done + more) {
                values = Arrays.copyOf(values, (int) Math.min(count, 2L * values.length));
            }
            ByteBuffer buffer = ByteBuffer.wrap(chunk).order(order);
            int stopped = element.read(buffer, values, done, done + more);
            if (stopped < done + more) {
                throw refuse(part + " " + element.complaint(buffer) + " (value " + stopped + ", counted from 0)");
            }
            done += more;
        }
        return values;
    }

    /// Checks that no bytes are left.
    void end(String whole) throws IOException {
        if (remaining() > 0 || readUpTo(1, whole).length > 0) {
            throw refuse("there are bytes after the end of " + whole);
        }
    }

    private byte[] readUpTo(int count, String part) throws IOException {
        try {
            byte[] bytes = stream.readNBytes(count);
            position += bytes.length;
            if (checksum != null) {
                checksum.add(bytes, bytes.length);
            }
            return bytes;
        } catch (EOFException e) {
            throw refuse("the compressed file is cut off inside " + part);
        } catch (ZipException e) {
            throw refuse("the compressed data is damaged inside " + part + " (" + e.getMessage() + ")");
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private IOException failure(IOException e) {
        String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return new IOException("cannot read " + source + ": " + reason, e);
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
