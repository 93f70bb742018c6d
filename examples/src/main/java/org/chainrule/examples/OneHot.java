package org.chainrule.examples;

import org.chainrule.Tensor;
import org.chainrule.nn.Draws;
import org.chainrule.type.Shape;

/// Predicting a class needs no softmax: the largest logit has the largest probability.
public final class OneHot {
    private OneHot() {
    }

    // snippet: one-hot prediction
    static Tensor withoutSoftmax(Tensor logits) {
        return logits.argmax(-1).oneHot(logits.shape().size(-1));
    }

    static Tensor withSoftmax(Tensor logits) {
        return withoutSoftmax(logits.softmax(-1));
    }
    // end

    /// Predicts a few rows, then many.
    public static void main(String[] args) {
        Tensor some = Tensor.of(new float[][]{{2, -1, 0.5f}, {0, 3, 3}, {-7, -8, -6}});
        Print.tensor("logits", some, "%5.1f");
        Print.tensor("softmax", some.softmax(-1), "%6.3f");
        Print.tensor("prediction, without the softmax", withoutSoftmax(some), "%2.0f");
        IO.println();
        Tensor many = Tensor.of(Draws.of(0, "logits").normal(10_000 * 7), Shape.of(10_000, 7)).mul(5);
        float differences = withoutSoftmax(many).sub(withSoftmax(many)).abs().sum().value();
        Print.line("of 10,000 rows of 7 logits, with and without the softmax differ: %.0f", differences);
    }
}
