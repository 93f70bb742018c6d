package org.chainrule.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chainrule.Tensor;
import org.chainrule.error.ArgumentException;

/// The first half of a step: the loss of a batch and its gradient by each trained parameter. Those of several batches can
/// be added up before they are applied, in one process or many.
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

    /// The mean of the gradients of several batches, which is the gradient of all of them together if they have as many rows
    /// each.
    ///
    /// @throws ArgumentException if there are none, or they are of different parameters
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

    /// The sums of these and others, of the same parameters.
    ///
    /// @throws ArgumentException if the others are of other parameters
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

    /// These multiplied by a number, and the loss as well.
    public Gradients times(double factor) {
        Map<String, Tensor> multiplied = new LinkedHashMap<>();
        byPath.forEach((path, gradient) -> multiplied.put(path, gradient.mul(factor).detach()));
        return new Gradients(loss * factor, multiplied);
    }

    /// The Euclidean norm of all gradients together.
    public double norm() {
        double squares = 0;
        for (Tensor gradient : byPath.values()) {
            for (float value : gradient.values()) {
                squares += (double) value * value;
            }
        }
        return Math.sqrt(squares);
    }
}
