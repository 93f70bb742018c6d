package org.chainrule.io;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chainrule.error.FormatException;
import org.chainrule.error.Quote;

/// A JSON object in the metadata of a file, whose fields are asked for by name and kind. A field that is missing or of
/// another kind makes the file damaged: each method that cannot answer throws a [FormatException] that names the file and
/// the field.
///
/// @param fields the values by name, as [Json] reads them
/// @param source what the file is called in messages
public record JsonObject(Map<?, ?> fields, String source) {
    /// The object that a value is.
    ///
    /// @throws FormatException if it is none
    public static JsonObject of(Object value, String source) {
        if (value instanceof Map<?, ?> map) {
            return new JsonObject(map, source);
        }
        throw improper(source, "an object");
    }

    /// The object of a text.
    ///
    /// @throws FormatException if the text is not JSON, or no object
    public static JsonObject parse(String text, String source) {
        return of(Json.parse(text, source + " (metadata)"), source);
    }

    /// The value of a field, of any kind; empty if there is none.
    public Optional<Object> find(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    /// An object.
    public JsonObject inner(String name) {
        return of(find(name).orElseThrow(() -> damaged(name)), source);
    }

    /// A list.
    public List<?> list(String name) {
        return find(name).orElse("") instanceof List<?> list ? list : fail(name);
    }

    /// A text.
    public String text(String name) {
        return find(name).orElse(0L) instanceof String text ? text : fail(name);
    }

    /// True or false.
    public boolean truth(String name) {
        return find(name).orElse("") instanceof Boolean truth ? truth : fail(name);
    }

    /// A whole number.
    public long whole(String name) {
        return find(name).orElse("") instanceof Long number ? number : fail(name);
    }

    /// A whole number from 0 to the largest `int`.
    public int count(String name) {
        long number = whole(name);
        return number >= 0 && number <= Integer.MAX_VALUE ? (int) number : fail(name);
    }

    /// A number, or the text of one: what is written as text is exact and need not be finite.
    public double number(String name) {
        Object value = find(name).orElse("");
        try {
            return value instanceof Number number ? number.doubleValue() : Double.parseDouble(text(name));
        } catch (NumberFormatException e) {
            return fail(name);
        }
    }

    /// The error of a field whose value cannot be used.
    public FormatException damaged(String name) {
        return improper(source, "a proper entry '" + Quote.clip(name) + "'");
    }

    @SuppressWarnings("TypeParameterUnusedInFormals")
    private <T> T fail(String name) {
        throw damaged(name);
    }

    private static FormatException improper(String source, String expected) {
        return new FormatException(source, source + " has a damaged description: expected " + expected
                + " in its metadata");
    }
}
