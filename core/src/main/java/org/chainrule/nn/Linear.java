package org.chainrule.nn;

import java.util.Optional;
import org.chainrule.Tensor;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.ShapeException;
import org.chainrule.type.Shape;

/// `x W + b` along the last axis: every unit sees every value of a row. Parameters are `weight` `[in, units]` and
/// `bias` `[units]`; `in` is read off the input `[n, .., in]`.
///
/// Unless told otherwise, weights start evenly distributed with variance `1 / in`, so that for inputs of variance 1 the
/// sums have variance 1 (LeCun et al., Efficient BackProp, 1998), and biases evenly within `1 / sqrt(in)` of 0, so that
/// the units of a narrow input do not all bend at the same place. Deep networks of ReLU units do better with
/// [Inits#heUniform].
///
/// @param units how many values come out
/// @param bias whether `b` is there
/// @param weights how the weight starts
/// @param biases how the bias starts, if not within `1 / sqrt(in)`
public record Linear(int units, boolean bias, Init weights, Optional<Init> biases) implements Layer {
    public Linear {
        LayerArguments.positive("linear", "units", units);
        ArgumentException.requireNotNull("linear", "weights", weights);
        ArgumentException.requireNotNull("linear", "biases", biases);
        if (!bias && biases.isPresent()) {
            throw new ArgumentException("biases", "linear: there is a start for a bias that the layer does not have,"
                    + " expected a bias or no start of it");
        }
    }

    /// The same without a bias: `x W`.
    public Linear withoutBias() {
        return new Linear(units, false, weights, Optional.empty());
    }

    /// The same with another start of the weight.
    public Linear weights(Init start) {
        return new Linear(units, bias, start, biases);
    }

    /// The same with another start of the bias.
    public Linear biases(Init start) {
        ArgumentException.requireNotNull("linear", "start", start);
        return new Linear(units, true, weights, Optional.of(start));
    }

    @Override
    public Tensor apply(Tensor x, Scope scope) {
        Shape shape = x.shape();
        if (shape.rank() < 2 || shape.isBatch(-1)) {
            throw new ShapeException("linear", "takes rows of values", "input " + shape);
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
