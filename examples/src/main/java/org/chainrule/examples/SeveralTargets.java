package org.chainrule.examples;

import static org.chainrule.metric.Metrics.r2;
import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Layers.sequential;
import static org.chainrule.nn.Layers.tanh;
import static org.chainrule.optim.Optimizers.adam;

import org.chainrule.data.Examples;
import org.chainrule.model.Regressor;
import org.chainrule.nn.Draws;

/// Several target numbers per row: the position of the tip of an arm with two joints, from the angles of the joints.
public final class SeveralTargets {
    private static final int ROWS = 1000;

    private SeveralTargets() {
    }

    static Examples rows(long seed) {
        float[] draws = Draws.of(seed, "angles").uniform(2 * ROWS);
        float[][] angles = new float[ROWS][];
        float[][] tips = new float[ROWS][];
        for (int i = 0; i < ROWS; i++) {
            float first = 3 * draws[2 * i];
            float second = 3 * draws[2 * i + 1];
            angles[i] = new float[]{first, second};
            tips[i] = new float[]{(float) (Math.cos(first) + Math.cos(first + second)),
                    (float) (Math.sin(first) + Math.sin(first + second))};
        }
        return Examples.of(angles, tips);
    }

    // snippet: several numbers
    static Regressor fit(Examples rows) {
        return Regressor.of(sequential(linear(32), tanh(), linear(32), tanh(), linear(2))).optimizer(adam(0.01))
                .epochs(60).seed(0).fit(rows);
    }
    // end

    /// Trains on the arm and predicts the tip for two angles.
    public static void main(String[] args) {
        Regressor arm = fit(rows(0));
        Print.line("r2 %.4f on new angles", arm.measure(rows(1), r2()));
        float[] tip = arm.predictAll(new float[]{(float) (Math.PI / 2), 0});
        Print.line("straight up: x %.2f, y %.2f", tip[0], tip[1]);
    }
}
