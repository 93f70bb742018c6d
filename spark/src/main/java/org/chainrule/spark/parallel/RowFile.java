package org.chainrule.spark.parallel;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Rows of floats on the disk of a worker. They are written once, in order, and then read in any order. If Spark encrypts
/// the files of a worker, so does this one, with AES in counter mode and a key that never leaves memory.
final class RowFile implements Closeable {
    private static final int BUFFER = 1 << 18;
    private static final int BLOCK = 16;

    private final Path path;
    private final int width;
    private final FileChannel channel;
    private final ByteBuffer writing;
    private final @Nullable SecretKeySpec key;
    private final @Nullable Cipher encrypting;
    private long rows;

    /// @param path the file, which is replaced, and deleted in the end
    /// @param width the number of floats in a row
    /// @param encrypted whether the file is encrypted
    RowFile(Path path, int width, boolean encrypted) throws IOException {
        this.path = path;
        this.width = width;
        this.channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.READ, StandardOpenOption.WRITE);
        int bytes = width * Float.BYTES;
        this.writing = ByteBuffer.allocate(Math.max(BUFFER / bytes, 1) * bytes).order(ByteOrder.LITTLE_ENDIAN);
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        this.key = encrypted ? new SecretKeySpec(random, "AES") : null;
        this.encrypting = encrypted ? cipher(0) : null;
    }

    /// Adds a row.
    void add(float[] row) throws IOException {
        if (!writing.hasRemaining()) {
            flush();
        }
        writing.asFloatBuffer().put(row, 0, width);
        writing.position(writing.position() + width * Float.BYTES);
        rows++;
    }

    /// Ends writing. From now on, any thread can read rows.
    void flush() throws IOException {
        writing.flip();
        ByteBuffer out = encrypting == null
                ? writing
                : ByteBuffer.wrap(encrypting.update(writing.array(), 0, writing.limit()));
        while (out.hasRemaining()) {
            channel.write(out);
        }
        writing.clear();
    }

    /// Returns the number of rows.
    long rows() {
        return rows;
    }

    int width() {
        return width;
    }

    /// Reads rows that follow each other.
    ///
    /// @param first the number of the first row
    /// @param into where to write the rows, one after the other
    /// @param at the index in `into` of the first value
    void read(long first, int count, float[] into, int at) throws IOException {
        long from = first * width * Float.BYTES;
        int skipped = encrypting == null ? 0 : (int) (from % BLOCK);
        ByteBuffer bytes = ByteBuffer.allocate(skipped + count * width * Float.BYTES);
        for (long position = from - skipped; bytes.hasRemaining();) {
            int read = channel.read(bytes, position);
            if (read < 0) {
                throw new EOFException(path + " ends after " + position + " bytes");
            }
            position += read;
        }
        ByteBuffer plain = encrypting == null
                ? bytes.flip()
                : ByteBuffer.wrap(cipher((from - skipped) / BLOCK).update(bytes.array())).position(skipped);
        plain.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(into, at, count * width);
    }

    /// Returns the cipher from a block on; encryption and decryption are the same.
    private Cipher cipher(long block) {
        try {
            Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            byte[] counter = ByteBuffer.allocate(BLOCK).putLong(Long.BYTES, block).array();
            cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(counter));
            return cipher;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES in counter mode", e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(path);
    }
}
