package org.chainrule.tabular.read;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.chainrule.tabular.number.Decimal;
import org.chainrule.tabular.number.NumberStyle;
import org.chainrule.tabular.time.Dates;
import org.chainrule.tabular.value.MissingWords;

/// The distinct words of a column, numbered in the order of their first occurrence. Each word is stored once, as bytes,
/// so a column of millions of words needs little more memory than their text.
final class WordIndex {
    private static final int MOST_MARKS = 100;

    private final Charset charset;
    private byte[] text = new byte[256];
    private int[] ends = new int[16];
    private int[] hashes = new int[16];
    private int[] table = new int[64];
    private int size;

    /// Thrown if a value contains a zero byte, which no text does.
    static final class ZeroByteException extends IOException {
        private static final long serialVersionUID = 1;
    }

    WordIndex(Charset charset) {
        this.charset = charset;
    }

    /// Returns the number of words.
    int size() {
        return size;
    }

    /// Returns the code of a word; a new one if the word has not occurred before.
    ///
    /// @throws java.nio.charset.CharacterCodingException if the bytes are not text in the character set
    /// @throws ZeroByteException if one of the bytes is zero
    int code(byte[] bytes, int from, int to) throws IOException {
        int hash = hash(bytes, from, to);
        int place = hash & table.length - 1;
        while (table[place] != 0) {
            int code = table[place] - 1;
            if (hashes[code] == hash && Arrays.equals(text, start(code), ends[code], bytes, from, to)) {
                return code;
            }
            place = place + 1 & table.length - 1;
        }
        enter(bytes, from, to, hash);
        table[place] = size;
        if (2 * size > table.length) {
            spread();
        }
        return size - 1;
    }

    /// Returns the words by code.
    List<String> words() {
        return IntStream.range(0, size).mapToObj(this::word).toList();
    }

    /// Returns the word with a code.
    String word(int code) {
        return new String(text, start(code), ends[code] - start(code), charset);
    }

    /// Returns whether a dash is a value beside these words: one of them is `+`, or all are marks without letters or
    /// digits, and there are few of them.
    boolean haveDash() {
        return size > 0 && size <= MOST_MARKS
                && (IntStream.range(0, size).anyMatch(code -> MissingWords.isPlus(word(code)))
                        || IntStream.range(0, size).allMatch(code -> word(code).codePoints()
                                .noneMatch(Character::isLetterOrDigit)));
    }

    /// Returns the number that a word is in a style; NaN if it is not a number.
    double number(int code, NumberStyle style, Decimal decimal) {
        return style.parse(decimal, text, start(code), ends[code], charset);
    }

    /// Returns the seconds of the date that a word is; NaN if it is not a date.
    double date(int code, Dates dates, Dates.Order order) {
        return dates.parse(text, start(code), ends[code], order);
    }

    private int start(int code) {
        return code == 0 ? 0 : ends[code - 1];
    }

    private void enter(byte[] bytes, int from, int to, int hash) throws IOException {
        boolean ascii = true;
        for (int i = from; i < to; i++) {
            if (bytes[i] == 0) {
                throw new ZeroByteException();
            }
            ascii &= bytes[i] > 0;
        }
        if (!ascii) {
            charset.newDecoder().decode(ByteBuffer.wrap(bytes, from, to - from));
        }
        int start = size == 0 ? 0 : ends[size - 1];
        if (size == ends.length) {
            ends = Arrays.copyOf(ends, 2 * size);
            hashes = Arrays.copyOf(hashes, 2 * size);
        }
        int end = Math.addExact(start, to - from);
        if (end > text.length) {
            text = Arrays.copyOf(text, Math.max(end, (int) Math.min(Integer.MAX_VALUE - 8L, 2L * text.length)));
        }
        System.arraycopy(bytes, from, text, start, to - from);
        ends[size] = end;
        hashes[size++] = hash;
    }

    private void spread() {
        table = new int[Math.multiplyExact(table.length, 4)];
        for (int code = 0; code < size; code++) {
            int place = hashes[code] & table.length - 1;
            while (table[place] != 0) {
                place = place + 1 & table.length - 1;
            }
            table[place] = code + 1;
        }
    }

    private static int hash(byte[] bytes, int from, int to) {
        int hash = to - from;
        for (int i = from; i < to; i++) {
            hash = hash * 31 + bytes[i];
        }
        // mixes the high bits, where the multiplications leave their result, into the low ones
        hash *= 0x9E3779B9;
        return hash ^ hash >>> 16;
    }
}
