package org.chainrule.examples;

import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Layers.sequential;
import static org.chainrule.nn.Layers.tanh;
import static org.chainrule.optim.Optimizers.adam;

import java.util.Arrays;
import org.chainrule.data.Examples;
import org.chainrule.model.Classifier;
import org.chainrule.nn.Layer;

/// XOR: impossible for one linear layer, possible for two layers.
public final class Xor {
    private Xor() {
    }

    static Classifier fit(Layer net, int[] targets) {
        Examples rows = Examples.of(Perceptron.INPUTS, targets);
        return Classifier.of(net).optimizer(adam(0.05)).epochs(300).batch(4).threads(1).seed(0).fit(rows);
    }

    /// The number of rows, of four, that are predicted correctly.
    static int right(Layer net, int[] targets) {
        int[] predicted = fit(net, targets).predict(Perceptron.INPUTS);
        int right = 0;
        for (int i = 0; i < targets.length; i++) {
            right += predicted[i] == targets[i] ? 1 : 0;
        }
        return right;
    }

    // snippet: with and without a hidden layer
    static Layer oneLayer() {
        return linear(2);
    }

    static Layer hiddenLayer() {
        return sequential(linear(4), tanh(), linear(2));
    }
    // end

    /// Trains both networks on AND and on XOR.
    public static void main(String[] args) {
        Print.line("AND, one layer: %d of 4 right", right(oneLayer(), Perceptron.AND));
        Print.line("XOR, one layer: %d of 4 right", right(oneLayer(), Perceptron.XOR));
        float[] undecided = fit(oneLayer(), Perceptron.XOR).probabilities(0, 1);
        Print.line("  its best: %.2f and %.2f for every row", undecided[0], undecided[1]);
        Print.line("XOR, a hidden layer of 4: %d of 4 right", right(hiddenLayer(), Perceptron.XOR));
        Print.line("its answers: %s", Arrays.toString(fit(hiddenLayer(), Perceptron.XOR).predict(Perceptron.INPUTS)));
    }
}
