package org.chainrule.tabular.read;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.chainrule.Memory;

/// Advice for a process with too little Java memory: the option that raises the limit, if the machine or the container
/// has more memory.
public final class MemoryAdvice {
    private static final long MEBIBYTE = 1 << 20;
    private static final long STEP = 64 * MEBIBYTE;
    /// From here on, the option is in whole gibibytes.
    private static final long WHOLE = 2048 * MEBIBYTE;
    static final long UNKNOWN = Long.MAX_VALUE;
    /// The share of the machine's memory that the heap may use, because a process needs more than its heap.
    private static final double HEAP = 0.8;
    private static final double ROOM = 1.5;
    private static final double LEAST_ROOM = 1.1;

    private MemoryAdvice() {
    }

    /// Returns the advice for a process that has run out of memory, such as `start Java with -Xmx6g (...)`.
    public static String more() {
        return more(Runtime.getRuntime().maxMemory(), machine());
    }

    static String more(long heap, long machine) {
        double most = machine == UNKNOWN ? 2.0 * heap : HEAP * machine;
        return most >= LEAST_ROOM * heap
                ? start(most)
                : "this machine has " + Memory.text(machine) + ", of which Java may use " + Memory.text(heap)
                        + " already; use a machine with more memory";
    }

    /// Returns the advice for a table that needs the given bytes: a heap half as large again, or all that the machine
    /// allows if that suffices.
    static String toHold(double needed, long machine) {
        double most = HEAP * machine;
        double wanted = needed * ROOM;
        double unit = wanted < WHOLE ? WHOLE / 8.0 : WHOLE / 2.0;
        return most >= LEAST_ROOM * needed
                ? start(Math.min(most, Math.ceil(wanted / unit) * unit))
                : "this machine has " + Memory.text(machine) + ", which is too little; use a machine with "
                        + Memory.text((long) (wanted / HEAP)) + " or more";
    }

    /// Returns the memory in bytes of the machine, or of the container that the process runs in; [#UNKNOWN] in a
    /// reduced runtime that cannot tell.
    static long machine() {
        return ModuleLayer.boot().findModule("jdk.management").isPresent()
                && ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                        ? system.getTotalMemorySize()
                        : UNKNOWN;
    }

    private static String start(double bytes) {
        String option = bytes < WHOLE
                ? "-Xmx" + ((long) Math.max(1, bytes / STEP)) * (STEP / MEBIBYTE) + "m"
                : "-Xmx" + (long) (bytes / (WHOLE / 2.0)) + "g";
        return "start Java with " + option + " (./chainrule: CHAINRULE_OPTS=" + option + ")";
    }
}
