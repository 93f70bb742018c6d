package org.chainrule.examples;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.chainrule.Frozen;
import org.chainrule.Program;
import org.chainrule.Tensor;
import org.chainrule.nn.Draws;
import org.chainrule.type.Shape;

/// A program with fixed parameters, called by many threads at once.
public final class Served {
    private static final int CALLERS = 1000;

    private Served() {
    }

    // snippet: a frozen program
    /// Maps up to 256 rows of four numbers to the probabilities of three classes.
    static Frozen freeze(Tensor weights, Tensor bias) {
        Tensor x = Tensor.input("x", Shape.batch(4));
        Tensor w = Tensor.input("w", Shape.of(4, 3));
        Tensor b = Tensor.input("b", Shape.of(3));
        Program program = Program.of(List.of(x, w, b), List.of(x.matmul(w).add(b).softmax(-1)));
        return program.freeze(256, Map.of(w, weights, b, bias));
    }

    /// Writes the probabilities to the caller's array and allocates nothing.
    static void answer(Frozen frozen, float[] rows, float[] shares) {
        frozen.run(rows, shares);
    }
    // end

    static Frozen example() {
        return freeze(Tensor.of(Draws.of(0, "w").normal(12), Shape.of(4, 3)), Tensor.of(0.1f, 0, -0.1f));
    }

    /// The number of virtual threads, of many, that get the same result as a single thread.
    static long right(Frozen frozen) throws InterruptedException, ExecutionException {
        float[] rows = Draws.of(1, "rows").normal(4 * CALLERS);
        long right = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<float[]>> answers = IntStream.range(0, CALLERS)
                    .mapToObj(i -> threads.submit(() -> frozen.run(Arrays.copyOfRange(rows, 4 * i, 4 * i + 4))))
                    .toList();
            for (int i = 0; i < CALLERS; i++) {
                float[] alone = frozen.run(Arrays.copyOfRange(rows, 4 * i, 4 * i + 4));
                right += Arrays.equals(answers.get(i).get(), alone) ? 1 : 0;
            }
        }
        return right;
    }

    /// Prints one result, and how many of many concurrent results are right.
    public static void main(String[] args) throws InterruptedException, ExecutionException {
        Frozen frozen = example();
        float[] shares = new float[6];
        answer(frozen, new float[]{1, 0, 0, 0, 0.5f, 0.5f, 1, -1}, shares);
        Print.line("two rows: %.4f %.4f %.4f | %.4f %.4f %.4f", shares[0], shares[1], shares[2], shares[3], shares[4],
                shares[5]);
        Print.line("%d of %d virtual threads got what one thread gets", right(frozen), CALLERS);
    }
}
