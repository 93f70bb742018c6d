package org.chainrule.nn;

import org.chainrule.Tensor;
import org.chainrule.Tensors;
import org.chainrule.error.ArgumentException;
import org.chainrule.optim.Schedule;

/// The function that training minimizes: one number per row, computed from all outputs of a net and all targets. The weight
/// of a row therefore applies to every output.
///
/// ```java
/// Objective both = Objective.sum(Objective.on("price", squared()), Objective.on("sold", crossEntropy()).times(0.3));
/// ```
@FunctionalInterface
public interface Objective {
    /// Returns the objective of each row.
    ///
    /// @param outputs the outputs of the net, by name
    /// @param targets the targets of the examples, by name
    /// @param progress the completed share of the training, one number from 0 to 1; 1 outside training
    /// @return `[n]`
    Tensor rows(Tensors outputs, Tensors targets, Tensor progress);

    /// Returns a loss of the only output and the only target.
    static Objective of(Loss loss) {
        ArgumentException.requireNotNull("objective", "loss", loss);
        return (outputs, targets, progress) -> loss.apply(only("output", outputs), only("target", targets), progress);
    }

    private static Tensor only(String what, Tensors tensors) {
        if (tensors.names().size() != 1) {
            throw new ArgumentException(what, "objective: there are the " + what + "s " + tensors.names()
                    + ", expected exactly one; choose with Objective.on(..)");
        }
        return tensors.only();
    }

    private static Tensor named(String what, String name, Tensors tensors) {
        if (!tensors.names().contains(name)) {
            throw new ArgumentException(what, "objective: there is no " + what + " '" + name + "', expected one of "
                    + tensors.names());
        }
        return tensors.get(name);
    }

    /// Returns a loss of an output and the target of the same name.
    static Objective on(String name, Loss loss) {
        return on(name, name, loss);
    }

    /// Returns a loss of an output and a target.
    static Objective on(String output, String target, Loss loss) {
        ArgumentException.requireNotNull("objective", "output", output);
        ArgumentException.requireNotNull("objective", "target", target);
        ArgumentException.requireNotNull("objective", "loss", loss);
        return (outputs, targets, progress) -> loss.apply(named("output", output, outputs),
                named("target", target, targets), progress);
    }

    /// Returns the sum of objectives.
    static Objective sum(Objective first, Objective... others) {
        ArgumentException.requireNotNull("sum", "first", first);
        ArgumentException.requireNoneNull("sum", "others", others);
        Objective sum = first;
        for (Objective other : others) {
            Objective before = sum;
            sum = (outputs, targets, progress) -> before.rows(outputs, targets, progress)
                    .add(other.rows(outputs, targets, progress));
        }
        return sum;
    }

    /// Returns this objective multiplied by a factor.
    ///
    /// @throws ArgumentException if the factor is not a finite number of at least 0
    default Objective times(double factor) {
        LayerArguments.notNegative("objective", "factor", factor);
        return (outputs, targets, progress) -> rows(outputs, targets, progress).mul(factor);
    }

    /// Returns this objective multiplied by a factor that varies in the course of training.
    default Objective times(Schedule factor) {
        ArgumentException.requireNotNull("objective", "factor", factor);
        return (outputs, targets, progress) -> rows(outputs, targets, progress).mul(factor.at(progress));
    }
}
