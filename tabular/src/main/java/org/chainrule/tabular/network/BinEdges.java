package org.chainrule.tabular.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.chainrule.data.Examples;

/// The edges of bins that hold about as many training rows each.
final class BinEdges {
    /// More rows change the edges little.
    private static final int ROWS = 100_000;

    private BinEdges() {
    }

    /// Returns the edges of the bins of inputs: the distinct quantiles at 0, 1 / bins .. 1, with linear interpolation. A
    /// constant input has one bin above its value.
    ///
    /// @param inputs the indices of the inputs
    static List<List<Double>> of(Examples train, int[] inputs, int bins) {
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

    /// Values that fill a bin by themselves are edges; the other edges are quantiles of the other rows. Otherwise a column
    /// that is mostly 0 would have few bins for all its other values.
    private static List<Double> edges(float[] sorted, int bins) {
        SortedSet<Double> edges = new TreeSet<>();
        float[] rest = new float[sorted.length];
        int others = 0;
        for (int from = 0, to; from < sorted.length; from = to) {
            to = from + 1;
            while (to < sorted.length && sorted[to] == sorted[from]) {
                to++;
            }
            if ((long) (to - from) * bins >= sorted.length) {
                edges.add((double) sorted[from]);
            } else {
                System.arraycopy(sorted, from, rest, others, to - from);
                others += to - from;
            }
        }
        int left = others == 0 ? 0 : Math.max(1, bins - edges.size());
        for (int i = 0; i <= left && others > 0; i++) {
            double place = (double) i * (others - 1) / left;
            int below = (int) place;
            int above = Math.min(below + 1, others - 1);
            edges.add((double) (float) (rest[below] + (place - below) * ((double) rest[above] - rest[below])));
        }
        if (edges.size() == 1) {
            edges.add(Math.max(edges.first() + 1, (double) Math.nextUp(edges.first().floatValue())));
        }
        return List.copyOf(edges);
    }
}
