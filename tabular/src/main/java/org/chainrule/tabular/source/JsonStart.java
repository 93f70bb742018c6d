package org.chainrule.tabular.source;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/// Decides whether a text is the beginning of JSON. It accepts `NaN` and `Infinity`, which Python writes.
final class JsonStart {
    /// What a text may be the beginning of.
    enum Form {
        NONE, VALUE, LINES
    }

    /// The fewest characters of an unfinished value that show its syntax.
    private static final int ENOUGH = 1 << 10;

    private final String text;
    private int at;
    /// The largest depth of nesting.
    private int deepest;

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

    /// Returns the form of a text that begins with a brace or a bracket.
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
                if (!more) {
                    return Form.NONE;
                }
            }
        } catch (Stop e) {
            return !e.ended ? Form.NONE : values > 0 ? Form.LINES : start.at >= ENOUGH ? Form.VALUE : Form.NONE;
        }
    }

    /// Returns whether the name of a file is that of JSON lines.
    static boolean isName(String name) {
        return name.toLowerCase(Locale.ROOT).matches("(?s).*\\.(jsonl|ndjson)(\\.gz)?");
    }

    /// Returns whether a text begins with an array whose first item is an object.
    static boolean isArrayOfObjects(String text) {
        String all = text.stripLeading();
        return all.startsWith("[") && all.substring(1).stripLeading().startsWith("{");
    }

    /// Returns whether an object has no objects or arrays in it, so that it can be the only row of a table.
    static boolean isFlat(String text) {
        JsonStart start = new JsonStart(text);
        try {
            start.value();
            return start.deepest == 1 && start.at == text.stripTrailing().length();
        } catch (Stop e) {
            return false;
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
