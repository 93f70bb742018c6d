package org.chainrule.tabular;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.chainrule.Memory;

/// What to do where Java may use too little memory: the option that gives more, if this machine, or the container the
/// process runs in, has more.
public final class MemoryAdvice {
    private static final long MEBIBYTE = 1 << 20;
    private static final int STEP = 64;
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
        double most = HEAP * machine;
        return most >= LEAST_ROOM * heap
                ? start(most)
                : "this machine has " + Memory.text(machine) + ", of which Java may use " + Memory.text(heap)
                        + " already; use one with more memory";
    }

    /// What to do where a table needs so many bytes: half as much again, or as much as the machine has if that will do.
    static String toHold(double needed, long machine) {
        double most = HEAP * machine;
        double wanted = needed * ROOM;
        double unit = (wanted < 2048.0 * MEBIBYTE ? 256.0 : 1024.0) * MEBIBYTE;
        return most >= LEAST_ROOM * needed
                ? start(Math.min(most, Math.ceil(wanted / unit) * unit))
                : "this machine has " + Memory.text(machine) + ", which is too little; use one with "
                        + Memory.text((long) (wanted / HEAP)) + " or more";
    }

    /// The bytes that this machine has, or the container that the process runs in.
    static long machine() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : Long.MAX_VALUE;
    }

    private static String start(double bytes) {
        long mebibytes = (long) (bytes / MEBIBYTE) / STEP * STEP;
        String option = mebibytes < 2048 ? "-Xmx" + mebibytes + "m" : "-Xmx" + mebibytes / 1024 + "g";
        return "start Java with " + option + " (./chainrule: CHAINRULE_OPTS=" + option + ")";
    }
}
