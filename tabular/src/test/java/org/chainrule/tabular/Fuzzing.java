package org.chainrule.tabular;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import org.chainrule.error.ChainruleException;

/// The contract for reading arbitrary bytes: a result or a declared exception, soon, and without allocating memory that
/// the bytes merely claim to need.
public final class Fuzzing {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final long MOST_BYTES = 64 << 20;
    private static final long MOST_BYTES_A_BYTE = 4096;
    private static final long MOST_NANOSECONDS = 10_000_000_000L;

    private Fuzzing() {
    }

    /// Reads the bytes and checks the result.
    @FunctionalInterface
    public interface Reading {
        void read() throws IOException;
    }

    /// Reads an input of the given length. Repeats the reading if the first one, which loads classes, takes too long or
    /// too much memory.
    public static void read(int length, Reading reading) {
        boolean frugal = frugal(length, reading);
        if (!frugal) {
            frugal = frugal(length, reading);
        }
        if (!frugal) {
            throw new AssertionError(
                    length + " bytes made more than " + most(length) + " bytes of objects, or took more "
                            + "than " + MOST_NANOSECONDS + " ns");
        }
    }

    private static long most(int length) {
        return MOST_BYTES + MOST_BYTES_A_BYTE * length;
    }

    private static boolean frugal(int length, Reading reading) {
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        long start = System.nanoTime();
        try {
            reading.read();
        } catch (ChainruleException | IOException refused) {
            String sentence = String.valueOf(refused.getMessage());
            if (refused.getMessage() == null || sentence.isBlank() || sentence.contains("\n")) {
                throw new AssertionError("not a sentence: " + sentence, refused);
            }
        }
        return THREADS.getCurrentThreadAllocatedBytes() - allocated <= most(length)
                && System.nanoTime() - start <= MOST_NANOSECONDS;
    }
}
