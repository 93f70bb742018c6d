package org.chainrule.metric;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.DoubleStream;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.ShapeException;

/// The catalogue of metrics. All of them weight the rows by their sample weights. Integer weights have the effect of
/// repeated rows.
///
/// Class metrics read the class probabilities of a row and its true class. If the target is one probability per class,
/// the most probable class counts as true, except in [#logLoss] and [#brier], which use all probabilities. The
/// predicted class is the first of the most probable ones; [#decided] sets another rule. Multi-label metrics read one
/// probability and a target of 0 or 1 per label, and predict the labels with a probability above 0.5; [#ofLogits]
/// adapts them to logits.
public final class Metrics {
    private static final Metric ACCURACY = classes("accuracy", true,
            (prediction, target) -> ClassRow.isRight("accuracy", prediction, target) ? 1 : 0);
    private static final Metric LOG_LOSS = classes("logLoss", false, ClassRow::logLoss);
    private static final Metric BRIER = classes("brier", false, ClassRow::brier);
    private static final Metric MACRO_F1 = new CountMetric("macroF1", true, CountMetric.Counts::macroF1);
    private static final Metric MICRO_F1 = new CountMetric("microF1", true, CountMetric.Counts::microF1);
    private static final Metric MACRO_PRECISION = new CountMetric("macroPrecision", true,
            CountMetric.Counts::macroPrecision);
    private static final Metric MACRO_RECALL = new CountMetric("macroRecall", true, CountMetric.Counts::macroRecall);
    private static final Metric BALANCED_ACCURACY = new CountMetric("balancedAccuracy", false,
            CountMetric.Counts::balancedAccuracy);
    private static final Metric MATTHEWS = new CountMetric("matthews", false, CountMetric.Counts::matthews);
    private static final Metric AUC = new RankMetric("auc", Ranking::area);
    private static final Metric AVERAGE_PRECISION = new RankMetric("averagePrecision", Ranking::averagePrecision);
    private static final Metric RMSE = new ElementMetric("rmse", (prediction, target) -> {
        double error = (double) prediction - target;
        return error * error;
    }, true);
    private static final Metric MAE = new ElementMetric("mae",
            (prediction, target) -> Math.abs((double) prediction - target), false);
    private static final Metric R2 = new ExplainedVariance("r2");
    private static final Metric MEDIAN_ABSOLUTE_ERROR = Metric
            .ofAll("medianAbsoluteError", false, Medians::absoluteError)
            .fits(Metric.Kind::paired, "numbers, one for each target number");
    private static final Metric POISSON_DEVIANCE = new ElementMetric("poissonDeviance", Metrics::poissonDeviance,
            false);
    private static final Metric COVERAGE = intervals("coverage", true,
            (prediction,
                    target) -> prediction[0] <= target[0] && target[0] <= prediction[prediction.length - 1] ? 1 : 0);
    private static final Metric INTERVAL_WIDTH = intervals("intervalWidth", false,
            (prediction, _) -> (double) prediction[prediction.length - 1] - prediction[0]);
    private static final Metric SUBSET_ACCURACY = Metric.ofRows("subsetAccuracy", true, Metrics::allRight)
            .fits(Metric.Kind::paired, "a probability for each of several labels");
    private static final Metric HAMMING_LOSS = new ElementMetric("hammingLoss",
            (prediction, target) -> prediction > 0.5f == ClassRow.holds("hammingLoss", target) ? 0 : 1, false);
    private static final Metric BINARY_LOG_LOSS = new ElementMetric("binaryLogLoss", ClassRow::binaryLogLoss, false);

    private Metrics() {
    }

    private static Metric classes(String name, boolean higherIsBetter, Metric.RowValue value) {
        return Metric.ofRows(name, higherIsBetter, value).fits(Metric.Kind::classes, "classes");
    }

    private static Metric intervals(String name, boolean higherIsBetter, Metric.RowValue value) {
        return Metric.ofRows(name, higherIsBetter, value).fits(
                kind -> !kind.classes() && kind.outputs() > 1 && kind.targets() == 1,
                "the ends of an interval of one target number");
    }

    private static double poissonDeviance(float mean, float count) {
        if (!(count >= 0)) {
            throw new ArgumentException("target",
                    "poissonDeviance: the target is " + count + ", expected a count of at least 0");
        }
        if (!(mean >= 0)) {
            return Double.NaN;
        }
        double difference = (double) mean - count;
        return 2 * (count == 0 ? difference : difference + count * StrictMath.log((double) count / mean));
    }

    private static double allRight(float[] prediction, float[] target) {
        boolean right = true;
        for (int k = 0; k < prediction.length; k++) {
            right &= prediction[k] > 0.5f == ClassRow.holds("subsetAccuracy", target[k]);
        }
        return right ? 1 : 0;
    }

    /// Returns `accuracy`: the share of rows whose predicted class is the true class.
    public static Metric accuracy() {
        return ACCURACY;
    }

    /// Returns `top3` for a k of 3: the share of rows whose true class is among the k most probable ones. It needs more
    /// than k classes.
    ///
    /// @throws ArgumentException if k is below 1
    public static Metric topK(int k) {
        return new TopK(k);
    }

    /// Returns `logLoss`: the mean negative logarithm of the probability of the true class. Probabilities below 2^-24
    /// count as 2^-24, as in scikit-learn.
    public static Metric logLoss() {
        return LOG_LOSS;
    }

    /// Returns `brier`: the mean sum over the classes of the squared errors of the probabilities; for two classes, of
    /// the second class only (Brier, 1950).
    public static Metric brier() {
        return BRIER;
    }

    /// Returns `ece` with 15 bins: the expected calibration error, see [#ece(int)].
    public static Metric ece() {
        return ece(CalibrationError.USUAL);
    }

    /// Returns `ece10` for 10 bins: the expected calibration error. The rows are divided by their highest probability
    /// into bins of equal width. The value is the mean over the rows of the distance, in their bin, of the mean highest
    /// probability from the accuracy (Naeini, Cooper and Hauskrecht, 2015; Guo et al., On calibration of modern neural
    /// networks, 2017). It is 0 if a class predicted with a probability of 0.8 is right in 80 % of the cases. A metric
    /// to report, not to choose an epoch by: the frequencies of the classes, predicted for every row, have the value 0.
    ///
    /// @throws ArgumentException if there is no bin
    public static Metric ece(int bins) {
        return new CalibrationError(bins);
    }

    /// Returns `macroF1`: F1, `2 right / (true + predicted)`, averaged over the classes or labels that are true or
    /// predicted in some row.
    public static Metric macroF1() {
        return MACRO_F1;
    }

    /// Returns `microF1`: F1 over the counts of all classes or labels. For classes, it equals the accuracy.
    public static Metric microF1() {
        return MICRO_F1;
    }

    /// Returns `macroPrecision`: the share of correct predictions of each class or label, averaged as in [#macroF1]; 0
    /// for a class or label that is never predicted.
    public static Metric macroPrecision() {
        return MACRO_PRECISION;
    }

    /// Returns `macroRecall`: the share of the rows of each class or label for which it is predicted, averaged as in
    /// [#macroF1]; 0 for a class or label that is predicted but never true.
    public static Metric macroRecall() {
        return MACRO_RECALL;
    }

    /// Returns `balancedAccuracy`: the share of the rows of each class for which it is predicted, averaged over the
    /// classes that have rows.
    public static Metric balancedAccuracy() {
        return BALANCED_ACCURACY;
    }

    /// Returns `matthews`: the correlation of the true and the predicted class, from -1 to 1 (Matthews, 1975; Gorodkin,
    /// 2004); 0 if either is constant.
    public static Metric matthews() {
        return MATTHEWS;
    }

    /// Returns `auc`: the area under the ROC curve. This is the probability that the model ranks a row of the second
    /// class above a row of the first, where ties count half. For more than two classes, it is the mean over each class
    /// against the rest; for labels, the mean over the labels. NaN if a class has no rows or all rows, or a probability
    /// is NaN. Keeps 8 bytes per row and class.
    public static Metric auc() {
        return AUC;
    }

    /// Returns `averagePrecision`: the area under the precision-recall curve, as a sum of steps, for the second of two
    /// classes, or averaged as in [#auc]. NaN if a class has no rows, or a probability is NaN. Keeps 8 bytes per row
    /// and class.
    public static Metric averagePrecision() {
        return AVERAGE_PRECISION;
    }

    /// Returns `rmse`: the root of the mean squared error.
    public static Metric rmse() {
        return RMSE;
    }

    /// Returns `mae`: the mean absolute error.
    public static Metric mae() {
        return MAE;
    }

    /// Returns `r2`: the share of explained variance, which is one minus the sum of squared errors divided by the sum
    /// of squared distances of the targets from the mean of their column. NaN if all distances are 0, as for a single
    /// row. Keeps the targets.
    public static Metric r2() {
        return R2;
    }

    /// Returns `medianAbsoluteError`: the median of the absolute errors of each column, averaged over the columns.
    /// Keeps the rows.
    public static Metric medianAbsoluteError() {
        return MEDIAN_ABSOLUTE_ERROR;
    }

    /// Returns `pinball0.9` for a q of 0.9: the mean error of a predicted quantile, which is `q (t - p)` if the target
    /// t is above the prediction p, and `(1 - q) (p - t)` otherwise (Koenker and Bassett, 1978).
    ///
    /// @throws ArgumentException if q is not between 0 and 1
    public static Metric pinball(double q) {
        return new Pinball(q);
    }

    /// Returns `pinball`: the mean of the errors of [#pinball(double)] over several predicted quantiles of one target
    /// number, such as those of a network trained with `Losses.quantiles`.
    ///
    /// @param first the level of the first predicted number
    /// @param second the level of the second predicted number
    /// @param more the levels of the other predicted numbers
    /// @throws ArgumentException if a level is not between 0 and 1
    public static Metric pinball(double first, double second, double... more) {
        ArgumentException.requireNotNull("pinball", "more", more);
        return new QuantileMetric(DoubleStream.concat(DoubleStream.of(first, second), Arrays.stream(more)).boxed()
                .toList());
    }

    /// Returns `coverage`: the share of rows whose target number is between the first and the last predicted number,
    /// ends included. It needs two predicted numbers or more for one target number, such as quantiles in increasing
    /// order. The predictions are honest if the coverage is the difference of the levels: 0.9 for 0.05 and 0.95. A
    /// higher coverage counts as better, but wide intervals are easy to predict; [#pinball(double, double, double...)]
    /// chooses between models.
    public static Metric coverage() {
        return COVERAGE;
    }

    /// Returns `intervalWidth`: the mean distance from the first to the last predicted number, of the intervals of
    /// [#coverage].
    public static Metric intervalWidth() {
        return INTERVAL_WIDTH;
    }

    /// Returns `poissonDeviance`: the mean of `2 (t log(t / p) - t + p)` for a predicted mean p and a target count t,
    /// both at least 0 (Nelder and Wedderburn, 1972), with 0 for `t log(t / p)` if t is 0. Infinite if p is 0 where t is
    /// not; NaN if a prediction is negative. For a network that predicts logarithms, as `Losses.poisson` expects, use
    /// [#ofLogs].
    public static Metric poissonDeviance() {
        return POISSON_DEVIANCE;
    }

    /// Returns `subsetAccuracy`: the share of rows with a correct prediction of every label.
    public static Metric subsetAccuracy() {
        return SUBSET_ACCURACY;
    }

    /// Returns `hammingLoss`: the share of labels with a wrong prediction.
    public static Metric hammingLoss() {
        return HAMMING_LOSS;
    }

    /// Returns `binaryLogLoss`: the mean over rows and labels of `-t log p - (1 - t) log(1 - p)`, for a target t from 0
    /// to 1. Arguments of a logarithm below 2^-24 count as 2^-24.
    public static Metric binaryLogLoss() {
        return BINARY_LOG_LOSS;
    }

    /// Returns a class metric with another rule for the predicted class, such as a threshold. The metric reads a
    /// probability of 1 for the chosen class, so this applies to metrics of the predicted class, such as [#accuracy].
    ///
    /// @param decision the predicted class for the probabilities of a row
    public static Metric decided(Metric metric, ToIntFunction<float[]> decision) {
        ArgumentException.requireNotNull("decided", "metric", metric);
        ArgumentException.requireNotNull("decided", "decision", decision);
        return new MappedMetric(metric, (probabilities, changed) -> {
            int chosen = decision.applyAsInt(probabilities);
            if (chosen < 0 || chosen >= changed.length) {
                throw new ArgumentException("decision", metric.name() + ": the decision is class " + chosen
                        + ", expected 0 to " + (changed.length - 1));
            }
            Arrays.fill(changed, 0);
            changed[chosen] = 1;
        }, Metric.Kind::classes, "classes");
    }

    /// Returns a multi-label metric for a network whose outputs are logits. The metric reads the sigmoid of each logit.
    public static Metric ofLogits(Metric metric) {
        ArgumentException.requireNotNull("ofLogits", "metric", metric);
        return new MappedMetric(metric, (logits, changed) -> {
            for (int k = 0; k < changed.length; k++) {
                changed[k] = (float) (1 / (1 + StrictMath.exp(-logits[k])));
            }
        }, kind -> !kind.classes(), "a logit for each of several labels");
    }

    /// Returns a metric of numbers for a network that predicts their logarithms. The metric reads the exponential of each
    /// predicted number.
    public static Metric ofLogs(Metric metric) {
        ArgumentException.requireNotNull("ofLogs", "metric", metric);
        return new MappedMetric(metric, (logs, changed) -> {
            for (int k = 0; k < changed.length; k++) {
                changed[k] = (float) StrictMath.exp(logs[k]);
            }
        }, kind -> !kind.classes(), "the logarithm of each number");
    }

    /// Returns the default metrics. For classes: [#accuracy], [#logLoss], [#macroF1] and, for two classes, [#auc]. For
    /// numbers with one target number each: [#rmse], [#mae], [#r2]. For other kinds: none.
    public static List<Metric> usual(Metric.Kind kind) {
        ArgumentException.requireNotNull("usual", "kind", kind);
        if (kind.labelled()) {
            return kind.outputs() == 2
                    ? List.of(ACCURACY, LOG_LOSS, MACRO_F1, AUC)
                    : List.of(ACCURACY, LOG_LOSS, MACRO_F1);
        }
        return kind.paired() ? List.of(RMSE, MAE, R2) : List.of();
    }

    /// Returns the default metrics for given labels. They omit [#auc] if only one class occurs, because it is not
    /// defined then.
    public static List<Metric> usual(int classes, int[] labels) {
        ArgumentException.requireNotNull("usual", "labels", labels);
        List<Metric> usual = usual(Metric.Kind.ofClasses(classes));
        return Arrays.stream(labels).distinct().limit(2).count() == 2
                ? usual
                : usual.stream().filter(metric -> !metric.equals(AUC)).toList();
    }

    /// Returns the default metrics of class probabilities.
    ///
    /// @param probabilities the probabilities, row by row, `classes` in each row
    /// @throws ArgumentException if there are no rows, or a label is not a class
    /// @throws ShapeException if there is not one probability for each class of each row
    public static Map<String, Double> classification(float[] probabilities, int classes, int[] labels) {
        ArgumentException.requireNotNull("classification", "probabilities", probabilities);
        ArgumentException.requireNotNull("classification", "labels", labels);
        if (labels.length == 0) {
            throw new ArgumentException("labels", "classification: got no labels, expected at least one");
        }
        if (probabilities.length != (long) labels.length * classes) {
            throw new ShapeException("classification", "expected a probability for each class of each row",
                    probabilities.length + " probabilities", labels.length + " rows of " + classes + " classes");
        }
        float[] targets = new float[labels.length];
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= classes) {
                throw new ArgumentException("labels", "classification: label " + labels[i] + " in row " + i
                        + ", expected 0 to " + (classes - 1));
            }
            targets[i] = labels[i];
        }
        return all(usual(classes, labels), Metric.Kind.ofClasses(classes), probabilities, targets);
    }

    /// Returns the default metrics of numbers.
    ///
    /// @param width the number of columns of predictions and targets
    /// @throws ArgumentException if there are no rows
    /// @throws ShapeException if there is not one prediction for each target, or the rows are not complete
    public static Map<String, Double> regression(float[] predictions, float[] targets, int width) {
        ArgumentException.requireNotNull("regression", "predictions", predictions);
        ArgumentException.requireNotNull("regression", "targets", targets);
        if (targets.length == 0) {
            throw new ArgumentException("targets", "regression: got no targets, expected at least one");
        }
        if (predictions.length != targets.length || width < 1 || targets.length % width != 0) {
            throw new ShapeException("regression", "expected a prediction for each target, in whole rows",
                    predictions.length + " predictions", targets.length + " targets", "rows of " + width);
        }
        Metric.Kind kind = Metric.Kind.ofNumbers(width);
        return all(usual(kind), kind, predictions, targets);
    }

    private static Map<String, Double> all(List<Metric> metrics, Metric.Kind kind, float[] predictions,
            float[] targets) {
        Scores scores = Scores.of(metrics, kind);
        float[] prediction = new float[kind.outputs()];
        float[] target = new float[kind.targets()];
        for (int row = 0; row < targets.length / target.length; row++) {
            System.arraycopy(predictions, row * prediction.length, prediction, 0, prediction.length);
            System.arraycopy(targets, row * target.length, target, 0, target.length);
            scores.add(prediction, target, 1);
        }
        return scores.values();
    }
}
