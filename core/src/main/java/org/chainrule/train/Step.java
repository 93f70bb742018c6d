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

/// An immutable description of a training step: the net, the objective, the optimizer and their settings. Each setting
/// returns a changed copy, and [#start] returns a running step.
///
/// ```java
/// Step step = Step.of(net, Objective.of(crossEntropy()), adamW(1e-3)).clip(1).freeze(path -> path.startsWith("trunk/"));
/// Run run = step.start(rows, 128, 2).from(old.parameters());
/// for (Batch batch : rows.shuffled(7, 1).batches(128)) {
///     float loss = run.step(batch);
/// }
/// ```
///
/// @param net the net to train
/// @param objective the objective, which the step reduces
/// @param optimizer the rule that updates parameters by their gradients
/// @param schedule the factor of the learning rate over the training
/// @param clip the largest global norm of the gradients; 0 for no limit
/// @param frozen the paths of the frozen parameters and state
/// @param rates the factor of the learning rate for each path
/// @param steps the number of steps of the training, which `progress` depends on; 0 if it is not known, so that
///     progress stays 0
/// @param seed the seed of all random numbers
/// @param meanWeight the mean weight of all rows, by which the weighted losses of a batch are divided, and by the number of
///     its rows; 0 to divide them by the sum of the weights in the batch
public record Step(Net net, Objective objective, Optimizer optimizer, Schedule schedule, double clip,
        Predicate<String> frozen, ToDoubleFunction<String> rates, long steps, long seed,
        double meanWeight) {
    /// The predicate before [#freeze] was called.
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
        if (!(meanWeight >= 0) || Double.isInfinite(meanWeight)) {
            throw new ArgumentException("weight", "step: the mean weight is " + meanWeight
                    + ", expected a finite number above 0, or 0 to use the sum of the weights of each batch");
        }
        if (steps < 0) {
            throw new ArgumentException("steps",
                    "step: got " + steps + " steps, expected at least 1, or 0 if it is not known");
        }
    }

    /// Returns a step of a net.
    public static Step of(Net net, Objective objective, Optimizer optimizer) {
        return new Step(net, objective, optimizer, Schedule.constant(), 0, Nothing.FROZEN, _ -> 1, 0, 0, 0);
    }

    /// Returns a step of a net with one input and one output.
    public static Step of(Layer net, Loss loss, Optimizer optimizer) {
        return of(net, Objective.of(loss), optimizer);
    }

    /// Returns a copy with another objective.
    public Step objective(Objective other) {
        return new Step(net, other, optimizer, schedule, clip, frozen, rates, steps, seed, meanWeight);
    }

    /// Returns a copy with another optimizer.
    public Step optimizer(Optimizer other) {
        return new Step(net, objective, other, schedule, clip, frozen, rates, steps, seed, meanWeight);
    }

    /// Returns a copy with a schedule of the learning rate. It requires [#steps] as well.
    ///
    /// @throws ShapeException if the factor is not a single number
    public Step schedule(Schedule factor) {
        return new Step(net, objective, optimizer, factor, clip, frozen, rates, steps, seed, meanWeight);
    }

    /// Returns a copy that scales the gradients down if their global norm exceeds a limit.
    ///
    /// @throws ArgumentException if the norm is not above 0
    public Step clip(double norm) {
        if (!(norm > 0)) {
            throw new ArgumentException("norm", "clip: the largest norm is " + norm + ", expected a number above 0");
        }
        return new Step(net, objective, optimizer, schedule, norm, frozen, rates, steps, seed, meanWeight);
    }

    /// Returns a copy that freezes parameters and state. Batch norm with a frozen `mean` uses its running statistics.
    ///
    /// @param paths the paths to freeze, in addition to those frozen before; a training refuses to start if they match
    ///     nothing
    public Step freeze(Predicate<String> paths) {
        ArgumentException.requireNotNull("freeze", "paths", paths);
        return new Step(net, objective, optimizer, schedule, clip, freezes() ? frozen.or(paths) : paths, rates, steps,
                seed, meanWeight);
    }

    /// Returns whether [#freeze] was called.
    boolean freezes() {
        return !(frozen instanceof Nothing);
    }

    /// Returns a copy with a factor of the learning rate for each path, such as 0.1 for layers that were trained
    /// before.
    public Step rates(ToDoubleFunction<String> factors) {
        return new Step(net, objective, optimizer, schedule, clip, frozen, factors, steps, seed, meanWeight);
    }

    /// Returns a copy in which the weighted losses of a batch are divided by the number of its rows times the mean weight
    /// of all rows, instead of by the sum of the weights in the batch. The gradient is then that of the weighted mean over
    /// all rows, on average over the batches; by default, a heavy row counts less in a batch with other heavy rows, and a
    /// light row counts more in a batch without any.
    ///
    /// @param mean the mean weight of all rows, above 0
    /// @throws ArgumentException if it is not a finite number above 0
    public Step meanWeight(double mean) {
        if (!(mean > 0)) {
            throw new ArgumentException("weight", "meanWeight: got " + mean + ", expected a finite number above 0");
        }
        return new Step(net, objective, optimizer, schedule, clip, frozen, rates, steps, seed, mean);
    }

    /// Returns a copy for a training of this number of steps.
    public Step steps(long all) {
        return new Step(net, objective, optimizer, schedule, clip, frozen, rates, all, seed, meanWeight);
    }

    /// Returns a copy with another seed.
    public Step seed(long other) {
        return new Step(net, objective, optimizer, schedule, clip, frozen, rates, steps, other, meanWeight);
    }

    /// Returns a run of this step over batches of examples, with the parameters at their start values.
    ///
    /// @param rows examples of the type of the batches; start values that depend on data are computed from some of them
    /// @param batch the largest number of rows per batch
    /// @param threads the number of threads; results do not depend on it
    /// @throws ArgumentException if the [#schedule] is not constant and [#steps] is not set
    public Run start(Examples rows, int batch, int threads) {
        ArgumentException.requireNotNull("start", "rows", rows);
        requireSteps();
        Run run = new Run(new StepProgram(this, rows.type()), batch, threads);
        Starts.compute(run, rows, Set.of());
        return run;
    }

    /// Returns a run like [#start(Examples, int, int)], for batches of a type.
    ///
    /// @throws ArgumentException if the start value of a variable is computed from examples, or the [#schedule] is not
    ///     constant and [#steps] is not set
    public Run start(RowType type, int batch, int threads) {
        ArgumentException.requireNotNull("start", "type", type);
        requireSteps();
        StepProgram program = new StepProgram(this, type);
        Starts.requireNone(program);
        return new Run(program, batch, threads);
    }

    /// Without steps, progress stays 0, and a rate that warms up would stay 0, too.
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
                            + " must be known; set it with steps(..)");
        }
    }

    /// Returns a run from a file of [Run#save], with the same parameters, optimizer state and random numbers. It
    /// continues to the same bits as a run without interruption. The network, the optimizer, the seed, the schedule,
    /// clipping and the number of steps must be the same; the caller ensures that the objective is.
    ///
    /// @throws IOException if the file cannot be read
    /// @throws org.chainrule.error.FormatException if the file is not a run of such a step; the message states the
    ///     difference
    public Run resume(Path file) throws IOException {
        return RunFile.read(this, file);
    }
}
