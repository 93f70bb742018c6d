package org.chainrule.kernel.vector;

import static org.chainrule.kernel.vector.Vectors.SPECIES;

import jdk.incubator.vector.FloatVector;

/// Packing: copies of B in the order in which a micro-kernel reads it, as panels of a few columns with consecutive
/// rows.
final class VectorPacking {
    private static final int LANES = SPECIES.length();
    private static final FloatVector LOW = zip(0);
    private static final FloatVector HIGH = zip(LANES / 2);

    private VectorPacking() {
    }

    /// Returns the shuffle that interleaves two vectors from a given lane on.
    private static FloatVector zip(int start) {
        float[] lanes = new float[LANES];
        for (int i = 0; i < LANES; i++) {
            lanes[i] = start + i / 2 + i % 2 * LANES;
        }
        return FloatVector.fromArray(SPECIES, lanes, 0);
    }

    /// Packs a panel of `panel` columns, of which B provides `used`; the others are arbitrary. The first element of B
    /// is at `at`, and rows are `n` apart.
    static void panel(int n, float[] b, int at, int depth, int used, int panel, float[] packed, int to) {
        int whole = Math.min(depth, Math.floorDiv(b.length - panel - at, n) + 1);
        for (int q = 0; q < whole; q++) {
            FloatVector.fromArray(SPECIES, b, at + q * n).intoArray(packed, to + q * panel);
        }
        if (panel > LANES) {
            for (int q = 0; q < whole; q++) {
                FloatVector.fromArray(SPECIES, b, at + q * n + LANES).intoArray(packed, to + q * panel + LANES);
            }
        }
        for (int q = Math.max(0, whole); q < depth; q++) {
            for (int j = 0; j < used; j++) {
                packed[to + q * panel + j] = b[at + q * n + j];
            }
        }
    }

    /// Packs a panel of a transposed B, whose columns are `k` apart.
    ///
    /// Squares with as many rows and columns as a vector has lanes are transposed in registers and scratch:
    /// interleaving the vectors i and i + lanes / 2 gives the vectors 2 i and 2 i + 1, and log2(lanes) such rounds
    /// transpose the square.
    static void turned(int k, float[] b, int at, int depth, int used, int panel, float[] packed, int to,
            int square) {
        // the last square overlaps the one before, or is higher than the panel: the excess is overwritten later
        int whole = depth < LANES / 2 ? 0 : depth;
        for (int next = 0; next < whole; next += LANES) {
            int q = Math.max(0, Math.min(next, depth - LANES));
            int there = Math.min(LANES, depth);
            int j = 0;
            for (; j + LANES <= used && at + (j + LANES - 1) * k + q + LANES <= b.length; j += LANES) {
                turn(k, b, at + j * k + q, panel, packed, to + q * panel + j, square);
            }
            for (; j < used; j++) {
                column(b, at + j * k + q, there, panel, packed, to + q * panel + j);
            }
        }
        for (int j = 0; j < used; j++) {
            column(b, at + j * k + whole, depth - whole, panel, packed, to + whole * panel + j);
        }
    }

    private static void column(float[] b, int at, int count, int panel, float[] packed, int to) {
        for (int q = 0; q < count; q++) {
            packed[to + q * panel] = b[at + q];
        }
    }

    private static void turn(int k, float[] b, int at, int panel, float[] packed, int to, int square) {
        if (LANES == 16) {
            twice(b, at, k, packed, square, LANES);
            twice(packed, square, LANES, packed, to, panel);
        } else if (LANES == 8) {
            twice(b, at, k, packed, square, LANES);
            once(packed, square, LANES, packed, to, panel);
        } else if (LANES == 4) {
            twice(b, at, k, packed, to, panel);
        } else {
            once(b, at, k, packed, to, panel);
        }
    }

    private static void once(float[] x, int at, int step, float[] out, int to, int outStep) {
        for (int i = 0; i < LANES / 2; i++) {
            FloatVector v0 = FloatVector.fromArray(SPECIES, x, at + i * step);
            FloatVector v1 = FloatVector.fromArray(SPECIES, x, at + (i + LANES / 2) * step);
            LOW.selectFrom(v0, v1).intoArray(out, to + 2 * i * outStep);
            HIGH.selectFrom(v0, v1).intoArray(out, to + (2 * i + 1) * outStep);
        }
    }

    private static void twice(float[] x, int at, int step, float[] out, int to, int outStep) {
        int quarter = LANES / 4 * step;
        for (int i = 0; i < LANES / 4; i++) {
            int from = at + i * step;
            FloatVector v0 = FloatVector.fromArray(SPECIES, x, from);
            FloatVector v1 = FloatVector.fromArray(SPECIES, x, from + quarter);
            FloatVector v2 = FloatVector.fromArray(SPECIES, x, from + 2 * quarter);
            FloatVector v3 = FloatVector.fromArray(SPECIES, x, from + 3 * quarter);
            FloatVector even0 = LOW.selectFrom(v0, v2);
            FloatVector even1 = HIGH.selectFrom(v0, v2);
            FloatVector odd0 = LOW.selectFrom(v1, v3);
            FloatVector odd1 = HIGH.selectFrom(v1, v3);
            int row = to + 4 * i * outStep;
            LOW.selectFrom(even0, odd0).intoArray(out, row);
            HIGH.selectFrom(even0, odd0).intoArray(out, row + outStep);
            LOW.selectFrom(even1, odd1).intoArray(out, row + 2 * outStep);
            HIGH.selectFrom(even1, odd1).intoArray(out, row + 3 * outStep);
        }
    }
}
