package org.chainrule.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chainrule.Tensor;
import org.chainrule.error.ArgumentException;

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
}
