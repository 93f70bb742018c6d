package org.chainrule.nn;

import org.chainrule.Tensor;
import org.chainrule.type.Shape;

/// A layer that applies a function of [Activations] to every value, or a softmax to every row.
public sealed interface Activation extends Layer {
    /// The activation functions without a setting.
    enum Function {
        /// [Activations#sigmoid]
        SIGMOID("sigmoid"),
        /// [Activations#tanh]
        TANH("tanh"),
        /// [Activations#relu]
        RELU("relu"),
        /// [Activations#elu]
        ELU("elu"),
        /// [Activations#selu]
        SELU("selu"),
        /// [Activations#gelu]
        GELU("gelu"),
        /// [Activations#geluTanh]
        GELU_TANH("geluTanh"),
        /// [Activations#silu]
        SILU("silu"),
        /// [Activations#mish]
        MISH("mish"),
        /// [Activations#softplus]
        SOFTPLUS("softplus"),
        /// [Activations#softsign]
        SOFTSIGN("softsign"),
        /// [Activations#hardSigmoid]
        HARD_SIGMOID("hardSigmoid"),
        /// [Activations#hardSwish]
        HARD_SWISH("hardSwish"),
        /// [Tensor#softmax] along the last axis
        SOFTMAX("softmax"),
        /// [Tensor#logSoftmax] along the last axis
        LOG_SOFTMAX("logSoftmax");

        private final String word;

        Function(String word) {
            this.word = word;
        }

        /// Returns the name of the function, such as `geluTanh`.
        public String word() {
            return word;
        }

        /// Returns the function of each value of `x`.
        public Tensor of(Tensor x) {
            return switch (this) {
                case SIGMOID -> Activations.sigmoid(x);
                case TANH -> Activations.tanh(x);
                case RELU -> Activations.relu(x);
                case ELU -> Activations.elu(x);
                case SELU -> Activations.selu(x);
                case GELU -> Activations.gelu(x);
                case GELU_TANH -> Activations.geluTanh(x);
                case SILU -> Activations.silu(x);
                case MISH -> Activations.mish(x);
                case SOFTPLUS -> Activations.softplus(x);
                case SOFTSIGN -> Activations.softsign(x);
                case HARD_SIGMOID -> Activations.hardSigmoid(x);
                case HARD_SWISH -> Activations.hardSwish(x);
                case SOFTMAX -> x.softmax(-1);
                case LOG_SOFTMAX -> x.logSoftmax(-1);
            };
        }
    }

    /// A function without a setting. The layer has the name of the function.
    record Plain(Function function) implements Activation {
        @Override
        public Tensor apply(Tensor x, Scope scope) {
            return function.of(x);
        }

        @Override
        public String name() {
            return function.word();
        }
    }

    /// The layer of [Activations#leakyRelu(Tensor, double)].
    ///
    /// @param slope the slope below 0
    record LeakyRelu(double slope) implements Activation {
        public LeakyRelu {
            LayerArguments.finite("leakyRelu", "slope", slope);
        }

        @Override
        public Tensor apply(Tensor x, Scope scope) {
            return Activations.leakyRelu(x, slope);
        }
    }

    /// The layer of [Activations#celu].
    ///
    /// @param alpha the scale below 0, where the function tends to `-alpha`
    record Celu(double alpha) implements Activation {
        public Celu {
            LayerArguments.positive("celu", "alpha", alpha);
        }

        @Override
        public Tensor apply(Tensor x, Scope scope) {
            return Activations.celu(x, alpha);
        }
    }

    /// The layer of [Activations#leakyRelu(Tensor, Tensor)] with one learned slope, the parameter `weight` of shape `[1]`.
    ///
    /// @param start the initial slope
    record Prelu(double start) implements Activation {
        public Prelu {
            LayerArguments.finite("prelu", "start", start);
        }

        @Override
        public Tensor apply(Tensor x, Scope scope) {
            return Activations.leakyRelu(x, scope.parameter("weight", Shape.of(1), Inits.constant(start)));
        }
    }
}
