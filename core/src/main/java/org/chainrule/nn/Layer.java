package org.chainrule.nn;

import org.chainrule.Tensor;

/// A description of a computation with parameters: what it makes of a tensor, given the scope in which its parameters
/// stand. A layer holds no numbers, so one description can be trained any number of times.
///
/// ```java
/// record Residual(Layer inner) implements Layer {
///     public Tensor apply(Tensor x, Scope s) { return x.add(s.call("inner", inner, x)); }
/// }
/// ```
@FunctionalInterface
public interface Layer {
    /// The result for a batch `x`, whose leading axis is the examples.
    ///
    /// @param x the input, `[n, ..]`
    /// @param scope where parameters are found by name
    Tensor apply(Tensor x, Scope scope);

    /// The name this layer goes by in a sequence: `linear` for [Linear]; where a name recurs, `linear2` follows.
    default String name() {
        String simple = getClass().isSynthetic() || getClass().isHidden() ? "" : getClass().getSimpleName();
        return simple.isEmpty() ? "layer" : Character.toLowerCase(simple.charAt(0)) + simple.substring(1);
    }
}
