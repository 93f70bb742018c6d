package org.chainrule.io;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.chainrule.error.FormatException;
import org.chainrule.error.Quote;

/// A recursive-descent parser for one JSON text. Each method reads one production of the grammar at `position` and
/// moves `position` behind it.
final class JsonParser {
    private static final int LONG_DIGITS = 19;

    private final String text;
    private final String source;
    private final String complaint;
    private int position;
    private int values;

    JsonParser(String text, String source, String complaint) {
        this.text = text;
        this.source = source;
        this.complaint = complaint;
    }

    Object parse() {
        Object value = value(0);
        skipSpace();
        if (position < text.length()) {
            throw refuse("expected the end of the text after the value, found " + found());
        }
        return value;
    }

    private Object value(int depth) {
        skipSpace();
        if (depth > Json.MAX_DEPTH) {
            throw refuse("values are nested deeper than " + Json.MAX_DEPTH + " levels");
        }
        if (++values > Json.MAX_VALUES) {
            throw refuse("there are more than " + Json.MAX_VALUES + " values");
        }
        return switch (peek()) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> string();
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", Json.NULL);
            default -> throw refuse("expected a value, found " + found());
        };
    }

    private Map<String, Object> object(int depth) {
        Map<String, Object> members = new LinkedHashMap<>();
        position++;
        skipSpace();
        if (peek() == '}') {
            position++;
            return members;
        }
        while (true) {
            skipSpace();
            if (peek() != '"') {
                throw refuse("expected a key in double quotes, found " + found());
            }
            int begin = position;
            String key = string();
            if (members.containsKey(key)) {
                position = begin;
                throw refuse("the key " + Quote.of(key) + " appears twice");
            }
            skipSpace();
            if (peek() != ':') {
                throw refuse("expected ':' after the key " + Quote.of(key) + ", found " + found());
            }
            position++;
            members.put(key, value(depth + 1));
            if (!another('}')) {
                return members;
            }
        }
    }

    private List<Object> array(int depth) {
        List<Object> elements = new ArrayList<>();
        position++;
        skipSpace();
        if (peek() == ']') {
            position++;
            return elements;
        }
        while (true) {
            elements.add(value(depth + 1));
            if (!another(']')) {
                return elements;
            }
        }
    }

    private boolean another(char close) {
        skipSpace();
        int c = peek();
        if (c != ',' && c != close) {
            throw refuse("expected ',' or '" + close + "', found " + found());
        }
        position++;
        return c == ',';
    }

    private Object word(String word, Object value) {
        if (!text.startsWith(word, position)) {
            throw refuse("expected a value, found " + found());
        }
        position += word.length();
        return value;
    }

    private Object number() {
        int begin = position;
        boolean negative = peek() == '-';
        if (negative) {
            position++;
        }
        int integer = position;
        digits();
        int integerDigits = position - integer;
        if (integerDigits > 1 && text.charAt(integer) == '0') {
            position = begin;
            throw refuse("a number must not begin with an unneeded 0");
        }
        boolean whole = true;
        if (peek() == '.') {
            whole = false;
            position++;
            digits();
        }
        if (peek() == 'e' || peek() == 'E') {
            whole = false;
            position++;
            if (peek() == '+' || peek() == '-') {
                position++;
            }
            digits();
        }
        String digits = text.substring(begin, position);
        if (whole && integerDigits <= LONG_DIGITS && !digits.equals("-0")) {
            try {
                return Long.valueOf(digits);
            } catch (NumberFormatException beyondLong) {
                return Double.valueOf(digits);
            }
        }
        double number = Double.parseDouble(digits);
        if (Double.isInfinite(number)) {
            position = begin;
            throw refuse("the number " + Quote.clip(digits) + " is out of range");
        }
        return number;
    }

    private void digits() {
        int begin = position;
        while (peek() >= '0' && peek() <= '9') {
            position++;
        }
        if (position == begin) {
            throw refuse("expected a digit, found " + found());
        }
    }

    private String string() {
        int begin = position++;
        StringBuilder out = new StringBuilder();
        while (true) {
            int c = peek();
            if (c < 0) {
                position = begin;
                throw refuse("the string that begins here has no closing quote");
            }
            if (c == '"') {
                position++;
                return out.toString();
            }
            if (c < ' ') {
                throw refuse("the control character " + found() + " must be escaped in a string");
            }
            if (c == '\\') {
                escape(out);
            } else {
                position++;
                surrogate(out, (char) c, position - 1);
            }
        }
    }

    private void escape(StringBuilder out) {
        int begin = position++;
        int c = peek();
        position++;
        switch (c) {
            case '"', '\\', '/' -> out.append((char) c);
            case 'b' -> out.append('\b');
            case 'f' -> out.append('\f');
            case 'n' -> out.append('\n');
            case 'r' -> out.append('\r');
            case 't' -> out.append('\t');
            case 'u' -> surrogate(out, hex(begin), begin);
            default -> {
                position = begin;
                throw refuse("a backslash must be followed by one of \" \\ / b f n r t u");
            }
        }
    }

    private char hex(int begin) {
        int code = 0;
        for (int i = 0; i < 4; i++, position++) {
            int c = peek();
            int digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                position = begin;
                throw refuse("\\u must be followed by four hexadecimal digits");
            }
            code = (code << 4) | digit;
        }
        return (char) code;
    }

    /// Appends a character. A high surrogate must be followed by a low one; each may be plain or escaped.
    private void surrogate(StringBuilder out, char c, int begin) {
        if (Character.isHighSurrogate(c)) {
            char low = 0;
            if (peek() == '\\' && text.startsWith("\\u", position)) {
                int escape = position;
                position += 2;
                low = hex(escape);
            } else if (peek() >= 0) {
                low = (char) peek();
                position++;
            }
            if (!Character.isLowSurrogate(low)) {
                position = begin;
                throw refuse("a lone surrogate is not a character");
            }
            out.append(c).append(low);
        } else if (Character.isLowSurrogate(c)) {
            position = begin;
            throw refuse("a lone surrogate is not a character");
        } else {
            out.append(c);
        }
    }

    private void skipSpace() {
        while (position < text.length()) {
            char c = text.charAt(position);
            if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
                return;
            }
            position++;
        }
    }

    /// Returns the character at the position, or -1 at the end.
    private int peek() {
        return position < text.length() ? text.charAt(position) : -1;
    }

    private String found() {
        return position < text.length() ? Quote.character(text.codePointAt(position)) : "the end";
    }

    private FormatException refuse(String why) {
        int line = 1;
        int lineBegin = 0;
        for (int i = 0; i < position; i++) {
            if (text.charAt(i) == '\n') {
                line++;
                lineBegin = i + 1;
            }
        }
        int column = 1 + text.codePointCount(lineBegin, position);
        return new FormatException(source, complaint + " at line " + line + ", column " + column + ": " + why);
    }
}
