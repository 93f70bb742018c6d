package org.chainrule.tabular.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.chainrule.data.Examples;

/// The edges of bins that hold about as many training rows each.
final class Quantiles {
    /// More rows change the edges little.
    private static final int ROWS = 100_000;

    private Quantiles() {
    }

    /// Returns the distinct quantiles of inputs at 0, 1 / bins .. 1, with linear interpolation; two edges that enclose the
    /// value if an input is constant.
    ///
    /// @param inputs the indices of the inputs
    static List<List<Double>> edges(Examples train, int[] inputs, int bins) {
        int rows = Math.min(train.size(), ROWS);
        float[][] columns = new float[inputs.length][rows];
        float[] row = new float[train.features()];
        for (int i = 0; i < rows; i++) {
            train.readInput(0, (int) ((long) i * train.size() / rows), row, 0);
            for (int j = 0; j < inputs.length; j++) {
                columns[j][i] = row[inputs[j]];
            }
        }
        List<List<Double>> edges = new ArrayList<>();
        for (float[] column : columns) {
            Arrays.sort(column);
            edges.add(edges(column, bins));
        }
        return edges;
    }

    private static List<Double> edges(float[] sorted, int bins) {
        List<Double> edges = new ArrayList<>();
        for (int i = 0; i <= bins; i++) {
            double place = (double) i * (sorted.length - 1) / bins;
            int below = (int) place;
            int above = Math.min(below + 1, sorted.length - 1);
            float value = (float) (sorted[below] + (place - below) * ((double) sorted[above] - sorted[below]));
            if (edges.isEmpty() || value > edges.getLast()) {
                edges.add((double) value);
            }
        }
        if (edges.size() == 1) {
            double value = edges.getFirst();
            edges.set(0, Math.nextDown(value - 1));
            edges.add(value + 1);
        }
        return edges;
    }
}
