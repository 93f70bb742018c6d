package org.chainrule.tabular.outcome;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.Set;

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
        if (!Double.isFinite(value)) {
            return Double.toString(value);
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits));
        if (rounded.signum() == 0) {
            return "0";
        }
        int exponent = rounded.precision() - rounded.scale();
        if (exponent > 9 || exponent < -4) {
            return String.format(Locale.ROOT, "%." + (digits - 1) + "e", value);
        }
        return (rounded.scale() < 0 ? rounded.setScale(0) : rounded).toPlainString();
    }
}
