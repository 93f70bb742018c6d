package org.chainrule.tabular.explain;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.stream.IntStream;
import org.chainrule.tabular.value.Phrases;

/// The direction in which a prediction depends on a column.
///
/// @param flat  whether the prediction hardly changes with the column
/// @param words the direction in words that follow the prediction: `rises with "age"`, `is highest for "age" near 40`,
///              `rises with "fare" up to about 80, and hardly above`
public record Direction(boolean flat, String words) {
    /// A range below this share of the standard deviation of the predictions is none.
    private static final double FLAT = 0.1;
    /// A dependence is monotonic if this share of its changes has one direction.
    private static final double MONOTONIC = 0.9;
    /// A prediction is level where it changes by less than this share of the range.
    private static final double LEVEL = 0.1;
    /// A level part of the column is worth a word from this share of its values or rows on.
    private static final double PART = 1 / 3.0;
    private static final int FINE = 50;
    /// A probability that grows by this factor is not level, however small it is.
    private static final double GROWN = 1.5;
    /// A bend of less than this share of the range is no peak and no valley.
    private static final double BEND = 0.15;

    /// Returns the direction.
    ///
    /// @param output    the place of the output
    /// @param deviation the standard deviation of the predictions of the rows as they are
    /// @param base      the mean of these predictions if they are probabilities; otherwise NaN
    static Direction of(String column, Dependence.Kind kind, List<Dependence.Point> points, int output,
            double deviation, double base) {
        List<Dependence.Point> present = points.stream().filter(point -> !point.missing()).toList();
        boolean ordered = kind == Dependence.Kind.NUMBER || kind == Dependence.Kind.DATE;
        String name = Phrases.quoted(column);
        double[] means = present.stream().mapToDouble(point -> point.mean().get(output)).toArray();
        if (means.length < 2) {
            return new Direction(false, "has one value of " + name + " to compare");
        }
        double[] values = ordered
                ? present.stream().mapToDouble(point -> point.accumulated().get(output)).toArray()
                : means;
        int most = place(values, 1);
        int least = place(values, -1);
        double range = values[most] - values[least];
        if (!(range > FLAT * deviation)) {
            return new Direction(true, "hardly changes with " + name);
        }
        return new Direction(false, ordered
                ? course(name, kind, present, values, most, least, base)
                : kind == Dependence.Kind.PART
                        ? "is highest for " + Phrases.quoted(present.get(most).text()) + " and lowest for "
                                + Phrases.quoted(present.get(least).text()) + " in " + name
                        : (present.size() == 2 ? "is higher where " : "is highest where ") + name + " is "
                                + Phrases.quoted(present.get(most).text())
                                + (present.size() == 2 ? " than where it is " : " and lowest where it is ")
                                + Phrases.quoted(present.get(least).text()));
    }

    /// Returns how a prediction changes along ascending values, in words.
    private static String course(String name, Dependence.Kind kind, List<Dependence.Point> present, double[] values,
            int most, int least, double base) {
        double range = values[most] - values[least];
        double up = 0;
        double down = 0;
        for (int i = 1; i < values.length; i++) {
            double step = values[i] - values[i - 1];
            up += Math.max(0, step);
            down += Math.max(0, -step);
        }
        if (up >= MONOTONIC * (up + down)) {
            return "rises with " + name + where(kind, present, values, base);
        }
        if (down >= MONOTONIC * (up + down)) {
            return "falls with " + name + where(kind, present, values, base);
        }
        int last = values.length - 1;
        double peak = (values[most] - Math.max(values[0], values[last])) / range;
        double valley = (Math.min(values[0], values[last]) - values[least]) / range;
        String high = "highest for " + name + " near " + present.get(most).text();
        String low = "lowest for " + name + " near " + present.get(least).text();
        if (peak < BEND && valley < BEND) {
            return "mostly " + (values[last] > values[0] ? "rises with " : "falls with ") + name
                    + where(kind, present, values, base);
        }
        return peak >= BEND && valley >= BEND
                ? "goes up and down with " + name + ": " + high + ", and lowest near " + present.get(least).text()
                : "is " + (peak >= BEND ? high : low);
    }

    /// Returns in which part of the column a prediction rises or falls, if that is not most of it; otherwise nothing.
    ///
    /// @param base what accumulated effects are added to, so that they are probabilities; NaN if they are none
    private static String where(Dependence.Kind kind, List<Dependence.Point> present, double[] values, double base) {
        int last = values.length - 1;
        double most = LEVEL * range(values, 0, last);
        int from = 0;
        while (from < last && range(values, 0, from + 1) <= most) {
            from++;
        }
        int to = last;
        while (to > 0 && range(values, to - 1, last) <= most) {
            to--;
        }
        boolean below = isPart(present, 0, from) && isLevel(values, 0, from, base);
        boolean above = isPart(present, to, last) && isLevel(values, to, last, base);
        if (from >= to || !below && !above) {
            return "";
        }
        double span = present.getLast().value() - present.getFirst().value();
        String low = about(kind, present.get(from), span);
        String high = about(kind, present.get(to), span);
        return below && above
                ? " between about " + low + " and " + high + ", and hardly elsewhere"
                : above
                        ? " up to about " + high + ", and hardly above"
                        : " from about " + low + " on, and hardly below";
    }

    /// Returns the difference of the largest and the smallest of some values.
    private static double range(double[] values, int from, int to) {
        DoubleSummaryStatistics some = IntStream.rangeClosed(from, to).mapToDouble(i -> values[i]).summaryStatistics();
        return some.getMax() - some.getMin();
    }

    /// Returns whether probabilities hardly change relative to their size, too.
    private static boolean isLevel(double[] values, int from, int to, double base) {
        DoubleSummaryStatistics some = IntStream.rangeClosed(from, to).mapToDouble(i -> base + values[i])
                .summaryStatistics();
        return Double.isNaN(base) || some.getMin() > 0 && some.getMax() < GROWN * some.getMin();
    }

    /// Returns whether much of the column lies between two of its points.
    private static boolean isPart(List<Dependence.Point> points, int from, int to) {
        double span = points.getLast().value() - points.getFirst().value();
        int all = points.stream().mapToInt(Dependence.Point::rows).sum();
        int rows = points.subList(from + 1, to + 1).stream().mapToInt(Dependence.Point::rows).sum();
        return points.get(to).value() - points.get(from).value() >= PART * span || rows >= PART * all;
    }

    /// Returns the value of a point, rounded to about a hundredth of the span of the column.
    private static String about(Dependence.Kind kind, Dependence.Point point, double span) {
        if (kind == Dependence.Kind.DATE) {
            return point.text();
        }
        int decimals = -(int) Math.floor(StrictMath.log10(span / FINE));
        return Phrases.plain(new BigDecimal(point.value()).setScale(decimals, RoundingMode.HALF_EVEN).doubleValue());
    }

    private static int place(double[] values, int sign) {
        return IntStream.range(0, values.length).boxed().max(Comparator.comparingDouble(i -> sign * values[i]))
                .orElse(0);
    }
}
