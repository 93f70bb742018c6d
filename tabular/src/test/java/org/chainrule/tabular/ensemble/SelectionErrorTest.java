package org.chainrule.tabular.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.chainrule.tabular.encode.Schema;
import org.chainrule.tabular.outcome.Aim;
import org.chainrule.tabular.outcome.Criterion;
import org.chainrule.tabular.outcome.Estimand;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.outcome.TargetChoice;
import org.chainrule.tabular.outcome.Task;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TextColumn;
import org.chainrule.tabular.train.Codec;
import org.junit.jupiter.api.Test;

/// The error by which networks are weighed, against values by hand.
class SelectionErrorTest {
    private static final Table TABLE = Table.of("t", NumberColumn.of("x", 1, 2, 3, 4), TextColumn.of("y", "a", "a", "b",
            "b"), NumberColumn.of("z", 10, 20, 30, 40), NumberColumn.of("w", 1, 1, 1, 3));
    /// The rows are ranked perfectly, but with little confidence.
    private static final float[] RANKED = {0.9f, 0.1f, 0.8f, 0.2f, 0.7f, 0.3f, 0.6f, 0.4f};
    /// One row is ranked wrongly; the others are certain.
    private static final float[] CERTAIN = {0.99f, 0.01f, 0.45f, 0.55f, 0.5f, 0.5f, 0.01f, 0.99f};

    private static SelectionError error(Aim aim, String target) {
        int[] rows = TABLE.rows();
        return error(aim,
                TargetChoice.of(TABLE, target, target.equals("y") ? Task.CLASSIFICATION : Task.REGRESSION).fit(rows));
    }

    private static SelectionError error(Aim aim, Target target) {
        int[] rows = TABLE.rows();
        Codec codec = new Codec(Schema.fit(TABLE, rows, Set.of("y", "z", "w")), target);
        return SelectionError.of(codec.aiming(aim), TABLE, rows);
    }

    private static double of(SelectionError error, float... outputs) {
        return error.of(error.predictions(outputs));
    }

    private static double[] weights(SelectionError error) {
        return GreedySelection.weights(new float[][]{error.predictions(RANKED), error.predictions(CERTAIN)}, error::of,
                new double[2], 0);
    }

    @Test
    void theMetricDecidesBetweenNetworks() {
        SelectionError logLoss = error(Aim.NONE, "y");
        SelectionError auc = error(Aim.NONE.metric(Criterion.AUC), "y");
        assertThat(of(logLoss, CERTAIN)).isLessThan(of(logLoss, RANKED));
        assertThat(of(auc, RANKED)).as("an error, so negated").isEqualTo(-1);
        assertThat(of(auc, CERTAIN)).isEqualTo(-0.75);
        assertThat(weights(auc)[0]).isEqualTo(1);
        assertThat(weights(logLoss)[1]).isGreaterThan(0.5);
    }

    private static double saved(SelectionError error, float[] reached, float[] better) {
        return error.saved(error.predictions(reached), error.predictions(better));
    }

    private static float[] sure(float p) {
        return new float[]{p, 1 - p, p, 1 - p, 1 - p, p, 1 - p, p};
    }

    @Test
    void whatIsSavedIsAShareOfAnErrorThatMatters() {
        SelectionError logLoss = error(Aim.NONE, "y");
        assertThat(saved(logLoss, sure(0.8f), sure(0.9f))).isCloseTo(1 - Math.log(0.9) / Math.log(0.8), within(1e-6));
        assertThat(saved(logLoss, sure(0.9f), sure(0.8f))).isZero();
        assertThat(saved(logLoss, sure(0.9999f), sure(0.99995f))).as("half of hardly any error").isZero();
        assertThat(saved(logLoss, sure(0.998f), sure(0.999f))).isCloseTo(0.5, within(1e-3));
        SelectionError auc = error(Aim.NONE.metric(Criterion.AUC), "y");
        assertThat(saved(auc, CERTAIN, RANKED)).as("from 0.75 to 1").isEqualTo(1);
        assertThat(saved(error(Aim.NONE, "z"), new float[]{-1, -0.5f, 0.5f, 0}, new float[]{-1, -0.5f, 0.5f, 1}))
                .isBetween(0.5, 1.0);
    }

    @Test
    void rowsCountByTheirWeights() {
        double plain = of(error(Aim.NONE, "y"), CERTAIN);
        assertThat(plain).isCloseTo(-(2 * Math.log(0.99) + Math.log(0.45) + Math.log(0.5)) / 4, within(1e-6));
        assertThat(of(error(Aim.NONE.weights("w"), "y"), CERTAIN))
                .isCloseTo(-(4 * Math.log(0.99) + Math.log(0.45) + Math.log(0.5)) / 6, within(1e-6));
        assertThat(of(error(Aim.NONE.weights("w").metric(Criterion.ACCURACY), "y"), CERTAIN))
                .isCloseTo(-4 / 6.0, within(1e-6));
        assertThat(of(error(Aim.NONE.weights("w"), "z"), 0, 0, 0, 0))
                .as("standardized distances 15, 5, 5, 15 of a deviation of sqrt(125)")
                .isCloseTo((225 + 25 + 25 + 3 * 225) / 125.0 / 6, within(1e-6));
    }

    /// The numbers 10, 20, 30 and 40 have the mean 25 and the variance 125.
    @Test
    void countsAreWeighedByTheirDeviance() {
        Target.Numbers counts = new Target.Numbers("z", 25, Math.sqrt(125)).estimating(new Estimand.Counts());
        float[] outputs = {(float) Math.log(0.5), 0, 0, (float) Math.log(2)};
        double[] parts = {deviance(10, 12.5), deviance(20, 25), deviance(30, 25), deviance(40, 50)};
        assertThat(of(error(Aim.NONE, counts), outputs)).isCloseTo(Arrays.stream(parts).sum() / 4, within(1e-5));
        assertThat(of(error(Aim.NONE.weights("w"), counts), outputs))
                .isCloseTo((Arrays.stream(parts).sum() + 2 * parts[3]) / 6, within(1e-5));
        assertThat(of(error(Aim.NONE.metric(Criterion.MAE), counts), outputs)).isCloseTo(22.5 / 4, within(1e-5));
    }

    private static double deviance(double count, double mean) {
        return 2 * (count * Math.log(count / mean) - count + mean);
    }

    @Test
    void quantilesAreWeighedByTheirPinballLoss() {
        Target.Numbers quantiles = new Target.Numbers("z", 20, 10)
                .estimating(new Estimand.Quantiles(List.of(0.2, 0.5)));
        float[] outputs = {-1, 0, -1, 0, -1, 0, -1, 0};
        double[] parts = {(0 + 5) / 2.0, 2 / 2.0, (4 + 5) / 2.0, (6 + 10) / 2.0};
        assertThat(of(error(Aim.NONE, quantiles), outputs)).isCloseTo(Arrays.stream(parts).sum() / 4, within(1e-5));
        assertThat(of(error(Aim.NONE.weights("w"), quantiles), outputs))
                .isCloseTo((Arrays.stream(parts).sum() + 2 * parts[3]) / 6, within(1e-5));
        assertThat(of(error(Aim.NONE.metric(Criterion.MAE), quantiles), outputs)).isCloseTo(10, within(1e-5));
    }

    @Test
    void errorsOfNumbersAreInTheRightDirection() {
        float[] good = {-1, -0.5f, 0.5f, 1};
        float[] bad = {1, 0.5f, -0.5f, -1};
        for (Criterion criterion : new Criterion[]{Criterion.MAE, Criterion.R2, Criterion.RMSE, Criterion.POISSON}) {
            SelectionError error = error(Aim.NONE.metric(criterion), "z");
            assertThat(of(error, good)).as(criterion.word()).isLessThan(of(error, bad));
        }
    }
}
