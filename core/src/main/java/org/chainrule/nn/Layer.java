package org.chainrule.nn;

import org.chainrule.Tensor;
import org.chainrule.Tensors;

/// A description of a computation with parameters, from one tensor to one tensor. A layer holds no values: it requests its
/// parameters from a [Scope]. One description can therefore be trained any number of times.
///
/// ```java
/// record Residual(Layer inner) implements Layer {
///     public Tensor apply(Tensor x, Scope s) { return x.add(s.call("inner", inner, x)); }
/// }
/// ```
@FunctionalInterface
@SuppressWarnings("FunctionalInterfaceMethodChanged") // a layer is a net with one input and one output
public interface Layer extends Net {
    /// The name of the output if a layer is used as a net.
    String OUTPUT = "y";

    /// Returns the output for a batch of `n` examples.
    ///
    /// @param x the input, `[n, ..]`
    /// @param scope the source of parameters by name
    Tensor apply(Tensor x, Scope scope);

    /// Applies the layer as a net with one input of any name and the output `y`.
    @Override
    default Tensors apply(Tensors inputs, Scope scope) {
        return Tensors.of(OUTPUT, scope.top(this, inputs.only()));
    }

    /// Returns the name of this layer in a sequence: `linear` for [Linear]. The second layer of that name is `linear2`.
    @Override
    default String name() {
        return Net.super.name();
    }
}
