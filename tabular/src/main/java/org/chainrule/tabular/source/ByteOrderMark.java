package org.chainrule.tabular.source;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The encodings of Unicode that the first bytes of a text show, by a byte order mark or by the zero bytes of ASCII
/// characters.
///
/// @param charset the encoding
/// @param length  the number of bytes of the mark; 0 if there is none
record ByteOrderMark(Charset charset, int length) {
    /// Returns the mark at the beginning of a text; null if there is none.
    static @Nullable ByteOrderMark at(byte[] text) {
        if (MagicBytes.starts(text, 0xEF, 0xBB, 0xBF)) {
            return new ByteOrderMark(StandardCharsets.UTF_8, 3);
        }
        // the mark of UTF-32LE begins with that of UTF-16LE
        if (MagicBytes.starts(text, 0xFF, 0xFE, 0, 0)) {
            return new ByteOrderMark(StandardCharsets.UTF_32LE, 4);
        }
        if (MagicBytes.starts(text, 0, 0, 0xFE, 0xFF)) {
            return new ByteOrderMark(StandardCharsets.UTF_32BE, 4);
        }
        if (MagicBytes.starts(text, 0xFF, 0xFE)) {
            return new ByteOrderMark(StandardCharsets.UTF_16LE, 2);
        }
        return MagicBytes.starts(text, 0xFE, 0xFF) ? new ByteOrderMark(StandardCharsets.UTF_16BE, 2) : null;
    }

    /// Returns the encoding that the zero bytes of a text without a mark show; null if they show none.
    static @Nullable ByteOrderMark byZeros(byte[] text) {
        boolean[] zero = new boolean[4];
        for (int place = 0; place < zero.length; place++) {
            zero[place] = zeros(text, place);
        }
        Charset charset = zero[1] && zero[2] && zero[3] && !zero[0]
                ? StandardCharsets.UTF_32LE
                : zero[0] && zero[1] && zero[2] && !zero[3]
                        ? StandardCharsets.UTF_32BE
                        : zero[1] && zero[3] && !zero[0] && !zero[2]
                                ? StandardCharsets.UTF_16LE
                                : zero[0] && zero[2] && !zero[1] && !zero[3] ? StandardCharsets.UTF_16BE : null;
        return charset == null ? null : new ByteOrderMark(charset, 0);
    }

    /// Returns whether more than half of every fourth byte from a place on is zero.
    private static boolean zeros(byte[] text, int place) {
        int count = 0;
        int zeros = 0;
        for (int i = place; i < text.length; i += 4) {
            count++;
            zeros += text[i] == 0 ? 1 : 0;
        }
        return 2 * zeros > count;
    }
}
