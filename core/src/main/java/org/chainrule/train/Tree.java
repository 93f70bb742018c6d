package org.chainrule.train;

import java.util.List;
import java.util.Map;
import org.chainrule.error.FormatException;
import org.chainrule.io.Json;

/// A JSON object in the metadata of a file, of which parts are asked for by name; what is missing or of another kind makes
/// the file damaged.
record Tree(Object value, String source) {
    static Tree parse(String text, String source) {
        return new Tree(Json.parse(text, source + " (metadata)"), source);
    }

    Map<?, ?> map() {
        return value instanceof Map<?, ?> map ? map : fail("an object");
    }

    Tree inner(String name) {
        Object inner = map().get(name);
        return inner == null ? fail(name) : new Tree(inner, source);
    }

    List<?> list(String name) {
        return map().get(name) instanceof List<?> list ? list : fail(name);
    }

    String text(String name) {
        return map().get(name) instanceof String text ? text : fail(name);
    }

    boolean truth(String name) {
        return map().get(name) instanceof Boolean truth ? truth : fail(name);
    }

    long whole(String name) {
        return map().get(name) instanceof Long number && number >= 0 ? number : fail(name);
    }

    int count(String name) {
        return whole(name) <= Integer.MAX_VALUE ? (int) whole(name) : fail(name);
    }

    /// A number that is written as text, so that it is exact and need not be finite.
    double number(String name) {
        try {
            return Double.parseDouble(text(name));
        } catch (NumberFormatException e) {
            return fail(name);
        }
    }

    @SuppressWarnings("TypeParameterUnusedInFormals")
    <T> T fail(String name) {
        throw new FormatException(source, source + " is damaged: its description lacks '" + name + "'");
    }
}
