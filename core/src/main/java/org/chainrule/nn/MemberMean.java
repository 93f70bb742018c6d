package org.chainrule.nn;

import org.chainrule.Tensor;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.ShapeException;
import org.chainrule.type.Shape;

/// The mean of the predictions of the members of an ensemble, after [Heads]: `[n, members, outputs]` becomes `[n, outputs]`. In
/// training it changes nothing, so that [Losses#members] can train each member by its own loss: the members would become alike
/// if they were trained by the loss of their mean.
///
/// @param kind what the members predict. Of classes, the probabilities are averaged, as in [Mixture].
public record MemberMean(Mixture.Kind kind) implements Layer {
    public MemberMean {
        ArgumentException.requireNotNull("memberMean", "kind", kind);
    }

    @Override
    public Tensor apply(Tensor x, Scope scope) {
        Shape shape = x.shape();
        if (shape.rank() != 3 || shape.isBatch(1)) {
            throw new ShapeException("memberMean", "needs the outputs of each member", "input " + shape);
        }
        if (scope.training()) {
            return x;
        }
        return kind == Mixture.Kind.NUMBERS ? x.mean(1) : Mixture.logits(x.softmax(-1).mean(1));
    }
}
