package org.chainrule;

import java.util.Locale;
import org.chainrule.compile.lower.MemoryPlan;
import org.chainrule.compile.lower.MemoryPlan.Kind;
import org.chainrule.compile.run.Backend;
import org.chainrule.compile.run.Executable;

/// The bytes of tensors that one run needs, computed before the run.
///
/// @param state parameters and optimizer state that the run updates
/// @param inputs data provided by the caller
/// @param outputs results
/// @param work intermediate values; a buffer is reused after the last read of its value
/// @param scratch packed operands and partial sums of the kernels, for all threads
public record Memory(long state, long inputs, long outputs, long work, long scratch) {
    static Memory of(Executable executable, int n, Backend backend) {
        MemoryPlan plan = executable.plan(n);
        return new Memory(plan.bytes(Kind.STATE), plan.bytes(Kind.INPUT), plan.bytes(Kind.OUTPUT),
                plan.bytes(Kind.WORK) + plan.bytes(Kind.CONSTANT), backend.scratch(executable, n));
    }

    /// Returns the sum of all parts, in bytes.
    public long total() {
        return state + inputs + outputs + work + scratch;
    }

    /// Returns a number of bytes as readable text, such as `1.2 MB`, in powers of ten.
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
