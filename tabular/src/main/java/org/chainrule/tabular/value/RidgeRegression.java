package org.chainrule.tabular.value;

import java.util.Arrays;

/// A ridge regression over rows that are mostly 0, in float64: the weights `w` that minimize `|X w - y|² + penalty
/// |w|²`, by conjugate gradients on `(Xᵀ X + penalty) w = Xᵀ y` (Hestenes and Stiefel, "Methods of conjugate gradients
/// for solving linear systems", 1952).
public final class RidgeRegression {
    private static final int STEPS = 40;
    private static final double SMALL = 1e-12;

    private final int width;
    private int rows;
    private int[] starts = new int[256];
    private int[] places = new int[1024];
    private float[] values = new float[1024];

    /// No rows so far.
    ///
    /// @param width the number of inputs of a row
    public RidgeRegression(int width) {
        this.width = width;
    }

    /// Adds a row.
    public void add(float[] row) {
        if (rows + 2 > starts.length) {
            starts = Arrays.copyOf(starts, 2 * starts.length);
        }
        int end = starts[rows];
        for (int i = 0; i < width; i++) {
            if (row[i] != 0) {
                if (end == places.length) {
                    places = Arrays.copyOf(places, 2 * end);
                    values = Arrays.copyOf(values, 2 * end);
                }
                places[end] = i;
                values[end++] = row[i];
            }
        }
        starts[++rows] = end;
    }

    /// Returns the product of each row and the weights.
    public double[] predict(double[] weights) {
        double[] products = new double[rows];
        for (int row = 0; row < rows; row++) {
            double sum = 0;
            for (int i = starts[row]; i < starts[row + 1]; i++) {
                sum += values[i] * weights[places[i]];
            }
            products[row] = sum;
        }
        return products;
    }

    private double[] transposed(double[] y) {
        double[] sums = new double[width];
        for (int row = 0; row < rows; row++) {
            for (int i = starts[row]; i < starts[row + 1]; i++) {
                sums[places[i]] += values[i] * y[row];
            }
        }
        return sums;
    }

    /// Returns the weights.
    ///
    /// @param y       the goal of each row
    /// @param penalty a positive number
    public double[] fit(double[] y, double penalty) {
        double[] weights = new double[width];
        double[] residual = transposed(y);
        double[] direction = residual.clone();
        double size = product(residual, residual);
        double enough = SMALL * size;
        for (int step = 0; step < STEPS && size > enough; step++) {
            double[] image = transposed(predict(direction));
            for (int i = 0; i < width; i++) {
                image[i] += penalty * direction[i];
            }
            double rate = size / product(direction, image);
            for (int i = 0; i < width; i++) {
                weights[i] += rate * direction[i];
                residual[i] -= rate * image[i];
            }
            double next = product(residual, residual);
            for (int i = 0; i < width; i++) {
                direction[i] = residual[i] + next / size * direction[i];
            }
            size = next;
        }
        return weights;
    }

    private static double product(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
