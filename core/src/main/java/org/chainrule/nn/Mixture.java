package org.chainrule.nn;

import java.util.List;
import org.chainrule.Tensor;

/// Temporary.
public record Mixture(List<Layer> members, List<Double> weights, Kind kind, double temperature) implements Layer {
    /// Kind.
    public enum Kind {
        /// Classes.
        CLASSES,
        /// Numbers.
        NUMBERS
    }

    @Override
    public Tensor apply(Tensor x, Scope scope) {
        Tensor sum = null;
        for (int i = 0; i < members.size(); i++) {
            Tensor y = scope.call(Integer.toString(i), members.get(i), x);
            Tensor part = (kind == Kind.CLASSES ? y.softmax(-1) : y).mul(weights.get(i));
            sum = sum == null ? part : sum.add(part);
        }
        return kind == Kind.CLASSES ? sum.maximum(1e-30).log().div(temperature) : sum;
    }
}
