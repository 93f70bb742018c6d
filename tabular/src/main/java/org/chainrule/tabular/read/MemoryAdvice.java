package org.chainrule.tabular.read;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.chainrule.Memory;

/// What to do where Java may use too little memory: the option that gives more, if this machine, or the container the
/// process runs in, has more.
public final class MemoryAdvice {
    private static final long MEBIBYTE = 1 << 20;
    private static final long STEP = 64 * MEBIBYTE;
    /// From here on memory is given in whole gibibytes.
    private static final long WHOLE = 2048 * MEBIBYTE;
    static final long UNKNOWN = Long.MAX_VALUE;
    /// The heap is not all that a process needs.
    private static final double HEAP = 0.8;
    private static final double ROOM = 1.5;
    private static final double LEAST_ROOM = 1.1;

    private MemoryAdvice() {
    }

    /// What to do where the process has run out of memory: `start Java with -Xmx6g (...)`.
    public static String more() {
        return more(Runtime.getRuntime().maxMemory(), machine());
    }

    static String more(long heap, long machine) {
        double most = machine == UNKNOWN ? 2.0 * heap : HEAP * machine;
        return most >= LEAST_ROOM * heap
                ? start(most)
                : "this machine has " + Memory.text(machine) + ", of which Java may use " + Memory.text(heap)
                        + " already; use one with more memory";
    }

    /// What to do where a table needs so many bytes: half as much again, or as much as the machine has if that will do.
    static String toHold(double needed, long machine) {
        double most = HEAP * machine;
        double wanted = needed * ROOM;
        double unit = wanted < WHOLE ? WHOLE / 8.0 : WHOLE / 2.0;
        return most >= LEAST_ROOM * needed
                ? start(Math.min(most, Math.ceil(wanted / unit) * unit))
                : "this machine has " + Memory.text(machine) + ", which is too little; use one with "
                        + Memory.text((long) (wanted / HEAP)) + " or more";
    }

    /// The bytes that this machine has, or the container that the process runs in; [#UNKNOWN] in a small runtime that cannot
    /// tell.
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
