package org.chainrule.io;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chainrule.error.FormatException;
import org.chainrule.error.Quote;

/// A JSON object in the metadata of a file, with typed access to its fields. A missing field, or a field of another
/// type, means that the file is damaged: the methods then throw a [FormatException] that names the file and the field.
///
/// @param fields the values by name, as returned by [Json]
/// @param source the name of the file in messages
public record JsonObject(Map<?, ?> fields, String source) {
    /// Returns a value as an object.
    ///
    /// @throws FormatException if it is not an object
    public static JsonObject of(Object value, String source) {
        if (value instanceof Map<?, ?> map) {
            return new JsonObject(map, source);
        }
        throw improper(source, "an object");
    }

    /// Returns the object of a text.
    ///
    /// @throws FormatException if the text is not a JSON object
    public static JsonObject parse(String text, String source) {
        return of(Json.parse(text, source + " (metadata)"), source);
    }

    /// Returns the value of a field of any type, or empty if there is no such field.
    public Optional<Object> find(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    /// Returns a field that is an object.
    public JsonObject inner(String name) {
        return of(find(name).orElseThrow(() -> damaged(name)), source);
    }

    /// Returns a field that is a list.
    public List<?> list(String name) {
        return find(name).orElse("") instanceof List<?> list ? list : fail(name);
    }

    /// Returns a field that is a string.
    public String text(String name) {
        return find(name).orElse(0L) instanceof String text ? text : fail(name);
    }

    /// Returns a field that is true or false.
    public boolean truth(String name) {
        return find(name).orElse("") instanceof Boolean truth ? truth : fail(name);
    }

    /// Returns a field that is a whole number.
    public long whole(String name) {
        return find(name).orElse("") instanceof Long number ? number : fail(name);
    }

    /// Returns a field that is a whole number from 0 to `Integer.MAX_VALUE`.
    public int count(String name) {
        long number = whole(name);
        return number >= 0 && number <= Integer.MAX_VALUE ? (int) number : fail(name);
    }

    /// Returns a field that is a number, or a string that contains one. Numbers stored as strings are exact and may be
    /// NaN or infinite.
    public double number(String name) {
        Object value = find(name).orElse("");
        try {
            return value instanceof Number number ? number.doubleValue() : Double.parseDouble(text(name));
        } catch (NumberFormatException e) {
            return fail(name);
        }
    }

    /// Returns the error for a field whose value is not usable.
    public FormatException damaged(String name) {
        return improper(source, "a valid entry '" + Quote.clip(name) + "'");
    }

    @SuppressWarnings("TypeParameterUnusedInFormals")
    private <T> T fail(String name) {
        throw damaged(name);
    }

    private static FormatException improper(String source, String expected) {
        return new FormatException(source, source + " has damaged metadata: expected " + expected);
    }
}
