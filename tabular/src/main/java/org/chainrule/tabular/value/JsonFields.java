package org.chainrule.tabular.value;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chainrule.error.FormatException;
import org.chainrule.tabular.number.Decimal;
import org.jspecify.annotations.Nullable;

/// The fields of a JSON object in a model file, each validated on access.
public final class JsonFields {
    private static final String DAMAGED = "; the file is damaged, so copy it again or train again";

    private final Map<?, ?> object;
    private final String source;
    private final String what;

    private JsonFields(Map<?, ?> object, String source, String what) {
        this.object = object;
        this.source = source;
        this.what = what;
    }

    /// Returns the fields of a tree.
    ///
    /// @param source the file that the tree comes from, for messages
    /// @param what   the name of the object in messages
    public static JsonFields of(Object tree, String source, String what) {
        if (tree instanceof Map<?, ?> object) {
            return new JsonFields(object, source, what);
        }
        throw new FormatException(source, source + ": the " + what + " should be a JSON object" + DAMAGED);
    }

    /// Checks that the field `format` is at most the newest version that this release reads.
    public JsonFields version(int newest) {
        double format = number("format");
        if (format < 1 || format != Math.rint(format)) {
            throw refuse("should have a positive whole number as \"format\"");
        }
        if (format > newest) {
            throw FormatException.ofWhole(source,
                    words("has the format " + Decimal.spell(format) + ", newer than " + newest
                            + ", the newest that this version of Chainrule reads; use a newer version"));
        }
        return this;
    }

    public String text(String key) {
        return take(key, String.class, "a string");
    }

    public double number(String key) {
        double value = take(key, Number.class, "a number").doubleValue();
        if (!Double.isFinite(value)) {
            throw refuse("should have a finite number as " + Phrases.quoted(key));
        }
        return value;
    }

    public boolean flag(String key) {
        return take(key, Boolean.class, "true or false");
    }

    public JsonFields object(String key) {
        return new JsonFields(take(key, Map.class, "an object"), source, what);
    }

    /// Returns the object as a tree.
    public Map<String, Object> tree() {
        Map<String, Object> tree = new LinkedHashMap<>();
        object.forEach((key, value) -> tree.put(String.valueOf(key), value));
        return tree;
    }

    public List<String> keys() {
        return object.keySet().stream().map(String::valueOf).toList();
    }

    public List<?> list(String key) {
        return take(key, List.class, "a list");
    }

    public List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        for (Object value : list(key)) {
            if (!(value instanceof String text)) {
                throw refuse("should have only strings in " + Phrases.quoted(key));
            }
            texts.add(text);
        }
        return texts;
    }

    public List<Double> numbers(String key) {
        List<Double> numbers = new ArrayList<>();
        for (Object value : list(key)) {
            if (!(value instanceof Number number) || !Double.isFinite(number.doubleValue())) {
                throw refuse("should have only finite numbers in " + Phrases.quoted(key));
            }
            numbers.add(number.doubleValue());
        }
        return numbers;
    }

    /// Returns the exception for an object that Chainrule would not have written.
    public FormatException refuse(String why) {
        return new FormatException(source, words(why + DAMAGED));
    }

    private String words(String why) {
        return source + ": the " + what + " " + why;
    }

    private <T> T take(String key, Class<T> type, String expected) {
        @Nullable
        Object value = object.get(key);
        if (value == null) {
            throw refuse("lacks " + Phrases.quoted(key));
        }
        if (!type.isInstance(value)) {
            throw refuse("should have " + expected + " as " + Phrases.quoted(key));
        }
        return type.cast(value);
    }
}
