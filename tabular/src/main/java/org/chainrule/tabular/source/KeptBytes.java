package org.chainrule.tabular.source;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// The bytes of a stream that can be read only once, such as a pipe, kept so that they can be read again: in memory if
/// there are few, otherwise in a temporary file. The system deletes the file when the process ends, however it ends; on
/// systems that allow it, the file has no name from the start.
public final class KeptBytes implements AutoCloseable {
    private static final int IN_MEMORY = 1 << 26;
    private static final int BUFFER = 1 << 16;

    private final byte[] memory;
    private final @Nullable FileChannel file;
    private final long size;

    private KeptBytes(byte[] memory, @Nullable FileChannel file, long size) {
        this.memory = memory;
        this.file = file;
        this.size = size;
    }

    /// Reads a stream to its end.
    ///
    /// @param source the name of the stream in messages
    public static KeptBytes of(InputStream in, String source) throws IOException {
        return of(in, source, IN_MEMORY);
    }

    /// Reads a stream to its end.
    ///
    /// @param source  the name of the stream in messages
    /// @param fetched receives the number of bytes read so far
    public static KeptBytes of(InputStream in, String source, LongConsumer fetched) throws IOException {
        return of(new CountedStream(in, fetched), source);
    }

    /// Reads a stream to its end.
    ///
    /// @param source   the name of the stream in messages
    /// @param inMemory the number of bytes from which on they are kept in a file
    public static KeptBytes of(InputStream in, String source, int inMemory) throws IOException {
        byte[] beginning = in.readNBytes(inMemory);
        if (beginning.length < inMemory) {
            return new KeptBytes(beginning, null, beginning.length);
        }
        FileChannel file = null;
        try {
            Path name = Files.createTempFile(folder(), ".chainrule-", ".tmp");
            file = FileChannel.open(name, StandardOpenOption.READ, StandardOpenOption.WRITE,
                    StandardOpenOption.DELETE_ON_CLOSE);
            return new KeptBytes(new byte[0], file, fill(file, beginning, in));
        } catch (IOException e) {
            if (file != null) {
                file.close();
            }
            throw e instanceof Unread unread
                    ? unread.why
                    : failed(source + " can be read only once and is too large for memory", e);
        }
    }

    /// Returns the folder of temporary files.
    static Path folder() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }

    /// Returns the exception for a temporary file that cannot be written.
    ///
    /// @param why what is kept, and why
    static IOException failed(String why, IOException e) {
        return new IOException(why + ", so it is kept in " + folder() + ", which failed: " + e.getMessage()
                + "; free some space there, set another folder (-Djava.io.tmpdir=FOLDER), or save it to a file and read that",
                e);
    }

    /// Thrown if the stream itself cannot be read.
    private static final class Unread extends IOException {
        private static final long serialVersionUID = 1;
        private final IOException why;

        Unread(IOException why) {
            super(why);
            this.why = why;
        }
    }

    private static long fill(FileChannel file, byte[] beginning, InputStream in) throws IOException {
        write(file, ByteBuffer.wrap(beginning));
        byte[] buffer = new byte[BUFFER];
        for (int count = next(in, buffer); count >= 0; count = next(in, buffer)) {
            write(file, ByteBuffer.wrap(buffer, 0, count));
        }
        return file.size();
    }

    private static int next(InputStream in, byte[] buffer) throws Unread {
        try {
            return in.read(buffer);
        } catch (IOException e) {
            throw new Unread(e);
        }
    }

    private static void write(FileChannel file, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }

    /// Returns the number of bytes.
    public long size() {
        return size;
    }

    /// Returns a stream over the bytes from the start.
    public InputStream open() {
        return file == null ? new ByteArrayInputStream(memory) : new Reader(file);
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }

    /// A reader of the file with its own position.
    private static final class Reader extends InputStream {
        private final FileChannel file;
        private long at;

        Reader(FileChannel file) {
            this.file = file;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            int count = file.read(ByteBuffer.wrap(into, offset, length), at);
            at += Math.max(count, 0);
            return count;
        }

        @Override
        public long skip(long count) throws IOException {
            long skipped = Math.clamp(count, 0, file.size() - at);
            at += skipped;
            return skipped;
        }
    }
}
