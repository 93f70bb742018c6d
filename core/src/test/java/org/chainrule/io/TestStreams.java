package org.chainrule.io;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;

/// Streams that behave like network connections.
final class TestStreams {
    private TestStreams() {
    }

    /// Returns a stream that delivers a few bytes at a time and does not report how many will follow.
    static InputStream slow(byte[] bytes) {
        return new InputStream() {
            private final InputStream in = new ByteArrayInputStream(bytes);

            @Override
            public int read() throws IOException {
                return in.read();
            }

            @Override
            public int read(byte[] to, int offset, int length) throws IOException {
                return in.read(to, offset, Math.min(length, 777));
            }
        };
    }

    /// Returns a stream that fails at the first byte.
    static InputStream broken(String message) {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException(message);
            }

            @Override
            public int read(byte[] to, int offset, int length) throws IOException {
                throw new IOException(message);
            }
        };
    }

    /// Returns the bytes that this thread allocates while it runs a task.
    static long allocatedBy(Runnable task) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        task.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}
