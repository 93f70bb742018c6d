package org.chainrule.consumer;

import static org.chainrule.consumer.Main.check;
import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Layers.sequential;
import static org.chainrule.nn.Layers.silu;
import static org.chainrule.nn.Layers.thresholds;
import static org.chainrule.optim.Optimizers.adam;
import static org.chainrule.optim.Optimizers.adamW;
import static org.chainrule.optim.Optimizers.muon;

import org.chainrule.Tensor;
import org.chainrule.Tensors;
import org.chainrule.data.Examples;
import org.chainrule.metric.Metrics;
import org.chainrule.model.Classifier;
import org.chainrule.model.NetModel;
import org.chainrule.model.Regressor;
import org.chainrule.nn.Draws;
import org.chainrule.nn.Layer;
import org.chainrule.nn.Losses;
import org.chainrule.nn.Net;
import org.chainrule.nn.Objective;
import org.chainrule.optim.Schedule;

/// Trains for intervals, counts and ordered classes, with the optimizers and schedules for tables.
final class Goals {
    private static final int ROWS = 400;

    private Goals() {
    }

    static void use() {
        intervals();
        counts();
        grades();
        groups();
    }

    private static float[][] places() {
        float[] uniform = Draws.of(3, "places").uniform(ROWS);
        float[][] places = new float[ROWS][];
        for (int i = 0; i < ROWS; i++) {
            places[i] = new float[]{2 * uniform[i] - 1};
        }
        return places;
    }

    private static Layer net(Layer last) {
        return sequential(linear(16), silu(), linear(16), silu(), last);
    }

    private static void intervals() {
        float[][] x = places();
        float[] noise = Draws.of(3, "noise").normal(ROWS);
        float[] y = new float[ROWS];
        for (int i = 0; i < ROWS; i++) {
            y[i] = 3 * x[i][0] + (2 + x[i][0]) * noise[i];
        }
        Examples rows = Examples.of(x, y);
        Regressor model = Regressor.of(net(linear(3))).loss(Losses.quantiles(0.1, 0.5, 0.9))
                .optimizer(muon(0.02, adam(0.01)).decay(0.01)).schedule(Schedule.coslog(2)).epochs(60).seed(0)
                .metrics(Metrics.pinball(0.1, 0.5, 0.9), Metrics.coverage(), Metrics.intervalWidth())
                .monitor("pinball").fit(rows, rows);
        double coverage = model.measure(rows, Metrics.coverage());
        check("the coverage of intervals", coverage > 0.7 && coverage < 0.9);
        check("the width of intervals", model.measure(rows, Metrics.intervalWidth()) > 2);
    }

    private static void counts() {
        float[][] x = places();
        float[] y = new float[ROWS];
        for (int i = 0; i < ROWS; i++) {
            y[i] = Math.round(Math.exp(1 + x[i][0]));
        }
        Examples rows = Examples.of(x, y);
        Regressor model = Regressor.of(net(linear(1))).loss(Losses.poisson()).optimizer(adam(0.01)).epochs(60).seed(0)
                .metrics(Metrics.ofLogs(Metrics.poissonDeviance())).monitor("poissonDeviance").fit(rows, rows);
        check("the deviance of counts", model.measure(rows, Metrics.ofLogs(Metrics.poissonDeviance())) < 0.1);
        check("a mean count", Math.abs(Math.exp(model.predict(0)) - Math.E) < 0.4);
    }

    private static void grades() {
        float[][] x = places();
        int[] grades = new int[ROWS];
        for (int i = 0; i < ROWS; i++) {
            grades[i] = x[i][0] < -0.5 ? 0 : x[i][0] < 0.5 ? 1 : 2;
        }
        Examples rows = Examples.named().input("x", x).target("grade", grades);
        Layer logits = sequential(net(linear(1).withoutBias()), thresholds(2));
        Net net = (in, scope) -> {
            Tensor above = scope.call("above", logits, in.get("x"));
            return Tensors.of("above", above, "grade", Losses.Ordinal.probabilities(above).log());
        };
        NetModel model = NetModel.of(net, Objective.on("above", "grade", Losses.ordinal())).optimizer(adam(0.01))
                .epochs(60).seed(0).fit(rows);
        check("ordered classes", model.measure(rows, Metrics.accuracy()) > 0.95);
    }

    private static void groups() {
        float[][] x = places();
        int[] labels = new int[ROWS];
        for (int i = 0; i < ROWS; i++) {
            labels[i] = x[i][0] < 0 ? 0 : 1;
        }
        Examples rows = Examples.of(x, labels);
        Classifier model = Classifier.of(net(linear(2)))
                .optimizer(adamW(0.01).decayFactors(path -> path.endsWith("/bias") ? 0 : 1)
                        .decaySchedule(Schedule.flatCosine()))
                .epochs(40).seed(0).metrics(Metrics.ece()).monitor("ece").fit(rows, rows);
        check("calibrated classes", model.measure(rows, Metrics.ece()) < 0.1
                && model.measure(rows, Metrics.brier()) < 0.1);
    }
}
