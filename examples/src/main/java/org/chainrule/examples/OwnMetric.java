package org.chainrule.examples;

import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Layers.sequential;
import static org.chainrule.nn.Layers.tanh;
import static org.chainrule.optim.Optimizers.adam;

import org.chainrule.data.Split;
import org.chainrule.metric.Metric;
import org.chainrule.model.Regressor;

/// A custom metric that chooses the best epoch.
public final class OwnMetric {
    private OwnMetric() {
    }

    // snippet: a metric of your own
    static final Metric NEAR = Metric.ofRows("near", true, (prediction, target) -> {
        double x = prediction[0] - target[0];
        double y = prediction[1] - target[1];
        return x * x + y * y < 0.01 ? 1 : 0;
    });
    // end

    static Regressor fit(Split rows) {
        return Regressor.of(sequential(linear(32), tanh(), linear(32), tanh(), linear(2))).optimizer(adam(0.01))
                .epochs(60).seed(0).metrics(NEAR).monitor(NEAR).fit(rows.train(), rows.held());
    }

    /// Prints the share of predictions within 0.1 of the target, epoch by epoch.
    public static void main(String[] args) {
        Split rows = SeveralTargets.rows(0).split(0.8, 0);
        Regressor arm = fit(rows);
        for (int epoch = 20; epoch <= 60; epoch += 20) {
            Print.line("epoch %d: near in %.3f of the rows held out", epoch,
                    arm.history().get(epoch - 1).validation("near"));
        }
        Print.line("best: epoch %d with %.3f", arm.bestEpoch(), arm.measure(rows.held(), NEAR));
    }
}
