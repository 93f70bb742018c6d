package org.chainrule.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.chainrule.Program;
import org.chainrule.Tensor;
import org.chainrule.data.Batch;
import org.chainrule.data.Examples;
import org.chainrule.data.RowType;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.ShapeException;
import org.chainrule.nn.Network;
import org.chainrule.random.RandomStream;
import org.chainrule.type.DType;
import org.jspecify.annotations.Nullable;

/// A running [Step]: the parameters, the state of the optimizer, and the number of steps so far. It serves one caller
/// at a time, allocates nothing in a step, and needs no closing.
public final class Run {
    private final StepProgram program;
    private final int capacity;
    private final int threads;
    private final Program.Session session;
    private final RunState state;
    private Gradients.@Nullable Halves halves;
    private final Tensor[] inputs;
    private final Tensor[] targets;
    private final float[] stream;
    private final float[] progress;
    private final float[] loss;
    /// The type of the latest batch, which is not compared again.
    private RowType checked;
    private long steps;
    private int epoch;
    private int passes;

    /// The position of a run in a training.
    ///
    /// @param steps the number of steps so far
    /// @param epoch the epoch of the latest batch
    /// @param passes the number of forward passes since the start of that epoch; the epoch and this count determine the
    ///     random numbers of a pass
    record Position(long steps, int epoch, int passes) {
        static final Position START = new Position(0, 0, 0);
    }

    Run(StepProgram program, int capacity, int threads) {
        if (capacity < 1) {
            throw new ArgumentException("batch", "start: got batches of " + capacity + " rows, expected at least 1");
        }
        this.program = program;
        this.capacity = capacity;
        this.threads = threads;
        this.session = program.whole().start(capacity, threads);
        this.inputs = program.network.inputs().asMap().values().toArray(Tensor[]::new);
        this.targets = program.targets.asMap().values().toArray(Tensor[]::new);
        this.stream = session.array(program.network.stream());
        this.progress = session.array(program.network.progress());
        this.loss = session.array(program.loss);
        this.checked = program.type;
        this.state = new RunState(program, session, threads);
        begin();
    }

    // ---- Where a run starts

    private void begin() {
        state.begin();
        rate(program.step.optimizer().learningRate());
    }

    /// Sets all state to the start of a training.
    ///
    /// @param from the start values of some variables, by path
    void restart(Examples rows, Map<String, Tensor> from) {
        begin();
        from(from);
        Starts.compute(this, rows, from.keySet());
    }

    /// Sets variables to given values by path, such as those of another model. Other variables keep their values; start
    /// values that were computed from examples are not computed again.
    ///
    /// @return this run
    /// @throws ArgumentException if the net has no variable at a path
    /// @throws ShapeException if a variable has another shape
    public Run from(Map<String, Tensor> values) {
        return from(values, _ -> true);
    }

    /// Sets variables like [#from(Map)], to some of the values.
    ///
    /// @param paths the paths to use, such as `path -> path.startsWith("trunk/")`
    /// @throws ArgumentException if `paths` matches no value, or the net has no variable at a path
    public Run from(Map<String, Tensor> values, Predicate<String> paths) {
        ArgumentException.requireNotNull("from", "values", values);
        ArgumentException.requireNotNull("from", "paths", paths);
        state.from(values, paths);
        return this;
    }

    /// Sets the learning rate before the factor of the schedule. The default is that of the optimizer.
    ///
    /// @throws ArgumentException if the rate is not a finite number of at least 0
    public void rate(double rate) {
        if (!(rate >= 0 && rate <= Float.MAX_VALUE)) {
            throw new ArgumentException("rate",
                    "rate: the learning rate is " + rate + ", expected a finite number of at least 0");
        }
        session.array(program.rate)[0] = (float) rate;
    }

    // ---- Steps

    /// Takes a step.
    ///
    /// @return the mean loss of the batch before the step
    /// @throws ArgumentException if the batch does not have the type of the run, or has more rows than its capacity
    /// @throws org.chainrule.error.DivergedException if the loss is not a finite number
    public float step(Batch batch) {
        float loss = take(batch);
        if (!Float.isFinite(loss)) {
            throw Diagnosis.afterwards(batch, steps, loss);
        }
        return loss;
    }

    /// Takes a step without a check of the loss.
    float take(Batch batch) {
        check("step", batch);
        hand(batch, session);
        advance(batch);
        run(session, batch);
        steps++;
        return loss[0];
    }

    /// Returns the gradients of a batch. Only the state of the network changes, such as the running statistics of batch
    /// norm.
    ///
    /// @throws ArgumentException if the batch does not have the type of the run, or has more rows than its capacity
    /// @throws org.chainrule.error.DivergedException if the loss is not a finite number
    public Gradients gradients(Batch batch) {
        check("gradients", batch);
        advance(batch);
        return gradientsNow(batch);
    }

    /// Returns the gradients of one part of a large batch, whose parts may be spread over several runs. The random numbers
    /// follow from the seed, the number of steps so far and the number of the part, so that they do not depend on which run
    /// gets which part. Part 0 has those of a step over rows in order.
    ///
    /// ```java
    /// Gradients half = run.gradients(batch, 0); // in one process; gradients(other, 1) in another
    /// run.apply(Gradients.mean(List.of(half, received)));
    /// ```
    ///
    /// @param part the number of the part, from 0 to 2^24 - 1
    /// @throws ArgumentException if the batch does not have the type of the run or has more rows than its capacity, or the
    ///     number of the part is out of range
    /// @throws org.chainrule.error.DivergedException if the loss is not a finite number
    public Gradients gradients(Batch batch, int part) {
        check("gradients", batch);
        RandomStream.write(program.step.seed(), part, (int) (steps % DType.MAX_WHOLE), stream);
        progress[0] = progress();
        return gradientsNow(batch);
    }

    private Gradients gradientsNow(Batch batch) {
        Gradients.Halves both = halves();
        hand(batch, both.first());
        run(both.first(), batch);
        Gradients found = both.gradients();
        if (!Double.isFinite(found.loss())) {
            throw Diagnosis.afterwards(batch, steps, (float) found.loss());
        }
        return found;
    }

    /// Returns the norm of all gradients for a batch, at the current parameters and with the random numbers of the
    /// latest pass. Nothing changes.
    double gradientNorm(Batch batch) {
        List<Tensor> gradients = program.gradients();
        Program.Session beside = program.over(gradients).start(batch.size(), session);
        hand(batch, beside);
        beside.run(batch.size());
        return new Gradients(0, program.byPath(beside, gradients)).norm();
    }

    /// Returns the loss of a batch at the current values, with the random numbers of the first pass of its epoch and a
    /// progress of 0. Nothing else changes.
    float lossOf(Batch batch) {
        Program.Session beside = program.over(List.of(program.loss)).start(batch.size(), session);
        hand(batch, beside);
        RandomStream.write(program.step.seed(), batch.epoch(), 0, stream);
        progress[0] = 0;
        run(beside, batch);
        return beside.array(program.loss)[0];
    }

    /// Takes a step along gradients, after the clipping of the step.
    ///
    /// @throws ArgumentException if the gradient of a trained parameter is missing, or a gradient belongs to no trained
    ///     parameter
    /// @throws ShapeException if a gradient does not have the shape of its parameter
    public void apply(Gradients gradients) {
        ArgumentException.requireNotNull("apply", "gradients", gradients);
        Gradients.Halves both = halves();
        both.hand(gradients);
        progress[0] = progress();
        both.second().run(1);
        steps++;
    }

    private Gradients.Halves halves() {
        Gradients.Halves known = halves == null ? new Gradients.Halves(program, session, capacity) : halves;
        halves = known;
        return known;
    }

    @SuppressWarnings("ReferenceEquality") // the batches of a pass share one type object, so a step compares no fields
    private void check(String operation, Batch batch) {
        ArgumentException.requireNotNull(operation, "batch", batch);
        if (batch.type() != checked && !batch.type().equals(program.type)) {
            throw new ArgumentException("batch",
                    operation + ": the batch holds " + batch.type() + ", but the run was started for "
                            + program.type);
        }
        checked = batch.type();
        if (batch.size() > capacity) {
            throw new ArgumentException("batch",
                    operation + ": the batch has " + batch.size() + " rows, expected at most "
                            + capacity + ", for which the run was started");
        }
    }

    /// Passes the arrays of a batch to a session.
    void hand(Batch batch, Program.Session to) {
        for (int i = 0; i < inputs.length; i++) {
            to.feed(inputs[i], batch.input(i), 0);
        }
        for (int i = 0; i < targets.length; i++) {
            to.feed(targets[i], batch.target(i), 0);
        }
        float[] weights = batch.weights();
        if (weights != null) {
            to.feed(program.weights, weights, 0);
        }
    }

    /// Sets the random numbers and the progress for the next pass.
    private void advance(Batch batch) {
        if (batch.epoch() > epoch) {
            epoch = batch.epoch();
            passes = 0;
        } else if (passes == DType.MAX_WHOLE - 1) {
            epoch++; // the counter is full
            passes = 0;
        }
        RandomStream.write(program.step.seed(), epoch, passes++, stream);
        progress[0] = progress();
    }

    /// Runs a session over a batch. An error about an index out of range names its row and layer.
    void run(Program.Session of, Batch batch) {
        try {
            of.run(batch.size());
        } catch (ArgumentException e) {
            throw Network.of(program.step.net(), StepProgram.types(program.type.inputs()), variables())
                    .located(e, StepProgram.inputs(batch), 0, batch.size(), batch::row);
        }
    }

    /// Returns the learning rate of the next step, without the factor of a path.
    float rateNow() {
        return program.step.schedule().at(Tensor.scalar(progress())).mul(rate()).value();
    }

    // ---- What a run holds

    /// Returns the number of steps so far.
    public long steps() {
        return steps;
    }

    /// Returns the share of the training that is done, from 0 to 1; 0 if the step does not state the number of steps.
    public float progress() {
        long all = program.step.steps();
        return all == 0 ? 0 : (float) Math.min(1, (double) steps / all);
    }

    /// Returns the type of the batches.
    public RowType type() {
        return program.type;
    }

    /// Returns copies of all variables, parameters and state, by path.
    public Map<String, Tensor> variables() {
        return state.variables();
    }

    /// Returns copies of the values for a model by path: all variables, with the values of
    /// [org.chainrule.optim.Optimizer#evaluated] for the parameters.
    public Map<String, Tensor> parameters() {
        return state.parameters();
    }

    /// Returns one of the [#parameters], such as `linear/weight`.
    ///
    /// @throws ArgumentException if there is no such parameter; the message lists the paths
    public Tensor parameter(String path) {
        Map<String, Tensor> all = parameters();
        Tensor parameter = all.get(path);
        if (parameter == null) {
            throw new ArgumentException("path", "parameter: there is no " + path + " in the run, expected one of "
                    + all.keySet());
        }
        return parameter;
    }

    StepProgram program() {
        return program;
    }

    int capacity() {
        return capacity;
    }

    int threads() {
        return threads;
    }

    float rate() {
        return session.array(program.rate)[0];
    }

    RunState state() {
        return state;
    }

    Program.Session session() {
        return session;
    }

    Position position() {
        return new Position(steps, epoch, passes);
    }

    /// Sets the position. The state must be that of the same position.
    void position(Position other) {
        steps = other.steps;
        epoch = other.epoch;
        passes = other.passes;
    }

    /// Returns a copy of the state of this run, for [#restore].
    public Snapshot snapshot() {
        return Snapshot.of(this);
    }

    /// Sets this run back, or forward again, to the place of a snapshot. It then goes on to the same bits as it did from
    /// there, if it gets the same batches and the rate was not changed in between.
    ///
    /// @throws ArgumentException if the snapshot was taken of another run
    public void restore(Snapshot snapshot) {
        ArgumentException.requireNotNull("restore", "snapshot", snapshot);
        snapshot.restore(this);
    }

    /// Saves the run for [Step#resume]. The file is written completely or not at all.
    ///
    /// @throws IOException if the file cannot be written; the message states the reason
    public void save(Path file) throws IOException {
        RunFile.write(this, file);
    }
}
