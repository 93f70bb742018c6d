package org.chainrule.tabular.explain;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.chainrule.tabular.value.Phrases;

/// The direction in which a prediction depends on a column.
///
/// @param flat  whether the prediction hardly changes with the column
/// @param words the direction in words that follow the prediction: `rises with "age"`, `is highest for "age" near 40`
public record Direction(boolean flat, String words) {
    /// A range below this share of the standard deviation of the predictions is none.
    private static final double FLAT = 0.1;
    /// A dependence is monotonic if this share of its changes has one direction.
    private static final double MONOTONIC = 0.9;
    /// A bend of less than this share of the range is no peak and no valley.
    private static final double BEND = 0.15;

    /// Returns the direction.
    ///
    /// @param output    the place of the output
    /// @param deviation the standard deviation of the predictions of the rows as they are
    static Direction of(String column, Dependence.Kind kind, List<Dependence.Point> points, int output,
            double deviation) {
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
                ? course(name, present, values, most, least)
                : kind == Dependence.Kind.PART
                        ? "is highest for " + Phrases.quoted(present.get(most).text()) + " and lowest for "
                                + Phrases.quoted(present.get(least).text()) + " in " + name
                        : "is highest where " + name + " is " + Phrases.quoted(present.get(most).text())
                                + " and lowest where it is " + Phrases.quoted(present.get(least).text()));
    }

    /// Returns how a prediction changes along ascending values, in words.
    private static String course(String name, List<Dependence.Point> present, double[] values, int most, int least) {
        double range = values[most] - values[least];
        double up = 0;
        double down = 0;
        for (int i = 1; i < values.length; i++) {
            double step = values[i] - values[i - 1];
            up += Math.max(0, step);
            down += Math.max(0, -step);
        }
        if (up >= MONOTONIC * (up + down)) {
            return "rises with " + name;
        }
        if (down >= MONOTONIC * (up + down)) {
            return "falls with " + name;
        }
        int last = values.length - 1;
        double peak = (values[most] - Math.max(values[0], values[last])) / range;
        double valley = (Math.min(values[0], values[last]) - values[least]) / range;
        String high = "highest for " + name + " near " + present.get(most).text();
        String low = "lowest for " + name + " near " + present.get(least).text();
        if (peak < BEND && valley < BEND) {
            return "mostly " + (values[last] > values[0] ? "rises with " : "falls with ") + name;
        }
        return peak >= BEND && valley >= BEND
                ? "goes up and down with " + name + ": " + high + ", and lowest near " + present.get(least).text()
                : "is " + (peak >= BEND ? high : low);
    }

    private static int place(double[] values, int sign) {
        return IntStream.range(0, values.length).boxed().max(Comparator.comparingDouble(i -> sign * values[i]))
                .orElse(0);
    }
}
