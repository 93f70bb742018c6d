package org.chainrule.nn;

import org.chainrule.error.ArgumentException;
import org.chainrule.error.ShapeException;
import org.chainrule.type.Shape;

/// Argument checks that layers, losses and initializers share.
final class LayerArguments {
    private LayerArguments() {
    }

    static void positive(String operation, String argument, int value) {
        if (value < 1) {
            throw new ArgumentException(argument,
                    operation + ": " + argument + " is " + value + ", expected at least 1");
        }
    }

    static void positive(String operation, String argument, double value) {
        if (!(value > 0 && value <= Float.MAX_VALUE)) {
            throw new ArgumentException(argument,
                    operation + ": " + argument + " is " + value + ", expected a number above 0");
        }
    }

    static void notNegative(String operation, String argument, double value) {
        if (!(value >= 0 && value <= Float.MAX_VALUE)) {
            throw new ArgumentException(argument,
                    operation + ": " + argument + " is " + value + ", expected a number not below 0");
        }
    }

    static void finite(String operation, String argument, double value) {
        if (!(Math.abs(value) <= Float.MAX_VALUE)) {
            throw new ArgumentException(argument,
                    operation + ": " + argument + " is " + value + ", expected a finite number");
        }
    }

    /// Checks that a fraction is at least 0 and below 1.
    static void fraction(String operation, String argument, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new ArgumentException(argument,
                    operation + ": " + argument + " is " + value + ", expected at least 0 and below 1");
        }
    }

    /// Returns the number of values in a row of an input `[n, .., values]`.
    ///
    /// @throws ShapeException if the input has no rows of values
    static int columns(String operation, Shape shape) {
        if (shape.rank() < 2 || shape.isBatch(-1)) {
            throw new ShapeException(operation, "needs rows of values", "input " + shape);
        }
        return shape.size(-1);
    }

    /// Returns the number of columns of an input `[n, columns]`.
    ///
    /// @throws ShapeException if the input does not have two axes
    static int flatColumns(String operation, Shape shape) {
        if (shape.rank() != 2 || shape.isBatch(-1)) {
            throw new ShapeException(operation, "needs one row of numbers for each example", "input " + shape);
        }
        return shape.size(-1);
    }
}
