package org.chainrule.tabular.number;

import org.jspecify.annotations.Nullable;

/// A number as people write it, with its unit: `$382.79`, `13.8 %`, `6.31 kg`, `4.950,34 €`, `(5.00)`, `104,55-`,
/// `35,47,799.97`, `3.5M`, `< 0.5`.
///
/// - **Money**: a sign, an abbreviation or an ISO code, before or after the number. A single letter before it, as in
///   `R 10,50`, is a currency only with two decimals or group marks, because `R12` is more likely a name.
/// - **Sign**: before the number or its currency, or after it; brackets mean a negative number, and so do `CR` after it
///   and, in German statements of accounts, `S`. `5,-` and `5.-` are whole amounts.
/// - **Groups**: the thousands mark of the style, a blank of any kind, an apostrophe or an underscore, between groups
///   of three digits; Indian groups with commas.
/// - **Magnitudes** are multiplied: `$3.5M` is 3,500,000 with the unit `$`. [Magnitudes#letter] tells which letters are
///   magnitudes.
/// - **Units** come from the closed list in [Units], each in one spelling, so `12A`, `5th` and `3 Main St` are not
///   numbers.
/// - **Bounds**: `<`, `≤`, `>`, `≥`, `~`, and words such as `ca.` and `or more`; a plus after a whole number, as in
///   `65+`.
/// - **Fractions**: `½`, `3 1/2` and `1/2 kg`; `1/2` alone may be a date.
///
/// Identifiers, telephone numbers, dates, times, addresses, versions, ranges and hexadecimal numbers are not numbers.
///
/// @param value the number without its unit, correctly rounded; 13.8 for `13.8 %`
/// @param unit  the common spelling of the unit or currency; empty if there is none
/// @param bound whether the value is a limit
public record WrittenNumber(double value, String unit, Bound bound) {
    /// What a sign such as `<` says about the value.
    public enum Bound {
        /// The value is exact.
        NONE,
        /// The value is below the number: `<0.5`.
        BELOW,
        /// The value is above the number: `>100`.
        ABOVE,
        /// The value is near the number: `~5`.
        ABOUT
    }

    /// No number with its unit is longer, so longer texts need not be looked at.
    private static final int LONGEST = 64;

    /// Returns the number in a text, in which the decimal mark is that of the style; null if the text is not such a
    /// number, is too large for a double, or has more than 64 characters.
    public static @Nullable WrittenNumber of(String text, NumberStyle style) {
        return text.length() > LONGEST ? null : new NumberSyntax(style).parse(text);
    }

    /// Returns whether the value is only a limit.
    public boolean isLimit() {
        return bound == Bound.BELOW || bound == Bound.ABOVE;
    }
}
