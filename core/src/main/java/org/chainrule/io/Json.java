package org.chainrule.io;

import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

import org.chainrule.error.ArgumentException;

/// JSON text as a tree of plain Java values, following RFC 8259 strictly.
///
/// | JSON | read as | written from |
/// |---|---|---|
/// | object | `LinkedHashMap<String, Object>` in the order of the text | any `Map` with `String` keys |
/// | array | `List<Object>` | any `List` |
/// | string | `String` | `String` |
/// | number without fraction or exponent that fits | `Long` | `Byte`, `Short`, `Integer`, `Long` |
/// | any other number | `Double` | `Double`, `Float` (as the equal double); finite only |
/// | true, false | `Boolean` | `Boolean` |
/// | null | [#NULL], never the Java `null` | [#NULL] |
///
/// Beyond the grammar, the parser rejects a key that appears twice in an object, a number out of the range of a double,
/// a lone surrogate in a string, nesting deeper than [#MAX_DEPTH], and more than [#MAX_VALUES] values.
public final class Json {
    /// The JSON value null.
    public static final Object NULL = Null.NULL;

    /// The deepest nesting that is read or written.
    public static final int MAX_DEPTH = 256;

    /// The largest number of values in one tree that is read.
    public static final int MAX_VALUES = 10_000_000;

    private static final String HEX = "0123456789abcdef";

    private enum Null {
        NULL;

        @Override
        public String toString() {
            return "null";
        }
    }

    private final StringBuilder out = new StringBuilder();

    private Json() {
    }

    /// Returns the value of a JSON text.
    ///
    /// @throws org.chainrule.error.FormatException if the text is not JSON; the message states line and column, both
    ///     counted from 1
    public static Object parse(String text) {
        return new JsonParser(text, "text", "not valid JSON").parse();
    }

    /// Returns the value of a JSON text from a named source. Messages begin with that name.
    ///
    /// @throws org.chainrule.error.FormatException if the text is not JSON; the message states line and column, both
    ///     counted from 1
    public static Object parse(String text, String source) {
        return parse(text, source, "not valid JSON");
    }

    /// Returns the value of a JSON text; messages use the caller's words for the complaint.
    static Object parse(String text, String source, String complaint) {
        return new JsonParser(text, source, source + ": " + complaint).parse();
    }

    /// Returns the text of a tree, without spaces; non-ASCII characters are not escaped.
    ///
    /// Equal trees give equal texts: a `SequencedMap` (`LinkedHashMap`, `TreeMap`) is written in its own order, every
    /// other map sorted by key.
    ///
    /// @throws ArgumentException if the tree contains a value that is not in the table above
    public static String write(Object value) {
        Json json = new Json();
        json.append(value, 0);
        return json.out.toString();
    }

    private void append(Object value, int depth) {
        if (depth > MAX_DEPTH) {
            throw refuse("values are nested deeper than " + MAX_DEPTH + " levels");
        }
        switch (value) {
            case null -> throw refuse("the tree contains Java's null; use Json.NULL");
            case Map<?, ?> map -> appendObject(map, depth);
            case List<?> list -> appendArray(list, depth);
            case String text -> appendString(text);
            case Double number -> appendNumber(number);
            case Float number -> appendNumber(number);
            case Byte _,Short _,Integer _,Long _,Boolean _,Null _ -> out.append(value);
            default -> throw refuse("a value of " + value.getClass() + " has no JSON form");
        }
    }

    private void appendObject(Map<?, ?> map, int depth) {
        Map<?, ?> ordered = map instanceof SequencedMap<?, ?> ? map : sorted(map);
        char before = '{';
        for (Map.Entry<?, ?> entry : ordered.entrySet()) {
            out.append(before);
            appendString(key(entry.getKey()));
            out.append(':');
            append(entry.getValue(), depth + 1);
            before = ',';
        }
        out.append(before == '{' ? "{}" : "}");
    }

    private static Map<String, Object> sorted(Map<?, ?> map) {
        Map<String, Object> sorted = new TreeMap<>();
        map.forEach((key, value) -> sorted.put(key(key), value));
        return sorted;
    }

    private static String key(Object key) {
        if (key instanceof String text) {
            return text;
        }
        throw refuse("the key " + key + " is not a String");
    }

    private void appendArray(List<?> list, int depth) {
        char before = '[';
        for (Object value : list) {
            out.append(before);
            append(value, depth + 1);
            before = ',';
        }
        out.append(before == '[' ? "[]" : "]");
    }

    private void appendNumber(double number) {
        if (!Double.isFinite(number)) {
            throw refuse("the number " + number + " has no JSON form, expected a finite number");
        }
        out.append(number);
    }

    private void appendString(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ') {
                        out.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
                    } else if (!Character.isSurrogate(c)) {
                        out.append(c);
                    } else if (Character.isHighSurrogate(c) && i + 1 < text.length()
                            && Character.isLowSurrogate(text.charAt(i + 1))) {
                        out.append(c).append(text.charAt(++i));
                    } else {
                        throw refuse("a string has a lone surrogate at index " + i + ", which is not a character");
                    }
                }
            }
        }
        out.append('"');
    }

    private static ArgumentException refuse(String why) {
        return new ArgumentException("value", "cannot write JSON: " + why);
    }
}
