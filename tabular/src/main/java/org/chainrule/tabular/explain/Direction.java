package org.chainrule.tabular.explain;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.chainrule.tabular.value.Phrases;

/// The direction in which a prediction depends on a column, in words.
final class Direction {
    /// A range below this share of the standard deviation of the predictions is none.
    private static final double FLAT = 0.02;
    /// A dependence is monotonic if this share of its changes has one direction.
    private static final double MONOTONIC = 0.9;

    private Direction() {
    }

    /// Returns the direction: `rises with "age"`, `highest for "Dream"`.
    ///
    /// @param output    the place of the output
    /// @param deviation the standard deviation of the predictions of the rows as they are
    static String of(String column, Dependence.Kind kind, List<Dependence.Point> points, int output,
            double deviation) {
        List<Dependence.Point> present = points.stream().filter(point -> !point.missing()).toList();
        boolean ordered = kind == Dependence.Kind.NUMBER || kind == Dependence.Kind.DATE;
        String name = Phrases.quoted(column);
        double[] means = present.stream().mapToDouble(point -> point.mean().get(output)).toArray();
        if (means.length < 2) {
            return "has one value of " + name + " to compare";
        }
        double[] values = ordered
                ? present.stream().mapToDouble(point -> point.accumulated().get(output)).toArray()
                : means;
        double range = IntStream.range(0, values.length).mapToDouble(i -> values[i]).summaryStatistics().getMax()
                - IntStream.range(0, values.length).mapToDouble(i -> values[i]).summaryStatistics().getMin();
        if (!(range > FLAT * deviation)) {
            return "hardly depends on " + name;
        }
        int most = place(values, 1);
        int least = place(values, -1);
        if (!ordered) {
            return "is highest for " + Phrases.quoted(present.get(most).text()) + " and lowest for "
                    + Phrases.quoted(present.get(least).text());
        }
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
        double peak = values[most] - Math.max(values[0], values[last]);
        double valley = Math.min(values[0], values[last]) - values[least];
        return peak >= valley
                ? "is highest for " + name + " near " + present.get(most).text()
                : "is lowest for " + name + " near " + present.get(least).text();
    }

    private static int place(double[] values, int sign) {
        return IntStream.range(0, values.length).boxed().max(Comparator.comparingDouble(i -> sign * values[i]))
                .orElse(0);
    }
}
