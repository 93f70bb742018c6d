package org.chainrule.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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

/// A [Step] that runs: the parameters, the state of the optimizer, and how many steps were taken. It serves one caller at a
/// time, allocates nothing in a step, and there is nothing to close.
public final class Run {
    private final StepProgram program;
    private final int capacity;
    private final int threads;
    private final Program.Session session;
    private final RunState state;
    private @Nullable Halves halves;
    private final Tensor[] inputs;
    private final Tensor[] targets;
    private final float[] stream;
    private final float[] progress;
    private final float[] loss;
    /// The type of the latest batch, which need not be compared again.
    private RowType checked;
    private long steps;
    private int epoch;
    private int passes;

    /// How far a run is.
    ///
    /// @param steps how many steps were taken
    /// @param epoch the latest epoch that a batch was of
    /// @param passes how many batches the run has gone forward with since that epoch began; the random numbers of a pass
    ///     follow from the epoch and this count
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

    /// Puts all state to what a training starts from.
    ///
    /// @param from values of variables that start from those of another model
    void restart(Examples rows, Map<String, Tensor> from) {
        begin();
        from(from);
        Starts.compute(this, rows, from.keySet());
    }

    /// Gives variables the values of another model's, by path; the others stay as they are. Starts that were computed from
    /// examples when the run was started have not seen these values.
    ///
    /// @return this run
    /// @throws ArgumentException if the net has no variable of such a path
    /// @throws ShapeException if it has another shape
    public Run from(Map<String, Tensor> values) {
        return from(values, _ -> true);
    }

    /// As [#from(Map)], for some of the values.
    ///
    /// @param paths tells which, by path, such as `path -> path.startsWith("trunk/")`
    /// @throws ArgumentException if it chooses none
    public Run from(Map<String, Tensor> values, Predicate<String> paths) {
        ArgumentException.requireNotNull("from", "values", values);
        ArgumentException.requireNotNull("from", "paths", paths);
        state.from(values, paths);
        return this;
    }

    /// Sets the learning rate that the schedule multiplies; at first the optimizer's.
    ///
    /// @throws ArgumentException if it is not a finite number of at least 0
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
    /// @return the mean loss of the batch, before the step
    /// @throws ArgumentException if the batch is not of the type that the run was started for, or is larger
    /// @throws org.chainrule.error.DivergedException if the loss is not a finite number
    public float step(Batch batch) {
        float loss = take(batch);
        if (!Float.isFinite(loss)) {
            throw Diagnosis.afterwards(batch, steps, loss);
        }
        return loss;
    }

    /// Takes a step, whatever the loss.
    float take(Batch batch) {
        check("step", batch);
        hand(batch, session);
        advance(batch);
        run(session, batch);
        steps++;
        return loss[0];
    }

    /// The gradients of a batch, with nothing changed but the state of the network, such as the running statistics of batch
    /// norm.
    ///
    /// @throws ArgumentException if the batch is not of the type that the run was started for, or is larger
    /// @throws org.chainrule.error.DivergedException if the loss is not a finite number
    public Gradients gradients(Batch batch) {
        check("gradients", batch);
        Halves both = halves();
        hand(batch, both.first());
        advance(batch);
        run(both.first(), batch);
        Gradients found = both.gradients();
        if (!Double.isFinite(found.loss())) {
            throw Diagnosis.afterwards(batch, steps, (float) found.loss());
        }
        return found;
    }

    /// The norm of all gradients together for a batch, at the parameters as they are and with the random numbers of the latest
    /// pass. Nothing changes.
    double gradientNorm(Batch batch) {
        List<Tensor> gradients = program.gradients();
        Program.Session beside = program.over(gradients).start(batch.size(), session);
        hand(batch, beside);
        beside.run(batch.size());
        return new Gradients(0, program.byPath(beside, gradients)).norm();
    }

    /// The loss of a batch at the values as they are, with the random numbers of the first pass of its epoch, at the beginning
    /// of the training. Nothing changes.
    float lossOf(Batch batch) {
        Program.Session beside = program.over(List.of(program.loss)).start(batch.size(), session);
        hand(batch, beside);
        RandomStream.write(program.step.seed(), batch.epoch(), 0, stream);
        progress[0] = 0;
        run(beside, batch);
        return beside.array(program.loss)[0];
    }

    /// Takes a step along gradients, which are clipped as the step says.
    ///
    /// @throws ArgumentException if the gradient of a trained parameter is missing, or there is one of anything else
    /// @throws ShapeException if one has another shape
    public void apply(Gradients gradients) {
        ArgumentException.requireNotNull("apply", "gradients", gradients);
        Halves both = halves();
        both.hand(gradients);
        progress[0] = progress();
        both.second().run(1);
        steps++;
    }

    private Halves halves() {
        Halves known = halves == null ? new Halves(program, session, capacity) : halves;
        halves = known;
        return known;
    }

    @SuppressWarnings("ReferenceEquality") // batches of one pass have one type, so that a step compares no fields
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

    /// Hands the arrays of a batch to a session.
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

    /// Puts random numbers and progress to those of the next pass.
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

    /// Runs a session over a batch; an index that is out of range is placed.
    void run(Program.Session of, Batch batch) {
        try {
            of.run(batch.size());
        } catch (ArgumentException e) {
            throw Network.of(program.step.net(), StepProgram.types(program.type.inputs()), variables())
                    .located(e, inputs(batch), 0, batch.size(), batch::row);
        }
    }

    static float[][] inputs(Batch batch) {
        List<float[]> inputs = new ArrayList<>();
        for (int i = 0; i < batch.type().inputs().size(); i++) {
            inputs.add(batch.input(i));
        }
        return inputs.toArray(float[][]::new);
    }

    /// The learning rate of the next step, but for the factor of a path.
    float rateNow() {
        return program.step.schedule().at(Tensor.scalar(progress())).mul(rate()).value();
    }

    // ---- What a run holds

    /// How many steps were taken.
    public long steps() {
        return steps;
    }

    /// How much of the training is done, from 0 to 1; 0 if the step does not know how many steps there are.
    public float progress() {
        long all = program.step.steps();
        return all == 0 ? 0 : (float) Math.min(1, (double) steps / all);
    }

    /// What the batches hold.
    public RowType type() {
        return program.type;
    }

    /// The values of all variables, parameters and state, by path. They do not change with further steps.
    public Map<String, Tensor> variables() {
        return state.variables();
    }

    /// The values that a model is made with, by path: those of all variables, the parameters as the optimizer says
    /// ([org.chainrule.optim.Optimizer#evaluated]). They do not change with further steps.
    public Map<String, Tensor> parameters() {
        return state.parameters();
    }

    /// The value of one of the [#parameters], such as `linear/weight`.
    ///
    /// @throws ArgumentException if there is none of that name, naming those there are
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

    /// Goes on from another position, with the state as it was there.
    void position(Position other) {
        steps = other.steps;
        epoch = other.epoch;
        passes = other.passes;
    }

    /// Saves the run, whole or not at all, for [Step#resume].
    ///
    /// @throws IOException if the file cannot be written, saying why
    public void save(Path file) throws IOException {
        RunFile.write(this, file);
    }
}
