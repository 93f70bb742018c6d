package org.chainrule.tabular.csv;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A scanner over the records of CSV text, which it returns as ranges of bytes. It follows RFC 4180 with any separator
/// and quote, in any character set that contains ASCII unchanged (UTF-8, Windows-1252).
///
/// Lines end in LF, CRLF or CR. A field is quoted if it begins with the quote, after optional blanks; inside it, a
/// doubled quote means a single one. Anywhere else a quote is an ordinary character. If the separator is a blank,
/// several blanks count as one, and those at the ends of a line as none.
public final class CsvScanner {
    private static final int LARGEST = 1 << 28;

    private final InputStream in;
    private final byte separator;
    private final byte quote;
    private byte[] buffer = new byte[1 << 18];
    private int limit;
    private boolean exhausted;
    private int next;
    private long line = 1;
    private long nextLine = 1;
    private int fields;
    private boolean quoted;
    private boolean bareQuotes;
    private int[] starts = new int[64];
    private int[] ends = new int[64];
    private boolean[] doubled = new boolean[64];
    private boolean doubledQuote;
    private final boolean framed;

    public CsvScanner(InputStream in, Dialect dialect) {
        this(in, dialect, false);
    }

    /// Creates a scanner.
    ///
    /// @param framed whether each record begins and ends with a separator, as in Markdown, which adds two empty fields
    ///     that [#next] removes
    public CsvScanner(InputStream in, Dialect dialect, boolean framed) {
        this.in = in;
        this.framed = framed;
        this.separator = (byte) dialect.separator();
        this.quote = (byte) dialect.quote();
    }

    /// Advances to the next record; returns false at the end.
    public boolean next() throws IOException {
        line = nextLine;
        while (next < limit || !exhausted) {
            nextLine = line;
            if (next < limit && scan()) {
                unquote();
                if (framed) {
                    unframe();
                }
                return true;
            }
            fill();
        }
        return false;
    }

    /// Removes an empty first field, and then an empty last one.
    private void unframe() {
        if (fields > 2 && isBlank(0) && isBlank(fields - 1)) {
            fields -= 2;
            System.arraycopy(starts, 1, starts, 0, fields);
            System.arraycopy(ends, 1, ends, 0, fields);
        }
    }

    private boolean isBlank(int field) {
        for (int i = starts[field]; i < ends[field]; i++) {
            if (buffer[i] != ' ' && buffer[i] != '\t') {
                return false;
            }
        }
        return true;
    }

    /// Advances to the next line and makes it the only field, whatever it holds; returns false at the end.
    public boolean nextLine() throws IOException {
        line = nextLine;
        while (next < limit || !exhausted) {
            int end = next;
            while (end < limit && buffer[end] != '\n' && buffer[end] != '\r') {
                end++;
            }
            if (end < limit || exhausted) {
                fields = 0;
                field(next, end, false);
                if (endOfRecord(end)) {
                    return true;
                }
            }
            fill();
        }
        return false;
    }

    /// Returns the number of fields in the record.
    public int fields() {
        return fields;
    }

    /// Returns the buffer with the bytes of the fields, valid until the next record.
    public byte[] buffer() {
        return buffer;
    }

    /// Returns the index at which a field begins.
    public int start(int field) {
        return starts[field];
    }

    /// Returns the index at which a field ends.
    public int end(int field) {
        return ends[field];
    }

    /// Returns whether a field is quoted.
    public boolean quoted(int field) {
        return quoted && starts[field] > 0 && buffer[starts[field] - 1] == quote;
    }

    /// Returns whether any unquoted field contains a quote.
    public boolean bareQuotes() {
        return bareQuotes;
    }

    /// Returns whether there are two fields or more, and each is enclosed in a mark that is not the quote.
    public boolean enclosedIn(char mark) {
        for (int field = 0; field < fields; field++) {
            int from = starts[field];
            if (ends[field] - from < 2 || buffer[from] != mark || buffer[ends[field] - 1] != mark) {
                return false;
            }
        }
        return fields > 1;
    }

    /// Returns the line on which the record begins, from 1.
    public long line() {
        return line;
    }

    /// Returns the line on which the next record begins.
    public long nextLineNumber() {
        return nextLine;
    }

    /// Returns a field as text.
    ///
    /// @throws CharacterCodingException if its bytes are not text in the character set
    public String text(int field, Charset charset) throws CharacterCodingException {
        return charset.newDecoder().decode(ByteBuffer.wrap(buffer, starts[field], ends[field] - starts[field]))
                .toString();
    }

    /// Returns a field with each byte as one character, for comparisons.
    public String latin(int field) {
        return new String(buffer, starts[field], ends[field] - starts[field], StandardCharsets.ISO_8859_1);
    }

    /// Returns whether the record begins with a letter or a digit; it is then neither blank nor a rule.
    public boolean begins() {
        byte b = starts[0] < ends[0] ? buffer[starts[0]] : 0;
        return b >= '0' && b <= '9' || b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z';
    }

    /// Returns whether the record is a blank line.
    public boolean blank() {
        return fields == 1 && !quoted && isBlank(0);
    }

    /// Returns whether the record consists of separators and blanks only.
    public boolean empty() {
        if (fields == 1 || quoted) {
            return false;
        }
        for (int field = 0; field < fields; field++) {
            if (!isBlank(field)) {
                return false;
            }
        }
        return true;
    }

    /// Returns whether the record is a rule between rows, such as `----`, `+---+---+` or `|:--|--:|`.
    public boolean rule() {
        int longest = 0;
        int run = 0;
        for (int i = starts[0]; i < ends[fields - 1]; i++) {
            byte b = buffer[i];
            boolean stroke = b == '-' || b == '=' || b == '_' || b == '*' || b == '~';
            if (!stroke && b != '+' && b != '|' && b != ':' && b != ' ' && b != '\t' && b != separator) {
                return false;
            }
            run = stroke ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        return longest >= (framed ? 1 : 3) && !quoted;
    }

    /// Returns whether the next record begins with `#` and, split at separators, does not have the given number of
    /// columns.
    public boolean commentNext(int columns) throws IOException {
        while (next == limit && !exhausted) {
            fill();
        }
        if (next == limit || buffer[next] != '#') {
            return false;
        }
        int count = 1;
        int outside = 1;
        boolean inside = false;
        for (int i = next;; i++) {
            if (i == limit) {
                if (exhausted) {
                    break;
                }
                int behind = i - next;
                fill();
                i = next + behind - 1;
            } else if (buffer[i] == '\n' || buffer[i] == '\r') {
                break;
            } else {
                inside ^= buffer[i] == quote;
                count += buffer[i] == separator ? 1 : 0;
                outside += buffer[i] == separator && !inside ? 1 : 0;
            }
        }
        return columns == 1 || count != columns && outside != columns;
    }

    /// Finds the fields of the next record; returns false if the buffer does not hold the whole record.
    private boolean scan() throws IOException {
        byte[] bytes = buffer;
        int end = limit;
        int i = next;
        fields = 0;
        quoted = false;
        bareQuotes = false;
        byte apart = quote;
        boolean runs = separator == ' ';
        while (true) {
            int from = i;
            while (i < end && bytes[i] == ' ') {
                i++;
            }
            if (i < end && bytes[i] == quote) {
                from = i + 1;
                i = closing(from);
                if (i < 0) {
                    return false;
                }
                quoted = true;
                field(from, i, doubledQuote);
                i++;
                while (i < end && bytes[i] == ' ' && separator != ' ') {
                    i++;
                }
                if (i == end && !exhausted) {
                    return false;
                }
                if (i < end && bytes[i] != separator && bytes[i] != '\n' && bytes[i] != '\r') {
                    throw new OpenQuoteException(true);
                }
            } else {
                byte mark = separator;
                boolean bare = false;
                from = mark == ' ' ? i : from;
                while (i < end) {
                    byte b = bytes[i];
                    if (b == mark || b == '\n' || b == '\r') {
                        break;
                    }
                    bare |= b == apart;
                    i++;
                }
                bareQuotes |= bare;
                if (i == end && !exhausted) {
                    return false;
                }
                field(from, i, false);
            }
            if (i == end || bytes[i] != separator) {
                return endOfRecord(i);
            }
            i++;
            if (runs) {
                while (i < end && bytes[i] == ' ') {
                    i++;
                }
                if (i == end && !exhausted) {
                    return false;
                }
                if (i == end || bytes[i] == '\n' || bytes[i] == '\r') {
                    return endOfRecord(i);
                }
            }
        }
    }

    /// Returns the index at which quoted text ends; -1 if it continues beyond the buffer.
    private int closing(int from) throws IOException {
        doubledQuote = false;
        for (int i = from; i < limit; i++) {
            byte b = buffer[i];
            if (b == quote) {
                if (i + 1 == limit && !exhausted) {
                    return -1;
                }
                if (i + 1 == limit || buffer[i + 1] != quote) {
                    return i;
                }
                doubledQuote = true;
                i++;
            } else if (b == '\n' || b == '\r' && i + 1 < limit && buffer[i + 1] != '\n') {
                nextLine++;
            }
        }
        if (exhausted) {
            throw new OpenQuoteException(false);
        }
        return -1;
    }

    private void field(int from, int to, boolean twice) {
        if (fields == starts.length) {
            starts = Arrays.copyOf(starts, 2 * fields);
            ends = Arrays.copyOf(ends, 2 * fields);
            doubled = Arrays.copyOf(doubled, 2 * fields);
        }
        starts[fields] = from;
        ends[fields] = to;
        doubled[fields++] = twice;
    }

    /// Skips the line end at an index; returns false if the byte after a CR is not known yet.
    private boolean endOfRecord(int at) {
        int after = at;
        if (at < limit) {
            if (buffer[at] == '\r' && at + 1 == limit && !exhausted) {
                return false;
            }
            after = buffer[at] == '\r' && at + 1 < limit && buffer[at + 1] == '\n' ? at + 2 : at + 1;
            nextLine++;
        }
        next = after;
        return true;
    }

    /// Replaces each doubled quote by a single one, in place.
    private void unquote() {
        for (int field = 0; quoted && field < fields; field++) {
            if (doubled[field]) {
                int to = starts[field];
                for (int i = starts[field]; i < ends[field]; i++) {
                    buffer[to++] = buffer[i];
                    i += buffer[i] == quote ? 1 : 0;
                }
                ends[field] = to;
            }
        }
    }

    /// Reads more bytes and keeps those of the incomplete record.
    private void fill() throws IOException {
        if (next > 0) {
            System.arraycopy(buffer, next, buffer, 0, limit - next);
            limit -= next;
            next = 0;
        } else if (limit == buffer.length) {
            if (limit == LARGEST) {
                throw new OpenQuoteException(false);
            }
            buffer = Arrays.copyOf(buffer, 2 * limit);
        }
        int count = in.read(buffer, limit, buffer.length - limit);
        exhausted = count < 0;
        limit += Math.max(0, count);
    }
}
