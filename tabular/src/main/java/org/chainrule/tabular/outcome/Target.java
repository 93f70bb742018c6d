package org.chainrule.tabular.outcome;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;

/// The column to predict, with everything a model needs to turn its outputs into values of that column.
public sealed interface Target {
    /// The newest version; 2 added the decision threshold, 3 whether each spelling is a class, 4 the temperature, the
    /// quantiles of errors, and the transform and the bounds of numbers, 5 what is predicted of numbers, and the order of
    /// classes. A target that needs nothing of version 5 is written as version 4, which older releases read.
    int FORMAT = 5;

    /// Returns the name of the column.
    String column();

    /// Returns the task.
    Task task();

    /// Returns the type of the column in training.
    Column.Kind kind();

    /// Returns the target as a tree for [org.chainrule.io.Json], with a format version.
    Map<String, Object> toJson();

    /// A target with classes: output k of the network is the class `labels.get(k)`.
    ///
    /// @param column    the name of the column
    /// @param kind      the type of the column in training
    /// @param labels    the classes as the table writes them: in their order if they have one, otherwise numbers by size,
    ///                  words by `String.compareTo`
    /// @param positive  the index of the positive class, to which the threshold applies if there are two classes
    /// @param threshold the probability from which on the positive class of two is predicted. If it is 0.5, and if
    ///                  there are more than two classes, the most probable class is predicted, and the first of equally
    ///                  probable ones
    /// @param written   whether each spelling of a word is a class of its own; otherwise words that differ from a label
    ///                  only in case or blanks match it
    /// @param temperature the number by which the logits of the network are divided before they become probabilities
    /// @param errors    the quantiles of 1 minus the probability of the true class, on the validation rows
    /// @param ordered   whether the order of the labels means something, as that of grades does
    record Classes(String column, Column.Kind kind, List<String> labels, int positive, double threshold,
            boolean written, double temperature, ErrorQuantiles errors, boolean ordered) implements Target {
        /// Creates a target; copies the labels.
        public Classes {
            labels = List.copyOf(labels);
        }

        /// Creates a target that is not calibrated: its temperature is 1.
        public Classes(String column, Column.Kind kind, List<String> labels, int positive, double threshold,
                boolean written) {
            this(column, kind, labels, positive, threshold, written, 1, ErrorQuantiles.NONE, false);
        }

        /// Creates a target whose labels match in any spelling.
        public Classes(String column, Column.Kind kind, List<String> labels, int positive, double threshold) {
            this(column, kind, labels, positive, threshold, false);
        }

        /// Creates a target without a threshold, which predicts the most probable class, and whose labels match in any
        /// spelling.
        public Classes(String column, Column.Kind kind, List<String> labels) {
            this(column, kind, labels, 1, 0.5);
        }

        /// Returns a copy with another positive class and threshold.
        ///
        /// @param place the index of the positive class
        public Classes deciding(int place, double probability) {
            return new Classes(column, kind, labels, place, probability, written, temperature, errors, ordered);
        }

        /// Returns a copy with another temperature. It has no quantiles of errors, because they would change.
        public Classes calibrated(double chosen) {
            return new Classes(column, kind, labels, positive, threshold, written, chosen, ErrorQuantiles.NONE,
                    ordered);
        }

        /// Returns a copy with the quantiles of its errors.
        public Classes bounded(ErrorQuantiles quantiles) {
            return new Classes(column, kind, labels, positive, threshold, written, temperature, quantiles, ordered);
        }

        /// Returns a copy whose labels are in an order.
        public Classes inOrder() {
            return new Classes(column, kind, labels, positive, threshold, written, temperature, errors, true);
        }

        /// Returns the prediction set of a row, ascending: the class to predict, and each class whose error would be at most
        /// the bound. These sets are the smallest on average (Sadinle, Lei and Wasserman, "Least ambiguous set-valued
        /// classifiers with bounded error levels", 2019), except that none is empty.
        ///
        /// @param probabilities the probabilities of the classes, from index `at` on
        /// @param bound         the bound of the error, from the quantiles
        public int[] set(float[] probabilities, int at, double bound) {
            int predicted = decide(probabilities, at);
            return IntStream.range(0, labels.size())
                    .filter(k -> k == predicted || 1.0 - probabilities[at + k] <= bound).toArray();
        }

        /// Returns the class to predict, given the probability of each class in `probabilities` from index `at` on.
        public int decide(float[] probabilities, int at) {
            if (labels.size() == 2 && threshold != 0.5) {
                return probabilities[at + positive] >= threshold ? positive : 1 - positive;
            }
            int best = 0;
            for (int k = 1; k < labels.size(); k++) {
                best = probabilities[at + k] > probabilities[at + best] ? k : best;
            }
            return best;
        }

        @Override
        public Task task() {
            return ordered ? Task.ORDERED : Task.CLASSIFICATION;
        }

        /// Returns the class of each of the given rows; -1 if the value is missing or the training table did not have
        /// it. Numbers match in any written form. A label that ends in a full stop and is unknown matches the label
        /// without it, as in the test file of Adult. Words for true and false match in any letter case, and so do words
        /// that differ from one label only in case or blanks, unless each spelling is a class of its own.
        public int[] classes(Table table, int[] rows) {
            return new LabelMatch(labels, written).classes(table.column(column), rows);
        }

        /// Returns the class of a label as a table writes it, in any spelling that [#classes] matches; -1 if there is none.
        public int place(String label) {
            return new LabelMatch(labels, written).place(label);
        }

        /// Returns the number of the given rows that have a class.
        ///
        /// @param label the index of the class
        public int count(Table table, int[] rows, int label) {
            return (int) Arrays.stream(classes(table, rows)).filter(found -> found == label).count();
        }

        /// Returns remarks on labels that matched despite a different spelling.
        public List<Remark> remarks(Table table, int[] rows) {
            return new LabelMatch(labels, written).remarks(table.column(column), rows);
        }

        @Override
        public Map<String, Object> toJson() {
            Map<String, Object> json = Target.json(this);
            json.put("kind", kind == Column.Kind.NUMBER ? "number" : "text");
            json.put("labels", labels);
            json.put("written", written);
            if (temperature != 1) {
                json.put("temperature", temperature);
            }
            if (!errors.levels().isEmpty()) {
                json.put("errors", errors.toJson());
            }
            if (labels.size() == 2) {
                json.put("positive", labels.get(positive));
                json.put("threshold", threshold);
            }
            return json;
        }
    }

    /// A target with numbers: the network predicts `(y - mean) / deviation`, or the [transform][TargetTransform] of `y`; of
    /// counts, `log(y / mean)`.
    ///
    /// @param column    the name of the column
    /// @param mean      the mean of the training rows
    /// @param deviation the population standard deviation of the training rows; 1 if that is 0
    /// @param errors    the quantiles of the absolute errors on the held-out rows, in units of the column
    /// @param transform what the network predicts instead of the target itself
    /// @param low       the smallest prediction; -∞ if there is no bound
    /// @param high      the largest prediction; ∞ if there is no bound
    /// @param estimand  what is predicted: the mean, or quantiles
    record Numbers(String column, double mean, double deviation, ErrorQuantiles errors, TargetTransform transform,
            double low, double high, Estimand estimand) implements Target {
        /// The logarithms of counts that are too large and too small for float32.
        private static final double LARGEST_LOGARITHM = 80;

        /// Creates a target without intervals, a transform and bounds.
        public Numbers(String column, double mean, double deviation) {
            this(column, mean, deviation, ErrorQuantiles.NONE, TargetTransform.NONE, Double.NEGATIVE_INFINITY,
                    Double.POSITIVE_INFINITY, new Estimand.Mean());
        }

        /// Returns half the width of the interval that contains nine of ten true values; infinite if it is unknown.
        public double margin() {
            return errors.at(ErrorQuantiles.USUAL);
        }

        /// Returns a copy with other errors.
        public Numbers bounded(ErrorQuantiles found) {
            return new Numbers(column, mean, deviation, found, transform, low, high, estimand);
        }

        /// Returns a copy with another transform.
        public Numbers transformed(TargetTransform other) {
            return new Numbers(column, mean, deviation, errors, other, low, high, estimand);
        }

        /// Returns a copy whose predictions are clamped.
        public Numbers clamped(double least, double most) {
            return new Numbers(column, mean, deviation, errors, transform, least, most, estimand);
        }

        /// Returns a copy that predicts something else of the numbers.
        public Numbers estimating(Estimand other) {
            return new Numbers(column, mean, deviation, errors, transform, low, high, other);
        }

        /// Returns whether the mean is predicted.
        public boolean isMean() {
            return estimand instanceof Estimand.Mean;
        }

        @Override
        public Task task() {
            return estimand instanceof Estimand.Counts ? Task.COUNTS : Task.REGRESSION;
        }

        @Override
        public Column.Kind kind() {
            return Column.Kind.NUMBER;
        }

        /// Returns the column of a table with the true numbers.
        ///
        /// @throws org.chainrule.error.ArgumentException if there is no such column, or it does not hold numbers
        public NumberColumn values(Table table) {
            return TargetChoice.numbers(table, column);
        }

        /// Returns the number that the network should predict for a value of the column.
        public float learned(double value) {
            if (estimand instanceof Estimand.Counts) {
                return (float) (value / unit());
            }
            return (float) (transform.isIdentity() ? (value - mean) / deviation : transform.forward(value));
        }

        /// Returns an output of the network as a standardized value of the column: `(prediction - mean) / deviation`.
        public float finished(float output) {
            return transform.isIdentity() && !isClamped(output)
                    ? output
                    : (float) ((restore(output) - mean) / deviation);
        }

        /// Returns whether predictions may differ from `mean + deviation * output`.
        public boolean changes() {
            return !isMean() || !transform.isIdentity() || low > Double.NEGATIVE_INFINITY
                    || high < Double.POSITIVE_INFINITY;
        }

        /// Returns whether the prediction for an output of the network lies outside the bounds.
        public boolean isClamped(double output) {
            double value = unbounded(output);
            return value < low || value > high;
        }

        private double unit() {
            return mean > 0 ? mean : 1;
        }

        private double unbounded(double output) {
            if (estimand instanceof Estimand.Counts) {
                return unit() * StrictMath.exp(Math.clamp(output, -LARGEST_LOGARITHM, LARGEST_LOGARITHM));
            }
            return transform.isIdentity() ? mean + deviation * output : transform.inverse(output);
        }

        /// Returns the standardized value of each of the given rows, `(y - mean) / deviation`; NaN if it is missing.
        public float[] standardized(Table table, int[] rows) {
            NumberColumn values = values(table);
            float[] standardized = new float[rows.length];
            for (int i = 0; i < rows.length; i++) {
                standardized[i] = (float) ((values.value(rows[i]) - mean) / deviation);
            }
            return standardized;
        }

        /// Returns what measures compare predictions with, for each of the given rows: the standardized values, or the values
        /// themselves unless the mean is predicted.
        ///
        /// @throws org.chainrule.error.ArgumentException if a count is negative
        public float[] truths(Table table, int[] rows) {
            if (isMean()) {
                return standardized(table, rows);
            }
            NumberColumn values = values(table);
            if (estimand instanceof Estimand.Counts) {
                TargetChoice.checkCounts(table, values, rows);
            }
            float[] truths = new float[rows.length];
            for (int i = 0; i < rows.length; i++) {
                truths[i] = (float) values.value(rows[i]);
            }
            return truths;
        }

        /// Returns the truth that measures compare predictions with, for the number that the network should [predict][#learned].
        public float truth(float learned) {
            if (!isMean()) {
                return (float) (estimand instanceof Estimand.Counts ? learned * unit() : unbounded(learned));
            }
            return transform.isIdentity() ? learned : (float) ((unbounded(learned) - mean) / deviation);
        }

        /// Replaces the outputs of the network for a row by what measures compare with [#truths].
        public void finish(float[] outputs) {
            for (int k = 0; k < outputs.length; k++) {
                outputs[k] = isMean() ? finished(outputs[k]) : (float) restore(outputs[k]);
            }
        }

        /// Returns the value of the column for an output of the network.
        public double restore(double output) {
            return Math.clamp(unbounded(output), low, high);
        }

        @Override
        public Map<String, Object> toJson() {
            Map<String, Object> json = Target.json(this);
            json.put("mean", mean);
            json.put("deviation", deviation);
            if (!errors.levels().isEmpty()) {
                json.put("errors", errors.toJson());
            }
            if (!transform.isIdentity()) {
                json.put("transform", transform.toJson());
            }
            if (low > Double.NEGATIVE_INFINITY || high < Double.POSITIVE_INFINITY) {
                json.put("low", low);
                json.put("high", high);
            }
            if (estimand instanceof Estimand.Quantiles(List<Double> levels)) {
                json.put("quantiles", levels);
            }
            return json;
        }
    }

    private static Map<String, Object> json(Target target) {
        Map<String, Object> json = new LinkedHashMap<>();
        boolean plain = switch (target) {
            case Classes classes -> !classes.ordered;
            case Numbers numbers -> numbers.isMean();
        };
        json.put("format", plain ? 4 : FORMAT);
        json.put("task", target.task().word());
        json.put("column", target.column());
        return json;
    }

    /// Returns the target that a tree describes.
    ///
    /// @param source the file that the tree comes from, for messages
    /// @throws org.chainrule.error.FormatException if [#toJson()] does not write such a tree, or the format is newer
    static Target fromJson(Object tree, String source) {
        return TargetJson.read(tree, source);
    }
}
