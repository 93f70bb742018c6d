package org.chainrule.tabular.time;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A parser for latitudes and longitudes: `52°31'12"N`, `52° 31.2′ S`, `13.4050° E`, `52.52N`, `N 52 31.2`, `52:31:12
/// N`.
///
/// A coordinate has a hemisphere, or degrees and minutes. `52.5` is a number, and `20.5°` may be an angle or a
/// temperature. `12 W` and `W3` may be watts or a code, so whole degrees need a degree sign, minutes or a decimal.
public final class Coordinates {
    private static final String SIDE = "(North|Nord|Norte|South|Süd|Sud|Sur|Sul|East|Este|Est|Ost|Leste|West|Ouest|Oeste"
            + "|Ovest|[NSEW])";
    private static final String NUMBER = "(\\d{1,3}(?:[.,]\\d{1,10})?)";
    private static final String SMALL = "(\\d{1,2}(?:[.,]\\d{1,10})?)";
    private static final String END = "|[\\s-](?=\\d)|(?=\\s*\\p{L}|$))";

    private static final Pattern DEGREES = Pattern.compile("(?:" + SIDE + "\\s*)?([+-])?\\s*" + NUMBER
            + "\\s*([°º˚:]|d(?:eg)?\\.?" + END + "(?:\\s*" + SMALL + "\\s*(['’′‵´`:]|m(?:in)?\\.?" + END
            + "(?:\\s*" + SMALL + "\\s*(\"|”|″|''|’’|′′|s(?:ec)?\\.?|(?=\\s*\\p{L}|$)))?)?(?:\\s*" + SIDE + ")?",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private Coordinates() {
    }

    /// Returns the degrees of a coordinate, negative in the south and in the west; NaN if the text is not one.
    public static double parse(String text) {
        String plain = PlainText.of(text);
        Matcher matcher = DEGREES.matcher(plain);
        if (plain.length() > 40 || !matcher.matches()) {
            return Double.NaN;
        }
        String side = side(matcher.group(1), matcher.group(9));
        String sign = matcher.group(2);
        String minutes = matcher.group(5);
        String seconds = matcher.group(7);
        boolean named = isWord(matcher.group(1)) || isWord(matcher.group(9));
        boolean signed = matcher.group(4).matches("[°º˚]|(?i)d.*");
        if (side == null || !side.isEmpty() && sign != null || side.isEmpty() && (minutes == null || !signed)
                || !named && minutes == null && !signed && whole(matcher.group(3))) {
            return Double.NaN;
        }
        // only the last part has a fraction
        if (minutes != null && !whole(matcher.group(3)) || seconds != null && !whole(minutes)) {
            return Double.NaN;
        }
        double degrees = number(matcher.group(3)) + number(minutes) / 60 + number(seconds) / 3600;
        boolean polar = side.equals("N") || side.equals("S");
        if (number(minutes) >= 60 || number(seconds) >= 60 || degrees > (polar ? 90 : 180)) {
            return Double.NaN;
        }
        return side.equals("S") || side.equals("W") || "-".equals(sign) ? 0.0 - degrees : degrees;
    }

    /// Returns the side of the equator or of Greenwich: one of `NSEW`; empty if none is given, null if two are.
    private static @Nullable String side(@Nullable String before, @Nullable String after) {
        if (before != null && after != null) {
            return null;
        }
        String side = before == null ? after : before;
        if (side == null) {
            return "";
        }
        String word = side.toUpperCase(Locale.ROOT);
        return word.equals("OST") || word.equals("LESTE") ? "E" : word.startsWith("O") ? "W" : word.substring(0, 1);
    }

    private static boolean isWord(@Nullable String side) {
        return side != null && side.length() > 1;
    }

    private static boolean whole(String number) {
        return number.indexOf('.') < 0 && number.indexOf(',') < 0;
    }

    private static double number(@Nullable String text) {
        return text == null ? 0 : Double.parseDouble(text.replace(',', '.'));
    }
}
