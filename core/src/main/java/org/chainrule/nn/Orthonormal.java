package org.chainrule.nn;

import java.util.Arrays;

/// Sets of orthonormal vectors: vectors of length 1 at right angles to each other.
final class Orthonormal {
    /// A remainder shorter than this is rounding error.
    private static final double NOTHING = 1e-6;

    private Orthonormal() {
    }

    /// Returns `count` orthonormal vectors of `size` numbers each, made from normal draws by the method of Gram and Schmidt
    /// in float64. The earlier vectors are subtracted twice: once is not enough, twice is (Giraud, Langou and Rozloznik,
    /// 2005). Normal draws make the result uniform over all such sets (Stewart, 1980).
    static double[][] vectors(int count, int size, float[] normal) {
        double[][] vectors = new double[count][size];
        int spare = 0;
        for (int k = 0; k < count; k++) {
            for (int i = 0; i < size; i++) {
                vectors[k][i] = normal[k * size + i];
            }
            while (!normalize(vectors, k)) {
                // the draws are linearly dependent; use the next coordinate axis instead
                Arrays.fill(vectors[k], 0);
                vectors[k][spare++] = 1;
            }
        }
        return vectors;
    }

    private static boolean normalize(double[][] vectors, int k) {
        double[] vector = vectors[k];
        for (int round = 0; round < 2; round++) {
            for (int earlier = 0; earlier < k; earlier++) {
                double along = dot(vectors[earlier], vector);
                for (int i = 0; i < vector.length; i++) {
                    vector[i] -= along * vectors[earlier][i];
                }
            }
        }
        double length = Math.sqrt(dot(vector, vector));
        for (int i = 0; i < vector.length; i++) {
            vector[i] /= length;
        }
        return length > NOTHING;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
