package org.chainrule;

import java.util.Locale;
import org.chainrule.compile.lower.MemoryPlan;
import org.chainrule.compile.lower.MemoryPlan.Kind;
import org.chainrule.compile.run.Backend;
import org.chainrule.compile.run.Executable;

/// The bytes of tensors that one run needs, planned before it.
///
/// @param state parameters and optimizer state that the run updates
/// @param inputs data handed in
/// @param outputs results asked for
/// @param work values computed on the way, each buffer used again once its last reader is done
/// @param scratch packed operands and partial sums of the kernels, for all threads
public record Memory(long state, long inputs, long outputs, long work, long scratch) {
    static Memory of(Executable executable, int n, Backend backend) {
        MemoryPlan plan = executable.plan(n);
        return new Memory(plan.bytes(Kind.STATE), plan.bytes(Kind.INPUT), plan.bytes(Kind.OUTPUT),
                plan.bytes(Kind.WORK) + plan.bytes(Kind.CONSTANT), backend.scratch(executable, n));
    }

    /// All bytes together.
    public long total() {
        return state + inputs + outputs + work + scratch;
    }

    /// A number of bytes for people: `1.2 MB`, with powers of ten.
    public static String text(long bytes) {
        if (bytes < 1000) {
            return bytes + " B";
        }
        double value = bytes;
        String[] units = {"B", "kB", "MB", "GB", "TB"};
        int unit = 0;
        while (value >= 999.5 && unit < units.length - 1) {
            value /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, value < 9.95 ? "%.1f %s" : "%.0f %s", value, units[unit]);
    }

    @Override
    public String toString() {
        return text(total()) + " (state " + text(state) + ", inputs " + text(inputs) + ", outputs " + text(outputs)
                + ", work " + text(work) + ", scratch " + text(scratch) + ")";
    }
}
