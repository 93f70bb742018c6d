package org.chainrule.tabular.encode;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleFunction;
import org.chainrule.tabular.value.JsonFields;

/// The range of the values of a column in the training rows. A network has learned nothing about values outside it.
///
/// A few values that stand alone are not part of the range: at most one row in 200 and at most five rows at each end,
/// if the gap before them is wider than the range of all other values. A network cannot learn from so few rows, and a
/// single value of 10^6 among values around 1 would make all others equal.
///
/// @param low     the smallest value
/// @param high    the largest value
/// @param typical the median of the absolute values
/// @param apart   the number of training values outside the range
/// @param count   the number of all training values
public record Range(double low, double high, double typical, int apart, int count) {
    /// The range of a column in a model that does not store it: every value lies inside.
    public static final Range UNKNOWN = new Range(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, 0, 0, 0);

    private static final int MOST_APART = 5;
    private static final int ROWS_FOR_ONE_APART = 200;
    private static final int FEWEST_DATES = 20;
    private static final double WRONG_CENTURY = 10;
    /// No standardized value is larger, so that sums in a network stay finite.
    private static final double LIMIT = 1e6;
    /// The share of its width by which a trend may leave the range.
    private static final double EXTRAPOLATED = 0.5;

    /// Returns the range of values, at least one of which is given.
    static Range of(double[] values) {
        return of(values, Math.min(MOST_APART, values.length / ROWS_FOR_ONE_APART));
    }

    /// Returns the range of dates. Since a wrong century is a common error, one of few dates may stand alone too, if the
    /// gap before it is ten times as wide as the range of all others.
    static Range ofDates(double[] seconds) {
        Range all = of(seconds);
        if (seconds.length < FEWEST_DATES || seconds.length >= ROWS_FOR_ONE_APART) {
            return all;
        }
        Range some = of(seconds, 1);
        double gap = Math.max(some.low - all.low, all.high - some.high);
        return gap > WRONG_CENTURY * (some.high - some.low) ? some : all;
    }

    private static Range of(double[] values, int most) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        double width = sorted[n - 1 - most] - sorted[most];
        int first = 0;
        int last = n - 1;
        for (int k = 1; k <= most; k++) {
            first = sorted[k] - sorted[k - 1] > width ? k : first;
            last = sorted[n - k] - sorted[n - 1 - k] > width ? n - 1 - k : last;
        }
        double low = sorted[first];
        double high = sorted[last];
        // a column may have millions of rows, so the array is reused
        for (int i = first; i <= last; i++) {
            sorted[i] = Math.abs(sorted[i]);
        }
        Arrays.sort(sorted, first, last + 1);
        int inside = last + 1 - first;
        return new Range(low, high, sorted[first + inside / 2], n - inside, n);
    }

    /// Returns the values from which mean and deviation are computed: those inside the range, or all if those inside are
    /// equal.
    double[] kept(double[] values) {
        return apart > 0 && low < high ? Arrays.stream(values).filter(value -> !excludes(value, 0)).toArray() : values;
    }

    /// Returns whether the range is known.
    public boolean known() {
        return low > Double.NEGATIVE_INFINITY;
    }

    /// Returns whether a value lies outside the range by more than a share of its width.
    boolean excludes(double value, double share) {
        double slack = share * (high - low);
        return known() && (value < low - slack || value > high + slack);
    }

    /// Returns a value as an input of a network.
    ///
    /// The input is `z = (value - mean) / deviation` inside the range and for half its width beyond, because a trend may
    /// go on for a while. Further out, it approaches the input of that bound plus or minus 1 as `d / (1 + d)`, where `d`
    /// is the distance. The input is therefore a smooth and increasing function of the value, and it is bounded.
    double input(double value, double mean, double deviation) {
        double z = Math.clamp((value - mean) / deviation, -LIMIT, LIMIT);
        if (!known()) {
            return z;
        }
        double slack = EXTRAPOLATED * (high - low);
        double inside = Math.clamp(z, (low - slack - mean) / deviation, (high + slack - mean) / deviation);
        double outside = z - inside;
        return inside + outside / (1 + Math.abs(outside));
    }

    /// Returns the range in words: `-3.2 to 3.1`, or a single value.
    ///
    /// @param rounded the usual spelling of a value
    /// @param exact   the spelling that distinguishes every two values
    String words(DoubleFunction<String> rounded, DoubleFunction<String> exact) {
        if (low == high) {
            return exact.apply(low);
        }
        DoubleFunction<String> spelling = rounded.apply(low).equals(rounded.apply(high)) ? exact : rounded;
        return spelling.apply(low) + " to " + spelling.apply(high);
    }

    /// Adds the range to the tree of an encoding, unless it is unknown.
    void toJson(Map<String, Object> json) {
        if (known()) {
            Map<String, Object> range = new LinkedHashMap<>();
            range.put("low", low);
            range.put("high", high);
            range.put("typical", typical);
            range.put("apart", apart);
            range.put("count", count);
            json.put("range", range);
        }
    }

    /// Returns the range in the tree of an encoding; unknown if there is none, as in older models.
    static Range read(JsonFields fields) {
        if (!fields.keys().contains("range")) {
            return UNKNOWN;
        }
        JsonFields range = fields.object("range");
        double low = range.number("low");
        double high = range.number("high");
        double apart = range.number("apart");
        double count = range.number("count");
        if (low > high || apart < 0 || apart > count || count > Integer.MAX_VALUE) {
            throw fields.refuse("has the wrong \"range\"");
        }
        return new Range(low, high, range.number("typical"), (int) apart, (int) count);
    }
}
