package org.chainrule.bench;

import java.util.Random;

/// Synthetic data for a network, the same in every JVM: normally distributed rows, and targets from a random linear rule with
/// noise. The rule gives the network something to learn, and the noise keeps gradients from vanishing.
///
/// @param x flat rows
/// @param y a class or a number for each row
public record Data(float[] x, float[] y) {
    /// Returns the data for a network.
    public static Data of(Net net) {
        Random random = new Random(1);
        int in = net.in();
        float[] rule = normal(random, in * net.out(), 1 / Math.sqrt(in));
        float[] x = normal(random, Net.ROWS * in, 1);
        float[] y = new float[Net.ROWS];
        for (int row = 0; row < Net.ROWS; row++) {
            float best = Float.NEGATIVE_INFINITY;
            for (int j = 0; j < net.out(); j++) {
                float sum = (float) (0.3 * random.nextGaussian());
                for (int i = 0; i < in; i++) {
                    sum += x[row * in + i] * rule[i * net.out() + j];
                }
                if (sum > best) {
                    best = sum;
                    y[row] = net.classes() ? j : sum;
                }
            }
        }
        return new Data(x, y);
    }

    /// Returns the class of each row.
    public int[] labels() {
        int[] labels = new int[y.length];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = (int) y[i];
        }
        return labels;
    }

    /// Returns rows `batch * index` up to, but not including, `batch * (index + 1)`.
    public Data batch(Net net, int batch, int index) {
        int in = net.in();
        float[] rows = new float[batch * in];
        float[] targets = new float[batch];
        System.arraycopy(x, index * batch * in, rows, 0, rows.length);
        System.arraycopy(y, index * batch, targets, 0, batch);
        return new Data(rows, targets);
    }

    /// Returns all batches of a size, in order.
    public static Data[] batches(Net net, int batch) {
        Data all = of(net);
        Data[] batches = new Data[Net.ROWS / batch];
        for (int i = 0; i < batches.length; i++) {
            batches[i] = all.batch(net, batch, i);
        }
        return batches;
    }

    /// Returns a CSV table with columns of normally distributed numbers, `x0`, `x1` and so on, and `y`, the sum of the even
    /// ones with noise.
    public static String csv(int rows, int columns) {
        Random random = new Random(1);
        StringBuilder text = new StringBuilder();
        for (int column = 0; column < columns; column++) {
            text.append('x').append(column).append(',');
        }
        text.append("y\n");
        for (int row = 0; row < rows; row++) {
            float[] values = normal(random, columns + 1, 1);
            float sum = values[columns];
            for (int column = 0; column < columns; column++) {
                text.append(values[column]).append(',');
                sum += column % 2 == 0 ? values[column] : 0;
            }
            text.append(sum).append('\n');
        }
        return text.toString();
    }

    /// Returns normally distributed numbers.
    public static float[] normal(Random random, int count, double deviation) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (deviation * random.nextGaussian());
        }
        return values;
    }
}
