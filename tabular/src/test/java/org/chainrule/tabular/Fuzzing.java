package org.chainrule.tabular;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import org.chainrule.error.ChainruleException;

/// What any bytes may lead to when they are read: a result or a declared exception, soon, and without memory that the bytes
/// only claim to need.
final class Fuzzing {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final long MOST_BYTES = 64 << 20;
    private static final long MOST_BYTES_A_BYTE = 4096;
    private static final long MOST_NANOSECONDS = 10_000_000_000L;

    private Fuzzing() {
    }

    /// What reads the bytes and checks the result.
    @FunctionalInterface
    interface Reading {
        void read() throws IOException;
    }

    /// Reads an input of the given length. True when it could be read; false when it was refused in a sentence.
    static boolean reads(int length, Reading reading) {
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        long start = System.nanoTime();
        boolean read = true;
        try {
            reading.read();
        } catch (ChainruleException | IOException refused) {
            read = false;
            String sentence = String.valueOf(refused.getMessage());
            if (refused.getMessage() == null || sentence.isBlank() || sentence.contains("\n")) {
                throw new AssertionError("not a sentence: " + sentence, refused);
            }
        }
        long bytes = THREADS.getCurrentThreadAllocatedBytes() - allocated;
        long nanoseconds = System.nanoTime() - start;
        if (bytes > MOST_BYTES + MOST_BYTES_A_BYTE * length) {
            throw new AssertionError(length + " bytes made " + bytes + " bytes of objects");
        }
        if (nanoseconds > MOST_NANOSECONDS) {
            throw new AssertionError(length + " bytes took " + nanoseconds + " ns");
        }
        return read;
    }
}
