package org.chainrule.examples;

import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Layers.relu;
import static org.chainrule.nn.Layers.sequential;
import static org.chainrule.optim.Optimizers.adam;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.chainrule.Tensor;
import org.chainrule.data.Examples;
import org.chainrule.model.Regressor;
import org.chainrule.nn.Inits;
import org.chainrule.nn.Layer;
import org.chainrule.optim.Schedule;

/// Universal approximation, measured: how closely ReLU networks of different width and depth fit a continuous function.
public final class Approximation {
    private static final int TRAIN_ROWS = 256;
    private static final int TEST_ROWS = 1000;

    private Approximation() {
    }

    // snippet: a continuous function
    static double function(double x) {
        return StrictMath.sin(12 * x * x) + 0.3 * Math.abs(x - 0.3); // on [-1, 1]: waves that get shorter, and a corner
    }
    // end

    /// Evenly spaced points of the function, slightly inside the ends of the interval.
    static Examples points(int count) {
        float[][] x = new float[count][1];
        float[] y = new float[count];
        for (int i = 0; i < count; i++) {
            x[i][0] = place(i, count);
            y[i] = (float) function(x[i][0]);
        }
        return Examples.of(x, y);
    }

    // snippet: networks by width and depth
    /// A network with ReLU hidden layers of the given widths and one output.
    static Layer net(int... hidden) {
        List<Layer> layers = new ArrayList<>();
        for (int width : hidden) {
            layers.add(linear(width).weights(Inits.heUniform()).biases(Inits.uniform(-1, 1)));
            layers.add(relu());
        }
        layers.add(linear(1));
        return sequential(layers.toArray(Layer[]::new));
    }
    // end

    /// The root mean squared error at points between the training points.
    static double error(int epochs, long seed, int... hidden) {
        Regressor model = Regressor.of(net(hidden)).optimizer(adam(1e-2)).schedule(Schedule.cosine()).epochs(epochs)
                .batch(64).threads(1).seed(seed).fit(points(TRAIN_ROWS));
        return model.evaluate(points(TEST_ROWS)).getOrDefault("rmse", Double.NaN);
    }

    // snippet: weights set by hand
    /// The error of one hidden layer that is constructed, not trained, and meets the function at evenly spaced points. Unit k
    /// is 0 before the k-th point, and its weight is the change of slope there.
    static double byHand(int units) {
        float[] bends = new float[units];
        float[][] weights = new float[units][1];
        double slope = 0;
        for (int k = 0; k < units; k++) {
            double from = -1 + 2.0 * k / units;
            double next = (function(from + 2.0 / units) - function(from)) * units / 2;
            bends[k] = (float) from;
            weights[k][0] = (float) (next - slope);
            slope = next;
        }
        float[][] x = new float[TEST_ROWS][1];
        float[][] y = new float[TEST_ROWS][1];
        for (int i = 0; i < TEST_ROWS; i++) {
            x[i][0] = place(i, TEST_ROWS);
            y[i][0] = (float) function(x[i][0]);
        }
        Tensor hidden = Tensor.of(x).sub(Tensor.of(bends)).relu(); // [rows, units]
        Tensor output = hidden.matmul(Tensor.of(weights)).add(function(-1));
        return output.sub(Tensor.of(y)).square().mean().sqrt().value();
    }
    // end

    private static float place(int i, int count) {
        return (float) (2 * (i + 0.5) / count - 1);
    }

    /// The number of trainable parameters in a network with one input and one output.
    static int parameters(int... hidden) {
        int before = 1;
        int count = 0;
        for (int width : hidden) {
            count += (before + 1) * width;
            before = width;
        }
        return count + before + 1;
    }

    /// The mean, smallest and largest error over the seeds 0 to 4.
    private static double[] row(int epochs, int... hidden) {
        double[] errors = new double[5];
        Arrays.setAll(errors, seed -> error(epochs, seed, hidden));
        double mean = Arrays.stream(errors).average().orElseThrow();
        Print.line("%-16s %7d %10d %11.4f %8.4f %8.4f", Arrays.toString(hidden), Arrays.stream(hidden).sum(),
                parameters(hidden), mean, Arrays.stream(errors).min().orElseThrow(),
                Arrays.stream(errors).max().orElseThrow());
        return new double[]{Arrays.stream(hidden).sum(), mean};
    }

    /// Prints a short table. With the argument `full`, prints the whole table and draws its chart, which takes minutes.
    public static void main(String[] args) {
        boolean full = args.length > 0 && args[0].equals("full");
        int epochs = full ? 1000 : 50;
        int[][] wide = full
                ? new int[][]{{2}, {4}, {8}, {16}, {32}, {64}, {128}, {256}}
                : new int[][]{{2}, {32}};
        int[][] deep = full
                ? new int[][]{{4, 4}, {8, 8}, {16, 16}, {32, 32}, {64, 64}}
                : new int[][]{{16, 16}};
        int[][] deeper = full ? new int[][]{{4, 4, 4}, {8, 8, 8}, {16, 16, 16}, {32, 32, 32}} : new int[][]{};
        Print.line("%-16s %7s %10s %11s %8s %8s", "hidden layers", "neurons", "parameters", "mean error", "least",
                "largest");
        Chart chart = Chart.of("Error against neurons, means of five seeds", "neurons in all hidden layers",
                "root mean squared error").logX().logY();
        curve(chart, "one hidden layer", epochs, wide);
        curve(chart, "two hidden layers", epochs, deep);
        if (full) {
            curve(chart, "three hidden layers", epochs, deeper);
            chart.write("approximation");
        }
        Print.line("one hidden layer with weights set by hand: %.4f with 32 units, %.4f with 256", byHand(32),
                byHand(256));
    }

    private static void curve(Chart chart, String name, int epochs, int[]... nets) {
        double[][] rows = Arrays.stream(nets).map(hidden -> row(epochs, hidden)).toArray(double[][]::new);
        chart.line(name, Arrays.stream(rows).mapToDouble(row -> row[0]).toArray(),
                Arrays.stream(rows).mapToDouble(row -> row[1]).toArray());
    }
}
