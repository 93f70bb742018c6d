package org.chainrule.metric;

import java.util.Arrays;

/// Positive and negative rows in the order of their scores, in 8 bytes per row. Rows of equal score form a group
/// without order.
final class Ranking {
    /// From the highest bit: 32 bits that grow with the score; 1 if the row is positive; the 31 bits of the weight
    /// without its sign. Sorting these numbers sorts the rows, and equal sets of rows give equal sums in any order of
    /// addition.
    private long[] rows = new long[64];
    private int size;
    private boolean sorted;

    void add(float score, boolean positive, float weight) {
        if (size == rows.length) {
            rows = Arrays.copyOf(rows, size + (size >> 1));
        }
        // adding 0 makes -0 and 0 the same score
        int bits = Float.floatToIntBits(score + 0f);
        int growing = bits < 0 ? bits ^ Integer.MAX_VALUE : bits;
        rows[size++] = (long) growing << 32 | (positive ? 1L << 31 : 0) | Float.floatToIntBits(weight);
        sorted = false;
    }

    /// Returns whether there are rows and no score is NaN.
    boolean defined() {
        if (!sorted) {
            Arrays.sort(rows, 0, size);
            sorted = true;
        }
        // the bits of NaN are above those of all numbers
        return size > 0 && !Float.isNaN(Float.intBitsToFloat((int) (rows[size - 1] >> 32)));
    }

    /// Returns the probability that a positive row has a higher score than a negative one, where ties count half (Mann
    /// and Whitney, 1947). NaN unless there are rows of both.
    double area() {
        double pairs = 0;
        double positives = 0;
        double negatives = 0;
        for (int from = 0; from < size;) {
            int to = end(from);
            double yes = weight(from, to, true);
            double no = weight(from, to, false);
            pairs += yes * (negatives + no / 2);
            positives += yes;
            negatives += no;
            from = to;
        }
        return pairs / (positives * negatives);
    }

    /// Returns the sum, over the thresholds from the highest, of the precision times the increase of the recall. NaN
    /// without positive rows.
    double averagePrecision() {
        double sum = 0;
        double positives = 0;
        double all = 0;
        for (int to = size; to > 0;) {
            int from = start(to);
            double yes = weight(from, to, true);
            positives += yes;
            all += yes + weight(from, to, false);
            sum += yes * (positives / all);
            to = from;
        }
        return sum / positives;
    }

    private int end(int from) {
        int to = from + 1;
        while (to < size && rows[to] >> 32 == rows[from] >> 32) {
            to++;
        }
        return to;
    }

    private int start(int to) {
        int from = to - 1;
        while (from > 0 && rows[from - 1] >> 32 == rows[to - 1] >> 32) {
            from--;
        }
        return from;
    }

    private double weight(int from, int to, boolean positive) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += (rows[i] >> 31 & 1) == 1 == positive ? Float.intBitsToFloat((int) rows[i] & Integer.MAX_VALUE) : 0;
        }
        return sum;
    }
}
