package org.chainrule.nn;

import org.chainrule.Tensors;

/// A description of a computation with parameters, from named inputs to named outputs. A [Layer] is a net with a single
/// input and a single output.
///
/// ```java
/// Net net = (in, s) -> {
///     Tensor row = Tensor.concat(-1, in.get("numbers"), s.call("codes", codes, in.get("codes")));
///     Tensor h = s.call("trunk", trunk, row);
///     return Tensors.of("price", s.call("price", linear(1), h), "sold", s.call("sold", linear(2), h));
/// };
/// ```
@FunctionalInterface
public interface Net {
    /// Returns the outputs for a batch of `n` examples.
    ///
    /// @param inputs the inputs by name, each `[n, ..]`
    /// @param scope the source of parameters and state by name
    Tensors apply(Tensors inputs, Scope scope);

    /// Returns the name of this net in messages.
    default String name() {
        String simple = getClass().isSynthetic() || getClass().isHidden() ? "" : getClass().getSimpleName();
        return simple.isEmpty() ? "layer" : Character.toLowerCase(simple.charAt(0)) + simple.substring(1);
    }
}
