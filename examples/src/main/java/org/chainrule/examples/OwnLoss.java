package org.chainrule.examples;

import static org.chainrule.nn.Layers.linear;
import static org.chainrule.optim.Optimizers.adam;

import org.chainrule.data.Examples;
import org.chainrule.model.Regressor;
import org.chainrule.nn.Draws;
import org.chainrule.nn.Loss;
import org.chainrule.nn.Losses;
import org.chainrule.optim.Schedule;

/// A custom loss: the absolute error, which is robust to outliers.
public final class OwnLoss {
    private OwnLoss() {
    }

    // snippet: a loss of your own
    static final Loss ABSOLUTE = (prediction, target) -> prediction.sub(target).abs().mean(-1);
    // end

    /// Rows with `y = 2 x`, one in ten of them off by 50.
    static Examples rows() {
        float[] normal = Draws.of(0, "rows").normal(200);
        float[][] x = new float[200][];
        float[] y = new float[200];
        for (int i = 0; i < 200; i++) {
            x[i] = new float[]{normal[i]};
            y[i] = 2 * normal[i] + (i % 10 == 0 ? 50 : 0);
        }
        return Examples.of(x, y);
    }

    /// The prediction for 1; the correct value is 2.
    static float atOne(Loss loss) {
        return Regressor.of(linear(1)).loss(loss).optimizer(adam(0.05)).schedule(Schedule.cosine()).epochs(100)
                .batch(50)
                .seed(0).fit(rows()).predict(1);
    }

    /// Trains with both losses on the same rows.
    public static void main(String[] args) {
        Print.line("squared error:  the line says %.2f at 1", atOne(Losses.squared()));
        Print.line("absolute error: the line says %.2f at 1", atOne(ABSOLUTE));
    }
}
