package org.chainrule.examples;

import org.chainrule.Tensor;

/// Rosenblatt's perceptron (1958): one linear unit with a step function, and its learning rule.
public final class Perceptron {
    /// The four combinations of two truth values.
    static final float[][] INPUTS = {{0, 0}, {0, 1}, {1, 0}, {1, 1}};
    /// The targets of AND.
    static final int[] AND = {0, 0, 0, 1};
    /// The targets of XOR.
    static final int[] XOR = {0, 1, 1, 0};

    private final float[] weights = new float[2];
    private float bias;

    /// The step function: 1 if `x w + b` is above 0, otherwise 0.
    int predict(float[] x) {
        return x[0] * weights[0] + x[1] * weights[1] + bias > 0 ? 1 : 0;
    }

    // snippet: the perceptron rule
    /// Makes one pass over the rows and returns the number of mistakes. Each mistake moves the weights by the row, towards the
    /// right answer.
    int pass(float[][] rows, int[] targets) {
        int mistakes = 0;
        for (int i = 0; i < rows.length; i++) {
            int error = targets[i] - predict(rows[i]); // -1, 0 or 1
            weights[0] += error * rows[i][0];
            weights[1] += error * rows[i][1];
            bias += error;
            mistakes += Math.abs(error);
        }
        return mistakes;
    }
    // end

    /// The number of passes until one has no mistake, or 0 if all of `limit` passes have mistakes.
    int learn(int[] targets, int limit) {
        for (int pass = 1; pass <= limit; pass++) {
            if (pass(INPUTS, targets) == 0) {
                return pass;
            }
        }
        return 0;
    }

    // snippet: the rule as a gradient
    /// The perceptron's loss: the distance by which wrong answers lie on the wrong side. Signs are -1 and 1.
    static Tensor loss(Tensor x, Tensor sign, Tensor weight, Tensor bias) {
        return x.matmul(weight).add(bias).mul(sign).neg().relu().sum();
    }
    // end

    /// Applies the rule to AND and to XOR, then computes the gradient of its loss.
    public static void main(String[] args) {
        Perceptron and = new Perceptron();
        int passes = and.learn(AND, 1000);
        Print.line("AND: pass %d is without a mistake, w = (%.0f, %.0f), b = %.0f", passes, and.weights[0],
                and.weights[1], and.bias);
        Perceptron xor = new Perceptron();
        Print.line("XOR: a pass without a mistake in 1000: %s", xor.learn(XOR, 1000) > 0 ? "yes" : "none");

        IO.println();
        Tensor row = Tensor.of(new float[][]{{1, 1}}); // its sign is 1, and -1.5 is on the wrong side
        Tensor weight = Tensor.of(new float[][]{{-1}, {-1}});
        Tensor bias = Tensor.of(0.5f);
        Tensor loss = loss(row, Tensor.of(new float[][]{{1}}), weight, bias);
        Print.tensor("the gradient at a row (1, 1) that is wrong", loss.gradient(weight), "%4.0f");
    }
}
