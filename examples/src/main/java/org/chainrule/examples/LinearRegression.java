package org.chainrule.examples;

import static org.chainrule.nn.Layers.linear;
import static org.chainrule.optim.Optimizers.adam;

import org.chainrule.Tensor;
import org.chainrule.data.Examples;
import org.chainrule.model.Regressor;
import org.chainrule.nn.Draws;

/// Linear regression is a network of one linear layer.
public final class LinearRegression {
    private static final int ROWS = 200;

    private LinearRegression() {
    }

    /// Rows with `y = 3 x0 - 2 x1 + 0.5` plus normal noise.
    static Examples rows(double noise) {
        float[] normal = Draws.of(0, "rows").normal(3 * ROWS);
        float[][] x = new float[ROWS][];
        float[] y = new float[ROWS];
        for (int i = 0; i < ROWS; i++) {
            x[i] = new float[]{normal[3 * i], normal[3 * i + 1]};
            y[i] = (float) (3 * x[i][0] - 2 * x[i][1] + 0.5 + noise * normal[3 * i + 2]);
        }
        return Examples.of(x, y);
    }

    static Regressor fit(Examples rows) {
        // snippet: linear regression
        Regressor line = Regressor.of(linear(1)).optimizer(adam(0.05)).epochs(100).batch(50).seed(0).fit(rows);
        Tensor weight = line.parameter("linear/weight"); // [2, 1]
        Tensor bias = line.parameter("linear/bias"); // [1]
        // end
        Print.line("w = (%.3f, %.3f), b = %.3f", weight.at(0, 0), weight.at(1, 0), bias.at(0));
        return line;
    }

    /// Recovers the coefficients of the rows: exactly without noise, nearly with noise.
    public static void main(String[] args) {
        Print.line("y = 3 x0 - 2 x1 + 0.5:");
        fit(rows(0));
        IO.println();
        Print.line("with noise of deviation 0.5:");
        Examples noisy = rows(0.5);
        Print.line("r2 = %.3f", fit(noisy).evaluate(noisy).getOrDefault("r2", Double.NaN));
    }
}
