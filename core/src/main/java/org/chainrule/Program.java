package org.chainrule;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chainrule.compile.run.Backend;
import org.chainrule.compile.run.CpuBackend;
import org.chainrule.compile.run.Executable;
import org.chainrule.compile.run.Execution;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.ShapeException;
import org.chainrule.ir.Graph;
import org.chainrule.ir.Node;
import org.chainrule.ir.TypeRules;
import org.chainrule.thread.Workers;
import org.chainrule.type.Shape;
import org.jspecify.annotations.Nullable;

/// A computation from inputs to outputs, planned once and run for any batch size. State is an input with a next value,
/// which replaces it in each run; a training step maps old parameters to new ones.
///
/// ```java
/// Tensor x = Tensor.input("x", Shape.batch(2));
/// Program program = Program.of(List.of(x), List.of(x.square().sum(1)));
/// Tensor lengths = program.run(Tensor.of(new float[][] {{3, 4}, {6, 8}})).getFirst();   // [25, 100]
/// ```
///
/// A program is immutable and may be shared between threads. A [Session] holds the buffers of one running instance, and
/// a [Frozen] program serves any number of threads.
public final class Program {
    private final List<Tensor> inputs;
    private final List<Tensor> outputs;
    private final Executable executable;
    private final List<float[]> captured;

    private Program(List<Tensor> inputs, List<Tensor> outputs, Executable executable, List<float[]> captured) {
        this.inputs = inputs;
        this.outputs = outputs;
        this.executable = executable;
        this.captured = captured;
    }

    /// Returns a program without state. Tensors with data that the outputs depend on become constants of the program.
    public static Program of(List<Tensor> inputs, List<Tensor> outputs) {
        return of(inputs, outputs, Map.of());
    }

    /// Returns a program that also replaces state.
    ///
    /// @param inputs tensors made by [Tensor#input], each listed once, including the state
    /// @param outputs the results; an output that depends on state sees the old value
    /// @param updates the next value of each piece of state, which may depend on the old values of all state; use a
    ///     `LinkedHashMap` to fix the order of replacement: each piece is overwritten as soon as its next value is
    ///     known and no reader of the old one is left
    public static Program of(List<Tensor> inputs, List<Tensor> outputs, Map<Tensor, Tensor> updates) {
        ArgumentException.requireNotNull("program", "inputs", inputs);
        ArgumentException.requireNotNull("program", "outputs", outputs);
        ArgumentException.requireNotNull("program", "updates", updates);
        ArgumentException.requireNoneNull("program", "inputs", inputs.toArray());
        ArgumentException.requireNoneNull("program", "outputs", outputs.toArray());
        updates.forEach(
                (state, next) -> ArgumentException.requireNotNull("program", "the next value of " + state, next));
        Set<Tensor> listed = new HashSet<>();
        for (Tensor input : inputs) {
            if (!listed.add(input)) {
                throw new ArgumentException("inputs", "program: the input " + input + " is listed twice; list it once");
            }
        }
        List<Node> nodes = outputs.stream().map(Tensor::node).toList();
        List<Graph.Update> next = updates.entrySet().stream()
                .map(update -> new Graph.Update(update.getKey().node(), update.getValue().node())).toList();
        for (Map.Entry<Tensor, Tensor> update : updates.entrySet()) {
            if (!listed.contains(update.getKey())) {
                throw new ArgumentException("updates", "program: the state " + update.getKey()
                        + " is not among the inputs; list it there");
            }
            if (!update.getKey().type().equals(update.getValue().type())) {
                throw new ShapeException("program", "the next value of a state must have its shape",
                        "state " + update.getKey().type(), "next " + update.getValue().type());
            }
        }
        CapturedFunction whole = CapturedFunction.of(inputs.stream().map(Tensor::node).toList(), nodes, next);
        return new Program(List.copyOf(inputs), List.copyOf(outputs), Executable.of(whole.function()),
                whole.captured());
    }

    /// Returns the inputs, in order.
    public List<Tensor> inputs() {
        return inputs;
    }

    /// Returns the outputs, in order.
    public List<Tensor> outputs() {
        return outputs;
    }

    /// Returns the bytes that a run over `n` rows on one thread needs. Nothing is allocated.
    public Memory memory(int n) {
        return memory(n, 1);
    }

    /// Returns the bytes that a run over `n` rows needs. Nothing is allocated.
    public Memory memory(int n, int threads) {
        atLeastOne("memory", n);
        return Memory.of(executable, n, CpuBackend.of(Workers.of(threads)));
    }

    /// Allocates the buffers for batches of up to `n` rows. Runs use the caller's thread and up to `threads - 1`
    /// others; the number of threads does not change a single bit of the results.
    ///
    /// @throws ArgumentException if `n` or `threads` is below 1
    public Session start(int n, int threads) {
        atLeastOne("start", n);
        return new Session(n, CpuBackend.of(Workers.of(threads)), null);
    }

    /// Starts a session like [#start(int, int)] that uses the threads of another session and shares arrays with it.
    /// Inputs of both programs without a batch axis, such as parameters, share one array, so a prediction reads the
    /// parameters that a training step replaces. Sessions that share arrays serve one caller at a time between them.
    ///
    /// @throws ArgumentException if `n` is below 1
    public Session start(int n, Session beside) {
        atLeastOne("start", n);
        ArgumentException.requireNotNull("start", "beside", beside);
        return new Session(n, beside.backend, beside);
    }

    /// As [#start(int, int)], on another backend.
    Session start(int n, Backend backend) {
        atLeastOne("start", n);
        return new Session(n, backend, null);
    }

    private static void atLeastOne(String operation, int rows) {
        if (rows < 1) {
            throw new ArgumentException("n", operation + ": got " + rows + " rows, expected at least 1");
        }
    }

    /// Returns this program for concurrent use without allocation, with up to `rows` rows per call. Nothing runs yet.
    ///
    /// @throws ArgumentException if the program replaces state, or `rows` is below 1
    public Frozen freeze(int rows) {
        return freeze(rows, Map.of());
    }

    /// Returns this program for concurrent use like [#freeze(int)], with fixed values for some inputs, such as the
    /// parameters. All threads read the same copy of these values.
    ///
    /// @param rows the largest number of rows per call
    /// @param values the values of the inputs that calls do not provide
    /// @throws ShapeException if a value does not have the shape of its input
    /// @throws ArgumentException if the program replaces state, `rows` is below 1, or a value belongs to a tensor that
    ///     is not an input
    public Frozen freeze(int rows, Map<Tensor, Tensor> values) {
        atLeastOne("freeze", rows);
        ArgumentException.requireNotNull("freeze", "values", values);
        List<Graph.Update> updates = executable.source().updates();
        if (!updates.isEmpty()) {
            throw new ArgumentException("updates", "freeze: the program replaces the state "
                    + TypeRules.name(updates.getFirst().state().op()) + ", so calls cannot be independent; "
                    + "make a program without updates");
        }
        return Frozen.of(executable, rows, inputs, given(), values, outputs);
    }

    /// Returns null for each input, followed by the captured data.
    private float[] @Nullable [] given() {
        float[] @Nullable [] given = new float[inputs.size() + captured.size()][];
        for (int i = 0; i < captured.size(); i++) {
            given[inputs.size() + i] = captured.get(i);
        }
        return given;
    }

    /// Runs the program once and returns the outputs. The values are tensors with data, one for each input in order;
    /// the batch size is taken from them.
    ///
    /// @throws ShapeException if a value does not have the shape of its input
    public List<Tensor> run(Tensor... values) {
        int n = Frozen.batch(inputs, values);
        Session session = start(n, 1);
        for (int i = 0; i < values.length; i++) {
            float[] data = values[i].values();
            System.arraycopy(data, 0, session.array(inputs.get(i)), 0, data.length);
        }
        session.run(n);
        return outputs.stream().map(output -> session.value(output, n)).toList();
    }

    /// Returns the program as pseudo-code: its stages, the operations fused into each loop, and the operations and
    /// bytes of each stage.
    public String explain() {
        return executable.explain();
    }

    /// A running instance of a program: the buffers of its inputs, outputs and state. It serves one caller at a time,
    /// and a run allocates nothing.
    public final class Session {
        private final Execution execution;
        private final Backend backend;
        private final Map<Tensor, float[]> arrays = new HashMap<>();
        private final Map<Tensor, float[]> inputArrays = new HashMap<>();
        private final Map<Tensor, float[]> results = new HashMap<>();
        private final Map<Tensor, Integer> feedable = new LinkedHashMap<>();
        /// All arrays of this session, by identity.
        private final Set<float[]> own = Collections.newSetFromMap(new IdentityHashMap<>());
        private int rows;

        Session(int n, Backend backend, @Nullable Session beside) {
            this.backend = backend;
            float[] @Nullable [] given = given();
            for (int i = 0; beside != null && i < inputs.size(); i++) {
                given[i] = inputs.get(i).shape().hasBatch() ? null : beside.inputArrays.get(inputs.get(i));
            }
            execution = backend.start(executable, n, given);
            rows = n;
            for (int i = 0; i < outputs.size(); i++) {
                results.put(outputs.get(i), execution.read(i));
            }
            arrays.putAll(results);
            Set<Node> states = new HashSet<>();
            executable.source().updates().forEach(update -> states.add(update.state()));
            for (int i = 0; i < inputs.size(); i++) {
                inputArrays.put(inputs.get(i), execution.own(i));
                if (!states.contains(executable.source().inputs().get(i))) {
                    feedable.put(inputs.get(i), i);
                }
            }
            arrays.putAll(inputArrays);
            own.addAll(arrays.values());
        }

        /// Writes an input, or the initial value of a piece of state, row by row. An input with a batch axis accepts
        /// any number of whole rows up to the capacity; later rows keep their values. The session reads the input from
        /// its own array again if [#feed] had redirected it.
        ///
        /// ```java
        /// session.write(x, 3, 4, 6, 8);   // two rows of [n, 2]
        /// session.run(2);
        /// float[] lengths = session.read(length);
        /// ```
        ///
        /// @throws ArgumentException if the tensor is not an input, or the number of values does not fit it
        public void write(Tensor input, float... values) {
            ArgumentException.requireNotNull("write", "input", input);
            ArgumentException.requireNotNull("write", "values", values);
            int number = inputs.indexOf(input);
            if (number < 0) {
                throw new ArgumentException("input", "write: " + input
                        + " is not an input of this program, expected one of " + inputs);
            }
            requireFit(input, values.length);
            System.arraycopy(values, 0, array(input), 0, values.length);
            execution.writeOwn(number);
        }

        /// Writes an input, or the initial value of a piece of state, with the values of a tensor of its type. It
        /// writes as many rows as the tensor has.
        ///
        /// @throws ShapeException if the type of the tensor, over some number of rows, is not the type of the input
        /// @throws ArgumentException if the first tensor is not an input, or the second has more rows than the capacity
        public void write(Tensor input, Tensor value) {
            ArgumentException.requireNotNull("write", "input", input);
            ArgumentException.requireNotNull("write", "value", value);
            Shape shape = input.shape();
            int axis = shape.batchAxis();
            boolean sameRank = value.shape().rank() == shape.rank();
            int n = axis < 0 || !sameRank ? 1 : value.shape().size(axis) / shape.size(axis, 1);
            if (!sameRank || n < 1 || !value.type().equals(input.type().withShape(shape.bind(n)))) {
                throw new ShapeException("write", "a value does not fit its input", "input " + input,
                        "value " + value.type());
            }
            write(input, value.resolved());
        }

        private void requireFit(Tensor input, int count) {
            Shape shape = input.shape();
            int row = shape.elements(1);
            boolean batch = shape.hasBatch();
            int most = shape.elements(execution.capacity());
            if (batch ? count < 1 || count > most || count % row != 0 : count != row) {
                throw new ArgumentException("values", "write: got " + count + " numbers for " + input + ", expected "
                        + (batch
                                ? row + " for each of 1 to " + execution.capacity() + " rows"
                                : Integer.toString(row)));
            }
        }

        /// Returns a copy of an input, a piece of state or an output, row by row. A tensor with a batch axis is read
        /// over the rows of the last run, or over the whole capacity before the first run. State has the value that the
        /// last run computed.
        ///
        /// @throws ArgumentException if the tensor is neither an input nor an output
        public float[] read(Tensor tensor) {
            ArgumentException.requireNotNull("read", "tensor", tensor);
            return Arrays.copyOf(array(tensor), tensor.shape().elements(rows));
        }

        /// Returns the backing array of an input or output, for access without a copy: write inputs before a run, read
        /// outputs after it. A batch smaller than the capacity uses the first rows. State has one array for both: write
        /// its initial value there, and read its next value from it. If state is also an output, [#value] returns the
        /// value before the last run.
        ///
        /// @throws ArgumentException if the tensor is neither an input nor an output
        public float[] array(Tensor tensor) {
            float[] array = arrays.get(tensor);
            if (array == null) {
                throw new ArgumentException("tensor", "program: " + tensor
                        + " is neither an input nor an output of this program");
            }
            return array;
        }

        /// Redirects an input to the caller's array, from the next run on; its first row begins at index `from`. If the
        /// program only multiplies the input, as the first layer of a network does, the run reads the array in place.
        /// Otherwise, and always for an array of this session, such as an output, the run copies it first. The array
        /// must not change during a run.
        ///
        /// ```java
        /// session.feed(x, rows, batch * 64 * 784);   // rows of a large data set, already in order
        /// session.run(64);
        /// ```
        ///
        /// @throws ArgumentException if the tensor is not an input, or is state, or `from` is outside the array; [#run]
        ///     throws it if the array ends before the last row
        public void feed(Tensor input, float[] values, int from) {
            ArgumentException.requireNotNull("feed", "input", input);
            ArgumentException.requireNotNull("feed", "values", values);
            Integer index = feedable.get(input);
            if (index == null) {
                throw new ArgumentException("input", "feed: " + input + (inputs.contains(input)
                        ? " is state, which runs replace; set its initial value with write(...)"
                        : " is not an input of this program, expected one of " + feedable.keySet()));
            }
            if (from < 0 || from > values.length) {
                throw new ArgumentException("from", "feed: index " + from + " is outside an array of " + values.length
                        + " numbers, expected 0 to " + values.length);
            }
            execution.write(index, values, from, !own.contains(values));
        }

        /// Runs over the first `n` rows of the inputs.
        ///
        /// @throws ArgumentException if `n` is below 1 or above the capacity, or an index among the inputs is out of
        ///     range
        public void run(int n) {
            execution.run(n);
            rows = n;
        }

        /// Returns the text of [Program#explain()] with the number of runs of this session, the time of each stage in a
        /// recent run, and that stage's share of the machine's peak performance.
        public String explain() {
            return execution.explain();
        }

        /// Returns a copy of an input or output over `n` rows, as of the last run. For state that is also an output, it
        /// returns the value before that run.
        ///
        /// @throws ArgumentException if `n` is below 1 or above the capacity
        public Tensor value(Tensor tensor, int n) {
            if (n < 1 || n > execution.capacity()) {
                throw new ArgumentException("n", "value: got " + n + " rows, expected 1 to " + execution.capacity()
                        + ", the capacity of the session");
            }
            ArgumentException.requireNotNull("value", "tensor", tensor);
            Shape shape = tensor.shape().bind(n);
            float[] result = results.get(tensor);
            return Tensor.owned(tensor.type().withShape(shape),
                    Arrays.copyOf(result == null ? array(tensor) : result, shape.elements()));
        }
    }
}
