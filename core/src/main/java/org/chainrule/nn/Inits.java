package org.chainrule.nn;

import java.util.Arrays;
import org.chainrule.error.ShapeException;
import org.chainrule.type.Shape;

/// The catalogue of initializers.
///
/// Scaled initializers draw weights whose variance is a factor divided by the number of values that a unit reads or is read
/// by, so that values or gradients neither grow nor shrink from layer to layer. For a weight `[.., in, out]`, a unit reads
/// `in` values, times the axes before it, and `out` units read a value.
public final class Inits {
    private Inits() {
    }

    /// Returns an initializer that sets all values to 0.
    public static Init zeros() {
        return constant(0);
    }

    /// Returns an initializer that sets all values to 1.
    public static Init ones() {
        return constant(1);
    }

    /// Returns an initializer that sets all values to one number.
    public static Init constant(double value) {
        return new Constant(value);
    }

    /// Returns uniformly distributed values from `low` to `high`.
    public static Init uniform(double low, double high) {
        return new Uniform(low, high);
    }

    /// Returns normally distributed values with mean 0.
    ///
    /// @param deviation the standard deviation
    public static Init normal(double deviation) {
        return new Normal(deviation);
    }

    /// Returns uniformly distributed values with variance `2 / (in + out)`, for sigmoid-like activations (Glorot and Bengio,
    /// Understanding the difficulty of training deep feedforward neural networks, 2010).
    public static Init xavierUniform() {
        return new Scaled(1, Fan.MEAN, false);
    }

    /// Returns normally distributed values with variance `2 / (in + out)` (Glorot and Bengio, 2010).
    public static Init xavierNormal() {
        return new Scaled(1, Fan.MEAN, true);
    }

    /// Returns uniformly distributed values with variance `2 / in`, for ReLU and similar activations (He et al., Delving deep
    /// into rectifiers, 2015).
    public static Init heUniform() {
        return new Scaled(2, Fan.IN, false);
    }

    /// Returns normally distributed values with variance `2 / in` (He et al., 2015).
    public static Init heNormal() {
        return new Scaled(2, Fan.IN, true);
    }

    /// Returns uniformly distributed values with variance `1 / in`: a weighted sum has the variance of its inputs (LeCun et
    /// al., Efficient BackProp, 1998).
    public static Init leCunUniform() {
        return new Scaled(1, Fan.IN, false);
    }

    /// Returns normally distributed values with variance `1 / in`, which SELU requires (LeCun et al., 1998).
    public static Init leCunNormal() {
        return new Scaled(1, Fan.IN, true);
    }

    /// Returns orthonormal columns (or rows, if there are fewer rows), drawn uniformly from all such matrices (Saxe,
    /// McClelland and Ganguli, Exact solutions to the nonlinear dynamics of learning, 2014).
    public static Init orthogonal() {
        return orthogonal(1);
    }

    /// Returns [#orthogonal()] times a factor, such as the square root of 2 before ReLU.
    public static Init orthogonal(double gain) {
        return new Orthogonal(gain);
    }

    /// The initializer of [Inits#constant].
    public record Constant(double value) implements Init {
        public Constant {
            LayerArguments.finite("constant", "value", value);
        }

        @Override
        public float[] values(Shape shape, Draws draws) {
            float[] values = new float[shape.elements()];
            Arrays.fill(values, (float) value);
            return values;
        }
    }

    /// The initializer of [Inits#uniform].
    public record Uniform(double low, double high) implements Init {
        public Uniform {
            LayerArguments.finite("uniform", "low", low);
            LayerArguments.finite("uniform", "high", high);
        }

        @Override
        public float[] values(Shape shape, Draws draws) {
            float[] values = draws.uniform(shape.elements());
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (low + (high - low) * values[i]);
            }
            return values;
        }
    }

    /// The initializer of [Inits#normal].
    public record Normal(double deviation) implements Init {
        public Normal {
            LayerArguments.notNegative("normal", "deviation", deviation);
        }

        @Override
        public float[] values(Shape shape, Draws draws) {
            float[] values = draws.normal(shape.elements());
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (deviation * values[i]);
            }
            return values;
        }
    }

    /// The denominator of the variance of a [Scaled] initializer.
    public enum Fan {
        /// The number of values that a unit reads.
        IN,
        /// The mean of the number of values that a unit reads and the number of units that read a value.
        MEAN
    }

    /// Values with variance `factor / fan`.
    ///
    /// @param factor the numerator
    /// @param fan the denominator
    /// @param normal whether the distribution is normal; otherwise it is uniform
    public record Scaled(double factor, Fan fan, boolean normal) implements Init {
        public Scaled {
            LayerArguments.positive("scaled", "factor", factor);
        }

        @Override
        public float[] values(Shape shape, Draws draws) {
            int out = last(shape);
            double in = (double) shape.elements() / out;
            double send = in / shape.size(-2) * out;
            double variance = factor / (fan == Fan.IN ? in : (in + send) / 2);
            double limit = Math.sqrt(3 * variance);
            return normal
                    ? new Normal(Math.sqrt(variance)).values(shape, draws)
                    : new Uniform(-limit, limit).values(shape, draws);
        }
    }

    /// The initializer of [Inits#orthogonal].
    public record Orthogonal(double gain) implements Init {
        public Orthogonal {
            LayerArguments.finite("orthogonal", "gain", gain);
        }

        @Override
        public float[] values(Shape shape, Draws draws) {
            int columns = last(shape);
            int rows = shape.elements() / columns;
            boolean tall = rows >= columns;
            double[][] basis = Orthonormal.vectors(Math.min(rows, columns), Math.max(rows, columns),
                    draws.normal(shape.elements()));
            float[] values = new float[shape.elements()];
            for (int row = 0; row < rows; row++) {
                for (int column = 0; column < columns; column++) {
                    values[row * columns + column] = (float) (gain
                            * (tall ? basis[column][row] : basis[row][column]));
                }
            }
            return values;
        }
    }

    private static int last(Shape shape) {
        if (shape.rank() < 2) {
            throw new ShapeException("init", "scaled and orthogonal initializers need a weight [.., in, out]",
                    "shape " + shape);
        }
        return shape.size(-1);
    }
}
