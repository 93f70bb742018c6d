package org.chainrule.model;

import java.util.SplittableRandom;
import org.chainrule.data.Examples;

/// Small data for tests: three noisy rings of points, and a noisy plane.
final class Samples {
    private Samples() {
    }

    /// Points in the plane. The class of a point is its ring.
    static Examples rings(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] x = new float[count][2];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            labels[i] = i % 3;
            double angle = random.nextDouble(2 * StrictMath.PI);
            double radius = 0.4 + 0.8 * labels[i] + random.nextDouble(-0.15, 0.15);
            x[i][0] = (float) (radius * StrictMath.cos(angle));
            x[i][1] = (float) (radius * StrictMath.sin(angle));
        }
        return Examples.of(x, labels);
    }

    /// `y = 2 x0 - 3 x1 + 0.5` with a little noise.
    static Examples plane(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] x = new float[count][2];
        float[] y = new float[count];
        for (int i = 0; i < count; i++) {
            x[i][0] = (float) random.nextDouble(-1, 1);
            x[i][1] = (float) random.nextDouble(-1, 1);
            y[i] = (float) (2 * x[i][0] - 3 * x[i][1] + 0.5 + random.nextDouble(-0.01, 0.01));
        }
        return Examples.of(x, y);
    }

    /// Returns the index of the largest of `count` values, or the first of several.
    static int argmax(float[] values, int from, int count) {
        int best = 0;
        for (int k = 1; k < count; k++) {
            best = values[from + k] > values[from + best] ? k : best;
        }
        return best;
    }
}
