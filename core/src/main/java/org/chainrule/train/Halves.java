package org.chainrule.train;

import java.util.List;
import org.chainrule.Program;
import org.chainrule.Tensor;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.ShapeException;
import org.chainrule.nn.Variable;

/// The sessions of a step in two halves: the gradients of a batch, and the update along gradients. They share the state
/// of the session of the whole step.
final class Halves {
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
                throw new ArgumentException("gradients", "apply: the gradient of " + parameter.path() + " is missing");
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
