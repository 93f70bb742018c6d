package org.chainrule.examples;

import static org.chainrule.metric.Metrics.coverage;
import static org.chainrule.metric.Metrics.intervalWidth;
import static org.chainrule.metric.Metrics.pinball;
import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Layers.sequential;
import static org.chainrule.nn.Layers.silu;
import static org.chainrule.nn.Losses.quantiles;
import static org.chainrule.optim.Optimizers.adam;
import static org.chainrule.optim.Optimizers.muon;

import java.util.Arrays;
import java.util.List;
import org.chainrule.data.Examples;
import org.chainrule.data.Split;
import org.chainrule.metric.Metric;
import org.chainrule.model.Regressor;
import org.chainrule.nn.Draws;
import org.chainrule.optim.Schedule;

/// An interval for each row: the quantiles of a wave whose noise grows from left to right.
public final class Intervals {
    private static final int POINTS = 4000;

    private Intervals() {
    }

    static Examples wave() {
        float[] places = Draws.of(0, "places").uniform(POINTS);
        float[] noise = Draws.of(0, "noise").normal(POINTS);
        float[][] x = new float[POINTS][];
        float[] y = new float[POINTS];
        for (int i = 0; i < POINTS; i++) {
            x[i] = new float[]{places[i]};
            y[i] = (float) Math.sin(6 * places[i]) + places[i] * noise[i];
        }
        return Examples.of(x, y);
    }

    // snippet: an interval for each row
    static Regressor fit(Split rows) {
        return Regressor.of(sequential(linear(64), silu(), linear(64), silu(), linear(3)))
                .loss(quantiles(0.05, 0.5, 0.95)).optimizer(muon(0.02, adam(0.003))).schedule(Schedule.cosine())
                .metrics(pinball(0.05, 0.5, 0.95), coverage(), intervalWidth()).monitor("pinball")
                .epochs(30).batch(128).seed(0).fit(rows.train(), rows.held());
    }
    // end

    /// Trains, and prints the intervals at three places and how many held-out points are in theirs.
    public static void main(String[] args) {
        Split rows = wave().split(0.75, 0);
        Regressor model = fit(rows);
        for (Metric metric : List.of(pinball(0.05, 0.5, 0.95), coverage(), intervalWidth())) {
            Print.line("%-14s %.3f", metric.name(), model.measure(rows.held(), metric));
        }
        for (float place : new float[]{0.1f, 0.5f, 0.9f}) {
            Print.line("at %.1f: %s", place, Arrays.toString(model.predictAll(new float[]{place})));
        }
    }
}
