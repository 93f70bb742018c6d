package org.chainrule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

/// A program with fixed parameters that serves any number of threads, made by [Program#freeze].
///
/// ```java
/// Program program = Program.of(List.of(x, w), List.of(x.matmul(w).softmax(-1)));
/// Frozen frozen = program.freeze(256, Map.of(w, weights));   // up to 256 rows a call
/// float[] shares = frozen.run(row);                          // from any thread
/// frozen.run(rows, results);                                 // allocates nothing
/// ```
///
/// Platform and virtual threads may call it concurrently; each call computes on its caller's thread. All calls share
/// one copy of the parameters. Where the Vector API is available, weight matrices of up to 4 MB are also stored in a
/// packed form outside the heap, which calls of one or two rows use.
///
/// Buffers are reused between calls. At most two calls per processor run at once; further callers wait. Buffers are
/// sized for the rows of the calls, a call allocates only its result, memory is bounded for any number of threads
/// ([#memory()]), and there is nothing to close.
///
/// The result for a row is the same, to the last bit, in any batch and on any thread, except if the program itself
/// mixes rows.
public final class Frozen {
    private final Executable executable;
    private final ExecutionPool pool;
    private final float[] @Nullable [] given;
    private final List<Tensor> inputs;
    private final int[] inputAt;
    private final List<Tensor> outputs;
    private final int[] outputAt;

    /// Inputs or outputs of a call, and their numbers among those of the program.
    private record Ends(List<Tensor> tensors, int[] at) {
    }

    private Frozen(Executable executable, ExecutionPool pool, float[] @Nullable [] given, Ends inputs, Ends outputs) {
        this.executable = executable;
        this.pool = pool;
        this.given = given;
        this.inputs = inputs.tensors;
        this.inputAt = inputs.at;
        this.outputs = outputs.tensors;
        this.outputAt = outputs.at;
    }

    /// Returns a frozen program.
    ///
    /// @param inputs all inputs of the program
    /// @param given the data of each input, then of the captured tensors; null for an input that each call provides
    /// @param values the values of more inputs, which are added to `given`
    /// @throws ShapeException if a value does not have the shape of its input
    /// @throws ArgumentException if a value belongs to a tensor that is not an input
    static Frozen of(Executable executable, int rows, List<Tensor> inputs, float[] @Nullable [] given,
            Map<Tensor, Tensor> values, List<Tensor> outputs) {
        values.forEach((input, value) -> {
            ArgumentException.requireNotNull("freeze", "the value for " + input, value);
            int number = inputs.indexOf(input);
            if (number < 0) {
                throw new ArgumentException("values", "freeze: got a value for " + input
                        + ", which is not an input of the program, expected some of " + inputs);
            }
            if (!value.type().equals(input.type())) {
                throw new ShapeException("freeze", "a value does not fit its input", "input " + input,
                        "value " + value.type());
            }
            given[number] = value.resolved();
        });
        int[] left = IntStream.range(0, inputs.size()).filter(i -> given[i] == null).toArray();
        return new Frozen(executable, new ExecutionPool(executable, rows, given, CpuBackend.of(Workers.of(1))), given,
                new Ends(IntStream.of(left).mapToObj(inputs::get).toList(), left),
                new Ends(outputs, IntStream.range(0, outputs.size()).toArray()));
    }

    /// Returns the inputs that each call provides, in order: those without a fixed value.
    public List<Tensor> inputs() {
        return inputs;
    }

    /// Returns the outputs that a call returns, in order.
    public List<Tensor> outputs() {
        return outputs;
    }

    /// Returns the largest number of rows per call.
    public int capacity() {
        return pool.capacity();
    }

    /// Returns a view of this program with one of its outputs. It shares parameters and buffers with this one and
    /// copies only that output.
    ///
    /// @throws ArgumentException if the tensor is not an output
    public Frozen only(Tensor output) {
        ArgumentException.requireNotNull("only", "output", output);
        int number = outputs.indexOf(output);
        if (number < 0) {
            throw new ArgumentException("output", "frozen: " + output + " is not an output, expected one of "
                    + outputs);
        }
        return new Frozen(executable, pool, given, new Ends(inputs, inputAt),
                new Ends(List.of(output), new int[]{outputAt[number]}));
    }

    /// Returns the output for one or more rows, flat, one row after another. The program must have one input and one
    /// output.
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

    /// Computes like [#run(float...)], but writes the results to the caller's array, so the call allocates nothing. The
    /// array may be longer than the results.
    public void run(float[] rows, float[] results) {
        ArgumentException.requireNotNull("frozen", "rows", rows);
        run(rows, 0, rowsIn(rows.length), results, 0);
    }

    /// Computes like [#run(float\[\], float\[\])] for `n` rows. The rows begin at index `from` of `rows`, the results
    /// at index `to` of `results`.
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

    /// Returns the single number that the program outputs for one row. The call allocates nothing.
    ///
    /// @throws ShapeException if the values are not one row, or the output has several numbers per row
    public float value(float... row) {
        ArgumentException.requireNotNull("frozen", "row", row);
        if (row.length != input().elements(1) || output().elements(1) != 1) {
            throw new ShapeException("frozen", "value needs one row and an output of one number per row",
                    row.length + " values",
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

    /// Returns the outputs for the given inputs, both in order, like [Program#run].
    ///
    /// @throws ShapeException if a value does not have the shape of its input
    public List<Tensor> run(Tensor... values) {
        int n = batch(inputs, values);
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

    /// Runs over `n` rows for any number of inputs and outputs. The caller passes one flat array per input and per
    /// output, in order. The call allocates nothing.
    ///
    /// @throws ArgumentException if an array is too short, or the number of arrays is not the number of inputs and
    ///     outputs
    public void run(int n, float[][] values, float[][] results) {
        check(n);
        ArgumentException.requireNotNull("frozen", "values", values);
        ArgumentException.requireNotNull("frozen", "results", results);
        if (values.length != inputs.size() || results.length != outputs.size()) {
            throw new ArgumentException("values", "frozen: got " + values.length + " input arrays and "
                    + results.length + " output arrays, expected one for each of " + inputs + " and of " + outputs);
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
            throw new ArgumentException("rows", "frozen: a flat array requires one input and one output, but there are "
                    + inputs + " and " + outputs + "; pass a tensor for each input, or choose with only(output)");
        }
    }

    private int rowsIn(int count) {
        Shape input = input();
        int row = input.elements(1);
        int n = input.hasBatch() ? count / row : 1;
        if (count == 0 || n * row != count) {
            throw new ShapeException("frozen", "the number of values is not a multiple of the row size",
                    count + " values",
                    "input " + inputs.getFirst() + " = " + row + " per row");
        }
        return n;
    }

    private void check(int n) {
        if (n < 1 || n > capacity()) {
            throw new ArgumentException("rows", "frozen: got " + n + " rows, expected 1 to " + capacity()
                    + "; pass them in parts, or freeze for more rows");
        }
    }

    private static void room(String argument, float[] array, int from, int count) {
        ArgumentException.requireNotNull("frozen", argument, array);
        if (from < 0 || array.length - from < count) {
            throw new ArgumentException(argument, "frozen: " + argument + " has " + array.length
                    + " numbers, expected at least " + count + " from index " + from + " on");
        }
    }

    /// Returns the bytes of a call over `n` rows. The parameters, which all calls share, and their packed form count as
    /// inputs.
    public Memory memory(int n) {
        Memory memory = Memory.of(executable, n, CpuBackend.of(Workers.of(1)));
        return new Memory(memory.state(), memory.inputs() + pool.copies(), memory.outputs(), memory.work(),
                memory.scratch());
    }

    /// Returns an upper bound in bytes for any number of threads and rows: the parameters and their packed form once,
    /// plus the buffers of two calls per processor.
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

    /// Returns the number of executions created so far, for tests of the bound.
    int[] made() {
        return pool.made();
    }

    /// Returns the number of rows in the values of inputs.
    static int batch(List<Tensor> inputs, Tensor... values) {
        ArgumentException.requireNoneNull("program", "values", values);
        if (values.length != inputs.size()) {
            throw new ArgumentException("values", "program: got " + values.length + " values, expected "
                    + inputs.size() + ", one for each of " + inputs.stream().map(Tensor::toString).toList());
        }
        int n = 0;
        for (int i = 0; i < values.length; i++) {
            Shape expected = inputs.get(i).shape();
            Shape actual = values[i].shape();
            int axis = expected.batchAxis();
            boolean sameRank = actual.rank() == expected.rank();
            int multiple = axis < 0 ? 1 : expected.size(axis, 1);
            int rows = axis < 0 || !sameRank ? Math.max(n, 1) : actual.size(axis) / multiple;
            boolean fits = sameRank && rows > 0 && actual.equals(expected.bind(rows))
                    && (axis < 0 || n == 0 || n == rows);
            if (!fits) {
                throw new ShapeException("program", "a value does not fit its input",
                        "input " + inputs.get(i) + (n == 0 ? "" : " with n = " + n), "value " + actual);
            }
            n = axis < 0 ? n : rows;
        }
        return Math.max(n, 1);
    }
}
