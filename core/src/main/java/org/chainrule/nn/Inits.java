package org.chainrule.nn;

import java.util.Arrays;
import org.chainrule.error.ShapeException;
import org.chainrule.type.Shape;

/// How parameters begin: a catalogue of [Init].
///
/// The scaled ones draw weights whose variance is a factor over the number of values a unit reads (`in`, the next to
/// last axis of a weight `[.., in, out]` times the axes before it) or sends to (`out`), so that the size of values or
/// of gradients neither grows nor shrinks from layer to layer.
public final class Inits {
    private Inits() {
    }

    /// All 0.
    public static Init zeros() {
        return constant(0);
    }

    /// All 1.
    public static Init ones() {
        return constant(1);
    }

    /// All one number.
    public static Init constant(double value) {
        return new Constant(value);
    }

    /// Evenly distributed from `low` to `high`.
    public static Init uniform(double low, double high) {
        return new Uniform(low, high);
    }

    /// Normally distributed around 0.
    ///
    /// @param deviation the standard deviation
    public static Init normal(double deviation) {
        return new Normal(deviation);
    }

    /// Variance `2 / (in + out)`, evenly distributed (Glorot and Bengio, Understanding the difficulty of training deep
    /// feedforward neural networks, 2010): for sigmoid-like activations.
    public static Init xavierUniform() {
        return new Scaled(1, Fan.MEAN, false);
    }

    /// Variance `2 / (in + out)`, normally distributed (Glorot and Bengio, 2010).
    public static Init xavierNormal() {
        return new Scaled(1, Fan.MEAN, true);
    }

    /// Variance `2 / in`, evenly distributed (He et al., Delving deep into rectifiers, 2015): for ReLU and its kin.
    public static Init heUniform() {
        return new Scaled(2, Fan.IN, false);
    }

    /// Variance `2 / in`, normally distributed (He et al., 2015).
    public static Init heNormal() {
        return new Scaled(2, Fan.IN, true);
    }

    /// Variance `1 / in`, evenly distributed (LeCun et al., Efficient BackProp, 1998): a sum has the variance of the
    /// values it is made of.
    public static Init leCunUniform() {
        return new Scaled(1, Fan.IN, false);
    }

    /// Variance `1 / in`, normally distributed (LeCun et al., 1998); SELU asks for it.
    public static Init leCunNormal() {
        return new Scaled(1, Fan.IN, true);
    }

    /// Orthonormal columns (or rows, if there are fewer of them), drawn evenly from all such matrices (Saxe, McClelland
    /// and Ganguli, Exact solutions to the nonlinear dynamics of learning, 2014).
    public static Init orthogonal() {
        return orthogonal(1);
    }

    /// [#orthogonal()] times a factor, such as the square root of 2 before ReLU.
    public static Init orthogonal(double gain) {
        return new Orthogonal(gain);
    }

    /// See [Inits#constant].
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

    /// See [Inits#uniform].
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

    /// See [Inits#normal].
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

    /// What the variance of a [Scaled] start is measured by.
    public enum Fan {
        /// How many values a unit reads.
        IN,
        /// The mean of how many it reads and how many read it.
        MEAN
    }

    /// Variance `factor / fan`.
    ///
    /// @param factor the numerator
    /// @param fan the denominator
    /// @param normal whether the numbers are normally distributed, else evenly
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

    /// See [Inits#orthogonal].
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
            throw new ShapeException("init", "scaled and orthogonal starts are for weights [.., in, out]",
                    "shape " + shape);
        }
        return shape.size(-1);
    }
}
