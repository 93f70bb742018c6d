package org.chainrule.examples;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.chainrule.Tensor;
import org.chainrule.nn.Draws;
import org.chainrule.type.Shape;

/// Why deep networks are hard to optimize: the norm of the gradient at each layer before training, with sigmoid and with ReLU.
public final class Depth {
    private static final int WIDTH = 64;
    private static final int ROWS = 128;

    private Depth() {
    }

    /// The norm of the gradient with respect to the weights of each layer, first layer first.
    ///
    /// @param variance the variance of a weight times the number of inputs: 1 for Xavier and LeCun, 2 for He
    static double[] norms(UnaryOperator<Tensor> activation, double variance, int depth, long seed) {
        // snippet: gradient norm by layer
        Tensor h = Tensor.of(Draws.of(seed, "rows").normal(ROWS * WIDTH), Shape.of(ROWS, WIDTH));
        List<Tensor> weights = new ArrayList<>();
        for (int layer = 1; layer <= depth; layer++) {
            float[] normal = Draws.of(seed, "layer " + layer).normal(WIDTH * WIDTH);
            Tensor weight = Tensor.of(normal, Shape.of(WIDTH, WIDTH)).mul(Math.sqrt(variance / WIDTH)).detach();
            weights.add(weight);
            h = activation.apply(h.matmul(weight));
        }
        Tensor target = Tensor.of(Draws.of(seed, "targets").normal(ROWS * WIDTH), Shape.of(ROWS, WIDTH));
        Tensor loss = h.sub(target).square().mean();
        List<Tensor> squares = loss.gradients(weights).stream().map(g -> g.square().sum().sqrt()).toList();
        // end
        Tensor[] norms = squares.stream().map(norm -> norm.reshape(Shape.of(1))).toArray(Tensor[]::new);
        float[] all = Tensor.concat(0, norms).values();
        double[] result = new double[depth];
        Arrays.setAll(result, layer -> all[layer]);
        return result;
    }

    /// The geometric mean over the seeds 0 to 4, for each layer.
    static double[] mean(UnaryOperator<Tensor> activation, double variance, int depth) {
        double[] logs = new double[depth];
        for (long seed = 0; seed < 5; seed++) {
            double[] norms = norms(activation, variance, depth, seed);
            for (int layer = 0; layer < depth; layer++) {
                logs[layer] += StrictMath.log(norms[layer]) / 5;
            }
        }
        return Arrays.stream(logs).map(StrictMath::exp).toArray();
    }

    /// Prints a table and draws a chart for a network of 16 layers.
    public static void main(String[] args) {
        int depth = 16;
        double[] sigmoid = mean(Tensor::sigmoid, 1, depth);
        double[] narrow = mean(Tensor::relu, 1, depth);
        double[] relu = mean(Tensor::relu, 2, depth);
        Print.line("%5s %16s %16s %16s", "layer", "sigmoid, Xavier", "ReLU, Xavier", "ReLU, He");
        for (int layer = 0; layer < depth; layer++) {
            Print.line("%5d %16.1e %16.1e %16.1e", layer + 1, sigmoid[layer], narrow[layer], relu[layer]);
        }
        IO.println();
        Print.line("first layer against last: %.0e, %.0e, %.2f", sigmoid[0] / sigmoid[depth - 1],
                narrow[0] / narrow[depth - 1], relu[0] / relu[depth - 1]);
        double[] layers = new double[depth];
        Arrays.setAll(layers, layer -> layer + 1);
        Chart.of("Gradient norm by layer, 16 layers of 64", "layer", "norm of the gradient").logY()
                .line("sigmoid, Xavier", layers, sigmoid).line("ReLU, Xavier", layers, narrow)
                .line("ReLU, He", layers, relu).write("gradient-norm-by-layer");
    }
}
