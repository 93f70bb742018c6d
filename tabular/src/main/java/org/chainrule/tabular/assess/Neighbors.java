package org.chainrule.tabular.assess;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/// Predictions by the nearest training rows (Cover and Hart, 1967): the shares of their classes, or the mean of their
/// numbers. Distances are Euclidean, over the encoded inputs. Of equally distant rows, the first counts as nearer.
///
/// It is a baseline: it needs no training, and its few settings leave little to choose.
public final class Neighbors {
    /// The numbers of neighbors to choose from.
    private static final int[] COUNTS = {1, 3, 7, 15, 31};
    private static final int MOST = COUNTS[COUNTS.length - 1];
    /// The most products of two numbers that take less than a second.
    private static final double WORK = 1e9;
    /// The rows of a block, so that the distances to a block are computed in vectors.
    private static final int BLOCK = 256;

    /// The nearest training rows of each row, nearest first.
    private final int[] nearest;
    private final float[] distances;
    private final int rows;
    private final int found;

    private Neighbors(int rows, int trained) {
        this.rows = rows;
        this.found = Math.min(MOST, trained);
        this.nearest = new int[rows * MOST];
        this.distances = new float[rows * MOST];
        Arrays.fill(distances, Float.POSITIVE_INFINITY);
    }

    /// Returns whether finding the neighbors takes less than a second, by the number of operations.
    ///
    /// @param trained the number of training rows
    /// @param rows    the number of rows to predict
    /// @param width   the number of inputs of a row
    public static boolean isQuick(int trained, int rows, int width) {
        return (double) trained * rows * width <= WORK && (double) rows * MOST < Integer.MAX_VALUE
                && ((double) trained + rows) * width < Integer.MAX_VALUE;
    }

    /// Finds the neighbors of rows.
    ///
    /// @param train the training rows, [n, width]; at least one
    /// @param rows  the rows to predict, [m, width]
    public static Neighbors of(float[] train, float[] rows, int width) {
        int trained = train.length / width;
        Neighbors neighbors = new Neighbors(rows.length / width, trained);
        float[] block = new float[BLOCK * width];
        float[] distances = new float[BLOCK];
        for (int from = 0; from < trained; from += BLOCK) {
            int count = Math.min(BLOCK, trained - from);
            for (int j = 0; j < count; j++) {
                for (int d = 0; d < width; d++) {
                    block[d * BLOCK + j] = train[(from + j) * width + d];
                }
            }
            for (int row = 0; row < neighbors.rows; row++) {
                Arrays.fill(distances, 0);
                for (int d = 0; d < width; d++) {
                    add(block, d * BLOCK, rows[row * width + d], distances);
                }
                neighbors.keep(row, from, count, distances);
            }
        }
        return neighbors;
    }

    private static void add(float[] block, int at, float value, float[] distances) {
        for (int j = 0; j < BLOCK; j++) {
            float difference = block[at + j] - value;
            distances[j] += difference * difference;
        }
    }

    /// Keeps those of some training rows that are nearer than the rows kept so far.
    private void keep(int row, int from, int count, float[] candidates) {
        int at = row * MOST;
        int last = at + MOST - 1;
        for (int j = 0; j < count; j++) {
            float distance = candidates[j];
            if (distance < distances[last]) {
                int place = last;
                while (place > at && distance < distances[place - 1]) {
                    distances[place] = distances[place - 1];
                    nearest[place] = nearest[place - 1];
                    place--;
                }
                distances[place] = distance;
                nearest[place] = from + j;
            }
        }
    }

    /// Returns the probabilities of the classes, [m, classes]: their shares among the k nearest rows and one more row with
    /// the shares of all training rows, so that no class is impossible.
    ///
    /// @param labels the class of each training row, from 0
    public float[] classes(int k, int[] labels, int classes) {
        float[] shares = new float[classes];
        for (int label : labels) {
            shares[label] += 1f / labels.length;
        }
        int used = Math.min(k, found);
        float[] probabilities = new float[rows * classes];
        for (int row = 0; row < rows; row++) {
            int at = row * classes;
            System.arraycopy(shares, 0, probabilities, at, classes);
            for (int i = 0; i < used; i++) {
                probabilities[at + labels[nearest[row * MOST + i]]]++;
            }
            for (int c = 0; c < classes; c++) {
                probabilities[at + c] /= used + 1;
            }
        }
        return probabilities;
    }

    /// Returns the mean of the k nearest rows, for each row.
    ///
    /// @param numbers the number of each training row
    public float[] numbers(int k, float[] numbers) {
        int used = Math.min(k, found);
        float[] means = new float[rows];
        for (int row = 0; row < rows; row++) {
            double sum = 0;
            for (int i = 0; i < used; i++) {
                sum += numbers[nearest[row * MOST + i]];
            }
            means[row] = (float) (sum / used);
        }
        return means;
    }

    /// Returns the number of neighbors with the lowest log loss for these rows; of equal ones, the smallest.
    ///
    /// @param truth the class of each row
    public int bestForClasses(int[] labels, int classes, int[] truth) {
        return best(k -> {
            float[] probabilities = classes(k, labels, classes);
            double loss = 0;
            for (int row = 0; row < rows; row++) {
                loss -= StrictMath.log(Math.max(probabilities[row * classes + truth[row]], Float.MIN_VALUE));
            }
            return loss;
        });
    }

    /// Returns the number of neighbors with the smallest squared errors for these rows; of equal ones, the smallest.
    ///
    /// @param truth the number of each row
    public int bestForNumbers(float[] numbers, float[] truth) {
        return best(k -> {
            float[] means = numbers(k, numbers);
            double squares = 0;
            for (int row = 0; row < rows; row++) {
                squares += (means[row] - truth[row]) * (double) (means[row] - truth[row]);
            }
            return squares;
        });
    }

    private int best(IntToDoubleFunction loss) {
        int best = COUNTS[0];
        double least = Double.POSITIVE_INFINITY;
        for (int k : COUNTS) {
            double value = k <= found ? loss.applyAsDouble(k) : Double.POSITIVE_INFINITY;
            if (value < least) {
                least = value;
                best = k;
            }
        }
        return best;
    }
}
