package org.chainrule.tabular.time;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The layouts of dates that only some programs and languages write, such as `20220919T0930` and `2022年9月19日`.
final class DateLayouts {
    /// `20220919T093000`, `20220919 09:30`, `2022-09-19 0930` and `2022-09-19T09`.
    private static final Pattern COMPACT = Pattern.compile("(\\d{4})(-?)(\\d{2})\\2(\\d{2})[T ](\\d{2})"
            + "(?:(\\d{2})(?:(\\d{2})((?:[.,]\\d{1,9})?))?)?(?=$|[Z +-])");
    private static final Pattern COMPACT_DAY = Pattern.compile("(\\d{4})(\\d{2})(\\d{2})[T ](\\d{1,2}:.*)");
    /// `2022-09-19Z`, as XML writes it.
    private static final Pattern ZONED_DAY = Pattern.compile("(\\d{4}-\\d{2}-\\d{2})(?:Z|[+-]\\d{2}:\\d{2})");
    /// `2022-09-19-09.30.00.000`, as DB2 writes it; and `2022:09:19 09:30:00`, as cameras do.
    private static final Pattern DB2 = Pattern
            .compile("(\\d{4}-\\d{2}-\\d{2})-(\\d{2})\\.(\\d{2})\\.(\\d{2})((?:\\.\\d{1,9})?)");
    private static final Pattern CAMERA = Pattern.compile("(\\d{4}):(\\d{2}):(\\d{2}) (\\d{2}:.*)");
    private static final Pattern ASIAN_DAYS = Pattern
            .compile("\\(?(?:[月火水木金土日]曜日?|(?:星期|周|週|禮拜|礼拜)[一二三四五六日天]|[월화수목금토일]요일)\\)?"
                    + "|\\([月火水木金土日월화수목금토일]\\)");

    private DateLayouts() {
    }

    /// Returns a date in a rare layout in a usual one, and any other text as it is.
    static String usual(String text) {
        String usual = text.chars().anyMatch(c -> c > 0x3000) ? withoutIdeographs(text) : text;
        return startsWithYear(usual) ? separated(usual) : usual;
    }

    private static String separated(String text) {
        Matcher matcher = COMPACT.matcher(text);
        if (matcher.lookingAt()) {
            String minute = matcher.group(6) == null ? ":00" : ":" + matcher.group(6);
            String second = matcher.group(7) == null ? "" : ":" + matcher.group(7) + matcher.group(8);
            return matcher.group(1) + "-" + matcher.group(3) + "-" + matcher.group(4) + " " + matcher.group(5) + minute
                    + second + text.substring(matcher.end());
        }
        matcher = COMPACT_DAY.matcher(text);
        if (matcher.matches()) {
            return matcher.replaceFirst("$1-$2-$3 $4");
        }
        matcher = ZONED_DAY.matcher(text);
        if (matcher.matches()) {
            return matcher.group(1);
        }
        matcher = DB2.matcher(text);
        if (matcher.matches()) {
            return matcher.replaceFirst("$1 $2:$3:$4$5");
        }
        matcher = CAMERA.matcher(text);
        return matcher.matches() ? matcher.replaceFirst("$1-$2-$3 $4") : text;
    }

    /// Returns `2022-9-19` for `2022年9月19日月曜日`.
    private static String withoutIdeographs(String text) {
        return ASIAN_DAYS.matcher(text).replaceAll(" ").replaceAll("[年년月월] ?(?=\\d)", "-").replaceAll("[日号號일]", " ")
                .strip();
    }

    /// Returns whether a text begins with four digits.
    static boolean startsWithYear(String text) {
        return text.length() > 4 && isDigit(text.charAt(0)) && isDigit(text.charAt(1)) && isDigit(text.charAt(2))
                && isDigit(text.charAt(3));
    }

    /// Returns whether a character is a digit of ASCII.
    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
