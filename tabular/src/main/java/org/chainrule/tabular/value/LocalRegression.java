package org.chainrule.tabular.value;

import java.util.Arrays;

/// Predictions of a target from one column: the mean target of a value, and a linear regression over the rows whose
/// values are near. Sums over the rows with the smallest i distinct values make both fast.
public final class LocalRegression {
    private final double[] values;
    private final int outputs;
    private final Moments scale;
    private final double[] n;
    private final double[] x;
    private final double[] xx;
    private final double[][] y;
    private final double[][] xy;

    /// An empty regression over sorted distinct values.
    public LocalRegression(double[] values, int outputs) {
        this.values = values;
        this.outputs = outputs;
        this.scale = Moments.of(values);
        this.n = new double[values.length + 1];
        this.x = new double[values.length + 1];
        this.xx = new double[values.length + 1];
        this.y = new double[values.length + 1][outputs];
        this.xy = new double[values.length + 1][outputs];
    }

    private double scaled(double value) {
        return (value - scale.mean()) / scale.deviation();
    }

    /// Adds a row.
    public void add(double value, double[] target) {
        int i = Arrays.binarySearch(values, value) + 1;
        double z = scaled(value);
        n[i]++;
        x[i] += z;
        xx[i] += z * z;
        for (int k = 0; k < outputs; k++) {
            y[i][k] += target[k];
            xy[i][k] += z * target[k];
        }
    }

    /// Sums up the rows, before the first prediction.
    public void accumulate() {
        for (int i = 1; i < n.length; i++) {
            n[i] += n[i - 1];
            x[i] += x[i - 1];
            xx[i] += xx[i - 1];
            for (int k = 0; k < outputs; k++) {
                y[i][k] += y[i - 1][k];
                xy[i][k] += xy[i - 1][k];
            }
        }
    }

    /// Writes the mean target of all rows.
    public void mean(double[] out) {
        int last = n.length - 1;
        for (int k = 0; k < outputs; k++) {
            out[k] = y[last][k] / n[last];
        }
    }

    /// Writes the mean target of the rows with a value and of some average rows.
    public void category(double value, double extra, double[] out) {
        mean(out);
        int i = Arrays.binarySearch(values, value);
        if (i >= 0) {
            double rows = n[i + 1] - n[i];
            for (int k = 0; k < outputs; k++) {
                out[k] = (y[i + 1][k] - y[i][k] + extra * out[k]) / (rows + extra);
            }
        }
    }

    /// Writes the linear regression over the rows with a value and with up to `width` values on each side of it.
    public void number(double value, int width, double[] out) {
        int found = Arrays.binarySearch(values, value);
        int from = Math.max(0, (found >= 0 ? found : -found - 1) - width);
        int to = Math.min(values.length, (found >= 0 ? found + 1 : -found - 1) + width);
        double rows = n[to] - n[from];
        double mean = (x[to] - x[from]) / rows;
        double variance = (xx[to] - xx[from]) / rows - mean * mean;
        double at = Math.clamp(scaled(value), scaled(values[0]), scaled(values[values.length - 1])) - mean;
        for (int k = 0; k < outputs; k++) {
            double level = (y[to][k] - y[from][k]) / rows;
            double covariance = (xy[to][k] - xy[from][k]) / rows - mean * level;
            out[k] = level + (variance > 1e-9 ? at * covariance / variance : 0);
        }
    }
}
