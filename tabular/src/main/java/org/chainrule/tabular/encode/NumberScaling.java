package org.chainrule.tabular.encode;

import java.util.Arrays;
import java.util.Map;
import org.chainrule.tabular.value.JsonFields;
import org.chainrule.tabular.value.Moments;
import org.chainrule.tabular.value.Phrases;

/// How the numbers of a column are scaled to inputs of a network: `z = (x - center) / scale`, then bounded.
public enum NumberScaling {
    /// The center is the mean of the training rows, and the scale their population standard deviation. Values are
    /// compressed outside the range of the training rows.
    STANDARD,
    /// The center is the median of the training rows, and the scale their interquartile range; if that is 0, half the
    /// width of their range. Then `z / sqrt(1 + (z / 3)²)`, which keeps small values and approaches -3 and 3 (Holzmüller
    /// et al., "Better by Default", 2024). A few extreme values therefore do not change the inputs of all others.
    ROBUST;

    private static final String FIELD = "scaling";
    private static final String WORD = "robust";
    private static final double BOUND = 3;
    /// No scaled value is larger, so that its square stays finite.
    private static final double LIMIT = 1e6;

    /// Returns the center and the scale of values, as the mean and the deviation of [Moments].
    ///
    /// @param values the values of the training rows, at least one
    /// @param range  their range
    Moments fit(double[] values, Range range) {
        if (this == STANDARD) {
            return Moments.of(range.kept(values));
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double quartiles = quantile(sorted, 0.75) - quantile(sorted, 0.25);
        if (quartiles == 0) {
            double[] kept = range.kept(sorted);
            quartiles = (kept[kept.length - 1] - kept[0]) / 2;
        }
        return new Moments(quantile(sorted, 0.5), quartiles);
    }

    /// Returns a quantile, interpolated between the two nearest of the sorted values.
    private static double quantile(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = (int) place;
        double next = sorted[Math.min(below + 1, sorted.length - 1)];
        return sorted[below] + (place - below) * (next - sorted[below]);
    }

    /// Returns a value as an input of a network.
    double input(double value, double center, double scale, Range range) {
        return this == STANDARD ? range.input(value, center, scale) : bounded((value - center) / scale);
    }

    /// Returns the words that follow `(x - center) / scale` in a description.
    String words() {
        return this == STANDARD ? "" : ", bounded by -3 and 3";
    }

    /// Returns `z / sqrt(1 + (z / 3)²)`, which lies between -3 and 3.
    static double bounded(double z) {
        double limited = Math.clamp(z, -LIMIT, LIMIT) / BOUND;
        return BOUND * limited / Math.sqrt(1 + limited * limited);
    }

    /// Adds the scaling to the tree of an encoding, unless it is that of older models.
    void toJson(Map<String, Object> json) {
        if (this == ROBUST) {
            json.put(FIELD, WORD);
        }
    }

    /// Returns the scaling in the tree of an encoding; [#STANDARD] if there is none, as in older models.
    static NumberScaling read(JsonFields fields) {
        if (!fields.keys().contains(FIELD)) {
            return STANDARD;
        }
        String word = fields.text(FIELD);
        if (!word.equals(WORD)) {
            throw fields.refuse("has the unknown scaling " + Phrases.quoted(word));
        }
        return ROBUST;
    }
}
