package org.chainrule.nn;

import org.chainrule.Tensor;
import org.chainrule.type.Shape;

/// Copies of a row for the members of an ensemble that share all weights, each multiplied by learned factors of its own:
/// `[n, columns]` becomes `[n, members, columns]`. Layers that work along the last axis follow, and [Heads] end the network
/// (TabM-mini of Gorishniy, Kotelnikov and Babenko, TabM: Advancing tabular deep learning with parameter-efficient ensembling,
/// 2024).
///
/// The parameter is `scale` `[members, columns]`. It starts with normal numbers or with random signs, so that the members differ.
///
/// @param members the number of members
/// @param signs whether the factors start with -1 or 1 at random; otherwise they start with normal numbers of deviation 1, which
///     suit embedded columns
public record Fan(int members, boolean signs) implements Layer {
    public Fan {
        LayerArguments.positive("fan", "members", members);
    }

    @Override
    public Tensor apply(Tensor x, Scope scope) {
        Shape shape = Shape.of(members, LayerArguments.flatColumns("fan", x.shape()));
        return x.unsqueeze(1).mul(scope.parameter("scale", shape, signs ? Fan::signs : Inits.normal(1)));
    }

    private static float[] signs(Shape shape, Draws draws) {
        float[] signs = draws.uniform(shape.elements());
        for (int i = 0; i < signs.length; i++) {
            signs[i] = signs[i] < 0.5f ? -1 : 1;
        }
        return signs;
    }
}
