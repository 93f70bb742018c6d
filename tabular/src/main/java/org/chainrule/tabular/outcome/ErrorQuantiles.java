package org.chainrule.tabular.outcome;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.value.JsonFields;
import org.chainrule.tabular.value.Phrases;

/// Quantiles of the errors of a model on its validation rows, from which split conformal prediction makes intervals and
/// sets (Vovk, Gammerman and Shafer, 2005; Lei et al., 2018). Of n errors sorted by size, the one at position
/// `ceil((n + 1) level)` bounds the error of a new row with a probability of at least the level, if the new row and the
/// validation rows are drawn alike.
///
/// The error of a number is the absolute difference; that of a class is 1 minus its probability.
///
/// @param levels the levels, ascending, each between 0 and 1
/// @param errors the bound for each level; ascending or equal
public record ErrorQuantiles(List<Double> levels, List<Double> errors) {
    /// The level of an interval if none is chosen.
    public static final double USUAL = 0.9;
    /// The quantiles of a model without validation rows.
    public static final ErrorQuantiles NONE = new ErrorQuantiles(List.of(), List.of());
    /// The levels that are kept, in thousandths.
    private static final int[] KEPT = IntStream
            .concat(IntStream.rangeClosed(1, 99).map(percent -> 10 * percent), IntStream.of(995, 999)).toArray();

    /// Creates quantiles; copies the lists.
    ///
    /// @throws ArgumentException if the lists differ in length, a level is not between 0 and 1, an error is negative, or
    ///     either list is not in ascending order
    public ErrorQuantiles {
        levels = List.copyOf(levels);
        errors = List.copyOf(errors);
        boolean right = levels.size() == errors.size();
        for (int i = 0; right && i < levels.size(); i++) {
            right = levels.get(i) > 0 && levels.get(i) < 1 && errors.get(i) >= 0
                    && (i == 0 || levels.get(i) > levels.get(i - 1) && errors.get(i) >= errors.get(i - 1));
        }
        if (!right) {
            throw new ArgumentException("errors", "errors: expected one error for each level, both in ascending order, "
                    + "levels between 0 and 1 and no negative error");
        }
    }

    /// Returns the quantiles of the errors of validation rows, for the levels that this number of rows allows: a level of
    /// 0.9 takes at least nine rows. Errors that are not numbers count as infinite.
    public static ErrorQuantiles of(double[] errors) {
        double[] sorted = Arrays.stream(errors).map(error -> Double.isNaN(error) ? Double.POSITIVE_INFINITY : error)
                .sorted().toArray();
        List<Double> levels = new ArrayList<>();
        List<Double> bounds = new ArrayList<>();
        for (int level : KEPT) {
            long place = (level * (sorted.length + 1L) + 999) / 1000;
            if (place <= sorted.length && Double.isFinite(sorted[(int) place - 1])) {
                levels.add(level / 1000.0);
                bounds.add(sorted[(int) place - 1]);
            }
        }
        return new ErrorQuantiles(levels, bounds);
    }

    /// Returns the bound of the error at a level: that of the next higher level that is kept, and ∞ if there is none.
    public double at(double level) {
        int place = Collections.binarySearch(levels, level);
        int next = place < 0 ? -place - 1 : place;
        return next < levels.size() ? errors.get(next) : Double.POSITIVE_INFINITY;
    }

    /// Returns the bound of the error at a level that the caller chose.
    ///
    /// @throws ArgumentException if the level is not between 0 and 1, or there were too few validation rows for it
    public double require(double level) {
        if (!(level > 0 && level < 1)) {
            throw new ArgumentException("level", "level: got " + level + ", expected a number between 0 and 1");
        }
        double bound = at(level);
        if (Double.isInfinite(bound)) {
            String most = levels.isEmpty()
                    ? "the model keeps no errors of validation rows"
                    : "the validation rows of the model allow a level of at most " + Phrases.plain(levels.getLast());
            throw new ArgumentException("level", most + "; for " + BigDecimal.valueOf(level).toPlainString()
                    + ", train it again with "
                    + (level > KEPT[KEPT.length - 1] / 1000.0
                            ? "a level of at most 0.999"
                            : "at least " + Phrases.count((long) Math.ceil(level / (1 - level) - 1e-9),
                                    "validation row")));
        }
        return bound;
    }

    /// Returns the quantiles as a tree for [org.chainrule.io.Json].
    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("levels", levels);
        json.put("errors", errors);
        return json;
    }

    /// Returns the quantiles that a field holds; none if there is no such field.
    static ErrorQuantiles fromJson(JsonFields fields, String key) {
        if (!fields.keys().contains(key)) {
            return NONE;
        }
        JsonFields quantiles = fields.object(key);
        try {
            return new ErrorQuantiles(quantiles.numbers("levels"), quantiles.numbers("errors"));
        } catch (ArgumentException _) {
            throw fields.refuse("has wrong " + Phrases.quoted(key));
        }
    }
}
