package org.chainrule.examples;

import java.util.List;
import org.chainrule.Program;
import org.chainrule.Tensor;
import org.chainrule.nn.Draws;
import org.chainrule.type.Shape;

/// The stages of a program, and the time that each one takes.
public final class Explained {
    private static final int RUNS = 1000;
    private static final int ROWS = 128;

    private Explained() {
    }

    /// A program from rows to the probabilities of ten classes: a hidden layer, a linear layer and the softmax.
    static Program program() {
        // snippet: a program explained
        Tensor x = Tensor.input("x", Shape.batch(784));
        Tensor v = Tensor.input("v", Shape.of(784, 64));
        Tensor a = Tensor.input("a", Shape.of(64));
        Tensor w = Tensor.input("w", Shape.of(64, 10));
        Tensor b = Tensor.input("b", Shape.of(10));
        Tensor hidden = x.matmul(v).add(a).relu();
        Tensor shares = hidden.matmul(w).add(b).softmax(-1);
        Program program = Program.of(List.of(x, v, a, w, b), List.of(shares));
        IO.print(program.explain());
        // end
        return program;
    }

    /// Prints the program, then the program with times.
    public static void main(String[] args) {
        Program program = program();
        IO.println();
        // snippet: a session explained
        Program.Session session = program.start(ROWS, 1);
        for (Tensor input : program.inputs()) {
            session.write(input, Draws.of(0, input.toString()).normal(input.shape().elements(ROWS)));
        }
        for (int run = 0; run < RUNS; run++) {
            session.run(ROWS);
        }
        IO.print(session.explain());
        // end
    }
}
