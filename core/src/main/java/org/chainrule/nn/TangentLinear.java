package org.chainrule.nn;

import java.util.stream.IntStream;
import org.chainrule.Tensor;
import org.chainrule.error.ArgumentException;
import org.chainrule.type.DType;
import org.chainrule.type.Shape;

/// A linear layer in the neural tangent parametrization: `x W / sqrt(in) + b` along the last axis (Jacot, Gabriel and
/// Hongler, Neural tangent kernel, 2018). The weights have variance 1 whatever the width, so one learning rate serves layers of
/// all widths; RealMLP uses it for tables (Holzmüller, Grinsztajn and Steinwart, Better by default, 2024). The parameters are
/// `weight` `[in, units]` and `bias` `[units]`; `in` is the last size of the input `[n, .., in]`.
///
/// @param units the number of output values
/// @param start how the parameters start
public record TangentLinear(int units, Start start) implements Layer {
    /// How the parameters of a [TangentLinear] start.
    public enum Start {
        /// Weights and biases are normal numbers with mean 0 and standard deviation 1.
        NORMAL,
        /// Weights and biases are computed from training rows. Each column of normal weights is divided by the standard
        /// deviation of the unit's values `z = x W / sqrt(in)` over the rows, unless they are all equal. A bias is
        /// `-sum(lambda_i z_i)` over the values `z_i` of five random rows, where `lambda` is uniformly distributed among the
        /// weights that sum to 1, so each unit changes its sign within the data (Steinwart, A sober look at neural network
        /// initializations, 2019).
        DATA,
        /// Weights and biases are 0, as in an output layer.
        ZERO
    }

    /// The number of random rows in a bias.
    private static final int ROWS = 5;
    /// Values that differ by less than this share of the largest are equal up to rounding.
    private static final double EQUAL = 1e-5;

    public TangentLinear {
        LayerArguments.positive("tangentLinear", "units", units);
        ArgumentException.requireNotNull("tangentLinear", "start", start);
    }

    /// A layer that starts with normal numbers, or with numbers computed from training rows.
    ///
    /// @param units the number of output values
    /// @param dataDriven whether the parameters are computed from training rows
    public TangentLinear(int units, boolean dataDriven) {
        this(units, dataDriven ? Start.DATA : Start.NORMAL);
    }

    /// Returns a copy whose parameters are computed from training rows at the start.
    public TangentLinear dataDriven() {
        return new TangentLinear(units, Start.DATA);
    }

    /// Returns a copy whose parameters are 0 at the start.
    public TangentLinear zero() {
        return new TangentLinear(units, Start.ZERO);
    }

    @Override
    public Tensor apply(Tensor x, Scope scope) {
        Shape shape = Shape.of(LayerArguments.columns("tangentLinear", x.shape()), units);
        if (start == Start.DATA) {
            Tensor weight = scope.parameter("weight", scope.starting() ? weights(x, shape, scope) : zeros(shape));
            Tensor z = product(x, weight);
            return z.add(scope.parameter("bias", scope.starting() ? biases(z, scope) : zeros(Shape.of(units))));
        }
        Init init = start == Start.ZERO ? Inits.zeros() : Inits.normal(1);
        return product(x, scope.parameter("weight", shape, init))
                .add(scope.parameter("bias", Shape.of(units), init));
    }

    private static Tensor product(Tensor x, Tensor weight) {
        return x.matmul(weight).mul(1 / Math.sqrt(weight.shape().size(0)));
    }

    private static Tensor zeros(Shape shape) {
        return Tensor.fill(0, shape);
    }

    private static Tensor weights(Tensor x, Shape shape, Scope scope) {
        Tensor drawn = scope.normal(shape);
        Tensor z = product(x, drawn);
        int[] rows = rows(z);
        Tensor low = z.min(rows);
        Tensor high = z.max(rows);
        Tensor differ = high.sub(low).greater(high.abs().maximum(low.abs()).mul(EQUAL));
        return differ.where(drawn.div(z.std(rows)), drawn);
    }

    private static Tensor biases(Tensor z, Scope scope) {
        int[] rows = rows(z);
        Shape units = z.shape().tail(z.shape().rank() - 1);
        Tensor sum = zeros(units);
        Tensor total = zeros(units);
        for (int i = 0; i < ROWS; i++) {
            // the row with the largest of random numbers; rows with the same number share the choice
            Tensor keys = scope.uniform(z.shape());
            Tensor chosen = keys.equal(keys.max(rows));
            Tensor value = chosen.where(z, Tensor.scalar(0)).sum(rows).div(chosen.cast(DType.F32).sum(rows));
            // exponential numbers divided by their sum are uniformly distributed
            Tensor lambda = scope.uniform(units).neg().log1p().neg();
            sum = sum.add(value.mul(lambda));
            total = total.add(lambda);
        }
        return sum.div(total).neg();
    }

    private static int[] rows(Tensor z) {
        return IntStream.range(0, z.shape().rank() - 1).toArray();
    }
}
