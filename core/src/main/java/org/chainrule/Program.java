package org.chainrule;

import java.util.ArrayList;
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
import org.chainrule.ir.Function;
import org.chainrule.ir.Graph;
import org.chainrule.ir.History;
import org.chainrule.ir.Node;
import org.chainrule.ir.Op;
import org.chainrule.ir.TypeRules;
import org.chainrule.thread.Workers;
import org.chainrule.type.Shape;
import org.jspecify.annotations.Nullable;

/// A computation from inputs to outputs, planned once and run for any batch size. State is an input with a next value:
/// a run replaces it, so a training step maps old parameters to new ones.
///
/// ```java
/// Tensor x = Tensor.input("x", Shape.batch(2));
/// Program program = Program.of(List.of(x), List.of(x.square().sum(1)));
/// Tensor lengths = program.run(Tensor.of(new float[][] {{3, 4}, {6, 8}})).getFirst();   // [25, 100]
/// ```
///
/// A program is immutable and safe to share; a [Session] holds the buffers of one running instance, and a [Frozen] program
/// serves any number of threads.
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

    /// A program without state. Tensors with data that the outputs read are captured as constants.
    public static Program of(List<Tensor> inputs, List<Tensor> outputs) {
        return of(inputs, outputs, Map.of());
    }

    /// A program that also replaces state.
    ///
    /// @param inputs tensors made by [Tensor#input], each named once and filled before a run; state stands here too
    /// @param outputs the tensors asked for; one that reads state sees its old value
    /// @param updates for pieces of state, the next value, which may read the old values of all of them; give a
    ///     `LinkedHashMap` in the order in which they should be replaced: each is overwritten as soon as its next value
    ///     is known and its old one has no reader left
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
                throw new ArgumentException("inputs", "program: the input " + input + " is listed twice, list it once");
            }
        }
        List<Node> nodes = outputs.stream().map(Tensor::node).toList();
        List<Graph.Update> next = updates.entrySet().stream()
                .map(update -> new Graph.Update(update.getKey().node(), update.getValue().node())).toList();
        for (Map.Entry<Tensor, Tensor> update : updates.entrySet()) {
            if (!listed.contains(update.getKey())) {
                throw new ArgumentException("updates", "program: the state " + update.getKey()
                        + " is not among the inputs, list it there");
            }
            if (!update.getKey().type().equals(update.getValue().type())) {
                throw new ShapeException("program", "the next value of a state must have its shape",
                        "state " + update.getKey().type(), "next " + update.getValue().type());
            }
        }
        List<float[]> captured = new ArrayList<>();
        Function function = History.reading(
                () -> written(inputs.stream().map(Tensor::node).toList(), nodes, next, captured));
        return new Program(List.copyOf(inputs), List.copyOf(outputs), Executable.of(function.graph()), captured);
    }

    /// The function from inputs, and from data that goes to `captured`, to outputs and next values.
    private static Function written(List<Node> inputs, List<Node> outputs, List<Graph.Update> next,
            List<float[]> captured) {
        List<Node> all = new ArrayList<>(inputs);
        Set<Node> given = new HashSet<>(all);
        List<Node> roots = new ArrayList<>(outputs);
        next.forEach(update -> roots.add(update.next()));
        Set<Node> reading = reading(given, roots);
        for (Node node : Graph.topological(roots, node -> reading.contains(node)
                ? given.contains(node)
                : node.values() != null)) {
            float[] values = node.values();
            if (reading.contains(node)) {
                continue;
            }
            if (values != null) {
                requireHistory(node, inputs);
                all.add(node);
                captured.add(values);
            } else if (node.op() instanceof Op.Input(String name)) {
                throw new ArgumentException("inputs", "program: the outputs read the input " + name
                        + ", which is not among the inputs of the program, list it there");
            }
        }
        return Function.of(new Graph(all, outputs, next));
    }

    private static void requireHistory(Node data, List<Node> inputs) {
        for (Node input : inputs) {
            if (History.released(data, input)) {
                throw new ArgumentException("outputs", "program: the outputs depend on the input " + input.type()
                        + " through " + History.refusal(data));
            }
        }
    }

    /// The inputs and all nodes that are computed from them. Numbers that such a node may hold from an earlier evaluation are
    /// not those of a run, which replaces the inputs.
    private static Set<Node> reading(Set<Node> given, List<Node> roots) {
        // nothing that is computed from an input without data can have been evaluated
        if (given.stream().allMatch(node -> node.op() instanceof Op.Input && node.values() == null)) {
            return given;
        }
        Set<Node> reading = new HashSet<>(given);
        for (Node node : Graph.topological(roots, given::contains)) {
            if (node.inputs().stream().anyMatch(reading::contains)) {
                reading.add(node);
            }
        }
        return reading;
    }

    /// What callers hand in, in order.
    public List<Tensor> inputs() {
        return inputs;
    }

    /// What callers ask for, in order.
    public List<Tensor> outputs() {
        return outputs;
    }

    /// The bytes a run over `n` rows on one thread needs, known before anything is allocated.
    public Memory memory(int n) {
        return memory(n, 1);
    }

    /// The bytes a run over `n` rows needs, known before anything is allocated.
    public Memory memory(int n, int threads) {
        atLeastOne("memory", n);
        return Memory.of(executable, n, CpuBackend.of(Workers.of(threads)));
    }

    /// Buffers for batches of up to `n` rows, run on the caller's thread and on up to `threads - 1` others. Results do
    /// not depend on the number of threads, to the last bit.
    ///
    /// @throws ArgumentException if the rows or the threads are below 1
    public Session start(int n, int threads) {
        atLeastOne("start", n);
        return new Session(n, CpuBackend.of(Workers.of(threads)), null);
    }

    /// As [#start(int, int)], on the threads of another session and with some of its arrays: an input without a batch axis
    /// that is an input of both programs, such as a parameter, is one array for both. So a program that predicts reads the
    /// parameters where one that trains replaces them. Sessions that share arrays serve one caller at a time together.
    ///
    /// @throws ArgumentException if the rows are below 1
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
            throw new ArgumentException("n", operation + ": got room for " + rows + " rows, expected at least 1");
        }
    }

    /// The program for a service to ask, with up to `rows` rows a call: for any number of threads at once, without
    /// allocation. Nothing runs yet.
    ///
    /// @throws ArgumentException if the program replaces state
    public Frozen freeze(int rows) {
        return freeze(rows, Map.of());
    }

    /// As [#freeze(int)], with values for some of the inputs, such as the parameters: they are fixed, and all threads
    /// read the same copy.
    ///
    /// @param rows the most rows of a call
    /// @param values the value of each input that is not handed in with every call
    /// @throws ShapeException if a value does not have the shape of its input
    /// @throws ArgumentException if the program replaces state, or a value is for something that is not an input
    public Frozen freeze(int rows, Map<Tensor, Tensor> values) {
        atLeastOne("freeze", rows);
        ArgumentException.requireNotNull("freeze", "values", values);
        List<Graph.Update> updates = executable.source().updates();
        if (!updates.isEmpty()) {
            throw new ArgumentException("updates", "freeze: the program replaces the state "
                    + TypeRules.name(updates.getFirst().state().op()) + ", so calls cannot be independent; "
                    + "make a program without updates");
        }
        float[] @Nullable [] given = given();
        values.forEach((input, value) -> {
            ArgumentException.requireNotNull("freeze", "the value for " + input, value);
            int number = inputs.indexOf(input);
            if (number < 0) {
                throw new ArgumentException("values", "freeze: there is a value for " + input
                        + ", which is not an input of the program, expected some of " + inputs);
            }
            if (!value.type().equals(input.type())) {
                throw new ShapeException("freeze", "a value does not fit its input", "input " + input,
                        "value " + value.type());
            }
            given[number] = value.resolved();
        });
        return Frozen.of(executable, rows, inputs, given, outputs);
    }

    /// For each input nothing, then what was captured.
    private float[] @Nullable [] given() {
        float[] @Nullable [] given = new float[inputs.size() + captured.size()][];
        for (int i = 0; i < captured.size(); i++) {
            given[inputs.size() + i] = captured.get(i);
        }
        return given;
    }

    /// Runs once. Inputs are tensors with data, in order; the batch size is read off them.
    ///
    /// @throws ShapeException if a value does not have the shape of its input
    public List<Tensor> run(Tensor... values) {
        int n = batch(inputs, values);
        Session session = start(n, 1);
        for (int i = 0; i < values.length; i++) {
            float[] data = values[i].values();
            System.arraycopy(data, 0, session.array(inputs.get(i)), 0, data.length);
        }
        session.run(n);
        return outputs.stream().map(output -> session.value(output, n)).toList();
    }

    /// The rows in the values of some inputs.
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

    /// What this program does, as pseudo-code: each stage, what was fused into one loop, and its operations and bytes.
    public String explain() {
        return executable.explain();
    }

    /// One running instance of a program: the buffers of its inputs, outputs and state. It serves one caller at a
    /// time, and a run allocates nothing.
    public final class Session {
        private final Execution execution;
        private final Backend backend;
        private final Map<Tensor, float[]> arrays = new HashMap<>();
        private final Map<Tensor, float[]> inputArrays = new HashMap<>();
        private final Map<Tensor, float[]> results = new HashMap<>();
        private final Map<Tensor, Integer> feedable = new LinkedHashMap<>();
        /// All of these arrays, by identity.
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

        /// Writes an input, or the start of a piece of state, row by row. An input with a batch axis takes any number of whole
        /// rows up to the capacity, and keeps the rows it has behind them. An input that was fed is read from here again.
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

        /// Writes an input, or the start of a piece of state, with the values of a tensor of its type. As many rows as the
        /// tensor has are written.
        ///
        /// @throws ShapeException if the tensor does not have the type of the input, over some number of rows
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

        /// A copy of what an input, a piece of state or an output holds, row by row. One with a batch axis is read over
        /// the rows of the last run, or before any run over all that there is room for. Of state this is the value that the
        /// last run gave it.
        ///
        /// @throws ArgumentException if the tensor is neither an input nor an output
        public float[] read(Tensor tensor) {
            ArgumentException.requireNotNull("read", "tensor", tensor);
            return Arrays.copyOf(array(tensor), tensor.shape().elements(rows));
        }

        /// The array of an input or output itself, for callers that fill or read it without a copy: inputs are written before
        /// a run, outputs read after it. For a batch smaller than the capacity the first rows count. State is one array for
        /// both: its start is written there, and its next value read; where it is an output as well, [#value] gives what the
        /// last run found.
        ///
        /// @throws ArgumentException if the tensor is neither
        public float[] array(Tensor tensor) {
            float[] array = arrays.get(tensor);
            if (array == null) {
                throw new ArgumentException("tensor", "program: " + tensor
                        + " is neither an input nor an output of this program");
            }
            return array;
        }

        /// From the next run on an input is read from an array of the caller's instead of [#array]: its first row begins at
        /// number `from`. Where the program does nothing with the input but multiply it by something, as the first layer
        /// of a network does, it is read where it stands, else it is copied when a run begins, as an array of this session,
        /// such as an output's, always is. The array must not change during a run.
        ///
        /// ```java
        /// session.feed(x, rows, batch * 64 * 784);   // rows of a large data set, already in order
        /// session.run(64);
        /// ```
        ///
        /// @throws ArgumentException if the tensor is not an input, or is state, or `from` lies outside the array; and by
        ///     [#run] if the array ends before the last row
        public void feed(Tensor input, float[] values, int from) {
            ArgumentException.requireNotNull("feed", "input", input);
            ArgumentException.requireNotNull("feed", "values", values);
            Integer index = feedable.get(input);
            if (index == null) {
                throw new ArgumentException("input", "feed: " + input + (inputs.contains(input)
                        ? " is state, which runs replace; give its start to write(...)"
                        : " is not an input of this program, expected one of " + feedable.keySet()));
            }
            if (from < 0 || from > values.length) {
                throw new ArgumentException("from", "feed: number " + from + " is not in an array of " + values.length
                        + ", expected 0 to " + values.length);
            }
            execution.write(index, values, from, !own.contains(values));
        }

        /// Runs over the first `n` rows of the inputs.
        ///
        /// @throws ArgumentException if there are more rows than the session was started for, or none; or if a whole number
        ///     chooses a place that is not there
        public void run(int n) {
            execution.run(n);
            rows = n;
        }

        /// What the program does, as [Program#explain()] says, and how often it ran here, with the time of each stage in
        /// a recent run and the share of what the machine could do in it.
        public String explain() {
            return execution.explain();
        }

        /// A copy of an output over `n` rows, as the last run left it, or of an input. State that is an output as well is
        /// given as an output: with its value before that run.
        ///
        /// @throws ArgumentException if there are more rows than the session was started for, or none
        public Tensor value(Tensor tensor, int n) {
            if (n < 1 || n > execution.capacity()) {
                throw new ArgumentException("n", "value: got " + n + " rows, expected 1 to " + execution.capacity()
                        + ", for which the session was started");
            }
            ArgumentException.requireNotNull("value", "tensor", tensor);
            Shape shape = tensor.shape().bind(n);
            float[] result = results.get(tensor);
            return Tensor.owned(tensor.type().withShape(shape),
                    Arrays.copyOf(result == null ? array(tensor) : result, shape.elements()));
        }
    }
}
