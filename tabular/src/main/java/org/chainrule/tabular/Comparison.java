package org.chainrule.tabular;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.outcome.Aim;
import org.chainrule.tabular.outcome.Estimand;
import org.chainrule.tabular.outcome.Measures;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.outcome.Task;
import org.chainrule.tabular.read.ReadingListener;
import org.chainrule.tabular.read.TableSource;
import org.chainrule.tabular.remark.DataRemark;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.train.Codec;
import org.chainrule.tabular.train.RowScores;
import org.chainrule.tabular.train.Warnings;
import org.chainrule.tabular.value.Phrases;
import org.jspecify.annotations.Nullable;

/// The measures of two models of one target on the same rows: a live model and a candidate to replace it.
///
/// Both models predict every row. The standard error is that of the mean of the row-by-row differences, `sd(d) /
/// sqrt(n)`. Because rows that are hard for both models cancel out, it is usually far smaller than the standard error
/// of either measure. For `rmse` it is the standard error of the first-order change, `d = e1^2 / (2 rmse1) - e0^2 / (2
/// rmse0)`.
///
/// @param task     the task of both models
/// @param column   the target column
/// @param rows     the number of rows compared
/// @param measures the measures by name
/// @param remarks  remarks about rows left out
/// @param deciding the name of the measure that decides by default: the metric that chose the epoch of the candidate, if one
///                 was chosen; otherwise `balancedAccuracy` if classes were balanced, else `logLoss` for classes,
///                 `poissonDeviance` for counts, `pinball` for quantiles and `rmse` for other numbers
public record Comparison(Task task, String column, int rows, Map<String, Measure> measures, List<Remark> remarks,
        String deciding) {
    /// Creates a comparison; copies the map and the list.
    public Comparison {
        measures = Collections.unmodifiableMap(new LinkedHashMap<>(measures));
        remarks = List.copyOf(remarks);
    }

    /// One measure of both models.
    ///
    /// @param before        the value of the live model
    /// @param after         the value of the candidate
    /// @param standardError the standard error of the difference; NaN if unknown
    /// @param error         whether smaller values are better
    public record Measure(double before, double after, double standardError, boolean error) {
        /// Returns the candidate's value minus the live model's.
        public double difference() {
            return after - before;
        }

        /// Returns whether the candidate is at least as good as the live model. NaN is worse than any number.
        public boolean betterOrEqual() {
            if (Double.isNaN(before)) {
                return !Double.isNaN(after);
            }
            return error ? after <= before : after >= before;
        }
    }

    /// Returns the measure with this name.
    ///
    /// @throws ArgumentException if there is no such measure
    public Measure measure(String name) {
        Measure measure = measures.get(name);
        if (measure == null) {
            throw unknown(name, task, measures.keySet());
        }
        return measure;
    }

    /// Returns the exception for a measure that the task does not have.
    public static ArgumentException unknown(String name, Task task, Collection<String> measures) {
        return new ArgumentException("measure",
                (task == Task.ORDERED ? "an " : "a ") + task.title() + " has no measure " + Phrases.quoted(name)
                        + "; its measures are " + Phrases.list(List.copyOf(measures)));
    }

    /// Compares two models on those rows of a CSV file that have a target. Each model reads the file with its own
    /// format.
    ///
    /// @throws IOException if the file cannot be read
    public static Comparison of(TabularModel before, TabularModel after, Path file) throws IOException {
        return of(before, after, TableSource.of(file), ReadingListener.SILENT);
    }

    /// Same as [#of(TabularModel, TabularModel, Path)], for a table from any place, reporting the progress of the reading
    /// to a listener.
    ///
    /// @throws IOException if reading fails
    public static Comparison of(TabularModel before, TabularModel after, TableSource source, ReadingListener listener)
            throws IOException {
        check(before, after);
        Table table = after.provenance().aim().counted(after.readWithTarget(source, listener));
        return of(before, before.readWithTarget(source, listener), after, table, table.rows());
    }

    /// Compares two models on some rows of one file, which each model has read for itself. Rows are matched by line
    /// number.
    ///
    /// @param rows rows of the table that `after` reads
    static Comparison of(TabularModel before, Table old, TabularModel after, Table table, int[] rows) {
        check(before, after);
        Aim aim = after.provenance().aim();
        Map<Integer, Integer> lines = new HashMap<>();
        for (int row : old.rows()) {
            lines.put(old.line(row), row);
        }
        String target = after.target().column();
        List<Remark> remarks = new ArrayList<>(Warnings.weights(aim, table));
        int[] mine = IntStream.of(rows).filter(row -> !table.column(target).missing(row))
                .filter(row -> !missing(old, target, lines.get(table.line(row)))).toArray();
        if (mine.length < rows.length) {
            remarks.add(new DataRemark.MissingTarget(rows.length - mine.length, target));
        }
        int[] theirs = IntStream.of(mine).map(row -> lines.getOrDefault(table.line(row), -1)).toArray();
        boolean[] known = known(before.target(), old, theirs, after.target(), table, mine);
        int[] both = IntStream.range(0, mine.length).filter(i -> known[i]).toArray();
        if (both.length < mine.length) {
            int row = mine[IntStream.range(0, mine.length).filter(i -> !known[i]).findFirst().orElse(0)];
            remarks.add(new DataRemark.UnknownClass(mine.length - both.length, table.column(target).text(row),
                    table.line(row)));
        }
        if (both.length == 0) {
            throw new ArgumentException("table", table.source()
                    + " has no row to compare the models on: every row lacks the target " + Phrases.quoted(target)
                    + " or has a class that one model does not know; add rows with classes that both "
                    + "know");
        }
        int[] own = IntStream.of(both).map(i -> mine[i]).toArray();
        Side first = Side.of(before, aim, old, IntStream.of(both).map(i -> theirs[i]).toArray());
        Side second = Side.of(after, aim, table, own);
        return new Comparison(after.target().task(), target, both.length,
                measures(first, second, aim.of(table, own)), remarks, after.deciding());
    }

    private static boolean missing(Table table, String target, @Nullable Integer row) {
        return row == null || table.column(target).missing(row);
    }

    private static boolean[] known(Target before, Table old, int[] theirs, Target after, Table table, int[] mine) {
        boolean[] known = new boolean[mine.length];
        Arrays.fill(known, true);
        if (before instanceof Target.Classes first && after instanceof Target.Classes second) {
            int[] a = first.classes(old, theirs);
            int[] b = second.classes(table, mine);
            for (int i = 0; i < known.length; i++) {
                known[i] = a[i] >= 0 && b[i] >= 0;
            }
        }
        return known;
    }

    private static Map<String, Measure> measures(Side before, Side after, float @Nullable [] weights) {
        Map<String, Measure> measures = new LinkedHashMap<>();
        after.measures.forEach((name, value) -> {
            double[] a = before.parts.get(name);
            double[] b = after.parts.get(name);
            Double old = before.measures.get(name);
            if (old != null) {
                measures.put(name,
                        new Measure(old, value, a == null || b == null ? Double.NaN : standardError(a, b, weights),
                                Measures.isError(name)));
            }
        });
        return measures;
    }

    /// Returns the standard error of the mean of `b - a`, `sqrt(n / (n - 1) sum (w (d - m))^2) / sum w` for weights w (Cochran,
    /// "Sampling techniques", 1977); NaN for a single row.
    static double standardError(double[] a, double[] b, float @Nullable [] weights) {
        int n = a.length;
        double all = 0;
        for (int i = 0; i < n; i++) {
            all += weights == null ? 1 : weights[i];
        }
        double mean = 0;
        for (int i = 0; i < n; i++) {
            mean += (weights == null ? 1 : weights[i]) * (b[i] - a[i]) / all;
        }
        double squares = 0;
        for (int i = 0; i < n; i++) {
            double part = (weights == null ? 1 : weights[i]) * (b[i] - a[i] - mean);
            squares += part * part;
        }
        return n < 2 ? Double.NaN : Math.sqrt(squares / (n - 1) / n) * (n / all);
    }

    private static void check(TabularModel before, TabularModel after) {
        if (!before.target().column().equals(after.target().column())
                || before.target().task() != after.target().task()
                || !words(before.target()).equals(words(after.target()))) {
            throw new ArgumentException("models", "the models predict different targets: the old one predicts "
                    + words(before.target()) + " and the new one " + words(after.target())
                    + "; compare models of the same target");
        }
    }

    private static String words(Target target) {
        String what = target instanceof Target.Numbers numbers
                ? switch (numbers.estimand()) {
                    case Estimand.Mean _ -> "numbers";
                    case Estimand.Counts _ -> "counts";
                    case Estimand.Quantiles(List<Double> levels) -> "the quantiles " + Phrases.list(
                            levels.stream().map(Phrases::plain).toList());
                }
                : target.task() == Task.ORDERED ? "ordered classes" : "classes";
        return what + " of " + Phrases.quoted(target.column());
    }

    /// The measures of one model and, for each measure that is a mean over rows, the contribution of each row.
    private record Side(Map<String, Double> measures, Map<String, double[]> parts) {
        static Side of(TabularModel model, Aim aim, Table table, int[] rows) {
            Codec codec = new Codec(model.schema(), model.target()).aiming(aim);
            Map<String, Double> measures = codec.measure(model.network(), table, rows);
            Map<String, double[]> parts = RowScores.parts(codec, model.network(), table, rows);
            double rmse = measures.getOrDefault("rmse", 1.0);
            parts.computeIfPresent("rmse", (_, errors) -> DoubleStream.of(RowScores.squares(errors))
                    .map(square -> rmse == 0 ? 0 : square / (2 * rmse)).toArray());
            return new Side(measures, parts);
        }
    }
}
