package org.chainrule.optim;

import java.math.BigDecimal;
import org.chainrule.Tensor;
import org.chainrule.error.ArgumentException;

/// The rules that all optimizers follow: which settings are valid, how settings are printed, and that tiny state becomes
/// 0.
final class OptimizerRules {
    private static final double TINY = 1e-30;

    private OptimizerRules() {
    }

    /// Checks that a setting is above 0 and finite as a float.
    ///
    /// @param operation the name of the optimizer, for the message
    static void positive(String operation, String argument, double value) {
        if (!(value > 0 && value <= Float.MAX_VALUE)) {
            throw new ArgumentException(argument,
                    operation + ": " + argument + " is " + value + ", expected a number above 0");
        }
    }

    /// Checks that a setting is at least 0 and below 1.
    ///
    /// @param operation the name of the optimizer, for the message
    static void fraction(String operation, String argument, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new ArgumentException(argument,
                    operation + ": " + argument + " is " + value + ", expected at least 0 and below 1");
        }
    }

    /// Returns a setting in plain notation: 0.001, not 1.0E-3.
    static String plain(double value) {
        return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
    }

    /// Returns state with tiny numbers replaced by 0.
    static Tensor flushed(Tensor state) {
        return state.abs().less(Tensor.scalar(TINY)).where(Tensor.scalar(0), state);
    }
}
