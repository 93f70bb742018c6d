package org.chainrule.tabular;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.csv.CsvOutput;
import org.chainrule.tabular.encode.Novelty;
import org.chainrule.tabular.outcome.Estimand;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.remark.DataRemark;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.train.Outputs;
import org.chainrule.tabular.value.Phrases;

/// The predictions for the rows of a table, in their order. If rows times classes is very large, the predictions are
/// computed lazily, a few hundred rows at a time, and are not kept: read them in order.
public sealed interface Predictions {
    /// Returns the name of the target column.
    String column();

    /// Returns the number of rows.
    int size();

    /// Returns the prediction for a row as text, spelled as in the target column.
    String text(int row);

    /// Returns the prediction for a row.
    Prediction prediction(int row);

    /// Returns the predictions for all rows.
    default List<Prediction> all() {
        List<Prediction> all = new ArrayList<>(size());
        for (int row = 0; row < size(); row++) {
            all.add(prediction(row));
        }
        return Collections.unmodifiableList(all);
    }

    /// Writes the predictions as CSV with a header. The column has the target's name; for classes, a column `p(label)`
    /// with the probability of each class follows, and for quantiles a column `q(level)` with each of them. Intervals or sets follow if a level was chosen for them.
    ///
    /// @throws IOException if the writer throws it
    void writeCsv(Writer out) throws IOException;

    /// Writes the predictions as CSV like [#writeCsv(Writer)], with a last column `unlike training`: the names of the
    /// columns in which the row is unlike the training rows, separated by semicolons; empty if there is none.
    ///
    /// @param novelty the novelty of the same rows
    /// @throws IOException if the writer throws it
    /// @throws ArgumentException if the novelty is that of another number of rows
    void writeCsv(Writer out, Novelty novelty) throws IOException;

    /// Classes with their probabilities.
    final class Classes implements Predictions {
        private final Target.Classes target;
        private final List<String> labels;
        private final Outputs probabilities;
        /// The level of the sets that are written; 0 if none are.
        private final double level;

        Classes(Target.Classes target, Outputs probabilities) {
            this(target, probabilities, 0);
        }

        private Classes(Target.Classes target, Outputs probabilities, double level) {
            this.target = target;
            this.labels = target.labels();
            this.probabilities = probabilities;
            this.level = level;
        }

        /// Returns a copy that is written with a column `set`: the labels of the [prediction set][#set] of each row,
        /// separated by semicolons.
        ///
        /// @throws ArgumentException as [#set] does
        public Classes withSets(double level) {
            target.errors().require(level);
            return new Classes(target, probabilities, level);
        }

        /// Returns the prediction set of a row: the labels that together contain the true class of a share of rows like
        /// those of the training (split conformal prediction). It contains the predicted class, and each class that is
        /// as probable as the true class was in that share of the validation rows (Sadinle, Lei and Wasserman, 2019).
        ///
        /// @param level the share, between 0 and 1, such as 0.9
        /// @throws ArgumentException if the level is not between 0 and 1, or the model had too few validation rows for it
        public List<String> set(int row, double level) {
            return Arrays.stream(target.set(probabilities.around(row), probabilities.at(row),
                    target.errors().require(level))).mapToObj(labels::get).toList();
        }

        @Override
        public String column() {
            return target.column();
        }

        @Override
        public int size() {
            return probabilities.rows();
        }

        /// Returns the labels; class k has the k-th label.
        public List<String> labels() {
            return labels;
        }

        /// Returns the class of a row: by the decision threshold if the target has one, otherwise the most probable
        /// class, and the first of equally probable ones.
        public int index(int row) {
            return target.decide(probabilities.around(row), probabilities.at(row));
        }

        /// Returns the label of the class of a row.
        @Override
        public String text(int row) {
            return labels.get(index(row));
        }

        @Override
        public ClassPrediction prediction(int row) {
            Map<String, Float> all = new LinkedHashMap<>();
            for (int k = 0; k < labels.size(); k++) {
                all.put(labels.get(k), probability(row, k));
            }
            return new ClassPrediction(text(row), all);
        }

        /// Returns the probability of a class for a row.
        public float probability(int row, int label) {
            return probabilities.around(row)[probabilities.at(row) + label];
        }

        @Override
        public void writeCsv(Writer out) throws IOException {
            CsvOutput.write(out, header(), size(), this::fields);
        }

        @Override
        public void writeCsv(Writer out, Novelty novelty) throws IOException {
            writeRecords(out, header(), size(), this::fields, novelty);
        }

        List<String> header() {
            List<String> fields = new ArrayList<>(List.of(column()));
            labels.forEach(label -> fields.add("p(" + label + ")"));
            if (level > 0) {
                fields.add("set");
            }
            return fields;
        }

        List<String> fields(int row) {
            List<String> fields = new ArrayList<>(List.of(text(row)));
            for (int k = 0; k < labels.size(); k++) {
                fields.add(Float.toString(probability(row, k)));
            }
            if (level > 0) {
                fields.add(String.join("; ", set(row, level)));
            }
            return fields;
        }
    }

    /// Predicted numbers in the units of the target column.
    final class Numbers implements Predictions {
        private final Target.Numbers target;
        private final Outputs outputs;
        private final double margin;
        /// Whether the ends of the intervals are written.
        private final boolean ends;

        Numbers(Target.Numbers target, Outputs outputs) {
            this(target, outputs, target.margin(), false);
        }

        private Numbers(Target.Numbers target, Outputs outputs, double margin, boolean ends) {
            this.target = target;
            this.outputs = outputs;
            this.margin = margin;
            this.ends = ends;
        }

        /// Returns a copy with intervals at another level, which are written as columns `low` and `high`.
        ///
        /// @param level the share of rows like those of the training whose true number lies in its interval, between 0 and
        ///     1; 0.9 by default
        /// @throws ArgumentException if the level is not between 0 and 1, or the model had too few validation rows for it
        public Numbers withIntervals(double level) {
            return new Numbers(target, outputs, target.errors().require(level), true);
        }

        @Override
        public String column() {
            return target.column();
        }

        @Override
        public int size() {
            return outputs.rows();
        }

        /// Returns how many predictions were outside the range of the target in the training rows and were set to its
        /// nearest end.
        public int clamped() {
            int count = 0;
            for (int row = 0; row < size(); row++) {
                count += target.isClamped(outputs.around(row)[outputs.at(row)]) ? 1 : 0;
            }
            return count;
        }

        /// Returns a remark on the predictions that were [clamped][#clamped()]; none if there are none.
        public List<Remark> remarks() {
            return remarks(target, clamped(), size());
        }

        static List<Remark> remarks(Target.Numbers target, int clamped, int rows) {
            return clamped == 0
                    ? List.of()
                    : List.of(new DataRemark.Clamped(clamped, rows, target.column(), target.low(), target.high()));
        }

        /// Returns the number predicted for a row.
        public double value(int row) {
            return target.restore(outputs.around(row)[outputs.at(row)]);
        }

        @Override
        public NumberPrediction prediction(int row) {
            double value = value(row);
            return new NumberPrediction(value, low(value), value + margin);
        }

        /// Returns the lower end of an interval; a count is never negative.
        private double low(double value) {
            return target.estimand() instanceof Estimand.Counts && Double.isFinite(margin)
                    ? Math.max(0, value - margin)
                    : value - margin;
        }

        /// Returns the number with the precision of float32, at most nine significant digits.
        @Override
        public String text(int row) {
            return Float.toString((float) value(row));
        }

        @Override
        public void writeCsv(Writer out) throws IOException {
            CsvOutput.write(out, header(), size(), this::fields);
        }

        @Override
        public void writeCsv(Writer out, Novelty novelty) throws IOException {
            writeRecords(out, header(), size(), this::fields, novelty);
        }

        List<String> header() {
            return ends ? List.of(column(), "low", "high") : List.of(column());
        }

        List<String> fields(int row) {
            double value = value(row);
            return ends
                    ? List.of(text(row), Float.toString((float) low(value)),
                            Float.toString((float) (value + margin)))
                    : List.of(text(row));
        }
    }

    /// Predicted quantiles in the units of the target column.
    final class Quantiles implements Predictions {
        private final Target.Numbers target;
        private final Outputs outputs;
        private final List<Double> levels;
        private final int middle;

        Quantiles(Target.Numbers target, Estimand.Quantiles estimand, Outputs outputs) {
            this.target = target;
            this.outputs = outputs;
            this.levels = estimand.levels();
            this.middle = estimand.middle();
        }

        @Override
        public String column() {
            return target.column();
        }

        @Override
        public int size() {
            return outputs.rows();
        }

        /// Returns the levels of the quantiles, ascending.
        public List<Double> levels() {
            return levels;
        }

        /// Returns a quantile of a row.
        ///
        /// @param level the place of the level
        public double value(int row, int level) {
            return target.restore(outputs.around(row)[outputs.at(row) + level]);
        }

        @Override
        public QuantilePrediction prediction(int row) {
            Map<Double, Double> all = new LinkedHashMap<>();
            for (int k = 0; k < levels.size(); k++) {
                all.put(levels.get(k), value(row, k));
            }
            return new QuantilePrediction(value(row, middle), all);
        }

        /// Returns the quantile whose level is nearest to 0.5, with the precision of float32.
        @Override
        public String text(int row) {
            return Float.toString((float) value(row, middle));
        }

        @Override
        public void writeCsv(Writer out) throws IOException {
            CsvOutput.write(out, header(), size(), this::fields);
        }

        @Override
        public void writeCsv(Writer out, Novelty novelty) throws IOException {
            writeRecords(out, header(), size(), this::fields, novelty);
        }

        List<String> header() {
            List<String> fields = new ArrayList<>(List.of(column()));
            levels.forEach(level -> fields.add("q(" + Phrases.plain(level) + ")"));
            return fields;
        }

        List<String> fields(int row) {
            List<String> fields = new ArrayList<>(List.of(text(row)));
            for (int k = 0; k < levels.size(); k++) {
                fields.add(Float.toString((float) value(row, k)));
            }
            return fields;
        }
    }

    private static void writeRecords(Writer out, List<String> header, int size, IntFunction<List<String>> fields,
            Novelty novelty) throws IOException {
        if (novelty.rows() != size) {
            throw new ArgumentException("novelty", "writeCsv: there are " + Phrases.count(size, "prediction")
                    + ", but the novelty is that of " + Phrases.count(novelty.rows(), "row")
                    + "; pass the novelty of the predicted table");
        }
        CsvOutput.write(out, with(header, "unlike training"), size,
                row -> with(fields.apply(row), String.join("; ", novelty.parts(row))));
    }

    private static List<String> with(List<String> fields, String last) {
        List<String> more = new ArrayList<>(fields);
        more.add(last);
        return more;
    }
}
