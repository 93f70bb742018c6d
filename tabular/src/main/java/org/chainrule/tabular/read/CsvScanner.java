package org.chainrule.tabular.read;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The records of CSV text, one after the other, as ranges of bytes: RFC 4180 with any separator and quote, in a
/// character set that has ASCII in its place (UTF-8, Windows-1252).
///
/// Lines end in LF, CRLF or CR. A field is quoted when it begins with the quote, blanks aside; inside, a doubled quote
/// stands for one. Elsewhere a quote is a character like any other. Where a blank separates, several are as one.
final class CsvScanner {
    /// A quote that is not closed, or closed with more text behind it.
    static final class OpenQuoteException extends IOException {
        private static final long serialVersionUID = 1;
        private final boolean closed;

        private OpenQuoteException(boolean closed) {
            this.closed = closed;
        }

        /// Whether it is closed, with more text behind it.
        boolean closed() {
            return closed;
        }
    }

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

    CsvScanner(InputStream in, Dialect dialect) {
        this.in = in;
        this.separator = (byte) dialect.separator();
        this.quote = (byte) dialect.quote();
    }

    /// Goes to the next record; false at the end.
    boolean next() throws IOException {
        line = nextLine;
        while (next < limit || !exhausted) {
            nextLine = line;
            if (next < limit && scan()) {
                unquote();
                return true;
            }
            fill();
        }
        return false;
    }

    /// Goes to the next line whatever it holds, as its only field; false at the end.
    boolean nextLine() throws IOException {
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

    /// How many fields the record has.
    int fields() {
        return fields;
    }

    /// Where the bytes of the fields stand, until the next record.
    byte[] buffer() {
        return buffer;
    }

    /// Where a field begins.
    int start(int field) {
        return starts[field];
    }

    /// Where a field ends.
    int end(int field) {
        return ends[field];
    }

    /// Whether a field stands in quotes.
    boolean quoted(int field) {
        return quoted && starts[field] > 0 && buffer[starts[field] - 1] == quote;
    }

    /// Whether a field that does not stand in quotes holds one.
    boolean bareQuotes() {
        return bareQuotes;
    }

    /// The line where the record begins, counted from 1.
    long line() {
        return line;
    }

    /// The line where the next record begins.
    long nextLineNumber() {
        return nextLine;
    }

    /// A field as text.
    ///
    /// @throws CharacterCodingException if its bytes are none in the character set
    String text(int field, Charset charset) throws CharacterCodingException {
        return charset.newDecoder().decode(ByteBuffer.wrap(buffer, starts[field], ends[field] - starts[field]))
                .toString();
    }

    /// A field as text in which each byte is a character, for comparing.
    String latin(int field) {
        return new String(buffer, starts[field], ends[field] - starts[field], StandardCharsets.ISO_8859_1);
    }

    /// Whether the record is a line of nothing but blanks.
    boolean blank() {
        if (fields != 1 || quoted) {
            return false;
        }
        for (int i = starts[0]; i < ends[0]; i++) {
            if (buffer[i] != ' ' && buffer[i] != '\t') {
                return false;
            }
        }
        return true;
    }

    /// Whether the record is nothing but separators, and blanks between them.
    boolean empty() {
        if (fields == 1 || quoted) {
            return false;
        }
        for (int field = 0; field < fields; field++) {
            for (int i = starts[field]; i < ends[field]; i++) {
                if (buffer[i] != ' ' && buffer[i] != '\t') {
                    return false;
                }
            }
        }
        return true;
    }

    /// Whether the next record begins with `#` and, cut at separators, is not a row of so many columns.
    boolean commentNext(int columns) throws IOException {
        while (next == limit && !exhausted) {
            fill();
        }
        if (next == limit || buffer[next] != '#') {
            return false;
        }
        int count = 1;
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
                count += buffer[i] == separator ? 1 : 0;
            }
        }
        return columns == 1 || count != columns;
    }

    /// Whether a whole record stands in the buffer; its fields are then noted.
    private boolean scan() throws IOException {
        byte[] bytes = buffer;
        int end = limit;
        int i = next;
        fields = 0;
        quoted = false;
        bareQuotes = false;
        byte apart = quote;
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
        }
    }

    /// Where the quoted text from a place on ends; -1 when it goes on beyond the buffer.
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

    /// Steps over the end of the line at a place; false when what follows a CR is not yet known.
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

    /// Makes one quote of each doubled one, where it stands.
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

    /// Reads on, keeping what is not yet a record.
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
