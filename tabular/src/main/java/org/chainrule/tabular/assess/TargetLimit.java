package org.chainrule.tabular.assess;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.chainrule.tabular.value.Phrases;

/// Many rows that have exactly the smallest or the largest number of a target, as if their true numbers were cut off there.
///
/// @param column  the target
/// @param largest whether the number is the largest, or the smallest
/// @param value   the number
/// @param rows    the rows that have it
/// @param of      the rows with a number
public record TargetLimit(String column, boolean largest, double value, int rows, int of) {
    private static final double SHARE = 0.01;
    private static final int LEAST = 10;
    /// A scale of fewer numbers, such as that of grades, has many rows at its ends by nature.
    private static final int SCALE = 30;
    private static final int TIMES = 3;

    /// Returns the limit at one end of numbers; empty if fewer than a hundredth of the rows, or fewer than 10, have the number,
    /// or not many more than have the number next to it, or there are few different numbers.
    ///
    /// @param numbers the numbers of the target; NaN where it is missing
    public static Optional<TargetLimit> of(String column, double[] numbers, boolean largest) {
        double sign = largest ? -1 : 1;
        double[] sorted = Arrays.stream(numbers).filter(Double::isFinite).map(number -> sign * number).sorted()
                .toArray();
        long distinct = Arrays.stream(sorted).distinct().count();
        int first = run(sorted, 0);
        return first >= LEAST && first >= SHARE * sorted.length && distinct >= SCALE
                && first >= TIMES * run(sorted, first) && first >= TIMES * (double) sorted.length / distinct
                        ? Optional.of(new TargetLimit(column, largest, sign * sorted[0], first, sorted.length))
                        : Optional.empty();
    }

    /// Returns how many numbers from a place on are equal.
    private static int run(double[] sorted, int from) {
        int to = from;
        while (to < sorted.length && sorted[to] == sorted[from]) {
            to++;
        }
        return to - from;
    }

    /// Returns the fact and what it means, as sentences without the last full stop.
    public String sentence() {
        return String.format(Locale.ROOT, "%,d of %,d rows (%s) have exactly %s as %s, the %s number. ", rows, of,
                Phrases.percent((double) rows / of), Phrases.plain(value), Phrases.quoted(column),
                largest ? "largest" : "smallest")
                + (largest
                        ? "That looks like a cap: the true numbers of these rows may be larger. The model learned the cap"
                                + " in their place, so its predictions near it are probably too low, and its errors there"
                                + " are not the true ones"
                        : "That looks like a limit: the true numbers of these rows may be smaller, or the number may stand"
                                + " for \"none\". If they are cut off, predictions near it are probably too high, and the"
                                + " errors there are not the true ones");
    }
}
