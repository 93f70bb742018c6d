package org.chainrule.parquet.page;

import java.util.Arrays;
import org.chainrule.parquet.codec.DamagedException;

/// Values of bytes whose lengths come first: the encodings DELTA_LENGTH_BYTE_ARRAY and DELTA_BYTE_ARRAY. In the second,
/// each value begins with a part of the value before it.
final class DeltaBytes {
    private static final String PART = "length of a value";

    private DeltaBytes() {
    }

    static PageValues lengths(byte[] page, int start) {
        return new Whole(page, start);
    }

    static PageValues prefixes(byte[] page, int start) {
        return new Prefixed(page, start);
    }

    private static final class Whole extends PageValues {
        private final DeltaIntegers lengths;

        Whole(byte[] page, int start) {
            bytes = page;
            lengths = new DeltaIntegers(page, start, false);
            to = lengths.end();
        }

        @Override
        void next() {
            lengths.next();
            long size = lengths.bits();
            from = to;
            DamagedException.require(size >= 0 && size <= bytes.length - from, PART);
            to = from + (int) size;
        }
    }

    private static final class Prefixed extends PageValues {
        private final DeltaIntegers prefixes;
        private final Whole suffixes;

        Prefixed(byte[] page, int start) {
            prefixes = new DeltaIntegers(page, start, false);
            suffixes = new Whole(page, prefixes.end());
        }

        @Override
        void next() {
            prefixes.next();
            suffixes.next();
            long prefix = prefixes.bits();
            DamagedException.require(prefix >= 0 && prefix <= to, PART);
            int suffix = suffixes.to - suffixes.from;
            int size = Math.addExact((int) prefix, suffix);
            if (bytes.length < size) {
                bytes = Arrays.copyOf(bytes, Math.max(size, 2 * bytes.length));
            }
            System.arraycopy(suffixes.bytes, suffixes.from, bytes, (int) prefix, suffix);
            to = size;
        }
    }
}
