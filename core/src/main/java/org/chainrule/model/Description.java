package org.chainrule.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.chainrule.error.FormatException;
import org.chainrule.error.Quote;
import org.chainrule.type.DType;
import org.chainrule.type.Shape;

/// A JSON object of which parts are asked for by name; what is missing or of another kind makes the file damaged.
record Description(Object tree, String source) {
    Map<?, ?> object() {
        if (tree instanceof Map<?, ?> map) {
            return map;
        }
        throw improper("an object");
    }

    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        object().forEach((name, value) -> fields.put(String.valueOf(name), value));
        return fields;
    }

    Optional<Object> find(String name) {
        return Optional.ofNullable(object().get(name));
    }

    /// One of the sizes of a shape.
    int size(String name, Object size) {
        if (size instanceof Long number && number > 0 && number <= Integer.MAX_VALUE) {
            return number.intValue();
        }
        return (int) fail(name);
    }

    Shape shape(String name) {
        return Shape.of(list(name).stream().mapToInt(size -> size(name, size)).toArray());
    }

    DType dtype(String name) {
        String word = text(name);
        for (DType dtype : DType.values()) {
            if (word.equals(dtype.name().toLowerCase(Locale.ROOT))) {
                return dtype;
            }
        }
        throw damaged(name);
    }

    int count(String name) {
        long number = number(name);
        return (int) (number >= 0 && number <= Integer.MAX_VALUE ? number : fail(name));
    }

    long seed() {
        try {
            return Long.parseLong(text("seed"));
        } catch (NumberFormatException e) {
            return fail("seed");
        }
    }

    long number(String name) {
        return find(name).orElse("") instanceof Long number ? number : fail(name);
    }

    double real(String name) {
        return find(name).orElse("") instanceof Number number ? number.doubleValue() : fail(name);
    }

    String text(String name) {
        return find(name).orElse(0L) instanceof String text ? text : String.valueOf(fail(name));
    }

    List<?> list(String name) {
        return find(name).orElse("") instanceof List<?> list ? list : List.of(fail(name));
    }

    private long fail(String name) {
        throw damaged(name);
    }

    private FormatException damaged(String name) {
        return improper("a proper entry '" + Quote.clip(name) + "'");
    }

    private FormatException improper(String expected) {
        return new FormatException(source, source + " has a damaged description: expected " + expected
                + " in its metadata");
    }
}
