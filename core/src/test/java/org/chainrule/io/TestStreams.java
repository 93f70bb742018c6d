package org.chainrule.io;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;

/// Streams as a network gives them.
final class TestStreams {
    private TestStreams() {
    }

    /// Hands out a few bytes at a time and does not tell how many will come.
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

    /// Fails at the first byte.
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

    /// The bytes that this thread allocates while it runs the task.
    static long allocatedBy(Runnable task) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        task.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}
