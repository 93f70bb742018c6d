package org.chainrule.tabular.time;

import java.time.ZoneId;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The time zones that may follow a time of day: an offset from UTC, a common abbreviation, or the name of a region. A
/// zone is validated and then ignored, because the value of a time is the local one.
final class Zones {
    private static final Set<String> ABBREVIATIONS = Set.of("Z", "UTC", "GMT", "UT", "EST", "EDT", "CST", "CDT", "MST",
            "MDT", "PST", "PDT", "AKST", "AKDT", "HST", "AST", "ADT", "NST", "NDT", "CET", "CEST", "MEZ", "MESZ", "EET",
            "EEST", "WET", "WEST", "BST", "IST", "MSK", "TRT", "GST", "PKT", "ICT", "WIB", "SGT", "HKT", "JST", "KST",
            "PHT", "AEST", "AEDT", "ACST", "ACDT", "AWST", "NZST", "NZDT", "SAST", "CAT", "EAT", "WAT", "BRT", "ART",
            "CLT", "COT", "PET");

    private static final String OFFSET = "[+-](\\d{1,2})(?::?(\\d{2}))?(?!\\d)";

    private static final Pattern ZONE = Pattern.compile("\\s*(?:(?<name>\\p{L}[\\w/+-]*?)?(?:" + OFFSET
            + ")?(?![\\p{L}\\p{N}_/:]))(?: UTC)?(?:\\s*\\[(?<region>[\\w/+-]+)])?(?:\\s*\\([\\p{L} .]+\\))?");

    private Zones() {
    }

    /// Returns the end of the zone that begins at `from`; `from` if there is none.
    static int end(String text, int from) {
        Matcher matcher = ZONE.matcher(text).region(from, text.length()).useTransparentBounds(true);
        if (!matcher.lookingAt()) {
            return from;
        }
        String name = matcher.group("name");
        String region = matcher.group("region");
        boolean valid = (name == null || contains(name)) && (region == null || contains(region))
                && below(matcher.group(2), 19) && below(matcher.group(3), 60);
        return valid ? matcher.end() : from;
    }

    /// Returns whether a word is an abbreviation of a zone or the name of a region.
    static boolean contains(String name) {
        return ABBREVIATIONS.contains(name) || name.equals("utc") || name.equals("z") || Regions.NAMES.contains(name);
    }

    private static boolean below(@Nullable String number, int limit) {
        return number == null || Integer.parseInt(number) < limit;
    }

    private static final class Regions {
        static final Set<String> NAMES = ZoneId.getAvailableZoneIds();
    }
}
