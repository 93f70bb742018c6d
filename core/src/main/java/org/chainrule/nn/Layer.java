package org.chainrule.nn;

import org.chainrule.Tensor;
import org.chainrule.Tensors;

/// A description of a computation with parameters: what it makes of a tensor, given the scope in which its parameters
/// stand. A layer holds no numbers, so one description can be trained any number of times.
///
/// ```java
/// record Residual(Layer inner) implements Layer {
///     public Tensor apply(Tensor x, Scope s) { return x.add(s.call("inner", inner, x)); }
/// }
/// ```
@FunctionalInterface
@SuppressWarnings("FunctionalInterfaceMethodChanged") // a layer is what a net with one input and one output is
public interface Layer extends Net {
    /// The name of the output of a layer that is a whole net.
    String OUTPUT = "y";

    /// The result for a batch `x`, whose leading axis is the examples.
    ///
    /// @param x the input, `[n, ..]`
    /// @param scope where parameters are found by name
    Tensor apply(Tensor x, Scope scope);

    /// The layer as a net: its only input, whatever its name, and the output `y`.
    @Override
    default Tensors apply(Tensors inputs, Scope scope) {
        return Tensors.of(OUTPUT, scope.top(this, inputs.only()));
    }

    /// The name this layer goes by in a sequence: `linear` for [Linear]; where a name recurs, `linear2` follows.
    @Override
    default String name() {
        return Net.super.name();
    }
}
