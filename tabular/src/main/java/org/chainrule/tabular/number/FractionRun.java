package org.chainrule.tabular.number;

import java.math.BigDecimal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A number that is more than one run of digits: a fraction such as `3 1/2` and `½`, or Chinese, Japanese and Korean
/// numerals such as `3億5000万`.
///
/// @param numerator   the numerator of the whole number, so 7 for `3 1/2`
/// @param denominator the denominator; 1 for numerals
/// @param ambiguous   whether it may be a date: `1/2`
/// @param end         the index after its last character
record FractionRun(BigDecimal numerator, int denominator, boolean ambiguous, int end) {
    /// The denominators that people use; others are rather dates or ratios.
    private static final Set<String> DENOMINATORS = Set.of("2", "3", "4", "5", "6", "8", "10", "12", "16", "32", "64");

    /// Returns the number that begins with a run of digits; null if it ends with the run.
    static @Nullable FractionRun at(String text, DigitRun run, NumberStyle style) {
        if (run.end() >= text.length() || run.exponent()) {
            return null;
        }
        char next = text.charAt(run.end());
        if (Magnitudes.ideograph(next) != Magnitudes.NONE) {
            return numerals(text, run, style);
        }
        boolean mixed = next == ' ';
        DigitRun top = mixed ? DigitRun.plain(text, run.end() + 1) : run;
        if (top == null || !run.integer() || run.marked() || top.end() >= text.length()) {
            return null;
        }
        char slash = text.charAt(top.end());
        DigitRun bottom = slash == '/' || slash == Glyphs.FRACTION ? DigitRun.plain(text, top.end() + 1) : null;
        if (bottom == null || !DENOMINATORS.contains(bottom.digits()) || top.whole() > 2) {
            return null;
        }
        int denominator = Integer.parseInt(bottom.digits());
        int part = Integer.parseInt(top.digits());
        if (part >= denominator) {
            return null;
        }
        BigDecimal whole = mixed ? new BigDecimal(run.digits()) : BigDecimal.ZERO;
        return new FractionRun(whole.multiply(BigDecimal.valueOf(denominator)).add(BigDecimal.valueOf(part)),
                denominator, slash == '/' && !mixed, bottom.end());
    }

    /// Adds numerals of falling magnitude. A last one without more digits is left to the suffix.
    private static @Nullable FractionRun numerals(String text, DigitRun first, NumberStyle style) {
        BigDecimal sum = BigDecimal.ZERO;
        DigitRun run = first;
        int before = Integer.MAX_VALUE;
        while (run.end() < text.length()) {
            int power = Magnitudes.ideograph(text.charAt(run.end()));
            if (power == Magnitudes.NONE) {
                break;
            }
            int from = run.end() + (text.startsWith(" ", run.end() + 1) ? 2 : 1);
            DigitRun next = DigitRun.start(text.substring(from), style.decimal()) == 0
                    ? DigitRun.at(text, from, style)
                    : null;
            if (power >= before || next == null && before == Integer.MAX_VALUE || run.exponent()) {
                return null;
            }
            sum = sum.add(new BigDecimal(run.digits()).scaleByPowerOfTen(power));
            if (next == null) {
                return new FractionRun(sum, 1, false, run.end() + 1);
            }
            before = power;
            run = next;
        }
        return run.exponent() ? null : new FractionRun(sum.add(new BigDecimal(run.digits())), 1, false, run.end());
    }

    /// Returns the number times a power of ten.
    double value(int power) {
        return numerator.scaleByPowerOfTen(power).doubleValue() / denominator;
    }
}
