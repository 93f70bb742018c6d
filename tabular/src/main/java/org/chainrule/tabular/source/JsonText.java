package org.chainrule.tabular.source;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.chainrule.error.FormatException;
import org.chainrule.error.Quote;

/// A scanner over the tokens of JSON text in UTF-8. The text of strings and words is collected as UTF-8 without creating
/// strings. Beyond RFC 8259 it accepts `NaN`, `Infinity` and `-Infinity`, which Python writes.
final class JsonText implements Closeable {
    /// The largest number of bytes of the strings and words of one record.
    private static final int LARGEST = 1 << 28;

    private final InputStream in;
    private final String source;
    private final byte[] buffer = new byte[1 << 16];
    private int at;
    private int limit;
    private long line = 1;
    /// The line of the last token that was taken.
    private long last = 1;
    private byte[] text = new byte[1 << 12];
    private int size;

    /// @param source the name of the text in messages
    JsonText(InputStream in, String source) {
        this.in = in;
        this.source = source;
    }

    /// Returns the collected text, up to [#size()].
    byte[] text() {
        return text;
    }

    int size() {
        return size;
    }

    /// Forgets the collected text from an index on.
    void forget(int from) {
        size = from;
    }

    /// Returns the line of the next byte, from 1.
    long line() {
        return line;
    }

    private boolean fill() throws IOException {
        at = 0;
        limit = Math.max(0, in.read(buffer, 0, buffer.length));
        return limit > 0;
    }

    /// Returns the next byte that is not blank, without taking it; -1 at the end.
    int peek() throws IOException {
        while (at < limit || fill()) {
            byte b = buffer[at];
            if (b != ' ' && b != '\n' && b != '\t' && b != '\r') {
                return b & 0xFF;
            }
            line += b == '\n' ? 1 : 0;
            at++;
        }
        return -1;
    }

    /// Returns the next byte that is not blank, without taking it, where a line may end before it; -1 at the end.
    int begin() throws IOException {
        int next = peek();
        last = line;
        return next;
    }

    /// Returns whether a line ends before the next byte that is not blank.
    boolean lineEnds() throws IOException {
        peek();
        return last < line;
    }

    /// Takes a mark.
    ///
    /// @param after what the mark follows or precedes, in words
    void take(char mark, String after) throws IOException {
        if (peek() != mark) {
            throw expected(mark + " " + after);
        }
        at++;
        last = line;
    }

    /// Takes a mark if it is next.
    boolean takes(char mark) throws IOException {
        if (peek() != mark) {
            return false;
        }
        at++;
        last = line;
        return true;
    }

    /// Takes a string and adds its characters to the text.
    void string() throws IOException {
        take('"', "before a string");
        while (true) {
            if (at == limit && !fill()) {
                throw open();
            }
            int from = at;
            int end = limit;
            byte[] bytes = buffer;
            int i = from;
            while (i < end && bytes[i] != '"' && bytes[i] != '\\' && (bytes[i] < 0 || bytes[i] >= ' ')) {
                i++;
            }
            add(bytes, from, i);
            at = i;
            if (i == end) {
                continue;
            }
            at++;
            if (bytes[i] == '"') {
                return;
            }
            if (bytes[i] != '\\') {
                throw bytes[i] == '\n'
                        ? open()
                        : refused("a string contains the character " + Quote.character(bytes[i])
                                + ", which JSON writes as an escape");
            }
            escape();
        }
    }

    private FormatException open() {
        return refused("a string is not closed in its line; close it, or fetch the file again if it was cut off");
    }

    private int one() throws IOException {
        if (at == limit && !fill()) {
            throw open();
        }
        return buffer[at++];
    }

    private void escape() throws IOException {
        int c = one();
        switch (c) {
            case '"', '\\', '/' -> add(c);
            case 'b' -> add('\b');
            case 'f' -> add('\f');
            case 'n' -> add('\n');
            case 'r' -> add('\r');
            case 't' -> add('\t');
            case 'u' -> unicode();
            default -> throw refused("\\" + Quote.clip(Character.toString(c & 0xFF)) + " is no escape of JSON");
        }
    }

    private void unicode() throws IOException {
        char first = unit();
        if (Character.isSurrogate(first)) {
            boolean pair = Character.isHighSurrogate(first) && one() == '\\' && one() == 'u';
            char second = pair ? unit() : 0;
            if (!Character.isLowSurrogate(second)) {
                throw refused("a string contains half of a pair of surrogates, which is no character");
            }
            byte[] utf8 = Character.toString(Character.toCodePoint(first, second)).getBytes(StandardCharsets.UTF_8);
            add(utf8, 0, utf8.length);
        } else if (first < 128) {
            add(first);
        } else {
            byte[] utf8 = Character.toString(first).getBytes(StandardCharsets.UTF_8);
            add(utf8, 0, utf8.length);
        }
    }

    private char unit() throws IOException {
        int unit = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(one(), 16);
            if (digit < 0) {
                throw refused("\\u must be followed by four hexadecimal digits");
            }
            unit = unit << 4 | digit;
        }
        return (char) unit;
    }

    /// Takes a number or a word such as `true`, adds it to the text, and returns whether it is a number.
    boolean word() throws IOException {
        int from = size;
        while (at < limit || fill()) {
            byte b = buffer[at];
            if (b == ',' || b == '}' || b == ']' || b == ' ' || b == '\n' || b == '\t' || b == '\r' || b == ':'
                    || b == '"' || b == '{' || b == '[') {
                break;
            }
            add(b);
            at++;
        }
        if (size > from) {
            last = line;
        }
        if (isNumber(from)) {
            return true;
        }
        String word = new String(text, from, size - from, StandardCharsets.UTF_8);
        if (word.isEmpty()) {
            throw expected("a value");
        }
        return switch (word) {
            case "true", "false", "null" -> false;
            case "NaN", "Infinity", "-Infinity" -> true;
            default -> throw refused(Quote.of(word) + " is neither a number nor true, false or null; put texts in"
                    + " quotation marks");
        };
    }

    /// Returns whether the text from an index is a number in the grammar of JSON.
    private boolean isNumber(int from) {
        int i = from < size && text[from] == '-' ? from + 1 : from;
        int whole = digits(i);
        if (whole == i || text[i] == '0' && whole > i + 1) {
            return false;
        }
        i = whole;
        if (i < size && text[i] == '.') {
            int end = digits(i + 1);
            if (end == i + 1) {
                return false;
            }
            i = end;
        }
        if (i < size && (text[i] == 'e' || text[i] == 'E')) {
            i++;
            i = i < size && (text[i] == '+' || text[i] == '-') ? i + 1 : i;
            int end = digits(i);
            if (end == i) {
                return false;
            }
            i = end;
        }
        return i == size;
    }

    private int digits(int from) {
        int i = from;
        while (i < size && text[i] >= '0' && text[i] <= '9') {
            i++;
        }
        return i;
    }

    /// Adds a byte to the text.
    void add(int b) {
        room(1);
        text[size++] = (byte) b;
    }

    private void add(byte[] bytes, int from, int to) {
        room(to - from);
        System.arraycopy(bytes, from, text, size, to - from);
        size += to - from;
    }

    private void room(int more) {
        if (text.length - size < more) {
            if (size + more > LARGEST) {
                throw refused("the values of one object have more than 256 MiB");
            }
            text = Arrays.copyOf(text, Math.max(size + more, text.length + (text.length >> 1)));
        }
    }

    /// Returns the exception for what comes next, within an object or an array. If a line ends before it, the fault is there.
    FormatException expected(String what) throws IOException {
        int next = peek();
        if (next < 0) {
            return refused(last, "expected " + what
                    + ", but found the end of the text; fetch the file again if it was cut off");
        }
        return last == line
                ? refused("expected " + what + ", but found " + Quote.character(next))
                : refused(last, "expected " + what + ", but the line ends, and line " + line + " begins with "
                        + Quote.character(next) + "; complete line " + last);
    }

    /// Returns the exception for a fault in the current line.
    FormatException refused(String why) {
        return refused(line, why);
    }

    private FormatException refused(long where, String why) {
        return new FormatException(source, source + ", line " + where + ": " + why);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
