package org.chainrule.tabular.time;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A parser for durations: `1:02:58`, `47:05` (minutes and seconds), `-1:30`, `00:00:01.5`, `1h 30m`, `90 min`, `2 days
/// 03:00:00`, `1.02:03:04` and ISO 8601, `PT1H30M`.
///
/// `12:05` is also a time of day; [Clock#isClock] tells which of both a column holds. `1:30 h` has hours and minutes. A
/// month and a year have the average length of the Gregorian calendar. A number without a unit is not a duration.
public final class Durations {
    private static final double MINUTE = 60;
    private static final double HOUR = 3600;
    private static final double DAY = 86_400;
    private static final double MONTH = 2_629_746;
    private static final double YEAR = 12 * MONTH;

    private static final Map<String, Double> UNITS = units();

    private static final Pattern COLONS = Pattern
            .compile("(?:(?:(\\d{1,6})[:.])?(\\d{1,6}):)?(\\d{1,6}):(\\d{2})(?:[.,](\\d{1,9}))?");
    private static final Pattern DAYS = Pattern.compile(
            "(\\d{1,9})\\s?(?:d|days?|tage?|jours?|d[ií]as?|giorn[oi]|,)?(?:,\\s*|\\s+)"
                    + "([+-]?)(\\d{1,2}:\\d{2}:\\d{2}(?:[.,]\\d{1,9})?)",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern PART = Pattern.compile("(\\d{1,9}(?:[.,]\\d{1,9})?|[.]\\d{1,9})\\s?([\\p{L}µ]+)\\.?"
            + "(?:\\s*(?:,|and|und|et|y|e)(?=\\s*\\d))?\\s*");
    private static final Pattern CLOCK_UNIT = Pattern.compile("(\\d{1,6}:\\d{2}(?::\\d{2})?)\\s?(\\p{L}+)\\.?");
    private static final Pattern ISO = Pattern.compile("P(?=.)(?:(#)Y)?(?:(#)M)?(?:(#)W)?(?:(#)D)?"
            .replace("#", "\\d+(?:[.,]\\d+)?")
            + "(?:T(?=.)(?:(#)H)?(?:(#)M)?(?:(#)S)?)?".replace("#", "\\d+(?:[.,]\\d+)?"),
            Pattern.CASE_INSENSITIVE);
    private static final double[] ISO_UNITS = {YEAR, MONTH, 7 * DAY, DAY, HOUR, MINUTE, 1};

    private Durations() {
    }

    /// Returns the seconds of a duration; NaN if the text is not one.
    public static double parse(String text) {
        String plain = PlainText.of(text);
        if (plain.isEmpty() || plain.length() > 60 || plain.chars().noneMatch(c -> c >= '0' && c <= '9')) {
            return Double.NaN;
        }
        boolean signed = plain.charAt(0) == '-' || plain.charAt(0) == '+';
        double seconds = unsigned(signed ? plain.substring(1).strip() : plain, plain.charAt(0) == '-');
        // Adding 0 turns -0.0 into 0.0.
        return seconds + 0.0;
    }

    private static double unsigned(String text, boolean negative) {
        Matcher days = DAYS.matcher(text);
        double sign = negative ? -1 : 1;
        if (days.matches()) {
            // pandas and Python write "-1 days +22:00:00": only the days are negative
            double time = colons(days.group(3));
            boolean same = days.group(2).isEmpty() && !text.contains(",");
            return sign * Integer.parseInt(days.group(1)) * DAY
                    + (days.group(2).equals("-") || same && negative ? -time : time);
        }
        double seconds = colons(text);
        if (Double.isNaN(seconds)) {
            seconds = iso(text);
        }
        return sign * (Double.isNaN(seconds) ? parts(text) : seconds);
    }

    /// Returns the seconds of `d:hh:mm:ss`, `h:mm:ss` or `m:ss`; only the first number may be large.
    private static double colons(String text) {
        Matcher matcher = COLONS.matcher(text);
        if (!matcher.matches()) {
            return Double.NaN;
        }
        boolean dayed = matcher.group(1) != null;
        boolean houred = matcher.group(2) != null;
        double hours = number(matcher.group(2));
        double minutes = number(matcher.group(3));
        double seconds = number(matcher.group(4))
                + (matcher.group(5) == null ? 0 : Double.parseDouble("0." + matcher.group(5)));
        boolean valid = seconds < 60 && (!houred || minutes < 60 && matcher.group(3).length() == 2)
                && (!dayed || hours < 24 && matcher.group(2).length() == 2);
        return valid ? number(matcher.group(1)) * DAY + hours * HOUR + minutes * MINUTE + seconds : Double.NaN;
    }

    private static double iso(String text) {
        Matcher matcher = ISO.matcher(text);
        if (!matcher.matches()) {
            return Double.NaN;
        }
        double seconds = 0;
        for (int i = 0; i < ISO_UNITS.length; i++) {
            seconds += number(matcher.group(i + 1)) * ISO_UNITS[i];
        }
        return seconds;
    }

    /// Returns the seconds of numbers with units, each smaller than the one before; a last number without a unit is in
    /// minutes if it follows hours, as in `1h30`.
    private static double parts(String text) {
        Matcher colons = CLOCK_UNIT.matcher(text);
        if (colons.matches()) {
            double unit = UNITS.getOrDefault(unit(colons.group(2)), Double.NaN);
            boolean three = colons.group(1).indexOf(':') != colons.group(1).lastIndexOf(':');
            return unit == HOUR && !three
                    ? colons(colons.group(1) + ":00")
                    : unit == HOUR || unit == MINUTE && !three ? colons(colons.group(1)) : Double.NaN;
        }
        Matcher part = PART.matcher(text);
        double seconds = 0;
        double last = Double.POSITIVE_INFINITY;
        int at = 0;
        while (at < text.length() && part.find(at) && part.start() == at) {
            double unit = UNITS.getOrDefault(unit(part.group(2)), Double.NaN);
            if (!(unit < last)) {
                return Double.NaN;
            }
            seconds += number(part.group(1)) * unit;
            last = unit;
            at = part.end();
        }
        if (at == text.length()) {
            return seconds;
        }
        String rest = text.substring(at);
        return last == HOUR && rest.matches("[0-5]?\\d") ? seconds + number(rest) * MINUTE : Double.NaN;
    }

    private static String unit(String word) {
        return word.toLowerCase(Locale.ROOT);
    }

    private static double number(@Nullable String text) {
        return text == null ? 0 : Double.parseDouble(text.replace(',', '.'));
    }

    private static Map<String, Double> units() {
        Map<String, Double> units = new HashMap<>();
        BiConsumer<Double, String> add = (seconds, names) -> {
            for (String name : names.split(" ", -1)) {
                units.put(name, seconds);
            }
        };
        add.accept(YEAR, "y yr yrs year years jahr jahre jahren an ans année années año años anno anni jaar ano anos");
        add.accept(MONTH, "mo mon mons month months monat monate monaten mois mes meses mese mesi maand maanden");
        add.accept(7 * DAY,
                "w wk wks week weeks woche wochen semaine semaines semana semanas settimana settimane weken");
        add.accept(DAY, "d day days tag tage tagen t j jour jours día días dia dias giorno giorni dag dagen dagar 日 天");
        add.accept(HOUR, "h hr hrs hour hours std stunde stunden heure heures hora horas ora ore uur uren timmar ч час"
                + " часа часов 時間 时 小时 시간");
        add.accept(MINUTE, "m min mins minute minutes minuten minuto minutos minuti minuut minuter мин минут 分 分钟 분");
        add.accept(1.0,
                "s sec secs second seconds sek sekunde sekunden seconde secondes segundo segundos secondo secondi"
                        + " seg sekunder с сек секунд 秒 초");
        add.accept(1e-3, "ms msec msecs millisecond milliseconds millisekunden");
        add.accept(1e-6, "us µs μs microsecond microseconds");
        add.accept(1e-9, "ns nanosecond nanoseconds");
        return Map.copyOf(units);
    }
}
