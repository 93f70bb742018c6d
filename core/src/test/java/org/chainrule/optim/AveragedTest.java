package org.chainrule.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.chainrule.optim.Optimizers.adamW;
import static org.chainrule.optim.Optimizers.averaged;
import static org.chainrule.optim.Optimizers.sgd;

import java.util.ArrayList;
import java.util.List;
import org.chainrule.data.Examples;
import org.chainrule.error.ArgumentException;
import org.chainrule.model.Regressor;
import org.chainrule.nn.Inits;
import org.chainrule.nn.Layer;
import org.chainrule.nn.Losses;
import org.chainrule.train.Run;
import org.chainrule.train.Step;
import org.chainrule.type.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The average of a single parameter, computed by hand. The loss is `(w - 8)^2`, so a step with the rate 1/4 halves the
/// distance to 8: from 0 to 4, 6 and 7. With the decay 1/2 the sums are 2, 4 and 11/2, divided by 1/2, 3/4 and 7/8.
class AveragedTest {
    private static final Layer CONSTANT = (x, s) -> x.mul(0).add(s.parameter("w", Shape.of(1), Inits.zeros()));
    private static final Examples ROWS = Examples.of(new float[][]{{1}, {2}}, new float[]{8, 8});
    private static final double[] AVERAGES = {4, 16 / 3.0, 44 / 7.0};
    private static final double[] PARAMETERS = {4, 6, 7};

    private static double value(java.util.Map<String, org.chainrule.Tensor> values) {
        return values.get("layer/w").values()[0];
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void theRunGoesOnFromTheParameters(int threads) {
        Run run = Step.of(CONSTANT, Losses.squared(), averaged(sgd(0.25), 0.5)).start(ROWS, 2, threads);
        assertThat(value(run.parameters())).isZero();
        for (int step = 0; step < 3; step++) {
            run.step(ROWS.batch());
            assertThat(value(run.variables())).isEqualTo(PARAMETERS[step]);
            assertThat(value(run.parameters())).isCloseTo(AVERAGES[step], within(1e-6));
        }
    }

    @Test
    void validationAndTheModelUseTheAverage() {
        List<Double> losses = new ArrayList<>();
        List<Double> models = new ArrayList<>();
        Regressor model = Regressor.of(CONSTANT).optimizer(averaged(sgd(0.25), 0.5)).epochs(3).batch(2).onEpoch(e -> {
            losses.add(e.validation("loss"));
            models.add((double) e.model().predict(0));
        }).fit(ROWS, ROWS);
        for (int epoch = 0; epoch < 3; epoch++) {
            assertThat(losses.get(epoch)).isCloseTo(Math.pow(AVERAGES[epoch] - 8, 2), within(1e-5));
            assertThat(models.get(epoch)).isCloseTo(AVERAGES[epoch], within(1e-6));
        }
        assertThat(model.history().stream().map(record -> record.loss())).containsExactly(64.0, 16.0, 4.0);
        assertThat((double) model.predict(0)).isCloseTo(44 / 7.0, within(1e-6));
    }

    @Test
    void withoutDecayTheAverageIsTheParameter() {
        Run run = Step.of(CONSTANT, Losses.squared(), averaged(adamW(0.1), 0)).start(ROWS, 2, 1);
        for (int step = 0; step < 5; step++) {
            run.step(ROWS.batch());
        }
        assertThat(value(run.parameters())).isEqualTo(value(run.variables()));
    }

    @Test
    void frozenParametersAreNotAveraged() {
        Run run = Step.of(CONSTANT, Losses.squared(), averaged(sgd(0.25), 0.5)).freeze(path -> true).start(ROWS, 2, 1);
        run.step(ROWS.batch());
        assertThat(value(run.parameters())).isZero();
    }

    @Test
    void settingsAreChecked() {
        assertThat(averaged(adamW(0.001), 0.999).describe()).isEqualTo("adamW(lr 0.001, decay 0.01) averaged(0.999)");
        assertThatThrownBy(() -> averaged(sgd(0.1), 1)).isInstanceOf(ArgumentException.class)
                .hasMessage("averaged: decay is 1.0, expected at least 0 and below 1");
    }
}
