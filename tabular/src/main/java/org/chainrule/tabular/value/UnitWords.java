package org.chainrule.tabular.value;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// The words of a row of units or of types below a header: `(kg)`, `m/s`, `%`, `EUR`, `float`.
public final class UnitWords {
    private static final Set<String> UNITS = Set.copyOf(List.of("kg", "g", "mg", "ug", "µg", "μg", "ng", "t", "lb",
            "lbs", "oz",
            "st", "km", "m", "cm", "mm", "um", "µm", "μm", "nm", "in", "inch", "inches", "ft", "yd", "mi", "miles",
            "s", "sec", "secs", "second", "seconds", "ms", "us", "µs", "ns", "min", "mins", "minutes", "h", "hr", "hrs",
            "hour", "hours", "d", "day", "days", "week", "weeks", "month", "months", "y", "yr", "yrs", "a", "year",
            "years", "jahre", "tage", "stunden", "stück", "stk", "pcs", "pc", "pieces", "units", "unit", "count", "cnt",
            "n", "no.", "nr", "nr.", "#", "%", "‰", "percent", "pct", "prozent", "pp", "ppm", "ppb", "°c", "°f", "°",
            "deg", "degrees", "degc", "degf", "k", "c", "f", "celsius", "kelvin", "pa", "hpa", "kpa", "mpa", "bar",
            "mbar", "psi", "atm", "mmhg", "v", "mv", "kv", "ma", "ka", "w", "kw", "mw", "gw", "kwh", "mwh", "gwh", "wh",
            "j", "kj", "mj", "cal", "kcal", "nm", "kn", "hz", "khz", "mhz", "ghz", "rpm", "1/min", "mol", "mmol",
            "l", "ml", "dl", "cl", "ul", "µl", "hl", "gal", "m2", "m²", "m3", "m³", "cm2", "cm²", "cm3", "cm³", "km2",
            "km²", "mm2", "mm²", "ha", "sqm", "sqft", "qm", "m^2", "m^3", "kmh", "km/h", "kph", "mph", "m/s", "m/s2",
            "m/s²", "knots", "kt", "db", "dba", "lux", "lx", "lm", "cd", "ohm", "ω", "kω", "f", "h", "t", "gauss", "bq",
            "sv", "msv", "gy", "ph", "psu", "fte", "bytes", "byte", "kb", "mb", "gb", "tb", "bit", "bits", "bps",
            "px", "pixel", "pixels", "eur", "usd", "gbp", "chf", "jpy", "cny", "inr", "rub", "sek", "nok", "dkk", "pln",
            "czk", "huf", "aud", "cad", "nzd", "brl", "mxn", "krw", "try", "zar", "€", "$", "£", "¥", "₹", "₽", "teur",
            "t€", "k€", "k$", "m€", "mio", "mio.", "mio. €", "mio €", "tsd.", "tsd", "tsd. €", "thousand", "thousands",
            "million", "millions", "us$", "euro", "euros", "dollars", "кг", "г", "м", "см", "мм", "км", "шт", "шт.",
            "руб", "руб.", "мин", "с", "ч", "人", "円", "個", "千円", "万人"));
    private static final Set<String> TYPES = Set.copyOf(List.of("int", "int32", "int64", "integer", "long", "short",
            "byte",
            "bigint", "smallint", "float", "float32", "float64", "double", "real", "decimal", "numeric", "number",
            "num",
            "str", "string", "text", "char", "varchar", "character", "object", "bool", "boolean", "logical", "lgl",
            "dbl",
            "chr", "fct", "factor", "category", "categorical", "nominal", "ordinal", "continuous", "discrete", "date",
            "datetime", "timestamp", "time", "id", "class", "meta", "target", "label", "feature", "ignore", "binary",
            "c", "d", "s", "i", "numerical", "quantitative", "qualitative", "zahl", "ganzzahl"));
    private static final MissingWords MISSING = new MissingWords(List.of(), List.of(), StandardCharsets.UTF_8);
    private static final Set<String> NONE = Set.copyOf(List.of("", "-", "--", "–", "—", ".", "1", "none", "unitless",
            "dimensionless", "n/a", "na", "/"));
    private static final Pattern BRACKETED = Pattern
            .compile("\\(.{0,40}\\)|\\[.{0,40}\\]|\\{.{0,40}\\}|<[\\p{L}%].{0,30}>");
    private static final Pattern COMPOSED = Pattern
            .compile("[\\p{L}µ°%€$£]{0,6}[0-9²³]?(?:(?:[/·*^.]| per )[\\p{L}µ°%€$£]{0,6}[-^]?[0-9²³]{0,2}){1,3}");
    private static final Pattern IN = Pattern.compile("in [\\p{L}µ°%€$£./²³0-9]{1,8}");

    private UnitWords() {
    }

    /// Returns whether a text without surrounding blanks is a unit or a type.
    public static boolean matches(String text) {
        String word = text.toLowerCase(Locale.ROOT);
        boolean known = UNITS.contains(word) || TYPES.contains(word);
        return !MISSING.contains(text) && (known || !isUnknown(word) && isWrittenLikeOne(word));
    }

    /// Returns whether a word in lower case most likely means missing: `n.d.` and `(blank)`, but not `(nm)`.
    private static boolean isUnknown(String word) {
        return MissingWords.likelyMissing(word)
                && (word.length() < 3 || !UNITS.contains(word.substring(1, word.length() - 1)));
    }

    private static boolean isWrittenLikeOne(String word) {
        return BRACKETED.matcher(word).matches() || IN.matcher(word).matches() || word.length() <= 14
                && word.length() > 1 && word.chars().anyMatch(Character::isLetter) && COMPOSED.matcher(word).matches();
    }

    /// Returns whether a text says that a column has no unit.
    public static boolean isNone(String text) {
        return NONE.contains(text.toLowerCase(Locale.ROOT));
    }
}
