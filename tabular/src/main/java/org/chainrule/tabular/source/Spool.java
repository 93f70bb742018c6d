package org.chainrule.tabular.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ref.Cleaner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A temporary file with the bytes of a stream, for a kind of file that is not read from its beginning to its end. It is
/// deleted when it is closed, when nothing refers to it, and when the process ends. Its name is not that of files which
/// other processes delete because nobody locks them ([org.chainrule.io.SafeFile]).
final class Spool implements AutoCloseable {
    private static final Cleaner CLEANER = Cleaner.create();
    private static final int BUFFER = 1 << 16;

    /// The files that are not deleted yet.
    private static final Set<Path> MINE = ConcurrentHashMap.newKeySet();

    static {
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> MINE.forEach(Spool::delete), "chainrule-spool"));
        } catch (IllegalStateException _) {
            // The process is already shutting down.
        }
    }

    private final Path path;
    private final Cleaner.Cleanable deletion;

    private Spool(Path path) {
        this.path = path;
        MINE.add(path);
        this.deletion = CLEANER.register(this, () -> delete(path));
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
            MINE.remove(path);
        } catch (IOException ignored) {
            // it is deleted when the process ends
        }
    }

    /// Reads a stream to its end.
    ///
    /// @param source the name of the stream in messages
    static Spool of(InputStream in, String source) throws IOException {
        Path folder = KeptBytes.folder();
        Spool spool;
        try {
            spool = new Spool(Files.createTempFile(folder, "chainrule-table-", ".tmp"));
        } catch (IOException e) {
            throw failed(source, e);
        }
        try {
            spool.fill(in, source);
            return spool;
        } catch (IOException | RuntimeException e) {
            spool.close();
            throw e;
        }
    }

    private void fill(InputStream in, String source) throws IOException {
        byte[] buffer = new byte[BUFFER];
        try (Out out = new Out(Files.newOutputStream(path), source)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                out.write(buffer, count);
            }
        }
    }

    /// Names the stream in failures to write, which are not failures to read it.
    private record Out(OutputStream file, String source) implements AutoCloseable {
        void write(byte[] bytes, int count) throws IOException {
            try {
                file.write(bytes, 0, count);
            } catch (IOException e) {
                throw failed(source, e);
            }
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    private static IOException failed(String source, IOException e) {
        return KeptBytes.failed(source + " is compressed or comes from a stream", e);
    }

    /// Returns the files that are deleted when the process ends.
    static Set<Path> mine() {
        return Set.copyOf(MINE);
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        deletion.clean();
    }
}
