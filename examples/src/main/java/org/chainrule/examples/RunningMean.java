package org.chainrule.examples;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chainrule.Program;
import org.chainrule.Tensor;
import org.chainrule.type.Shape;

/// A program with state: the mean and variance of numbers that arrive in batches (Chan, Golub and LeVeque, 1983).
public final class RunningMean {
    private final Program program;
    private final Program.Session session;
    private final Tensor batch = Tensor.input("batch", Shape.batch());
    private final Tensor count = Tensor.input("count", Shape.scalar());
    private final Tensor mean = Tensor.input("mean", Shape.scalar());
    private final Tensor squares = Tensor.input("squares", Shape.scalar());

    /// Starts with no numbers, for batches of up to `capacity` numbers.
    RunningMean(int capacity) {
        // snippet: a program with state
        Tensor rows = Tensor.fill(1, Shape.batch()).sum(); // n, known when the program runs
        Tensor total = count.add(rows);
        Tensor shift = batch.mean().sub(mean);
        Tensor spread = batch.sub(batch.mean()).square().sum();
        Map<Tensor, Tensor> updates = new LinkedHashMap<>();
        updates.put(mean, mean.add(shift.mul(rows).div(total)));
        updates.put(squares, squares.add(spread).add(shift.square().mul(count).mul(rows).div(total)));
        updates.put(count, total);
        program = Program.of(List.of(batch, count, mean, squares), List.of(shift), updates);
        session = program.start(capacity, 1);
        // end
    }

    /// Adds numbers.
    void see(float... numbers) {
        session.feed(batch, numbers, 0);
        session.run(numbers.length);
    }

    /// The mean of all numbers so far.
    float mean() {
        return session.read(mean)[0];
    }

    /// The variance of all numbers so far.
    float variance() {
        return session.read(squares)[0] / session.read(count)[0];
    }

    /// Adds three batches of different sizes.
    public static void main(String[] args) {
        RunningMean running = new RunningMean(4);
        float[][] batches = {{2, 4, 4, 4}, {5, 5}, {7, 9}};
        for (float[] batch : batches) {
            running.see(batch);
            Print.line("mean %.4f, variance %.4f", running.mean(), running.variance());
        }
    }
}
