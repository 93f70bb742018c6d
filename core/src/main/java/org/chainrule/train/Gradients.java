package org.chainrule.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chainrule.Program;
import org.chainrule.Tensor;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.ShapeException;
import org.chainrule.nn.Variable;

/// The result of the first half of a step: the loss of a batch and its gradient with respect to each trained parameter.
/// The gradients of several batches can be added before they are applied, in one process or several.
///
/// ```java
/// run.apply(Gradients.mean(List.of(run.gradients(first), run.gradients(second))));
/// ```
///
/// @param loss the mean loss of the batch
/// @param byPath the gradient of each trained parameter, in its shape, by path
public record Gradients(double loss, Map<String, Tensor> byPath) {
    public Gradients {
        ArgumentException.requireNotNull("gradients", "byPath", byPath);
        byPath = Collections.unmodifiableMap(new LinkedHashMap<>(byPath));
    }

    /// Returns the mean of the gradients of several batches. If the batches have equally many rows, this is the
    /// gradient of all rows.
    ///
    /// @throws ArgumentException if there are no gradients, or they belong to different parameters
    public static Gradients mean(List<Gradients> parts) {
        ArgumentException.requireNotNull("mean", "parts", parts);
        if (parts.isEmpty()) {
            throw new ArgumentException("parts", "mean: got no gradients, expected at least one");
        }
        Gradients sum = parts.getFirst();
        for (Gradients part : parts.subList(1, parts.size())) {
            sum = sum.plus(part);
        }
        return sum.times(1.0 / parts.size());
    }

    /// Returns the sum of these gradients and others of the same parameters.
    ///
    /// @throws ArgumentException if the others belong to other parameters
    public Gradients plus(Gradients others) {
        ArgumentException.requireNotNull("plus", "others", others);
        if (!byPath.keySet().equals(others.byPath.keySet())) {
            throw new ArgumentException("others", "plus: the gradients are of " + byPath.keySet() + " and of "
                    + others.byPath.keySet() + ", expected the same parameters");
        }
        Map<String, Tensor> sums = new LinkedHashMap<>(others.byPath);
        byPath.forEach((path, gradient) -> sums.computeIfPresent(path, (_, other) -> gradient.add(other).detach()));
        return new Gradients(loss + others.loss, sums);
    }

    /// Returns these gradients and the loss multiplied by a number.
    public Gradients times(double factor) {
        Map<String, Tensor> multiplied = new LinkedHashMap<>();
        byPath.forEach((path, gradient) -> multiplied.put(path, gradient.mul(factor).detach()));
        return new Gradients(loss * factor, multiplied);
    }

    /// Returns the Euclidean norm of all gradients.
    public double norm() {
        double squares = 0;
        for (Tensor gradient : byPath.values()) {
            for (float value : gradient.values()) {
                squares += (double) value * value;
            }
        }
        return Math.sqrt(squares);
    }

    /// The sessions of a step in two halves: the gradients of a batch, and the update along gradients. They share the state
    /// of the session of the whole step.
    static final class Halves {
        private final StepProgram program;
        private final Program.Session first;
        private final List<Tensor> gradients;
        private final Program.Session second;
        private final List<Tensor> places;

        Halves(StepProgram program, Program.Session whole, int capacity) {
            this.program = program;
            Program half = program.gradientsOnly();
            this.first = half.start(capacity, whole);
            this.gradients = half.outputs().subList(1, half.outputs().size());
            this.places = program.trained.stream()
                    .map(parameter -> Tensor.input("gradient of " + parameter.path(), parameter.shape())).toList();
            this.second = program.apply(places).start(1, whole);
        }

        Program.Session first() {
            return first;
        }

        Program.Session second() {
            return second;
        }

        /// Returns the results of the first half.
        Gradients gradients() {
            return new Gradients(first.array(program.loss)[0], program.byPath(first, gradients));
        }

        /// Passes gradients to the second half.
        ///
        /// @throws ArgumentException if a gradient is missing, holds a number that is not finite, or belongs to no trained
        ///     parameter
        /// @throws ShapeException if a gradient does not have the shape of its parameter
        void hand(Gradients given) {
            for (int i = 0; i < places.size(); i++) {
                Variable parameter = program.trained.get(i);
                Tensor gradient = given.byPath().get(parameter.path());
                if (gradient == null) {
                    throw new ArgumentException("gradients",
                            "apply: the gradient of " + parameter.path() + " is missing");
                }
                if (!gradient.shape().equals(parameter.shape())) {
                    throw new ShapeException("apply", "a gradient must have the shape of its parameter",
                            parameter.path() + " " + parameter.shape(), "gradient " + gradient.shape());
                }
                float[] values = gradient.values();
                int at = Diagnosis.notFinite(values, values.length);
                if (at >= 0) {
                    throw new ArgumentException("gradients", "apply: the gradient of " + parameter.path() + " holds "
                            + values[at] + " at number " + at + ", expected finite numbers; leave this batch out, or "
                            + "try a smaller learning rate");
                }
                second.write(places.get(i), values);
            }
            if (given.byPath().size() > places.size()) {
                List<String> own = program.trained.stream().map(Variable::path).toList();
                String other = given.byPath().keySet().stream().filter(path -> !own.contains(path)).findFirst()
                        .orElseThrow();
                throw new ArgumentException("gradients", "apply: the net has no trained parameter " + other
                        + ", expected those of " + own);
            }
        }
    }
}
