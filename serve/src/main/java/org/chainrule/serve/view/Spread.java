package org.chainrule.serve.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.chainrule.io.Json;

/// How numbers are spread: their root mean square, their range, and a histogram of equal bins. Numbers that are not finite
/// are left out.
///
/// @param rms    the root mean square; 0 if there are no numbers
/// @param low    the smallest number
/// @param high   the largest number
/// @param counts how many numbers are in each bin from low to high
record Spread(double rms, double low, double high, int[] counts) {
    private static final int BINS = 24;
    /// The most numbers that a histogram reads; of more, it reads every second, third and so on.
    private static final int MOST = 1 << 16;

    static Spread of(float[] values) {
        double squares = 0;
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        int finite = 0;
        for (float value : values) {
            if (Float.isFinite(value)) {
                finite++;
                squares += (double) value * value;
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }
        int[] counts = new int[BINS];
        if (finite == 0) {
            return new Spread(0, 0, 0, counts);
        }
        int stride = Math.ceilDiv(values.length, MOST);
        double perUnit = high > low ? BINS / (high - low) : 0;
        for (int i = 0; i < values.length; i += stride) {
            if (Float.isFinite(values[i])) {
                counts[Math.min(BINS - 1, (int) ((values[i] - low) * perUnit))]++;
            }
        }
        return new Spread(Math.sqrt(squares / finite), low, high, counts);
    }

    Map<String, Object> toJson() {
        List<Object> bins = new ArrayList<>();
        for (int count : counts) {
            bins.add((long) count);
        }
        return Map.of("rms", number(rms), "low", number(low), "high", number(high), "counts", bins);
    }

    /// Returns a number for JSON with about five digits; null if it is not finite.
    static Object number(double value) {
        if (!Double.isFinite(value)) {
            return Json.NULL;
        }
        return Double.parseDouble(String.format(Locale.ROOT, "%.5g", value));
    }
}
