package org.chainrule.tabular.time;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A parser for times of day: `9:30`, `09:30:00.125`, `9:30 PM`, `9 a.m.`, `9.30 Uhr`, `21h30`, `9時30分` and `T09:30Z`.
/// A zone is validated and then ignored.
///
/// `47:05` is not a time of day, but `12:05` is one although it may be twelve minutes and five seconds. Only the column
/// tells which of both it is: see [isClock][#isClock(List, String)].
public final class Clock {
    private static final String MORNING = "a\\.?\\s?m\\.?|午前|上午|오전|π\\.?\\s?μ\\.?|ص";
    private static final String EVENING = "p\\.?\\s?m\\.?|午後|下午|오후|μ\\.?\\s?μ\\.?|م";
    private static final String HALF = "(?:" + MORNING + "|" + EVENING + ")";

    private static final Pattern TIME = Pattern.compile("(?:(?<![\\p{L}\\p{N}:.,/-])|(?<=\\d{4}:)|(?<=\\d)(?=T))"
            + "(?<pre>T|(?:" + HALF + "|um|at|kl\\.?|klo)\\s?)?"
            + "(?<h>\\d{1,2})(?:(?<sep>[:.]|\\s?[h時时點点시])(?<m>\\s?\\d{1,2})?"
            + "(?:(?<sep2>[:.]|\\s?[分분])(?:\\s?(?<s>\\d{1,2})(?:[.,](?<f>\\d{1,9}))?[秒초]?)?)?)?"
            + "(?<post>\\s*(?:" + HALF + "|Uhr|o['’]clock|h(?:rs?\\.?)?))?(?![[\\p{L}\\p{N}:]&&[^Zz]]|Z\\p{L})",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    /// What every time without a colon contains: a digit before or after one of the words beside it.
    private static final Pattern HINT = Pattern
            .compile("\\d(?:\\.\\d|\\s*[aApPhHuUoO時時點点시午上下오πΠμΜصم])|[\\p{IsHan}\\p{IsHangul}]");

    private static final Pattern IS_EVENING = Pattern.compile(EVENING, Pattern.CASE_INSENSITIVE);
    private static final Pattern IS_HALF = Pattern.compile(HALF, Pattern.CASE_INSENSITIVE);

    private static final Set<String> CLOCK_NAMES = words("start begin end arrival arrive arrived departure depart"
            + " departed open opens opening close closes closing clock uhrzeit uhr heure hora ora beginn ende ankunft"
            + " abfahrt sunrise sunset timestamp tod checkin checkout scheduled schedule bedtime when at");

    private static final Set<String> DURATION_NAMES = words("duration durations elapsed length lap laps split splits"
            + " runtime laufzeit dauer zeitdauer fahrzeit laufdauer durée duree duración duracion duração duracao durata"
            + " duur pace delay wait waiting age uptime downtime latency taken spent finish finishing swim bike race"
            + " marathon gun chip net playtime screentime worked talk hold handling track minutes mins seconds secs min"
            + " sec");

    /// `9:30-10:30` is a span of time, not a time west of Greenwich.
    private static final Pattern SPAN = Pattern.compile("\\d{1,2}:\\d{2}\\s*-\\s*\\d{1,2}:\\d{2}");

    /// The most characters of a word, an hour and blanks before the mark after the hour.
    private static final int LONGEST_START = 9;

    private static final int LONGEST = 60;
    private static final int EARLY = 5;
    private static final int ENOUGH = 5;

    /// A time of day within a text.
    record Found(int from, int to, double seconds) {
    }

    private Clock() {
    }

    private static Set<String> words(String words) {
        return Set.of(words.split(" ", -1));
    }

    /// Returns the seconds since midnight of a time of day; NaN if the text is not one. `24:00` is 86,400.
    public static double parse(String text) {
        String plain = PlainText.of(text);
        Found found = plain.length() > LONGEST || SPAN.matcher(plain).matches() ? null : find(plain);
        return found != null && found.from == 0 && found.to == plain.length() ? found.seconds : Double.NaN;
    }

    /// Returns whether words such as `9:30` are times of day rather than durations. Words that are neither are ignored.
    ///
    /// They are durations if one of them is not a time of day, such as `47:05` and `-1:30`. They are times of day if
    /// one has `AM`, `PM`, a zone or the like. Otherwise the name of the column decides, if it has a word such as
    /// `start` or `duration`. Without such a name, they are durations if all hours are small: below 5, or below 10 and
    /// never written with a leading zero.
    ///
    /// @param words the distinct words of the column
    public static boolean isClock(List<String> words, String columnName) {
        boolean padded = false;
        boolean marked = false;
        int latest = 0;
        int times = 0;
        for (String word : words) {
            double time = parse(word);
            if (Double.isNaN(time)) {
                if (!Double.isNaN(Durations.parse(word))) {
                    return false;
                }
                continue;
            }
            String plain = word.strip();
            times++;
            marked |= Double.isNaN(Durations.parse(word));
            padded |= plain.startsWith("0") && plain.indexOf(':') == 2;
            latest = Math.max(latest, (int) time / 3600);
        }
        if (times == 0) {
            return false;
        }
        if (marked) {
            return true;
        }
        Boolean named = named(columnName);
        if (named != null) {
            return named;
        }
        return times < ENOUGH || latest >= (padded ? EARLY : 2 * EARLY);
    }

    private static @Nullable Boolean named(String columnName) {
        String spaced = columnName.replaceAll("(\\p{Ll})(\\p{Lu})", "$1 $2").toLowerCase(Locale.ROOT);
        Boolean named = null;
        for (String word : spaced.split("[^\\p{L}]+", -1)) {
            if (DURATION_NAMES.contains(word)) {
                return false;
            }
            if (CLOCK_NAMES.contains(word)) {
                named = true;
            }
        }
        return named;
    }

    /// Returns the first time of day in a text of plain digits, with its zone; null if there is none.
    static @Nullable Found find(String text) {
        int near = text.indexOf(':');
        if (near < 0) {
            Matcher hint = HINT.matcher(text);
            if (!hint.find()) {
                return null;
            }
            near = hint.start();
        }
        Matcher matcher = TIME.matcher(text);
        for (int at = Math.max(0, near - LONGEST_START); at < text.length()
                && matcher.find(at); at = matcher.start() + 1) {
            double seconds = seconds(matcher);
            if (!Double.isNaN(seconds)) {
                return new Found(matcher.start(), Zones.end(text, matcher.end()), seconds);
            }
        }
        return null;
    }

    private static double seconds(Matcher time) {
        String pre = text(time, "pre");
        String post = text(time, "post");
        String minutes = text(time, "m");
        String seconds = text(time, "s");
        String mark = text(time, "sep");
        boolean said = !post.isEmpty() && Character.toLowerCase(post.charAt(0)) != 'h'
                || !pre.isEmpty() && !pre.equalsIgnoreCase("T");
        boolean letter = !mark.isEmpty() && mark.charAt(0) != ':' && mark.charAt(0) != '.';
        if (letter ? !validWords(time) : !validMarks(time, mark, minutes, said)) {
            return Double.NaN;
        }
        int hour = Integer.parseInt(time.group("h"));
        int minute = minutes.isEmpty() ? 0 : Integer.parseInt(minutes);
        double second = seconds.isEmpty() ? 0 : Double.parseDouble(seconds + "." + text(time, "f") + "0");
        return seconds(hour(hour, pre, post), minute, second);
    }

    /// Checks `9h30` and `9時30分`: minutes may be missing, seconds need minutes.
    private static boolean validWords(Matcher time) {
        String minutes = text(time, "m");
        String mark = text(time, "sep2");
        boolean two = minutes.isEmpty() || minutes.length() == 2 || !mark.isEmpty();
        return two && (mark.isEmpty() || !minutes.isEmpty() && !mark.equals("."));
    }

    /// Checks `9:30` and `9.30 Uhr`: minutes and seconds have two digits, and a point needs a word beside it.
    private static boolean validMarks(Matcher time, String mark, String minutes, boolean said) {
        if (mark.isEmpty() || mark.equals(".") && !said) {
            // 9.30 h may be a number of hours
            return mark.isEmpty() && said;
        }
        String second = text(time, "sep2");
        return minutes.length() == 2 && time.end("sep") == time.start("m") && time.group("m").equals(minutes)
                && (second.isEmpty() || second.equals(mark) && text(time, "s").length() == 2);
    }

    /// Returns the seconds of the day; NaN if an hour, minute or second is out of range. A leap second is in range.
    static double seconds(int hour, int minute, double second) {
        boolean valid = hour >= 0 && minute < 60 && second < 61
                && (hour < 24 || hour == 24 && minute == 0 && second == 0);
        return valid ? hour * 3600 + minute * 60 + second : Double.NaN;
    }

    /// Returns the hour of the day. `21:30 PM` repeats itself and is clear; `21:30 AM` contradicts itself and is -1.
    private static int hour(int hour, String pre, String post) {
        String half = IS_HALF.matcher(post).matches() ? post : pre;
        if (!IS_HALF.matcher(half).matches()) {
            return hour;
        }
        boolean evening = IS_EVENING.matcher(half).matches();
        if (hour > 12) {
            return evening ? hour : -1;
        }
        return hour % 12 + (evening ? 12 : 0);
    }

    private static String text(Matcher matcher, String group) {
        String text = matcher.group(group);
        return text == null ? "" : text.strip();
    }
}
