package org.chainrule.tabular.source;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Pattern;
import org.chainrule.error.FormatException;
import org.jspecify.annotations.Nullable;

/// Decides whether a text is the beginning of JSON. It accepts `NaN` and `Infinity`, which Python writes.
final class JsonStart {
    /// What a text may be the beginning of.
    enum Form {
        NONE, VALUE, LINES
    }

    /// How rows are written in a text.
    enum Rows {
        NONE, LINES, ARRAY
    }

    private static final Pattern LINES_NAME = Pattern.compile("(?is).*\\.(jsonl|ndjson)(\\.gz)?");
    private static final Pattern ANY_NAME = Pattern.compile("(?is).*\\.(jsonl|ndjson|json)(\\.gz)?");
    /// The fewest characters of an unfinished value that show its syntax.
    private static final int ENOUGH = 1 << 10;

    private final String text;
    private int at;
    /// The largest depth of nesting.
    private int deepest;
    /// Whether some object has a key and a colon.
    private boolean keyed;

    /// Thrown where the text ends or is not JSON.
    private static final class Stop extends Exception {
        private static final long serialVersionUID = 1;
        private final boolean ended;

        Stop(boolean ended) {
            super(null, null, false, false);
            this.ended = ended;
        }
    }

    private JsonStart(String text) {
        this.text = text;
    }

    /// Returns the form of a text that begins with a brace or a bracket. JSON with a fault is JSON too, if it has an
    /// object whose key is followed by a colon before the fault.
    static Form of(String text) {
        JsonStart start = new JsonStart(text);
        int values = 0;
        try {
            while (true) {
                start.value();
                values++;
                boolean more = start.lineEnds();
                if (start.at == text.length()) {
                    return values == 1 ? Form.VALUE : Form.LINES;
                }
                // an object may also be a value in a line of CSV
                if (!more && !start.isBetweenLines()) {
                    return values > 1 ? start.faulty() : Form.NONE;
                }
            }
        } catch (Stop e) {
            if (!e.ended) {
                return start.faulty();
            }
            return values > 0 ? Form.LINES : start.keyed || start.at >= ENOUGH ? Form.VALUE : Form.NONE;
        }
    }

    private Form faulty() {
        return !keyed ? Form.NONE : text.charAt(0) == '{' ? Form.LINES : Form.VALUE;
    }

    /// Returns whether the text goes on with a comma, and with an object in the next line.
    private boolean isBetweenLines() {
        if (!keyed || text.charAt(at) != ',') {
            return false;
        }
        int comma = at++;
        boolean next = lineEnds() && at < text.length() && text.charAt(at) == '{';
        at = comma;
        return next;
    }

    /// Returns how the rows of a table are written as objects in a text.
    ///
    /// @param text the beginning of the text
    /// @param kind its kind by its content; null if it may be CSV
    /// @throws FormatException if it is JSON without a row
    static Rows rows(String name, String text, @Nullable FileKind kind) {
        String all = text.strip();
        if (all.isEmpty() && ANY_NAME.matcher(name).matches()) {
            throw empty(name, "is empty");
        }
        if (all.startsWith("[") && all.substring(1).strip().equals("]")) {
            throw empty(name, "is an empty JSON array");
        }
        boolean named = LINES_NAME.matcher(name).matches() && (kind == null || kind.isJson());
        if ((named || kind == FileKind.JSON_ARRAY) && all.startsWith("[")
                && all.substring(1).stripLeading().startsWith("{")) {
            return Rows.ARRAY;
        }
        return named || kind == FileKind.JSON_LINES && all.startsWith("{")
                || kind == FileKind.JSON_OBJECT && isFlat(text) ? Rows.LINES : Rows.NONE;
    }

    private static FormatException empty(String name, String what) {
        return new FormatException(name,
                name + " " + what + "; write an object in it for each row, with the names of the"
                        + " columns as keys, such as {\"size\": 4.5, \"color\": \"red\"}");
    }

    /// Returns whether an object has no objects or arrays in it, so that it can be the only row of a table. The text may be
    /// its beginning.
    private static boolean isFlat(String text) {
        JsonStart start = new JsonStart(text);
        try {
            start.value();
            return start.deepest == 1 && start.at == text.stripTrailing().length();
        } catch (Stop e) {
            return e.ended && start.deepest == 1;
        }
    }

    /// Skips blanks and returns whether a line end is among them.
    private boolean lineEnds() {
        int from = at;
        blanks();
        return text.substring(from, at).chars().anyMatch(c -> c == '\n' || c == '\r');
    }

    private void blanks() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char next() throws Stop {
        blanks();
        if (at == text.length()) {
            throw new Stop(true);
        }
        return text.charAt(at);
    }

    private void expect(char c) throws Stop {
        if (next() != c) {
            throw new Stop(false);
        }
        at++;
    }

    /// Skips an object or an array, with all values in it.
    private void value() throws Stop {
        Deque<Character> open = new ArrayDeque<>();
        do {
            char c = next();
            if (c == '{' || c == '[') {
                open.push(c);
                deepest = Math.max(deepest, open.size());
                at++;
                if (next() != closing(c)) {
                    key(open);
                    continue;
                }
            } else if (open.isEmpty()) {
                throw new Stop(false);
            } else if (c == '"') {
                string();
            } else {
                word();
            }
            close(open);
        } while (!open.isEmpty());
    }

    /// Skips the ends of all values that end here, and the comma before the next value if there is one.
    private void close(Deque<Character> open) throws Stop {
        while (!open.isEmpty()) {
            if (next() == ',') {
                at++;
                key(open);
                return;
            }
            expect(closing(open.pop()));
        }
    }

    private void key(Deque<Character> open) throws Stop {
        if (open.peek() == '{') {
            next();
            string();
            expect(':');
            keyed = true;
        }
    }

    private static char closing(char c) {
        return c == '{' ? '}' : ']';
    }

    private void string() throws Stop {
        expect('"');
        while (at < text.length() && text.charAt(at) != '"') {
            if (text.charAt(at) == '\n') {
                throw new Stop(false);
            }
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        if (at >= text.length()) {
            at = text.length();
            throw new Stop(true);
        }
        at++;
    }

    private void word() throws Stop {
        int from = at;
        while (at < text.length() && ",]} \t\r\n".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        if (at == text.length()) {
            throw new Stop(true);
        }
        if (!text.substring(from, at).matches("true|false|null|NaN|-?Infinity|-?\\d+(\\.\\d+)?([eE][+-]?\\d+)?")) {
            throw new Stop(false);
        }
    }
}
