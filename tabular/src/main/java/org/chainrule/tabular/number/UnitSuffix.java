package org.chainrule.tabular.number;

import org.jspecify.annotations.Nullable;

/// The magnitude and the unit after the digits of a [WrittenNumber]: `Mio. €`, `k`, `km/h`.
///
/// @param power the power of ten that multiplies the number
/// @param unit  the common spelling of the unit, with the currency before the number; empty if there is none
record UnitSuffix(int power, String unit) {
    /// Letters that are a unit only after a blank or a fraction: `12A` is rather a name.
    private static final String APART = "ACFJNU";

    /// Returns the suffix in a text without blanks around it; null if it is not in the lists.
    ///
    /// @param sign     the currency before the number as written, or a percent sign; empty if there is none
    /// @param touching whether no blank is between the digits and the text
    /// @param run      the digits
    static @Nullable UnitSuffix of(String text, String sign, boolean touching, DigitRun run) {
        if (text.isEmpty()) {
            return new UnitSuffix(0, name(sign));
        }
        boolean letter = text.length() == 1 && text.charAt(0) < 0x80;
        if (letter && touching && run.decimals() == 0 && APART.indexOf(text.charAt(0)) >= 0) {
            return null;
        }
        if (letter || !sign.isEmpty()) {
            UnitSuffix magnitude = magnitude(text, sign, touching, run);
            if (magnitude != null) {
                return magnitude;
            }
        }
        String unit = letter && Currencies.of(text) != null && Character.isLetter(text.charAt(0))
                ? null
                : combined(sign, text);
        return unit == null ? magnitude(text, sign, touching, run) : new UnitSuffix(0, unit);
    }

    private static @Nullable UnitSuffix magnitude(String text, String sign, boolean touching, DigitRun run) {
        for (int length = Math.min(Magnitudes.LONGEST, text.length()); length > 0; length--) {
            String word = text.substring(0, length);
            if (length > 2 && Magnitudes.power(word) == Magnitudes.NONE) {
                continue;
            }
            boolean stop = text.startsWith(".", length);
            String tail = text.substring(stop ? length + 1 : length);
            String unit = tail.isEmpty() ? name(sign) : combined(sign, tail.strip());
            if (unit == null) {
                continue;
            }
            boolean money = !sign.isEmpty() || Currencies.of(tail.strip()) != null;
            boolean apart = stop || tail.isEmpty() || !Character.isLetter(tail.charAt(0))
                    || Magnitudes.ideograph(text.charAt(0)) != Magnitudes.NONE;
            if (!apart && !money) {
                continue;
            }
            int power = Magnitudes.letter(word, money, touching, run.decimals() > 0);
            if (word.equalsIgnoreCase("t") && money && !tail.isEmpty() && !tail.startsWith(" ")) {
                power = 3;
            }
            if (word.equals("L") && name(sign).equals("₹")) {
                // A lakh of rupees.
                power = 5;
            }
            power = power == Magnitudes.NONE ? Magnitudes.power(word) : power;
            if (power != Magnitudes.NONE) {
                return new UnitSuffix(power, unit);
            }
        }
        return null;
    }

    /// Returns the unit of a number with a currency before it and a text after it; null if they contradict.
    private static @Nullable String combined(String sign, String text) {
        String currency = name(sign);
        boolean rate = text.startsWith("/");
        if (!currency.isEmpty() && (rate || text.startsWith("per "))) {
            String below = Units.of(text.substring(rate ? 1 : 4).strip());
            return below == null ? null : Units.joined(currency, below);
        }
        String unit = Units.of(text);
        return currency.isEmpty() || unit == null || unit.startsWith(currency + "/")
                ? unit
                : Currencies.both(sign, text);
    }

    private static String name(String sign) {
        String currency = Currencies.of(sign);
        return currency == null ? sign : currency;
    }
}
