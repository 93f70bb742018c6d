package org.chainrule.nn;

import java.util.Optional;
import org.chainrule.Tensor;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.ShapeException;
import org.chainrule.type.Shape;

/// A linear layer, `x W + b` along the last axis: every unit reads every value of a row. The parameters are `weight`
/// `[in, units]` and `bias` `[units]`; `in` is the last size of the input `[n, .., in]`.
///
/// The weight defaults to uniformly distributed values with variance `1 / in`: for inputs of variance 1, the sums have
/// variance 1 (LeCun et al., Efficient BackProp, 1998). The bias defaults to uniformly distributed values within
/// `1 / sqrt(in)` of 0, so that the units of a narrow input do not all bend at the same point. Deep networks of ReLU units
/// train better with [Inits#heUniform].
///
/// @param units the number of output values
/// @param bias whether to add `b`
/// @param weights the initializer of the weight
/// @param biases the initializer of the bias, which defaults to values within `1 / sqrt(in)`
public record Linear(int units, boolean bias, Init weights, Optional<Init> biases) implements Layer {
    public Linear {
        LayerArguments.positive("linear", "units", units);
        ArgumentException.requireNotNull("linear", "weights", weights);
        ArgumentException.requireNotNull("linear", "biases", biases);
        if (!bias && biases.isPresent()) {
            throw new ArgumentException("biases",
                    "linear: there is an initializer for the bias, but the layer has no bias;"
                            + " leave the initializer out, or add a bias");
        }
    }

    /// Returns a copy without a bias: `x W`.
    public Linear withoutBias() {
        return new Linear(units, false, weights, Optional.empty());
    }

    /// Returns a copy with another initializer of the weight.
    public Linear weights(Init start) {
        return new Linear(units, bias, start, biases);
    }

    /// Returns a copy with another initializer of the bias.
    public Linear biases(Init start) {
        ArgumentException.requireNotNull("linear", "start", start);
        return new Linear(units, true, weights, Optional.of(start));
    }

    @Override
    public Tensor apply(Tensor x, Scope scope) {
        Shape shape = x.shape();
        if (shape.rank() < 2 || shape.isBatch(-1)) {
            throw new ShapeException("linear", "needs rows of values", "input " + shape);
        }
        int in = shape.size(-1);
        Tensor product = x.matmul(scope.parameter("weight", Shape.of(in, units), weights));
        if (!bias) {
            return product;
        }
        double spread = 1 / Math.sqrt(in);
        Init start = biases.orElseGet(() -> Inits.uniform(-spread, spread));
        return product.add(scope.parameter("bias", Shape.of(units), start));
    }
}
