package org.chainrule.tabular.network;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.chainrule.data.RowSource;
import org.chainrule.tabular.value.RidgeRegression;

/// A network that a trial learns in a moment: a ridge regression from the inputs, a constant and 128 ReLU units with random
/// weights (Huang, Zhu and Siew, "Extreme learning machine: theory and applications", 2006).
public final class RandomUnits {
    private static final int MOST_WIDTH = 2000;
    private static final int MOST_ROWS = 4000;
    private static final int LEAST_ROWS = 100;
    private static final int LEAST_HELD = 20;
    private static final int UNITS = 128;

    private RandomUnits() {
    }

    /// Returns whether a trial tells anything, and takes no more than a moment.
    ///
    /// @param training   the rows that it would learn from
    /// @param validation the rows that would decide
    /// @param width      the number of inputs
    public static boolean suit(int[] training, int[] validation, int width) {
        return training.length >= LEAST_ROWS && validation.length >= LEAST_HELD && width <= MOST_WIDTH;
    }

    /// Returns rows for a trial: all of few rows, and evenly spaced ones of many.
    public static int[] some(int[] rows) {
        int count = Math.min(rows.length, MOST_ROWS);
        return IntStream.range(0, count).map(i -> rows[(int) ((long) i * rows.length / count)]).toArray();
    }

    /// Returns rows with their inputs, the constant and the units. The weights depend on nothing but the width.
    ///
    /// @param inputs the inputs of each row
    /// @param width  the number of inputs
    public static RidgeRegression regression(RowSource inputs, int width, int[] rows) {
        SplittableRandom random = new SplittableRandom(0);
        float[] weights = new float[UNITS * (width + 1)];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (random.nextDouble(-1, 1) * (i % (width + 1) == width ? 1 : Math.sqrt(3.0 / width)));
        }
        float[] row = new float[width + 1 + UNITS];
        RidgeRegression regression = new RidgeRegression(row.length);
        for (int each : rows) {
            inputs.read(each, row, 0);
            row[width] = 1;
            for (int unit = 0; unit < UNITS; unit++) {
                float sum = 0;
                for (int i = 0; i <= width; i++) {
                    sum += row[i] * weights[unit * (width + 1) + i];
                }
                row[width + 1 + unit] = Math.max(0, sum);
            }
            regression.add(row);
        }
        return regression;
    }
}
