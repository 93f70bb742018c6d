package org.chainrule.examples;

import java.util.Arrays;
import org.chainrule.Memory;
import org.chainrule.Program;
import org.chainrule.Tensor;

/// Parameters updated in sequence from the output to the input, each as soon as its gradient is complete. The result is the same
/// as when all gradients are computed first, and it needs less memory.
public final class UpdatesInSequence {
    private UpdatesInSequence() {
    }

    /// The extra bytes of a step that holds all gradients, compared with a step that holds one at a time.
    static long saved(Tower tower, int n) {
        return tensors(tower.gradients(), n) - tensors(tower.step(), n);
    }

    /// The bytes of all tensors of a program, without scratch space, which differs between kernels.
    private static long tensors(Program program, int n) {
        Memory memory = program.memory(n);
        return memory.total() - memory.scratch();
    }

    /// Whether one step in sequence produces the old weights minus the rate times the gradients at the old weights, to the last
    /// bit.
    static boolean agrees(Tower tower, int n) {
        Program all = tower.gradients();
        Program.Session gradients = all.start(n, 1);
        tower.fill(gradients, n);
        gradients.run(n);
        Program.Session step = tower.step().start(n, 1);
        tower.fill(step, n);
        step.run(n);
        boolean same = true;
        for (int layer = 0; layer < tower.weights().size(); layer++) {
            Tensor weight = tower.weights().get(layer);
            Tensor gradient = all.outputs().get(tower.weights().size() - layer);
            float[] expected = gradients.read(weight);
            float[] slope = gradients.read(gradient);
            float rate = gradients.read(tower.rate())[0];
            for (int i = 0; i < expected.length; i++) {
                expected[i] = Math.fma(-slope[i], rate, expected[i]);
            }
            same &= Arrays.equals(expected, step.read(weight));
        }
        return same;
    }

    /// Prints the memory of both ways by depth, and whether they agree.
    public static void main(String[] args) {
        int width = 512;
        int n = 512;
        Print.line("%d values, batch of %d: one gradient is %s", width, n, Memory.text(4L * width * width));
        Print.line("%6s %20s %20s %12s", "depth", "all gradients first", "in sequence", "saved");
        for (int depth : new int[]{2, 4, 8, 16, 32}) {
            Tower tower = Tower.of(width, depth);
            Print.line("%6d %,20d %,20d %12s", depth, tensors(tower.gradients(), n), tensors(tower.step(), n),
                    Memory.text(saved(tower, n)));
        }
        IO.println();
        Print.line("the same weights to the last bit: %s", agrees(Tower.of(64, 4), 32));
    }
}
