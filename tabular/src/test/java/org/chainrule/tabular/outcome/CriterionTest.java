package org.chainrule.tabular.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.chainrule.data.Examples;
import org.chainrule.error.ArgumentException;
import org.chainrule.metric.Metric;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TextColumn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CriterionTest {
    private static final Table TABLE = Table.of("t", NumberColumn.of("count", 3, 0, -1, 5.5),
            TextColumn.of("kind", "a", "b", "a", "b"), NumberColumn.of("w", 1, 1, 2, 0.5));
    private static final Target.Classes KINDS = new Target.Classes("kind", Column.Kind.TEXT, List.of("a", "b"));

    @ParameterizedTest
    @CsvSource({"AUC,AUC", "roc_auc,AUC", "F1,F1", "macroF1,F1", "f1-macro,F1", "log loss,LOG_LOSS", "logLoss,LOG_LOSS",
            "balancedAccuracy,BALANCED_ACCURACY", "poisson,POISSON", "poissonDeviance,POISSON", "R2,R2",
            "mcc,MATTHEWS"})
    void namesInAnySpelling(String name, Criterion criterion) {
        assertThat(Criterion.of(name)).isEqualTo(criterion);
        assertThat(Criterion.of(criterion.word())).isEqualTo(criterion);
        assertThat(Criterion.of(criterion.reported())).isEqualTo(criterion);
    }

    @Test
    void othersAreRefused() {
        assertThatThrownBy(() -> Criterion.of("aux")).isInstanceOf(ArgumentException.class).hasMessage(
                "the metric \"aux\" is not known; choose one of accuracy, auc, average_precision, balanced_accuracy, brier, "
                        + "f1, logloss and mcc for classes, or kappa and rank_error if they are ordered; of mae, poisson, "
                        + "r2 and rmse for numbers; or pinball for quantiles");
        assertThatThrownBy(() -> Criterion.of("ECE")).isInstanceOf(ArgumentException.class)
                .hasMessageStartingWith("the metric ece cannot choose an epoch, because");
        int[] rows = TABLE.rows();
        assertThatThrownBy(() -> Criterion.RMSE.check(KINDS, TABLE, rows))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("t: the target \"kind\" has classes, but the metric rmse measures numbers; choose one of "
                        + "accuracy, auc, average_precision, balanced_accuracy, brier, f1, logloss and mcc");
        Target.Numbers counts = new Target.Numbers("count", 1, 2);
        assertThatThrownBy(() -> Criterion.F1.check(counts, TABLE, rows)).isInstanceOf(ArgumentException.class)
                .hasMessage(
                        "t: the target \"count\" is predicted as a number, but the metric f1 measures classes; choose "
                                + "one of mae, poisson, r2 and rmse");
        assertThatThrownBy(() -> Criterion.POISSON.check(counts, TABLE, rows))
                .isInstanceOf(ArgumentException.class).hasMessage("t, line 3: the target \"count\" is -1, but poisson "
                        + "measures counts of at least 0; choose one of mae, r2 and rmse");
        Criterion.RMSE.check(counts, TABLE, rows);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '%', value = {
            "KAPPA | classes | has classes, but the metric kappa measures ordered classes; choose one of accuracy, auc, "
                    + "average_precision, balanced_accuracy, brier, f1, logloss and mcc",
            "MAE | ordered | has ordered classes, but the metric mae measures numbers; choose one of accuracy, auc, "
                    + "average_precision, balanced_accuracy, brier, f1, logloss, mcc, kappa and rank_error",
            "PINBALL | mean | is predicted as a number, but the metric pinball measures quantiles; choose one of mae, "
                    + "poisson, r2 and rmse",
            "RANK_ERROR | counts | is predicted as a count, but the metric rank_error measures ordered classes; choose "
                    + "one of mae, poisson, r2 and rmse",
            "MAE | ends | is predicted by quantiles, but the metric mae measures the median, which is not among them; "
                    + "choose pinball",
            "R2 | quantiles | is predicted by quantiles, but the metric r2 measures means; choose one of mae, rmse and "
                    + "pinball"})
    void whatDoesNotFitTheTargetIsRefused(Criterion criterion, String kind, String message) {
        Target target = target(kind);
        assertThatThrownBy(() -> criterion.check(target, TABLE, TABLE.rows())).isInstanceOf(ArgumentException.class)
                .hasMessage("t: the target \"" + target.column() + "\" " + message);
    }

    private static Target target(String kind) {
        Target.Numbers numbers = new Target.Numbers("count", 2, 4);
        return switch (kind) {
            case "classes" -> KINDS;
            case "ordered" -> KINDS.inOrder();
            case "counts" -> numbers.estimating(new Estimand.Counts());
            case "quantiles" -> numbers.estimating(new Estimand.Quantiles(List.of(0.1, 0.5, 0.9)));
            case "ends" -> numbers.estimating(new Estimand.Quantiles(List.of(0.1, 0.9)));
            default -> numbers;
        };
    }

    /// The network learns the logarithm of the count over its mean, 2: the mean of a count of 3 is predicted as 4, the
    /// deviance of which is 2 (3 log(3 / 4) + 1).
    @Test
    void epochsOfCountsAreMeasuredInCounts() {
        Target.Numbers counts = (Target.Numbers) target("counts");
        float output = (float) Math.log(2);
        assertThat(epoch(Criterion.POISSON, counts, counts.learned(3), output))
                .isCloseTo(2 * (3 * Math.log(0.75) + 1), within(1e-6));
        assertThat(epoch(Criterion.MAE, counts, counts.learned(3), output)).isCloseTo(1, within(1e-6));
    }

    /// Standard units of a mean of 2 and a deviation of 4: the quantiles -2, 6 and 10, of which two are exchanged, of 8.
    @Test
    void epochsOfQuantilesAreMeasuredInUnitsAndInOrder() {
        Target.Numbers quantiles = (Target.Numbers) target("quantiles");
        float[] outputs = {1, -1, 2};
        assertThat(epoch(Criterion.PINBALL, quantiles, quantiles.learned(8), outputs))
                .isCloseTo((0.1 * 10 + 0.5 * 2 + 0.1 * 2) / 3, within(1e-6));
        assertThat(epoch(Criterion.RMSE, quantiles, quantiles.learned(8), outputs)).isCloseTo(2, within(1e-6));
    }

    private static double epoch(Criterion criterion, Target target, float goal, float... outputs) {
        Metric.Score score = new EpochMetric(criterion, target, List.of(), false).start(Measures.kind(target));
        score.add(outputs, new float[]{goal}, 1);
        return score.value();
    }

    /// The Poisson deviance of means 4 and 2^-24 (for -1) and counts 3 and 0, in standard units of a mean of 1 and a
    /// deviation of 2, is the mean of 2 (3 log(3 / 4) + 1) and 2^-23.
    @Test
    void poissonDevianceInUnitsOfTheTarget() {
        Metric.Score score = Criterion.POISSON.metric(new Target.Numbers("count", 1, 2))
                .start(Metric.Kind.ofNumbers(1));
        score.add(new float[]{1.5f}, new float[]{1}, 1);
        score.add(new float[]{-1}, new float[]{-0.5f}, 1);
        assertThat(score.value()).isCloseTo((2 * (3 * Math.log(0.75) + 1) + 0x1p-23) / 2, within(1e-7));
    }

    @Test
    void aThresholdDecidesTheClass() {
        Metric.Score score = Criterion.ACCURACY.metric(KINDS.deciding(1, 0.2)).start(Metric.Kind.ofClasses(2));
        score.add(new float[]{0.7f, 0.3f}, new float[]{1}, 1);
        score.add(new float[]{0.9f, 0.1f}, new float[]{0}, 1);
        assertThat(score.value()).isEqualTo(1);
    }

    /// Three rows, of which the weights balance the classes: the metric counts the rows as they are.
    @Test
    void epochsAreMeasuredOnRowsAsTheyAre() {
        EpochMetric metric = new EpochMetric(Criterion.ACCURACY, KINDS, List.of(0.75, 1.5), false);
        Metric.Score score = metric.start(Metric.Kind.ofClasses(2));
        score.add(new float[]{1, 0}, new float[]{0}, 0.75f);
        score.add(new float[]{1, 0}, new float[]{0}, 0.75f);
        score.add(new float[]{1, 0}, new float[]{1}, 1.5f);
        assertThat(score.value()).isCloseTo(2 / 3.0, within(1e-12));
        Metric.Score weighted = new EpochMetric(Criterion.ACCURACY, KINDS, List.of(0.75, 1.5), true)
                .start(Metric.Kind.ofClasses(2));
        weighted.add(new float[]{1, 0}, new float[]{0}, 0.75f * 3);
        weighted.add(new float[]{1, 0}, new float[]{1}, 1.5f);
        assertThat(weighted.value()).as("weights 3 and 1").isCloseTo(0.75, within(1e-6));
    }

    @Test
    void epochsAreMeasuredWithoutTheTransformOfTheTarget() {
        double[] values = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512};
        Target.Numbers target = new Target.Numbers("y", 100, 50).transformed(TargetTransform.fit(values));
        Metric.Score score = new EpochMetric(Criterion.MAE, target, List.of(), false).start(Metric.Kind.ofNumbers(1));
        score.add(new float[]{target.learned(30)}, new float[]{target.learned(20)}, 1);
        assertThat(score.value()).isCloseTo(10 / 50.0, within(1e-4));
    }

    @Test
    void undefinedOnRowsOfOneClassOrOneNumber() {
        EpochMetric auc = new EpochMetric(Criterion.AUC, KINDS, List.of(), false);
        float[][] inputs = {{0}, {1}, {2}};
        assertThat(auc.isDefined(Examples.of(inputs, new int[]{1, 1, 1}), 2)).isFalse();
        assertThat(auc.isDefined(Examples.of(inputs, new int[]{1, 0, 1}), 2)).isTrue();
        EpochMetric r2 = new EpochMetric(Criterion.R2, new Target.Numbers("y", 0, 1), List.of(), false);
        assertThat(r2.isDefined(Examples.of(inputs, new float[]{2, 2, 2}), 1)).isFalse();
        assertThat(r2.isDefined(Examples.of(inputs, new float[]{2, 2, 3}), 1)).isTrue();
    }

    /// scikit-learn's compute_class_weight("balanced") of 3 rows of a class and 1 of another is 4 / (2 * 3) and 4 / (2 * 1).
    @Test
    void balancedClassesHaveTheSameTotalWeight() {
        Table table = Table.of("t", TextColumn.of("kind", "a", "a", "b", "a"), NumberColumn.of("w", 1, 2, 4, 1));
        int[] rows = table.rows();
        Aim aim = Aim.NONE.balanced(true).balancing(KINDS, table, rows);
        assertThat(aim.classes()).containsExactly(2 / 3.0, 2.0);
        assertThat(aim.learning(KINDS, table, rows)).containsExactly((float) (2 / 3.0), (float) (2 / 3.0), 2,
                (float) (2 / 3.0));
        assertThat(aim.of(table, rows)).as("measures are those of the rows").isNull();
        Aim both = Aim.NONE.balanced(true).weights("w").balancing(KINDS, table, rows);
        assertThat(both.learning(KINDS, table, rows)).containsExactly(0.5f, 1, 2, 0.5f);
        assertThat(both.of(table, rows)).containsExactly(0.5f, 1, 2, 0.5f);
        Target.Classes three = new Target.Classes("kind", Column.Kind.TEXT, List.of("a", "b", "c"));
        assertThat(Aim.NONE.balanced(true).balancing(three, table, rows).classes()).as("a class without rows")
                .containsExactly(2 / 3.0, 2.0, 1.0);
    }

    @Test
    void whatDecidesBetweenModels() {
        assertThat(Aim.NONE.deciding(KINDS)).isEqualTo(Criterion.LOG_LOSS);
        assertThat(Aim.NONE.deciding(target("ordered"))).isEqualTo(Criterion.LOG_LOSS);
        assertThat(Aim.NONE.deciding(target("mean"))).isEqualTo(Criterion.RMSE);
        assertThat(Aim.NONE.deciding(target("counts"))).isEqualTo(Criterion.POISSON);
        assertThat(Aim.NONE.deciding(target("quantiles"))).isEqualTo(Criterion.PINBALL);
        assertThat(Aim.NONE.balanced(true).deciding(target("ordered"))).isEqualTo(Criterion.BALANCED_ACCURACY);
        assertThat(Aim.NONE.balanced(true).metric(Criterion.AUC).deciding(KINDS))
                .isEqualTo(Criterion.AUC);
    }
}
