package org.chainrule.tabular.read;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.DoublePredicate;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.chainrule.tabular.time.Dates;

/// Finds sentinels: values such as -9999 that stand for a missing one, because they repeat and lie far from all others.
///
/// A sentinel has a known form, is the smallest or largest value, and stands in at least three rows and half a percent
/// of them, or in fewer if it is very far away. One of these shows that it is no ordinary value:
///
/// - Its distance to the next value exceeds the range of all other values, and twice the distance from their median to
///   their extreme on the same side. So neither the end of a scale, such as 99 in 0 to 99, nor the cap of a long-tailed
///   column is a sentinel.
/// - It is the only negative value, and the others begin far above it.
/// - It is several times as frequent as each other value, and more than half of their range away from them.
final class Sentinels {
    /// A sentinel.
    ///
    /// @param value the number, or the date in seconds since 1970
    /// @param count the number of its rows
    record Found(double value, int count) {
    }

    private static final int FEWEST_ROWS = 3;
    private static final double SMALLEST_SHARE = 0.005;
    /// The smallest share of a value so far away that it leaves no doubt.
    private static final double REMOTE_SHARE = 0.0005;
    private static final double REMOTE = 10;
    /// From here on, a number is hardly an ordinary value.
    private static final double STRONG = 999;
    /// With fewer other values, the numbers may be codes.
    private static final int FEW = 8;
    /// How many times more frequent than each other value a value must be to stand out by its frequency.
    private static final int PEAK = 3;
    private static final double DATE_GAP = 0.25;

    /// From here on, a number that repeats far from all others is a fill value, such as 1e20 or the largest float.
    private static final double HUGE = 1e18;
    /// The limits of number types, and fill values that are no row of nines.
    private static final Set<Double> FILLS = Set.of(32767.0, 32768.0, 65535.0, 2147483647.0, 2147483648.0, 4294967295.0,
            999.25, 123456789.0);
    private static final Set<Double> DATES = Stream
            .of("0001-01-01", "0001-01-03", "1111-11-11", "1582-10-15", "1601-01-01", "1700-01-01", "1753-01-01",
                    "1800-01-01", "1799-12-31", "1858-11-17", "1899-12-30", "1899-12-31", "1899-01-01", "1900-01-01",
                    "1900-01-02", "1901-01-01", "1904-01-01", "1910-01-01", "1920-01-01", "1950-01-01", "1960-01-01",
                    "1969-12-31", "1970-01-01", "1980-01-01", "1980-01-06", "2038-01-19", "2049-12-31", "2050-12-31",
                    "2078-12-31", "2079-06-06", "2099-01-01", "2099-12-31", "2100-01-01", "2100-12-31", "2199-12-31",
                    "2200-01-01", "2222-02-02", "2222-12-31", "2262-04-11", "2299-12-31", "2500-01-01", "2500-12-31",
                    "2900-12-31", "2999-01-01", "2999-12-31", "3000-01-01", "3000-12-31", "3333-03-03", "4000-12-31",
                    "4712-12-31", "5000-12-31", "5999-12-31", "7999-12-31", "8888-08-08", "8888-12-31", "8999-12-31",
                    "9000-12-31", "9998-12-31", "9999-01-01", "9999-09-09", "9999-12-30", "9999-12-31")
            .map(day -> LocalDate.parse(day).toEpochDay() * (double) Dates.DAY).collect(Collectors.toUnmodifiableSet());

    private Sentinels() {
    }

    /// Returns the sentinels among numbers, in ascending order; NaN is no value.
    static List<Found> of(double[] numbers) {
        return found(numbers, Sentinels::isKnown, false);
    }

    /// Returns the sentinels among dates, in ascending order: 1900-01-01, 9999-12-31 and the like at any time of day.
    ///
    /// @param seconds seconds since 1970-01-01T00:00; NaN is no value
    static List<Found> ofDates(double[] seconds) {
        return found(seconds, second -> DATES.contains(Math.floor(second / Dates.DAY) * Dates.DAY), true);
    }

    private static List<Found> found(double[] values, DoublePredicate known, boolean dates) {
        if (!mayHaveSome(values, known)) {
            return List.of();
        }
        double[] sorted = sorted(values);
        int from = 0;
        int to = sorted.length;
        List<Found> candidates = new ArrayList<>();
        while (from < to) {
            int low = run(sorted, from, to);
            int high = backward(sorted, from, to);
            if (isFrequent(low, sorted.length) && known.test(sorted[from])) {
                candidates.add(new Found(sorted[from], low));
                from += low;
            } else if (isFrequent(high, sorted.length) && known.test(sorted[to - 1])) {
                candidates.add(new Found(sorted[to - 1], high));
                to -= high;
            } else {
                break;
            }
        }
        return from < to ? confirmed(sorted, from, to, candidates, dates) : List.of();
    }

    private static double[] sorted(double[] values) {
        double[] sorted = new double[values.length];
        int size = 0;
        for (double value : values) {
            if (!Double.isNaN(value)) {
                sorted[size++] = value;
            }
        }
        Arrays.sort(sorted, 0, size);
        return Arrays.copyOf(sorted, size);
    }

    /// Returns whether the smallest or the largest value has the form of a sentinel and repeats. Most columns are done
    /// after this one pass.
    private static boolean mayHaveSome(double[] values, DoublePredicate known) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            least = value < least ? value : least;
            most = value > most ? value : most;
        }
        return least < most && (known.test(least) && repeats(values, least)
                || known.test(most) && repeats(values, most) && !isEndOfScale(values, least, most));
    }

    private static boolean repeats(double[] values, double number) {
        int count = 0;
        int rows = 0;
        for (double value : values) {
            count += value == number ? 1 : 0;
            rows += Double.isNaN(value) ? 0 : 1;
        }
        return isFrequent(count, rows);
    }

    /// Returns whether a largest value of few digits, such as 99, is too close to the next one to be a sentinel. This
    /// spares the sorting of percentages and the like.
    private static boolean isEndOfScale(double[] values, double least, double most) {
        double next = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            next = value > next && value < most ? value : next;
        }
        return most < STRONG && !isKnown(next) && !isKnown(least) && 2 * (most - next) <= next - least;
    }

    private static boolean isFrequent(int count, int rows) {
        return count >= FEWEST_ROWS && count >= REMOTE_SHARE * rows;
    }

    /// Returns the candidates that are sentinels. The innermost is judged first; a candidate that is none becomes one
    /// of the other values, to which the next one is compared.
    private static List<Found> confirmed(double[] sorted, int from, int to, List<Found> candidates, boolean dates) {
        List<Found> found = new ArrayList<>();
        Rest rest = new Rest(sorted, from, to);
        for (Found candidate : candidates.reversed()) {
            if (dates ? rest.isDateApart(candidate) : rest.isApart(candidate)) {
                found.add(candidate);
            } else {
                rest = rest.with(candidate);
            }
        }
        return found.stream().sorted((a, b) -> Double.compare(a.value, b.value)).toList();
    }

    private static int run(double[] sorted, int from, int to) {
        int end = from;
        while (end < to && sorted[end] == sorted[from]) {
            end++;
        }
        return end - from;
    }

    private static int backward(double[] sorted, int from, int to) {
        int start = to;
        while (start > from && sorted[start - 1] == sorted[to - 1]) {
            start--;
        }
        return to - start;
    }

    /// The other values: `sorted[from, to)`.
    private record Rest(double[] sorted, int from, int to) {
        boolean isApart(Found candidate) {
            double value = candidate.value;
            double range = sorted[to - 1] - sorted[from];
            double gap = gap(value);
            boolean strong = Math.abs(value) >= STRONG;
            if (range <= 0 || !isCommon(candidate) && !(strong && gap > REMOTE * range)) {
                return false;
            }
            boolean negative = isBelow(value) && sorted[from] >= 0;
            double[] distinct = distinct();
            if (distinct.length < FEW) {
                return strong ? gap > REMOTE * range : negative && value < -1 && gap > 2 * range;
            }
            double side = side(value);
            boolean wide = gap > 2 * side && (gap > range || strong && gap > 5 * side);
            boolean alone = negative
                    && (strong || sorted[from] >= REMOTE * -value || gap > REMOTE * largestStep(distinct));
            boolean peak = gap > 1.2 * side && gap > range / 2 && candidate.count > PEAK * mostFrequent();
            return (wide || alone || peak) && (gap > REMOTE * range || !isPrice(value));
        }

        boolean isDateApart(Found candidate) {
            double range = sorted[to - 1] - sorted[from];
            double gap = gap(candidate.value);
            return gap > range && range > 0
                    || gap > DATE_GAP * range && isCommon(candidate) && candidate.count > PEAK * mostFrequent();
        }

        /// Returns these values and a candidate next to them; the same values if another candidate lies between.
        Rest with(Found candidate) {
            boolean below = isBelow(candidate.value);
            boolean next = sorted[below ? from - 1 : to] == candidate.value;
            return !next
                    ? this
                    : below
                            ? new Rest(sorted, from - candidate.count, to)
                            : new Rest(sorted, from, to + candidate.count);
        }

        private boolean isCommon(Found candidate) {
            return candidate.count >= SMALLEST_SHARE * sorted.length;
        }

        private boolean isBelow(double value) {
            return value < sorted[from];
        }

        private double gap(double value) {
            return isBelow(value) ? sorted[from] - value : value - sorted[to - 1];
        }

        /// Returns the distance from the median to the extreme value on the side of a number.
        private double side(double number) {
            double median = sorted[from + (to - from) / 2];
            return isBelow(number) ? median - sorted[from] : sorted[to - 1] - median;
        }

        private double[] distinct() {
            double[] distinct = new double[to - from];
            int size = 0;
            for (int i = from; i < to; i++) {
                if (size == 0 || distinct[size - 1] != sorted[i]) {
                    distinct[size++] = sorted[i];
                }
            }
            return Arrays.copyOf(distinct, size);
        }

        /// Returns the largest distance between neighbours in the lower half of numbers.
        private static double largestStep(double[] distinct) {
            return IntStream.rangeClosed(1, distinct.length / 2).mapToDouble(i -> distinct[i] - distinct[i - 1]).max()
                    .orElse(0);
        }

        private int mostFrequent() {
            int most = 0;
            int start = from;
            for (int i = from + 1; i <= to; i++) {
                if (i == to || sorted[i] != sorted[start]) {
                    most = Math.max(most, i - start);
                    start = i;
                }
            }
            return most;
        }

        /// Returns whether a number such as 99 or 9.99 stands among other prices: it is above zero, and more than a
        /// quarter of the others end alike.
        private boolean isPrice(double value) {
            double unit = value == Math.rint(value) ? 10 : 1;
            double end = Math.rint(value % unit * 100);
            long alike = DoubleStream.of(Arrays.copyOfRange(sorted, from, to))
                    .filter(other -> Math.rint(other % unit * 100) == end).count();
            return value > 0 && 4 * alike > to - from;
        }
    }

    /// Returns whether a number has the form of a sentinel: nothing but nines, sevens or eights, -1, or a fill value.
    private static boolean isKnown(double value) {
        double size = Math.abs(value);
        return value == -1 || value == -9 || size >= HUGE || size > 9 && isRepeated(size) || FILLS.contains(size);
    }

    /// Returns whether the digits of a number are at least two nines, or at least three sevens or eights: 99, 99.9,
    /// 9999, -888.
    private static boolean isRepeated(double size) {
        if (size > 1e12) {
            return false;
        }
        // Digits after the point are at most two.
        long hundredths = Math.round(size * 100);
        if (Math.abs(hundredths - size * 100) > 1e-6 * size) {
            return false;
        }
        long digits = hundredths;
        while (digits % 10 == 0 && digits > 0) {
            digits /= 10;
        }
        long digit = digits % 10;
        int length = 0;
        for (; digits > 0; digits /= 10, length++) {
            if (digits % 10 != digit) {
                return false;
            }
        }
        return digit == 9 && length >= 2 || (digit == 8 || digit == 7) && length >= 3;
    }
}
