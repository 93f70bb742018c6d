package org.chainrule.tabular.encode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.chainrule.data.RowSource;
import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.outcome.FarValues;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.RowSplit;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TableFormat;
import org.chainrule.tabular.value.GroupSums;
import org.chainrule.tabular.value.JsonFields;
import org.chainrule.tabular.value.Moments;
import org.chainrule.tabular.value.Phrases;

/// The target encoding of a column with many categories: the inputs of its [categories][CategoryEncoding], and for each
/// value, also a rare one, a statistic of the target in the training rows that have it.
///
/// The statistic is the mean of the standardized target, shrunk towards the overall mean, which is 0: `sum / (n + m)`
/// (Micci-Barreca, "A preprocessing scheme for high-cardinality categorical attributes", 2001). `m` is the variance of
/// the target within the values divided by that between them, the empirical Bayes estimate. A missing value and one that
/// the training rows did not have get 0. Of two classes, the target is 1 for the positive class and 0 for the other; of
/// more, there is a statistic for each class; of ordered classes, the target is their rank.
///
/// A training row must not meet its own target among its inputs, or the network would learn to read it there and find
/// nothing in later rows (Prokhorenkova et al., "CatBoost: unbiased boosting with categorical features", 2018). So the
/// rows that this encoding was learned from get their inputs from [#training], which leaves their fold out; all other rows
/// get the statistics of all training rows.
///
/// A `double` holds the index of the value among the known ones and that of its input among those of the categories.
///
/// @param categories the encoding of the frequent values
/// @param values     the encoding of all values of the training rows, in which none are merged
/// @param statistics the names of the statistics, such as `mean of price`
/// @param means      the mean of each target in the training rows, which standardizes it
/// @param deviations its standard deviation there
/// @param counts     the number of training rows with each value
/// @param sums       the sums of the standardized target: for each value, one for each statistic
/// @param smoothing  the number of rows `m` that the overall mean counts as
public record StatisticsEncoding(CategoryEncoding categories, CategoryEncoding values, List<String> statistics,
        List<Double> means, List<Double> deviations, List<Integer> counts, List<Double> sums,
        double smoothing) implements Encoding {
    /// A column with no more values is encoded without statistics: a network learns a few values well from their rows.
    static final int FEW_VALUES = 30;
    /// A value with fewer training rows is no category. Among the rows of one value, the out-of-fold statistic falls as the
    /// target of the row rises; a network with an input for the value would learn that.
    private static final int ENOUGH_ROWS = 20;
    /// A target with more classes has no statistics, because each class would be an input for each column.
    private static final int MOST_CLASSES = 10;

    /// Creates an encoding; copies the lists.
    ///
    /// @throws ArgumentException if `values` merges some values, because each has its own statistics
    public StatisticsEncoding {
        if (values.other()) {
            throw new ArgumentException("values", "column " + Phrases.quoted(values.column())
                    + " merges its rare values, but each needs its own statistics; pass an encoding of all values");
        }
        statistics = List.copyOf(statistics);
        means = List.copyOf(means);
        deviations = List.copyOf(deviations);
        counts = List.copyOf(counts);
        sums = List.copyOf(sums);
    }

    /// The targets of the training rows, standardized.
    ///
    /// @param names   the name of each statistic
    /// @param moments the mean and the deviation of each target before it was standardized
    /// @param rows    the training rows of a table
    /// @param values  the target of each of them, as [rows, statistics]
    record StandardizedTargets(List<String> names, List<Moments> moments, int[] rows, double[][] values) {
        /// Returns the targets, standardized by their own moments; empty if there are too many classes.
        static Optional<StandardizedTargets> of(Target target, Table table, int[] rows, FarValues far) {
            return names(target).map(names -> {
                double[][] raw = raw(target, table, rows, far);
                List<Moments> moments = Stream.of(raw).map(Moments::of).toList();
                return of(names, moments, rows, raw);
            });
        }

        private static StandardizedTargets of(List<String> names, List<Moments> moments, int[] rows, double[][] raw) {
            double[][] values = new double[rows.length][raw.length];
            for (int k = 0; k < raw.length; k++) {
                Moments known = moments.get(k);
                for (int i = 0; i < rows.length; i++) {
                    values[i][k] = known.deviation() > 0 ? (raw[k][i] - known.mean()) / known.deviation() : 0;
                }
            }
            return new StandardizedTargets(names, moments, rows, values);
        }

        private static Optional<List<String>> names(Target target) {
            return switch (target) {
                case Target.Numbers _ -> Optional.of(List.of("mean of " + target.column()));
                case Target.Classes classes -> {
                    if (classes.ordered()) {
                        yield Optional.of(List.of("mean rank of " + target.column()));
                    }
                    List<String> names = classes.labels().stream()
                            .map(label -> "share of " + target.column() + "=" + label).toList();
                    yield names.size() == 2
                            ? Optional.of(List.of(names.get(classes.positive())))
                            : Optional.of(names).filter(all -> all.size() <= MOST_CLASSES);
                }
            };
        }

        /// Returns the targets as numbers, as [statistics, rows].
        private static double[][] raw(Target target, Table table, int[] rows, FarValues far) {
            return switch (target) {
                case Target.Numbers numbers -> {
                    NumberColumn column = numbers.values(table);
                    yield new double[][]{IntStream.of(rows).mapToDouble(row -> far.clip(column.value(row))).toArray()};
                }
                case Target.Classes classes -> {
                    int[] labels = classes.classes(table, rows);
                    if (classes.ordered()) {
                        yield new double[][]{IntStream.of(labels).asDoubleStream().toArray()};
                    }
                    IntStream counted = classes.labels().size() == 2
                            ? IntStream.of(classes.positive())
                            : IntStream.range(0, classes.labels().size());
                    yield counted.mapToObj(k -> IntStream.of(labels).mapToDouble(label -> label == k ? 1 : 0).toArray())
                            .toArray(double[][]::new);
                }
            };
        }
    }

    /// Returns the targets of rows of a table, standardized as those that the statistics were learned from.
    StandardizedTargets targets(Target target, Table table, int[] rows, FarValues far) {
        List<Moments> moments = IntStream.range(0, means.size())
                .mapToObj(k -> new Moments(means.get(k), deviations.get(k))).toList();
        return StandardizedTargets.of(statistics, moments, rows, StandardizedTargets.raw(target, table, rows, far));
    }

    /// Returns whether there are as many statistics as a target has.
    boolean fits(Target target) {
        return StandardizedTargets.names(target).map(names -> names.size() == statistics.size()).orElse(false);
    }

    /// Learns the statistics of a column from the training rows; empty if its values do not differ in the target by more
    /// than chance.
    ///
    /// @param values the encoding of the column by all values of the training rows
    /// @param most   the largest number of values that are also categories
    static Optional<StatisticsEncoding> fit(CategoryEncoding values, Column column, StandardizedTargets targets,
            int most) {
        IntToDoubleFunction places = values.cells(column);
        GroupSums sums = new GroupSums(values.width(), targets.names.size());
        for (int i = 0; i < targets.rows.length; i++) {
            sums.add(places.applyAsDouble(targets.rows[i]), targets.values[i]);
        }
        double smoothing = sums.smoothing();
        List<Integer> counts = IntStream.of(sums.counts()).boxed().toList();
        return smoothing < Double.POSITIVE_INFINITY
                ? Optional.of(new StatisticsEncoding(values.frequent(counts, most, ENOUGH_ROWS), values,
                        targets.names, targets.moments.stream().map(Moments::mean).toList(),
                        targets.moments.stream().map(Moments::deviation).toList(), counts,
                        DoubleStream.of(sums.sums()).boxed().toList(), smoothing))
                : Optional.empty();
    }

    /// Returns the inputs of the rows of the table that this encoding was learned from. A training row has the statistics of
    /// the rows that its fold learns from; one that no fold tests on has 0.
    ///
    /// The folds need not be those of the networks: the statistics of a training row may count the target of a row that its
    /// network holds out in either case, but no input of a row counts the row's own target.
    ///
    /// @param folds folds of the training rows: in each, the held rows get the statistics of the kept ones
    /// @throws ArgumentException if a fold has a row that is none of the training rows
    RowSource training(Table table, StandardizedTargets targets, List<RowSplit> folds) {
        IntToDoubleFunction cells = cells(table.column(column()));
        int outputs = statistics.size();
        int[] place = new int[table.size()];
        Arrays.fill(place, -1);
        GroupSums all = new GroupSums(values.width(), outputs);
        for (int i = 0; i < targets.rows.length; i++) {
            place[targets.rows[i]] = i;
            all.add(-1, targets.values[i]);
        }
        // the fold of each row, from 1; 0 for rows that the statistics were not learned from
        int[] fold = new int[table.size()];
        float[][] known = new float[folds.size() + 1][values.width() * outputs];
        IntStream.of(targets.rows).forEach(row -> fold[row] = known.length);
        for (int f = 0; f < folds.size(); f++) {
            GroupSums sums = new GroupSums(values.width(), outputs);
            for (int row : folds.get(f).kept()) {
                sums.add(place(cells.applyAsDouble(row)), targets.values[learned(place, row)]);
            }
            int[] count = sums.counts();
            double[] sum = sums.sums();
            for (int i = 0; i < sum.length; i++) {
                int k = i % outputs;
                known[f][i] = shrunk(count[i / outputs], sum[i], sums.mean(k) - all.mean(k));
            }
            for (int row : folds.get(f).held()) {
                learned(place, row);
                fold[row] = f + 1;
            }
        }
        return (row, out, at) -> {
            double cell = cells.applyAsDouble(row);
            encode(cell, out, at);
            int value = place(cell);
            if (fold[row] > 0 && value >= 0) {
                System.arraycopy(known[fold[row] - 1], value * outputs, out, at + categories.width(), outputs);
            }
        };
    }

    private static int learned(int[] place, int row) {
        if (place[row] < 0) {
            throw new ArgumentException("folds", "row " + row
                    + " is in a fold, but it is no training row; pass folds of the training rows");
        }
        return place[row];
    }

    /// Returns a statistic.
    ///
    /// @param shift how much higher the overall mean of these rows is than that of all rows; in a fold, this tells of the
    ///              targets that it holds out, so it is subtracted
    private float shrunk(int count, double sum, double shift) {
        return count == 0 ? 0 : (float) ((sum - count * shift) / (count + smoothing));
    }

    @Override
    public String column() {
        return categories.column();
    }

    @Override
    public Column.Kind kind() {
        return categories.kind();
    }

    @Override
    public int width() {
        return categories.width() + statistics.size();
    }

    @Override
    public List<String> names() {
        return Stream.concat(categories.names().stream(), statistics.stream().map(name -> name + " by " + column()))
                .toList();
    }

    @Override
    public List<InputGroup> groups(int from) {
        List<InputGroup> groups = new ArrayList<>(categories.groups(from));
        groups.add(new InputGroup(column(), InputGroup.Kind.NUMBER, from + categories.width(), from + width()));
        return groups;
    }

    @Override
    public void encode(double value, float[] out, int at) {
        categories.encode(input(value), out, at);
        int place = place(value);
        int next = at + categories.width();
        for (int k = 0; k < statistics.size(); k++) {
            out[next + k] = place < 0
                    ? 0
                    : shrunk(counts.get(place), sums.get(place * statistics.size() + k), 0);
        }
    }

    /// Returns the conversion of a value of the encoding of all values to one of this encoding.
    private DoubleUnaryOperator cell() {
        CategoryValues.Index index = new CategoryValues.Index(categories);
        int[] inputs = values.categories().stream().mapToInt(index::of).toArray();
        int unknown = categories.other() ? categories.categories().size() : -1;
        int size = categories.width() + 1;
        return place -> Double.isNaN(place)
                ? place
                : (place + 1) * size + (place < 0 ? unknown : inputs[(int) place]) + 1;
    }

    /// Returns the value of the encoding of the categories; NaN if it is missing.
    private double input(double cell) {
        return cell % (categories.width() + 1) - 1;
    }

    /// Returns the index of a value; -1 if it is missing or unknown.
    private int place(double cell) {
        return Double.isNaN(cell) ? -1 : (int) (cell / (categories.width() + 1)) - 1;
    }

    @Override
    public IntToDoubleFunction cells(Column column) {
        IntToDoubleFunction places = values.cells(column);
        DoubleUnaryOperator cell = cell();
        return row -> cell.applyAsDouble(places.applyAsDouble(row));
    }

    @Override
    public ValueReader values(TableFormat format) {
        ValueReader places = values.values(format);
        DoubleUnaryOperator cell = cell();
        return value -> cell.applyAsDouble(places.read(value));
    }

    @Override
    public void check(Table table) {
        categories.check(table);
    }

    @Override
    public Optional<String> refusal(Class<?> type) {
        return categories.refusal(type);
    }

    @Override
    public Novelty.Kind novelty(double value) {
        return !Double.isNaN(value) && place(value) < 0 ? Novelty.Kind.UNSEEN : Novelty.Kind.NONE;
    }

    @Override
    public String description() {
        return (categories.categories().isEmpty() ? "" : categories.description() + "; ") + Phrases.list(statistics)
                + " for each of " + Phrases.count(counts.size(), "value");
    }

    @Override
    public Object sample() {
        return values.sample();
    }

    @Override
    public Map<String, Object> toJson() {
        Map<String, Object> json = EncodingType.json(this);
        json.put("categories", categories.toJson());
        json.put("values", values.categories());
        json.put("statistics", statistics);
        json.put("means", means);
        json.put("deviations", deviations);
        json.put("counts", counts);
        json.put("sums", sums);
        json.put("smoothing", smoothing);
        return json;
    }

    static StatisticsEncoding read(JsonFields fields) {
        CategoryEncoding categories = CategoryEncoding.read(fields.object("categories"));
        if (!categories.column().equals(fields.text("column"))) {
            throw fields.refuse("has \"categories\" of another column");
        }
        List<String> values = CategoryEncoding.values(fields, "values", categories.match());
        List<String> statistics = fields.texts("statistics");
        List<Double> means = fields.numbers("means");
        List<Double> deviations = fields.numbers("deviations");
        List<Double> counts = fields.numbers("counts");
        List<Double> sums = fields.numbers("sums");
        if (statistics.isEmpty() || counts.size() != values.size()
                || sums.size() != values.size() * statistics.size()) {
            throw fields.refuse("has \"counts\" and \"sums\" that do not fit its \"values\" and \"statistics\"");
        }
        if (means.size() != statistics.size() || deviations.size() != statistics.size()
                || deviations.stream().anyMatch(deviation -> deviation < 0)) {
            throw fields.refuse("has \"means\" and \"deviations\" that do not fit its \"statistics\"");
        }
        if (counts.stream().anyMatch(count -> count < 1 || count != Math.rint(count) || count > Integer.MAX_VALUE)
                || fields.number("smoothing") < 0) {
            throw fields.refuse("has \"counts\" or a \"smoothing\" that no rows have");
        }
        return new StatisticsEncoding(categories,
                new CategoryEncoding(categories.column(), values, false, categories.match()), statistics,
                means, deviations,
                counts.stream().map(Double::intValue).toList(), sums, fields.number("smoothing"));
    }
}
