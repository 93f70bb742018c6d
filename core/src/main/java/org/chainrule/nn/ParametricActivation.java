package org.chainrule.nn;

import org.chainrule.Tensor;
import org.chainrule.error.ArgumentException;
import org.chainrule.type.Shape;

/// An activation function between which and the identity each column learns: `x + (f(x) - x) * alpha` (Holzmüller, Grinsztajn
/// and Steinwart, Better by default: Strong pre-tuned MLPs and boosted trees on tabular data, 2024). The parameter `alpha`
/// `[columns]` is 1 at the start, where the layer is `f`; at 0 it is the identity.
///
/// The input is `[n, .., columns]`, and the output has the same shape. The layer is named after the function, such as
/// `parametricMish`.
///
/// @param function the function `f`
public record ParametricActivation(Activation.Function function) implements Layer {
    public ParametricActivation {
        ArgumentException.requireNotNull("parametric", "function", function);
    }

    @Override
    public Tensor apply(Tensor x, Scope scope) {
        int columns = LayerArguments.columns(name(), x.shape());
        return x.add(function.of(x).sub(x).mul(scope.parameter("alpha", Shape.of(columns), Inits.ones())));
    }

    @Override
    public String name() {
        String word = function.word();
        return "parametric" + Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }
}
