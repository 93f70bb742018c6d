package org.chainrule.metric;

import java.util.List;
import java.util.Map;

/// Rows computed from whole numbers, equal to those in `fixtures/metrics.py` and `metrics2.py`.
///
/// @param kind the content of a row
/// @param predictions one prediction per row
/// @param targets one target per row
record SampleRows(Metric.Kind kind, float[][] predictions, float[][] targets) {
    static final int ROWS = 40;

    static SampleRows named(String name) {
        return switch (name) {
            case "two" -> classes(2, 23);
            case "three" -> classes(3, 97);
            case "numbers" -> numbers();
            case "labels" -> labels();
            case "counts" -> counts();
            case "quantiles" -> quantiles();
            default -> throw new IllegalArgumentException(name);
        };
    }

    static float weight(int row) {
        return 1 + row * 5 % 4 * 0.5f;
    }

    private static SampleRows classes(int count, int modulus) {
        float[][] predictions = new float[ROWS][count];
        float[][] targets = new float[ROWS][1];
        for (int i = 0; i < ROWS; i++) {
            double sum = 0;
            for (int k = 0; k < count; k++) {
                sum += raw(i, k, modulus);
            }
            int best = 0;
            for (int k = 0; k < count; k++) {
                predictions[i][k] = (float) (raw(i, k, modulus) / sum);
                best = raw(i, k, modulus) > raw(i, best, modulus) ? k : best;
            }
            targets[i][0] = i % 3 == 2 ? (best + 1 + i % 2) % count : best;
        }
        return new SampleRows(Metric.Kind.ofClasses(count), predictions, targets);
    }

    private static double raw(int row, int k, int modulus) {
        return 1 + (row * (14 * k + 29) + 7 * k * k) % modulus;
    }

    private static SampleRows numbers() {
        float[][] predictions = new float[ROWS][2];
        float[][] targets = new float[ROWS][2];
        for (int i = 0; i < ROWS; i++) {
            for (int k = 0; k < 2; k++) {
                predictions[i][k] = (float) ((i * 13 + 5 * k) % 31 / 7.0);
                targets[i][k] = (float) ((i * 13 + 5 * k) % 31 / 8.0 + i % 3 - 1);
            }
        }
        return new SampleRows(Metric.Kind.ofNumbers(2), predictions, targets);
    }

    private static SampleRows labels() {
        float[][] predictions = new float[ROWS][3];
        float[][] targets = new float[ROWS][3];
        for (int i = 0; i < ROWS; i++) {
            for (int k = 0; k < 3; k++) {
                predictions[i][k] = (float) ((1 + (i * (13 + 4 * k) + 5 * k) % 29) / 30.0);
                targets[i][k] = (predictions[i][k] > 0.5 || (i + k) % 4 == 0) && (i + k) % 7 > 0 ? 1 : 0;
            }
        }
        return new SampleRows(Metric.Kind.ofNumbers(3), predictions, targets);
    }

    /// Means and counts, some of which are 0.
    private static SampleRows counts() {
        float[][] predictions = new float[ROWS][2];
        float[][] targets = new float[ROWS][2];
        for (int i = 0; i < ROWS; i++) {
            for (int k = 0; k < 2; k++) {
                predictions[i][k] = (float) ((1 + (i * 13 + 5 * k) % 31) / 7.0);
                targets[i][k] = Math.max(0, (i * 13 + 5 * k) % 31 / 7 + (i + k) % 3 - 1);
            }
        }
        return new SampleRows(Metric.Kind.ofNumbers(2), predictions, targets);
    }

    /// Three quantiles of one number.
    private static SampleRows quantiles() {
        float[][] predictions = new float[ROWS][3];
        float[][] targets = new float[ROWS][1];
        for (int i = 0; i < ROWS; i++) {
            for (int k = 0; k < 3; k++) {
                predictions[i][k] = (float) ((i * 13 % 31 + (k - 1) * (4 + i % 5)) / 7.0);
            }
            targets[i][0] = (float) ((i * 13 % 31 + i * 7 % 13 - 6) / 7.0);
        }
        return new SampleRows(new Metric.Kind(false, 3, 1), predictions, targets);
    }

    /// Returns a metric of rows of equal weight.
    double value(Metric metric) {
        return value(metric, false);
    }

    /// Returns a metric of rows with their weights, or of equal weight.
    double value(Metric metric, boolean weighted) {
        return values(List.of(metric), weighted).values().iterator().next();
    }

    /// Returns metrics of the rows, which are added through reused arrays.
    Map<String, Double> values(List<Metric> metrics, boolean weighted) {
        Scores scores = Scores.of(metrics, kind);
        float[] prediction = new float[kind.outputs()];
        float[] target = new float[kind.targets()];
        for (int i = 0; i < ROWS; i++) {
            System.arraycopy(predictions[i], 0, prediction, 0, prediction.length);
            System.arraycopy(targets[i], 0, target, 0, target.length);
            scores.add(prediction, target, weighted ? weight(i) : 1);
        }
        return scores.values();
    }
}
