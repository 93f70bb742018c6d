package org.chainrule.tabular.explain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.chainrule.data.RowSource;
import org.chainrule.tabular.encode.DateEncoding;
import org.chainrule.tabular.encode.Encoding;
import org.chainrule.tabular.encode.ListEncoding;
import org.chainrule.tabular.encode.NumberEncoding;
import org.chainrule.tabular.encode.TextEncoding;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.DateColumn;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;

/// Computes the [Dependence] of predictions on one column.
///
/// A point of the grid is the value of a row, whose inputs of the column the other rows borrow. So the point of any kind of
/// column is encoded as its values are.
final class ColumnDependence {
    /// The number of intervals between quantiles.
    private static final int INTERVALS = 20;
    /// The most categories, items or words.
    private static final int MOST = 12;
    /// The items and words that are tried.
    private static final int TRIED = 50;
    /// The predictions of each row, for the choice of the number of rows.
    static final int PREDICTIONS = INTERVALS + 3;

    private final ExplainedModel model;
    private final int[] rows;
    private final Encoding encoding;
    private final Column column;
    private final int from;
    private final float[] inputs;
    /// The inputs of the column for each row of the table.
    private final RowSource own;

    ColumnDependence(ExplainedModel model, Table table, int[] rows, Encoding encoding) {
        this.model = model;
        this.rows = rows;
        this.encoding = encoding;
        this.column = table.column(encoding.column());
        this.from = model.from(encoding);
        this.inputs = model.inputs(table, rows);
        this.own = encoding.rows(column);
    }

    Dependence compute() {
        Predicted predicted = predicted(inputs.clone());
        Dependence.Kind kind = kind();
        List<Dependence.Point> points = new ArrayList<>(switch (kind) {
            case NUMBER, DATE -> grid();
            case CATEGORY -> categories();
            case PART -> parts(predicted.means);
        });
        int[] missing = IntStream.of(rows).filter(column::missing).toArray();
        if (missing.length > 0) {
            points.add(new Dependence.Point("", Double.NaN, missing.length,
                    boxed(predicted(set(inputs.clone(), missing[0])).means), List.of()));
        }
        List<String> shown = model.shown();
        boolean classes = model.target().task().isClasses();
        return new Dependence(column.name(), kind, rows.length, model.target().column(), shown, classes,
                boxed(predicted.means), points,
                IntStream.range(0, shown.size())
                        .mapToObj(k -> Direction.of(column.name(), kind, points, k, predicted.deviations[k],
                                classes ? predicted.means[k] : Double.NaN))
                        .toList());
    }

    private Dependence.Kind kind() {
        return switch (encoding) {
            case NumberEncoding _ when column instanceof NumberColumn -> Dependence.Kind.NUMBER;
            case DateEncoding _ when column instanceof DateColumn -> Dependence.Kind.DATE;
            case ListEncoding _,TextEncoding _ -> Dependence.Kind.PART;
            default -> Dependence.Kind.CATEGORY;
        };
    }

    /// The mean of the shown predictions over the rows, and their population standard deviation.
    private record Predicted(double[] means, double[] deviations) {
    }

    /// @param changed the inputs of the rows
    private Predicted predicted(float[] changed) {
        int shown = model.shown().size();
        double[][] values = predictions(changed);
        double[] means = new double[shown];
        double[] deviations = new double[shown];
        for (int k = 0; k < shown; k++) {
            double sum = DoubleStream.of(values[k]).sum();
            means[k] = sum / values[k].length;
            double squares = 0;
            for (double value : values[k]) {
                squares += (value - means[k]) * (value - means[k]);
            }
            deviations[k] = Math.sqrt(squares / values[k].length);
        }
        return new Predicted(means, deviations);
    }

    /// Returns the shown predictions, as [shown, rows].
    ///
    /// @param some the inputs of any number of rows
    private double[][] predictions(float[] some) {
        int width = model.width();
        int count = some.length / width;
        int outputs = model.codec().outputs();
        double[][] values = new double[model.shown().size()][count];
        int most = model.block();
        for (int first = 0; first < count; first += most) {
            int end = Math.min(count, first + most);
            float[] block = model.outputs(Arrays.copyOfRange(some, first * width, end * width));
            for (int k = 0; k < values.length; k++) {
                for (int i = first; i < end; i++) {
                    values[k][i] = model.prediction(block, (i - first) * outputs, k);
                }
            }
        }
        return values;
    }

    /// Sets the inputs of the column to those of a row of the table, in all given rows.
    private float[] set(float[] some, int row) {
        float[] value = new float[encoding.width()];
        own.read(row, value, 0);
        for (int at = from; at < some.length; at += model.width()) {
            System.arraycopy(value, 0, some, at, value.length);
        }
        return some;
    }

    private double number(int row) {
        return switch (column) {
            case NumberColumn numbers -> numbers.value(row);
            case DateColumn dates -> dates.seconds(row);
            default -> Double.NaN;
        };
    }

    /// Returns the points of numbers or dates.
    private List<Dependence.Point> grid() {
        int[] present = IntStream.of(rows).filter(row -> !column.missing(row)).boxed()
                .sorted(Comparator.comparingDouble(this::number)).mapToInt(Integer::intValue).toArray();
        int[] points = quantiles(present);
        int count = points.length;
        int[] places = IntStream.of(rows).map(row -> column.missing(row) ? -1 : above(points, number(row))).toArray();
        int[] sizes = new int[count];
        IntStream.of(places).filter(place -> place >= 0).forEach(place -> sizes[place]++);
        double[][] means = IntStream.range(0, count).parallel()
                .mapToObj(k -> predicted(set(inputs.clone(), points[k])).means).toArray(double[][]::new);
        double[][] effects = accumulated(points, places, sizes);
        return IntStream.range(0, count)
                .mapToObj(k -> new Dependence.Point(column.text(points[k]), number(points[k]), sizes[k],
                        boxed(means[k]), boxed(effects[k])))
                .toList();
    }

    /// Returns rows with different quantiles of the column, ascending.
    ///
    /// @param present the rows with a value, in its order
    private int[] quantiles(int[] present) {
        int[] distinct = IntStream.range(0, present.length)
                .filter(i -> i == 0 || number(present[i]) != number(present[i - 1])).toArray();
        if (distinct.length <= INTERVALS + 1) {
            return IntStream.of(distinct).map(i -> present[i]).toArray();
        }
        int[] chosen = IntStream.rangeClosed(0, INTERVALS)
                .map(k -> present[(int) Math.round((double) k * (present.length - 1) / INTERVALS)]).toArray();
        return IntStream.range(0, chosen.length)
                .filter(i -> i == 0 || number(chosen[i]) != number(chosen[i - 1])).map(i -> chosen[i]).toArray();
    }

    /// Returns the place of the first point that is not below a value.
    private int above(int[] points, double value) {
        int place = 0;
        while (place < points.length - 1 && number(points[place]) < value) {
            place++;
        }
        return place;
    }

    /// Returns the accumulated local effects at each point, as [points, shown].
    ///
    /// @param places the place of the point at the upper end of the interval of each row; -1 if its value is missing
    /// @param sizes  the number of rows of each point
    private double[][] accumulated(int[] points, int[] places, int[] sizes) {
        int shown = model.shown().size();
        double[][] steps = IntStream.range(0, points.length).parallel().mapToObj(k -> {
            double[] step = new double[shown];
            // the first interval begins at its point, so its rows have that value or belong to the next interval
            int[] within = k == 0
                    ? new int[0]
                    : IntStream.range(0, rows.length).filter(i -> places[i] == k || k == 1 && places[i] == 0).toArray();
            if (within.length > 0) {
                float[] some = new float[within.length * model.width()];
                for (int i = 0; i < within.length; i++) {
                    System.arraycopy(inputs, within[i] * model.width(), some, i * model.width(), model.width());
                }
                double[][] high = predictions(set(some, points[k]));
                double[][] low = predictions(set(some, points[k - 1]));
                for (int output = 0; output < shown; output++) {
                    for (int i = 0; i < within.length; i++) {
                        step[output] += (high[output][i] - low[output][i]) / within.length;
                    }
                }
            }
            return step;
        }).toArray(double[][]::new);
        int all = Math.max(1, IntStream.of(sizes).sum());
        for (int output = 0; output < shown; output++) {
            double center = 0;
            for (int k = 1; k < steps.length; k++) {
                int size = sizes[k] + (k == 1 ? sizes[0] : 0);
                double before = steps[k - 1][output];
                steps[k][output] += before;
                center += size * (before + steps[k][output]) / 2 / all;
            }
            for (double[] step : steps) {
                step[output] -= center;
            }
        }
        return steps;
    }

    /// Returns the points of the most frequent values.
    private List<Dependence.Point> categories() {
        Map<String, int[]> seen = new LinkedHashMap<>();
        for (int row : rows) {
            if (!column.missing(row)) {
                seen.computeIfAbsent(column.text(row), _ -> new int[]{row, 0})[1]++;
            }
        }
        List<Map.Entry<String, int[]>> frequent = seen.entrySet().stream()
                .sorted(Comparator.comparingInt(entry -> -entry.getValue()[1])).limit(MOST).toList();
        return frequent.parallelStream()
                .map(entry -> new Dependence.Point(entry.getKey(), Double.NaN, entry.getValue()[1],
                        boxed(predicted(set(inputs.clone(), entry.getValue()[0])).means), List.of()))
                .toList();
    }

    /// Returns the points of items or words.
    ///
    /// @param overall the mean predictions of the rows as they are
    private List<Dependence.Point> parts(double[] overall) {
        List<String> names = switch (encoding) {
            case ListEncoding list -> list.items();
            case TextEncoding text -> text.features();
            default -> List.of();
        };
        int width = model.width();
        int[] counts = new int[names.size()];
        double[] sums = new double[names.size()];
        for (int at = from; at < inputs.length; at += width) {
            for (int j = 0; j < counts.length; j++) {
                counts[j] += inputs[at + j] != 0 ? 1 : 0;
                sums[j] += inputs[at + j];
            }
        }
        int[] tried = IntStream.range(0, counts.length).filter(j -> counts[j] > 0 && isReadable(names.get(j))).boxed()
                .sorted(Comparator.comparingInt(j -> -counts[j])).limit(TRIED).mapToInt(Integer::intValue).toArray();
        return IntStream.of(tried).parallel().mapToObj(j -> {
            float[] changed = inputs.clone();
            for (int at = from + j; at < changed.length; at += width) {
                changed[at] = changed[at] != 0 ? changed[at] : (float) (sums[j] / counts[j]);
            }
            return new Dependence.Point(names.get(j), Double.NaN, counts[j], boxed(predicted(changed).means),
                    List.of());
        }).sorted(Comparator.comparingDouble(point -> -effect(point, overall))).limit(MOST)
                .sorted(Comparator.comparingInt(point -> -point.rows())).toList();
    }

    private static double effect(Dependence.Point point, double[] overall) {
        return IntStream.range(0, overall.length).mapToDouble(k -> Math.abs(point.mean().get(k) - overall[k])).max()
                .orElse(0);
    }

    /// Returns whether a feature of a text is a word, and not a part of one.
    private static boolean isReadable(String feature) {
        return !feature.startsWith("~");
    }

    private static List<Double> boxed(double[] values) {
        return DoubleStream.of(values).boxed().toList();
    }
}
