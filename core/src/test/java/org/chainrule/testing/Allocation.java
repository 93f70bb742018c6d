package org.chainrule.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/// The memory that calls allocate once they are compiled.
public final class Allocation {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int CALLS = 20;
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private Allocation() {
    }

    /// Repeats a call until 20 calls in a row allocate the given number of bytes each. Interpreted code allocates more,
    /// and the number of calls before compilation depends on the machine; the method fails after a minute.
    public static void settles(long bytes, Runnable call) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        long allocated;
        do {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < CALLS; i++) {
                call.run();
            }
            allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        } while (allocated != CALLS * bytes && System.nanoTime() < deadline);
        assertThat(allocated).isEqualTo(CALLS * bytes);
    }
}
