package org.chainrule.tabular.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// A text that a thread of its own reads ahead, because making the text of records takes about as long as reading their
/// values. Everything else, also the progress, happens on the caller's thread.
final class ReadAhead extends InputStream {
    private static final int CHUNK = 1 << 16;
    private static final int AHEAD = 4;
    private static final int WAIT_MILLIS = 20;

    private final BlockingQueue<Chunk> chunks = new ArrayBlockingQueue<>(AHEAD);
    private final RecordSource.Text text;
    private final LongConsumer consumed;
    private final Thread thread;
    private volatile boolean closed;
    private boolean started;
    private Chunk chunk = new Chunk(new byte[0], 0, 0, null);
    private int at;

    /// A part of the text.
    ///
    /// @param size     the number of bytes; -1 at the end of the text
    /// @param consumed the number of stored bytes read so far
    /// @param failure  what ended the reading; null if nothing did
    private record Chunk(byte[] bytes, int size, long consumed, @Nullable Throwable failure) {
    }

    /// @param text     the text, which the thread opens, reads and closes
    /// @param consumed receives the number of stored bytes of which the text has been read
    ReadAhead(RecordSource.Text text, LongConsumer consumed) {
        this.text = text;
        this.consumed = consumed;
        this.thread = Thread.ofPlatform().daemon().name("chainrule-read-ahead").unstarted(this::produce);
    }

    private void produce() {
        long[] stored = {0};
        try (InputStream in = text.open(count -> stored[0] = count)) {
            int size = 0;
            while (size >= 0 && !closed) {
                byte[] bytes = new byte[CHUNK];
                size = in.read(bytes, 0, CHUNK);
                put(new Chunk(bytes, size, stored[0], null));
            }
        } catch (Throwable failure) { // the caller's thread throws it
            put(new Chunk(new byte[0], -1, stored[0], failure));
        }
    }

    private void put(Chunk next) {
        try {
            while (!closed && !chunks.offer(next, WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
                // the caller may close the text instead of reading on
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e); // nothing interrupts this thread
        }
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
        while (at == chunk.size) {
            fetch();
        }
        if (chunk.size < 0) {
            fail(chunk.failure);
            return -1;
        }
        int taken = Math.min(length, chunk.size - at);
        System.arraycopy(chunk.bytes, at, into, offset, taken);
        at += taken;
        return taken;
    }

    private void fetch() throws IOException {
        if (!started) {
            started = true;
            thread.start();
        }
        try {
            chunk = chunks.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
        at = 0;
        consumed.accept(chunk.consumed);
    }

    private static void fail(@Nullable Throwable failure) throws IOException {
        switch (failure) {
            case null -> {
            }
            case IOException e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IOException(failure);
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        if (!started) {
            return;
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }
}
