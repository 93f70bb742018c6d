package org.chainrule.nn;

import org.chainrule.Tensor;
import org.chainrule.type.Shape;

/// A learned factor for each column: `x * factor`. As the first layer of a network for tables, it lets training fade out
/// columns that do not help, provided that its learning rate is several times that of the weights (Holzmüller, Grinsztajn
/// and Steinwart, Better by default: Strong pre-tuned MLPs and boosted trees on tabular data, 2024).
///
/// The parameter `factor` `[columns]` is 1 at the start. The input is `[n, .., columns]`, and the output has the same shape.
public record Scaling() implements Layer {
    @Override
    public Tensor apply(Tensor x, Scope scope) {
        int columns = LayerArguments.columns("scaling", x.shape());
        return x.mul(scope.parameter("factor", Shape.of(columns), Inits.ones()));
    }
}
