package org.chainrule.tabular;

import java.math.BigDecimal;
import java.time.temporal.TemporalAccessor;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.encode.CategoryEncoding;
import org.chainrule.tabular.encode.DateEncoding;
import org.chainrule.tabular.encode.Encoding;
import org.chainrule.tabular.encode.NumberEncoding;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.ColumnFormat;
import org.chainrule.tabular.table.TableFormat;
import org.chainrule.tabular.value.Dates;
import org.chainrule.tabular.value.Decimal;
import org.chainrule.tabular.value.MissingWords;
import org.chainrule.tabular.value.NumberStyle;
import org.chainrule.tabular.value.Phrases;
import org.jspecify.annotations.Nullable;

/// How a value from Java code becomes the inputs of one column: the same inputs as the value would become in a file.
///
/// A column of numbers takes numbers, booleans as 1 and 0, and text that a table would read as a number. A column of
/// words takes text, enums by name, booleans, numbers, and dates and times in ISO form. A column of dates takes dates and
/// times with a day, and text that a table would read as a date. Null, an empty optional, NaN and
/// the words and numbers that say so in the tables of the training are a missing value.
final class Feature {
    private static final List<String> YES = List.of("true", "yes", "t", "y", "1");
    private static final List<String> NO = List.of("false", "no", "f", "n", "0");

    private final Encoding encoding;
    private final int width;
    private final MissingWords missing;
    private final NumberStyle style;
    private final Dates.Order order;
    private final boolean dash;

    /// A column, and how the files of the training were read.
    Feature(Encoding encoding, TableFormat format) {
        this.encoding = encoding;
        this.width = encoding.width();
        this.missing = new MissingWords(format.missing());
        ColumnFormat column = format.column(encoding.column());
        this.style = NumberStyle.of(column.decimal());
        this.order = Dates.Order.of(column.dayFirst());
        this.dash = column.dash();
    }

    Encoding encoding() {
        return encoding;
    }

    String column() {
        return encoding.column();
    }

    int width() {
        return width;
    }

    /// Whether values of a type can ever be right; of `Object` that is known only later.
    boolean takes(Class<?> type) {
        boolean everywhere = type.isPrimitive() && type != char.class || Number.class.isAssignableFrom(type)
                || type == Boolean.class || CharSequence.class.isAssignableFrom(type) || type == Object.class
                || type == OptionalDouble.class || type == OptionalInt.class || type == OptionalLong.class
                || type == Optional.class;
        boolean time = TemporalAccessor.class.isAssignableFrom(type);
        if (encoding.kind() == Column.Kind.DATE) {
            return time || CharSequence.class.isAssignableFrom(type) || type == Object.class || type == Optional.class;
        }
        return everywhere || encoding.kind() == Column.Kind.TEXT && (type.isEnum() || type == char.class
                || type == Character.class || time);
    }

    /// Writes the inputs of a value from `out[at]` on. Throws [ArgumentException] when the column cannot hold it.
    void encode(@Nullable Object value, float[] out, int at) {
        Object plain = unwrapped(value);
        // no pattern switch: the first one of a process takes longer than a prediction
        if (encoding instanceof NumberEncoding numbers) {
            numbers.encode(number(plain), out, at);
        } else if (encoding instanceof CategoryEncoding categories) {
            place(place(categories, plain), out, at);
        } else if (encoding instanceof DateEncoding dates) {
            dates.encode(seconds(plain), out, at);
        }
    }

    /// Writes the inputs of a category by its place, -1 for none.
    void place(int place, float[] out, int at) {
        Arrays.fill(out, at, at + width, 0f);
        if (place >= 0) {
            out[at + place] = 1;
        }
    }

    /// A number that is not infinite; NaN for one that means missing.
    double finite(double number) {
        if (Double.isInfinite(number)) {
            throw refused(number + ", which is not finite");
        }
        return missing.contains(number) ? Double.NaN : number;
    }

    /// The number that a value stands for, NaN when it is missing.
    private double number(@Nullable Object value) {
        if (value == null) {
            return Double.NaN;
        }
        if (value instanceof Number number) {
            return finite(number.doubleValue());
        }
        if (value instanceof Boolean yes) {
            return yes ? 1 : 0;
        }
        if (value instanceof CharSequence text) {
            String word = text.toString().strip();
            if (missing.contains(word)) {
                return Double.NaN;
            }
            double number = style.of(word);
            if (!Double.isNaN(number)) {
                return finite(number);
            }
        }
        throw refused(shown(value));
    }

    /// The local time that a value stands for, in seconds since 1970-01-01T00:00; NaN when it is missing.
    private double seconds(@Nullable Object value) {
        if (value == null) {
            return Double.NaN;
        }
        if (value instanceof TemporalAccessor || value instanceof CharSequence) {
            String word = value.toString().strip();
            // a zoned date-time ends in the name of its zone, which adds nothing to its local time
            int zone = word.indexOf('[');
            double seconds = Dates.parse(zone < 0 ? word : word.substring(0, zone), order);
            if (!Double.isNaN(seconds) || missing.contains(word)) {
                return seconds;
            }
        }
        throw refused(shown(value));
    }

    /// The place of the input that is 1 for a value, or -1.
    int place(CategoryEncoding categories, @Nullable Object value) {
        if (value == null) {
            return -1;
        }
        if (value instanceof Boolean yes) {
            return truth(categories, yes);
        }
        if (value instanceof Enum<?> constant) {
            return absent(constant.name()) || absent(constant.toString())
                    ? -1
                    : constant(categories, constant);
        }
        if (value instanceof CharSequence || value instanceof Character || value instanceof TemporalAccessor) {
            String word = value.toString().strip();
            return absent(word) ? -1 : categories.input(word);
        }
        if (value instanceof Number number) {
            String word = Double.isNaN(number.doubleValue()) ? "" : spelled(number);
            return absent(word) ? -1 : categories.input(word);
        }
        throw refused(shown(value));
    }

    private boolean absent(String word) {
        return missing.contains(word) && !(dash && word.equals("-"));
    }

    private static int truth(CategoryEncoding categories, boolean yes) {
        for (String word : yes ? YES : NO) {
            for (String category : categories.categories()) {
                if (category.equalsIgnoreCase(word)) {
                    return categories.input(category);
                }
            }
        }
        return categories.input(Boolean.toString(yes));
    }

    /// A constant is the category of its name, of its text, or of a name that differs only in case and in having other
    /// marks for `_`.
    private static int constant(CategoryEncoding categories, Enum<?> constant) {
        for (String name : List.of(constant.name(), constant.toString())) {
            if (categories.categories().contains(name)) {
                return categories.input(name);
            }
        }
        String folded = folded(constant.name());
        for (String category : categories.categories()) {
            if (folded(category).equals(folded)) {
                return categories.input(category);
            }
        }
        return categories.input(constant.name());
    }

    /// A name in lower case without anything but letters and digits: the same for `billLengthMm`, `bill_length_mm` and
    /// `Bill length (mm)`.
    static String folded(String name) {
        StringBuilder letters = new StringBuilder();
        name.codePoints().filter(Character::isLetterOrDigit).forEach(letters::appendCodePoint);
        return letters.toString().toLowerCase(Locale.ROOT);
    }

    private static String spelled(Number number) {
        double value = number.doubleValue();
        if (number instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        return number instanceof Double || number instanceof Float && value == Math.rint(value)
                ? Decimal.spell(value)
                : number.toString();
    }

    private static @Nullable Object unwrapped(@Nullable Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.orElse(null);
        }
        if (value instanceof OptionalDouble optional) {
            return optional.isPresent() ? optional.getAsDouble() : null;
        }
        if (value instanceof OptionalInt optional) {
            return optional.isPresent() ? optional.getAsInt() : null;
        }
        if (value instanceof OptionalLong optional) {
            return optional.isPresent() ? optional.getAsLong() : null;
        }
        return value;
    }

    private static String shown(Object value) {
        return value instanceof CharSequence text
                ? "the text " + Phrases.quoted(text.toString())
                : "a value of type " + value.getClass().getSimpleName();
    }

    /// What values of the column were in training: `numbers`.
    String held() {
        return switch (encoding.kind()) {
            case NUMBER -> "numbers";
            case TEXT -> "words";
            case DATE -> "dates";
        };
    }

    private ArgumentException refused(String got) {
        String wanted = switch (encoding.kind()) {
            case NUMBER -> "a finite number";
            case TEXT -> "text, an enum or a number";
            case DATE -> "a date, a date-time or text such as \"2026-01-31\"";
        };
        return new ArgumentException(column(), "predict: column " + Phrases.quoted(column()) + " held " + held()
                + " in training, got " + got + "; give " + wanted + ", or null when it is missing");
    }
}
