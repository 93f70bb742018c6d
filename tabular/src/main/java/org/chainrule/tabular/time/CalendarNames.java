package org.chainrule.tabular.time;

import java.text.Normalizer;
import java.time.DayOfWeek;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.Calendar;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import java.util.regex.Pattern;

/// The names of months and of days of the week: English names, and the full and abbreviated names of Java's locales for
/// about seventy languages, and Roman numbers of months. Case, accents and dots do not matter.
///
/// Croatian is left out: `listopad` is October in Croatian but November in Polish and Czech. A name that means two
/// months in the remaining languages is not a name of a month.
final class CalendarNames {
    private static final int AMBIGUOUS = -1;

    /// Words without a meaning of their own in a written date, such as the `de` of `19 de septiembre`. They include the
    /// endings of ordinal numbers.
    private static final Set<String> FILLERS = Set.of("of", "the", "on", "at", "st", "nd", "rd", "th", "de", "del",
            "do",
            "d", "den", "der", "am", "um", "uhr", "le", "er", "à", "a", "o", "ª", "º", "kl", "klo", "г", "года", "в",
            "р", "року", "ж", "gada", "m", "ta", "թ", "ค", "ศ", "คศ", "ที่", "ngày", "năm", "dnia", "r", "roku", "las",
            "às", "as", "alle", "ore", "ora", "kello", "godz", "hrs");

    /// The word before the number of a month in Vietnamese.
    private static final Set<String> MONTH_WORDS = Set.of("tháng", "thg");

    private static final Pattern ACCENTS = Pattern.compile("[\\u0300-\\u036f]");

    private static final int[] STYLES = {Calendar.LONG_FORMAT, Calendar.SHORT_FORMAT, Calendar.LONG_STANDALONE,
            Calendar.SHORT_STANDALONE};

    private final Map<String, Integer> months = new HashMap<>();
    private final Set<String> days = new HashSet<>();

    /// The names of one language in its own class, so that tables with English dates never load the locales.
    private static final class English {
        static final CalendarNames NAMES = new CalendarNames();

        static {
            for (TextStyle style : List.of(TextStyle.FULL, TextStyle.SHORT)) {
                for (Month month : Month.values()) {
                    NAMES.month(month.getDisplayName(style, Locale.ENGLISH), month.getValue());
                }
                for (DayOfWeek day : DayOfWeek.values()) {
                    NAMES.day(day.getDisplayName(style, Locale.ENGLISH));
                }
            }
            NAMES.month("Sept", 9);
            NAMES.days.addAll(Set.of("tues", "weds", "thur", "thurs"));
        }
    }

    private static final class World {
        static final CalendarNames NAMES = new CalendarNames();

        static {
            String tags = "de fr es pt it nl sv da nb nn fi is pl cs sk sl bs sr sr-Latn mk bg ru uk be kk hu ro el tr"
                    + " az et lv lt cy ca gl eu sq mt id ms fil sw vi th hi bn ta te mr gu kn ml pa ur fa ar he hy ka"
                    + " af uz ky en-GB en-AU en-CA de-AT fr-CA es-MX es-PE pt-PT";
            for (String tag : tags.split(" ", -1)) {
                NAMES.add(Locale.forLanguageTag(tag));
            }
            // abbreviations of older locale data, which spreadsheets still write
            NAMES.month("Mrz", 3);
            NAMES.month("Maerz", 3);
            NAMES.month("fév", 2);
            List<String> roman = List.of("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII");
            roman.forEach(month -> NAMES.month(month, 1 + roman.indexOf(month)));
            NAMES.months.values().removeIf(month -> month == AMBIGUOUS);
        }
    }

    private CalendarNames() {
    }

    /// Returns the number of a month by its name; 0 if the word is not a name of a month.
    static int month(String word) {
        String key = key(word);
        Integer month = English.NAMES.months.get(key);
        if (month == null && !English.NAMES.days.contains(key) && !FILLERS.contains(key)) {
            month = World.NAMES.months.get(key);
            if (month == null) {
                month = World.NAMES.months.get(plain(key));
            }
        }
        return month == null ? 0 : month;
    }

    /// Returns whether a word is the name of a day of the week, or part of one.
    static boolean isDay(String word) {
        String key = key(word);
        return English.NAMES.days.contains(key) || World.NAMES.days.contains(key)
                || World.NAMES.days.contains(plain(key));
    }

    /// Returns whether a word may be part of a written date and means nothing.
    static boolean isFiller(String word) {
        return FILLERS.contains(key(word));
    }

    /// Returns whether the number after a word is that of a month.
    static boolean announcesMonth(String word) {
        return MONTH_WORDS.contains(key(word));
    }

    private void add(Locale locale) {
        Calendar calendar = Calendar.getInstance(TimeZone.getTimeZone("UTC"), locale);
        calendar = calendar.getCalendarType().equals("gregory")
                ? calendar
                : new Calendar.Builder().setCalendarType("gregory").setLocale(locale).build();
        for (int style : STYLES) {
            names(calendar, Calendar.MONTH, style, locale).forEach((name, month) -> {
                String last = name.substring(Math.max(name.lastIndexOf(' '), name.lastIndexOf('’')) + 1);
                month(last, month + 1);
                if (locale.getLanguage().equals("he")) {
                    month("ב" + last, month + 1);
                }
            });
            names(calendar, Calendar.DAY_OF_WEEK, style, locale).keySet().forEach(this::day);
        }
    }

    private static Map<String, Integer> names(Calendar calendar, int field, int style, Locale locale) {
        Map<String, Integer> names = calendar.getDisplayNames(field, style, locale);
        return names == null ? Map.of() : names;
    }

    private void month(String name, int month) {
        String key = key(name);
        if (!key.isEmpty() && key.codePoints().noneMatch(Character::isDigit)) {
            months.merge(key, month, CalendarNames::agreed);
            months.merge(plain(key), month, CalendarNames::agreed);
        }
    }

    private static Integer agreed(Integer one, Integer other) {
        return one.equals(other) ? one : AMBIGUOUS;
    }

    private void day(String name) {
        for (String part : name.split("[ -]", -1)) {
            days.add(key(part));
            days.add(plain(key(part)));
            // Thai joins the day of the week and the word before the day of the month
            days.add(key(part + "ที่"));
        }
    }

    /// Returns a word in lower case without dots, apostrophes and the like.
    private static String key(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        for (int i = 0; i < lower.length(); i++) {
            if (lower.charAt(i) < 'a' || lower.charAt(i) > 'z') {
                StringBuilder key = new StringBuilder(lower.length());
                lower.codePoints().filter(c -> Character.isLetterOrDigit(c) || isMark(c)).forEach(key::appendCodePoint);
                return key.toString();
            }
        }
        return lower;
    }

    /// Returns a word without accents. Marks of Indic scripts are vowels and stay.
    private static String plain(String key) {
        if (key.chars().allMatch(c -> c < 128)) {
            return key;
        }
        String plain = ACCENTS.matcher(Normalizer.normalize(key, Normalizer.Form.NFD)).replaceAll("");
        return plain.replace('ı', 'i').replace('ł', 'l').replace("ß", "ss");
    }

    /// Returns whether a character is a mark that combines with a letter.
    static boolean isMark(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }
}
