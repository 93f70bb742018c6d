package org.chainrule;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.chainrule.compile.run.CpuBackend;
import org.chainrule.compile.run.Executable;
import org.chainrule.compile.run.Execution;
import org.chainrule.compile.run.ExecutionPool;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.ShapeException;
import org.chainrule.thread.Workers;
import org.chainrule.type.Shape;
import org.jspecify.annotations.Nullable;

/// A program whose parameters have their values, as [Program#freeze] makes it: what a service asks.
///
/// ```java
/// Program program = Program.of(List.of(x, w), List.of(x.matmul(w).softmax(-1)));
/// Frozen frozen = program.freeze(256, Map.of(w, weights));   // up to 256 rows a call
/// float[] shares = frozen.run(row);                          // from any thread
/// frozen.run(rows, results);                                 // allocates nothing
/// ```
///
/// Any number of threads, platform or virtual, may call it at once; each call computes on its caller's thread. The
/// parameters are there once, for all of them; where there are vectors, matrices of up to 4 MB that rows are multiplied by
/// are laid out once more, outside the heap, for calls of one or two rows. Buffers are kept from call to call: there are
/// those of two calls a processor at most, for as many rows as the calls have, and whoever finds all in use waits. So a call
/// allocates its result and nothing else, memory is bounded however many ask ([#memory()]), and there is nothing to close.
///
/// A row's result is the same, to the last bit, in any batch and on any thread, unless the program itself mixes rows.
public final class Frozen {
    private final Executable executable;
    private final ExecutionPool pool;
    private final float[] @Nullable [] given;
    private final List<Tensor> inputs;
    private final int[] inputAt;
    private final List<Tensor> outputs;
    private final int[] outputAt;

    private Frozen(Executable executable, ExecutionPool pool, float[] @Nullable [] given, List<Tensor> inputs,
            int[] inputAt,
            List<Tensor> outputs, int[] outputAt) {
        this.executable = executable;
        this.pool = pool;
        this.given = given;
        this.inputs = inputs;
        this.inputAt = inputAt;
        this.outputs = outputs;
        this.outputAt = outputAt;
    }

    /// @param inputs all inputs of the program
    /// @param given the data of each input, then of what the program captured; null for an input left to be handed in
    static Frozen of(Executable executable, int rows, List<Tensor> inputs, float[] @Nullable [] given,
            List<Tensor> outputs) {
        int[] left = IntStream.range(0, inputs.size()).filter(i -> given[i] == null).toArray();
        return new Frozen(executable, new ExecutionPool(executable, rows, given, CpuBackend.of(Workers.of(1))), given,
                IntStream.of(left).mapToObj(inputs::get).toList(), left, outputs,
                IntStream.range(0, outputs.size()).toArray());
    }

    /// What a call hands in, in order: the inputs of the program that have no value yet.
    public List<Tensor> inputs() {
        return inputs;
    }

    /// What a call gets, in order.
    public List<Tensor> outputs() {
        return outputs;
    }

    /// The most rows of a call.
    public int capacity() {
        return pool.capacity();
    }

    /// The same with one of its outputs alone: parameters and buffers are shared with this one, only what is copied out
    /// is less.
    ///
    /// @throws ArgumentException if it is not an output
    public Frozen only(Tensor output) {
        ArgumentException.requireNotNull("only", "output", output);
        int number = outputs.indexOf(output);
        if (number < 0) {
            throw new ArgumentException("output", "frozen: " + output + " is not an output, expected one of "
                    + outputs);
        }
        return new Frozen(executable, pool, given, inputs, inputAt, List.of(output), new int[]{outputAt[number]});
    }

    /// The output for one or more rows, flat, one after another: of a program with one input and one output.
    ///
    /// @throws ShapeException if the values are not whole rows
    /// @throws ArgumentException if there are more rows than the capacity, or several inputs or outputs
    public float[] run(float... rows) {
        ArgumentException.requireNotNull("frozen", "rows", rows);
        int n = rowsIn(rows.length);
        float[] results = new float[output().elements(n)];
        run(rows, 0, n, results, 0);
        return results;
    }

    /// As [#run(float...)], with the results written to an array of the caller's: a call allocates nothing. The array may
    /// be longer than they are.
    public void run(float[] rows, float[] results) {
        ArgumentException.requireNotNull("frozen", "rows", rows);
        run(rows, 0, rowsIn(rows.length), results, 0);
    }

    /// As [#run(float\[\], float\[\])], for `n` rows that begin at number `from` of an array, with results that begin at
    /// number `to` of another.
    public void run(float[] rows, int from, int n, float[] results, int to) {
        Shape input = input();
        Shape output = output();
        check(n);
        room("rows", rows, from, input.elements(n));
        room("results", results, to, output.elements(n));
        Execution execution = pool.take(n);
        try {
            execution.write(inputAt[0], rows, from, true);
            execution.run(n);
            System.arraycopy(execution.read(outputAt[0]), 0, results, to, output.elements(n));
        } finally {
            pool.giveBack(execution);
        }
    }

    /// The single number that the output is for one row. A call allocates nothing.
    ///
    /// @throws ShapeException if it is not one row, or the output has several numbers a row
    public float value(float... row) {
        ArgumentException.requireNotNull("frozen", "row", row);
        if (row.length != input().elements(1) || output().elements(1) != 1) {
            throw new ShapeException("frozen", "a value is one number for one row", row.length + " values",
                    "input " + inputs.getFirst(), "output " + outputs.getFirst().type());
        }
        Execution execution = pool.take(1);
        try {
            execution.write(inputAt[0], row, 0, true);
            execution.run(1);
            return execution.read(outputAt[0])[0];
        } finally {
            pool.giveBack(execution);
        }
    }

    /// The outputs for given inputs, in order, as [Program#run] gives them.
    ///
    /// @throws ShapeException if a value does not have the shape of its input
    public List<Tensor> run(Tensor... values) {
        int n = Program.batch(inputs, values);
        float[][] in = new float[values.length][];
        for (int i = 0; i < in.length; i++) {
            in[i] = values[i].resolved();
        }
        float[][] results = new float[outputs.size()][];
        for (int i = 0; i < results.length; i++) {
            results[i] = new float[outputs.get(i).shape().elements(n)];
        }
        run(n, in, results);
        return IntStream.range(0, results.length).mapToObj(i -> {
            Tensor output = outputs.get(i);
            return Tensor.owned(output.type().withShape(output.shape().bind(n)), results[i]);
        }).toList();
    }

    /// Runs over `n` rows, for any number of inputs and outputs: an array for each, flat, in order, of the caller's. A call
    /// allocates nothing.
    ///
    /// @throws ArgumentException if an array is too short, or there are not as many as inputs and outputs
    public void run(int n, float[][] values, float[][] results) {
        check(n);
        ArgumentException.requireNotNull("frozen", "values", values);
        ArgumentException.requireNotNull("frozen", "results", results);
        if (values.length != inputs.size() || results.length != outputs.size()) {
            throw new ArgumentException("values", "frozen: got arrays for " + values.length + " inputs and "
                    + results.length + " outputs, expected one for each of " + inputs + " and of " + outputs);
        }
        for (int i = 0; i < values.length; i++) {
            room("values", values[i], 0, inputs.get(i).shape().elements(n));
        }
        for (int i = 0; i < results.length; i++) {
            room("results", results[i], 0, outputs.get(i).shape().elements(n));
        }
        Execution execution = pool.take(n);
        try {
            for (int i = 0; i < values.length; i++) {
                execution.write(inputAt[i], values[i], 0, true);
            }
            execution.run(n);
            for (int i = 0; i < results.length; i++) {
                System.arraycopy(execution.read(outputAt[i]), 0, results[i], 0,
                        outputs.get(i).shape().elements(n));
            }
        } finally {
            pool.giveBack(execution);
        }
    }

    private Shape input() {
        requireOne();
        return inputs.getFirst().shape();
    }

    private Shape output() {
        return outputs.getFirst().shape();
    }

    private void requireOne() {
        if (inputs.size() != 1 || outputs.size() != 1) {
            throw new ArgumentException("rows", "frozen: a flat array is for one input and one output, but there are "
                    + inputs + " and " + outputs + "; hand in a tensor for each input, or choose with only(output)");
        }
    }

    private int rowsIn(int count) {
        Shape input = input();
        int row = input.elements(1);
        int n = input.hasBatch() ? count / row : 1;
        if (count == 0 || n * row != count) {
            throw new ShapeException("frozen", "the number of values is not a multiple of a row's", count + " values",
                    "input " + inputs.getFirst() + " = " + row + " a row");
        }
        return n;
    }

    private void check(int n) {
        if (n < 1 || n > capacity()) {
            throw new ArgumentException("rows", "frozen: got " + n + " rows, expected 1 to " + capacity()
                    + ", as it was frozen for; hand them in in parts, or freeze for more");
        }
    }

    private static void room(String argument, float[] array, int from, int count) {
        ArgumentException.requireNotNull("frozen", argument, array);
        if (from < 0 || array.length - from < count) {
            throw new ArgumentException(argument, "frozen: " + argument + " has " + array.length
                    + " numbers, expected " + count + " from number " + from + " on");
        }
    }

    /// The bytes of a call over `n` rows: the parameters, which all calls share, and their packed form among the inputs.
    public Memory memory(int n) {
        Memory memory = Memory.of(executable, n, CpuBackend.of(Workers.of(1)));
        return new Memory(memory.state(), memory.inputs() + pool.copies(), memory.outputs(), memory.work(),
                memory.scratch());
    }

    /// The most bytes it ever holds, however many threads call it with however many rows: the parameters and their packed
    /// form once, and the buffers of two calls a processor.
    public Memory memory() {
        long shared = 0;
        for (float[] data : given) {
            shared += data == null ? 0 : (long) Float.BYTES * data.length;
        }
        List<Memory> sizes = new ArrayList<>();
        for (int rows : pool.sizes()) {
            sizes.add(Memory.of(executable, rows, CpuBackend.of(Workers.of(1))));
        }
        long own = -shared * sizes.size();
        long out = 0;
        long work = 0;
        long scratch = 0;
        for (Memory size : sizes) {
            own += size.inputs();
            out += size.outputs();
            work += size.work();
            scratch += size.scratch();
        }
        int callers = pool.callers();
        return new Memory(0, shared + pool.copies() + callers * own, callers * out, callers * work, callers * scratch);
    }

    /// The executions made so far, for tests of the bound.
    int[] made() {
        return pool.made();
    }
}
