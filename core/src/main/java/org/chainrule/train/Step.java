package org.chainrule.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.chainrule.Tensor;
import org.chainrule.data.Examples;
import org.chainrule.data.RowType;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.ShapeException;
import org.chainrule.nn.Layer;
import org.chainrule.nn.Loss;
import org.chainrule.nn.Net;
import org.chainrule.nn.Objective;
import org.chainrule.optim.Optimizer;
import org.chainrule.optim.Schedule;
import org.chainrule.type.Shape;

/// A step of a training as an immutable description: what is learned, by what, and how; each method returns a changed
/// copy. [#start] makes it run.
///
/// ```java
/// Step step = Step.of(net, Objective.of(crossEntropy()), adamW(1e-3)).clip(1).freeze(path -> path.startsWith("trunk/"));
/// Run run = step.start(rows, 128, 2).from(old.parameters());
/// for (Batch batch : rows.shuffled(7, 1).batches(128)) {
///     float loss = run.step(batch);
/// }
/// ```
///
/// @param net what is trained
/// @param objective what the step makes smaller
/// @param optimizer how parameters follow from gradients
/// @param schedule how the learning rate moves over the training
/// @param clip the largest global norm of the gradients; 0 for no limit
/// @param frozen tells by path which parameters and state stay as they are
/// @param rates the factor of the learning rate by path
/// @param steps how many steps the training takes, which `progress` follows from; 0 if that is not known, and progress stays
///     0
/// @param seed what all random numbers follow from
public record Step(Net net, Objective objective, Optimizer optimizer, Schedule schedule, double clip,
        Predicate<String> frozen, ToDoubleFunction<String> rates, long steps, long seed) {
    /// What is frozen as long as [#freeze] was not called.
    private enum Nothing implements Predicate<String> {
        FROZEN;

        @Override
        public boolean test(String path) {
            return false;
        }
    }

    public Step {
        ArgumentException.requireNotNull("step", "net", net);
        ArgumentException.requireNotNull("step", "objective", objective);
        ArgumentException.requireNotNull("step", "optimizer", optimizer);
        ArgumentException.requireNotNull("step", "schedule", schedule);
        ArgumentException.requireNotNull("step", "frozen", frozen);
        ArgumentException.requireNotNull("step", "rates", rates);
        Shape factor = schedule.at(Tensor.scalar(0)).shape();
        if (factor.hasBatch() || factor.elements() != 1) {
            throw new ShapeException("step", "the factor of a schedule must be one number", "factor " + factor);
        }
        if (!(clip >= 0)) {
            throw new ArgumentException("norm",
                    "clip: the largest norm is " + clip + ", expected a number above 0, or 0 for no limit");
        }
        if (steps < 0) {
            throw new ArgumentException("steps",
                    "step: got " + steps + " steps, expected at least 1, or 0 if it is not known");
        }
    }

    /// A step of a net.
    public static Step of(Net net, Objective objective, Optimizer optimizer) {
        return new Step(net, objective, optimizer, Schedule.constant(), 0, Nothing.FROZEN, _ -> 1, 0, 0);
    }

    /// A step of a net with one input and one output.
    public static Step of(Layer net, Loss loss, Optimizer optimizer) {
        return of(net, Objective.of(loss), optimizer);
    }

    /// The same with another objective.
    public Step objective(Objective other) {
        return new Step(net, other, optimizer, schedule, clip, frozen, rates, steps, seed);
    }

    /// The same with another optimizer.
    public Step optimizer(Optimizer other) {
        return new Step(net, objective, other, schedule, clip, frozen, rates, steps, seed);
    }

    /// The same with a learning rate that moves over the training; give [#steps] as well.
    ///
    /// @throws ShapeException if the factor is not one number
    public Step schedule(Schedule factor) {
        return new Step(net, objective, optimizer, factor, clip, frozen, rates, steps, seed);
    }

    /// The same with gradients scaled down together where their global norm is larger than this.
    ///
    /// @throws ArgumentException if the norm is not above 0
    public Step clip(double norm) {
        if (!(norm > 0)) {
            throw new ArgumentException("norm", "clip: the largest norm is " + norm + ", expected a number above 0");
        }
        return new Step(net, objective, optimizer, schedule, norm, frozen, rates, steps, seed);
    }

    /// The same with parameters and state that stay as they are. Batch norm whose `mean` is frozen uses its running
    /// statistics.
    ///
    /// @param paths tells which, by path; what was frozen before stays frozen. A training refuses to begin if no path is
    ///     chosen.
    public Step freeze(Predicate<String> paths) {
        ArgumentException.requireNotNull("freeze", "paths", paths);
        return new Step(net, objective, optimizer, schedule, clip, freezes() ? frozen.or(paths) : paths, rates, steps,
                seed);
    }

    /// Whether [#freeze] was called.
    boolean freezes() {
        return !(frozen instanceof Nothing);
    }

    /// The same with a factor of the learning rate by path, such as 0.1 for what was trained before.
    public Step rates(ToDoubleFunction<String> factors) {
        return new Step(net, objective, optimizer, schedule, clip, frozen, factors, steps, seed);
    }

    /// The same for a training of so many steps.
    public Step steps(long all) {
        return new Step(net, objective, optimizer, schedule, clip, frozen, rates, all, seed);
    }

    /// The same with another seed.
    public Step seed(long other) {
        return new Step(net, objective, optimizer, schedule, clip, frozen, rates, steps, other);
    }

    /// The step ready to run over batches of examples: parameters have their first values.
    ///
    /// @param rows examples of the kind it is for; starts that follow from data are computed from some of them
    /// @param batch the most rows of a batch
    /// @param threads how many threads take part; results do not depend on it
    /// @throws ArgumentException if the [#schedule] moves over a training whose [#steps] are not known
    public Run start(Examples rows, int batch, int threads) {
        ArgumentException.requireNotNull("start", "rows", rows);
        requireSteps();
        Run run = new Run(new StepProgram(this, rows.type()), batch, threads);
        Starts.compute(run, rows, Set.of());
        return run;
    }

    /// As [#start(Examples, int, int)], for examples of a type.
    ///
    /// @throws ArgumentException if a variable of the net starts with something computed from examples, or as above
    public Run start(RowType type, int batch, int threads) {
        ArgumentException.requireNotNull("start", "type", type);
        requireSteps();
        StepProgram program = new StepProgram(this, type);
        Starts.requireNone(program);
        return new Run(program, batch, threads);
    }

    /// Without steps progress stays 0, and a rate that warms up would stay 0 with it.
    private void requireSteps() {
        if (steps > 0) {
            return;
        }
        Tensor first = schedule.at(Tensor.scalar(0));
        Tensor middle = schedule.at(Tensor.scalar(0.5));
        Tensor last = schedule.at(Tensor.scalar(1));
        Tensor.all(first, middle, last);
        if (first.value() != middle.value() || first.value() != last.value()) {
            throw new ArgumentException("steps",
                    "start: the schedule moves over the training, so the number of its steps"
                            + " must be known; give it with steps(..)");
        }
    }

    /// A run as [Run#save] left it: the same parameters, optimizer state and random numbers, so that it goes on to the same
    /// bits as one that was never interrupted. The network, the optimizer, the seed, the
    /// schedule, clipping and the number of steps must be the same. That the objective is the same is up to the caller.
    ///
    /// @throws IOException if the file cannot be read
    /// @throws org.chainrule.error.FormatException if it is not a run of such a step, saying what differs
    public Run resume(Path file) throws IOException {
        return RunFile.read(this, file);
    }
}
