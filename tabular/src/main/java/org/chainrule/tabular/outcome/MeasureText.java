package org.chainrule.tabular.outcome;

import java.util.Locale;
import java.util.Set;
import org.chainrule.tabular.value.Phrases;

/// Measures as text, the same in every report and every locale.
public final class MeasureText {
    private static final Set<String> SCALED = Set.of("rmse", "mae", "pinball", "intervalWidth");
    private static final Set<String> UNDEFINED = Set.of("r2", "auc", "averagePrecision", "kappa");

    private MeasureText() {
    }

    /// Returns a measure: four significant digits for those that have the scale of the target, such as `rmse`, and four
    /// decimals for others. `undefined` for an `r2`, `auc`, `averagePrecision` or `kappa` that is NaN, because the rows have
    /// a single number or class.
    ///
    /// @param name the name under which it is reported
    public static String of(String name, double value) {
        if (Double.isNaN(value) && UNDEFINED.contains(name)) {
            return "undefined";
        }
        if (SCALED.contains(name)) {
            return significant(value, 4);
        }
        String text = String.format(Locale.ROOT, "%.4f", value);
        return text.equals("-0.0000") ? "0.0000" : text;
    }

    /// Returns a number with at most the given number of significant digits: `0.00123`, `1.50e+12`.
    public static String significant(double value, int digits) {
        return Phrases.significant(value, digits);
    }
}
