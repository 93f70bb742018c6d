package org.chainrule.examples;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.chainrule.Memory;
import org.chainrule.Program;

/// The memory of a forward pass and of a training step: counted by hand, planned, and allocated.
public final class TrainingMemory {
    private TrainingMemory() {
    }

    // snippet: memory counted by hand
    /// A forward pass needs two tensors: each layer reads one and writes the other.
    static long forward(int width, int n) {
        return 4L * 2 * n * width;
    }

    /// Training keeps the output of every layer. The backward pass adds two tensors: the incoming cotangent, and the gradient of
    /// a weight, which is released when the weight is updated.
    static long training(int depth, int width, int n) {
        long kept = (long) depth * n * width;
        long back = (long) n * width + (long) width * width;
        return 4 * (kept + back + 1); // the number 1 of 1 - tanh^2
    }
    // end

    /// The bytes this thread allocates when a program starts.
    static long allocated(Program program, int n) {
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        program.start(n, 1); // loads the classes
        long before = thread.getCurrentThreadAllocatedBytes();
        program.start(n, 1);
        return thread.getCurrentThreadAllocatedBytes() - before;
    }

    /// Prints a table by depth, then the bytes allocated.
    public static void main(String[] args) {
        int width = 256;
        int n = 1024;
        Print.line("rows of %d values, batch of %d: one tensor is %s", width, n, Memory.text(4L * n * width));
        Print.line("%6s %15s %15s %15s %15s", "depth", "forward planned", "by hand", "step planned", "by hand");
        for (int depth : new int[]{2, 4, 8, 16, 32}) {
            Tower tower = Tower.of(width, depth);
            Print.line("%6d %,15d %,15d %,15d %,15d", depth, tower.forward().memory(n).work(), forward(width, n),
                    tower.step().memory(n).work(), training(depth, width, n));
        }
        IO.println();
        // snippet: planned and allocated
        Program step = Tower.of(256, 8).step();
        Memory planned = step.memory(1024); // before anything is allocated
        long allocated = allocated(step, 1024); // by the counter of this thread
        // end
        Print.line("depth 8: state %,d bytes, inputs %,d, outputs %,d, work %,d, and scratch space of the kernels",
                planned.state(),
                planned.inputs(), planned.outputs(), planned.work());
        Print.line("allocated: that, and less than 2%% for objects that are no tensors: %s",
                allocated >= planned.total() && allocated < 1.02 * planned.total());
    }
}
