package org.chainrule.parquet.page;

import org.chainrule.parquet.codec.DamagedException;
import org.chainrule.parquet.codec.LittleEndian;
import org.chainrule.parquet.meta.StoredColumn;

/// Values one after another: the encoding PLAIN.
final class PlainValues {
    private PlainValues() {
    }

    /// Returns the values from an index to the end of a page.
    static PageValues of(StoredColumn column, byte[] page, int start) {
        return switch (column.physical()) {
            case BOOLEAN -> new Bits(page, start);
            case INT32, FLOAT -> new Four(page, start);
            case INT64, DOUBLE -> new Eight(page, start);
            case BYTE_ARRAY -> new Lengths(page, start);
            case INT96, FIXED_LEN_BYTE_ARRAY -> new Fixed(page, start, column.size());
        };
    }

    private static final class Bits extends PageValues {
        private final int start;
        private long at;

        Bits(byte[] page, int start) {
            bytes = page;
            this.start = start;
        }

        @Override
        void next() {
            bits = LittleEndian.bits(bytes, start, at++, 1);
        }
    }

    private static final class Four extends PageValues {
        private int at;

        Four(byte[] page, int start) {
            bytes = page;
            at = start;
        }

        @Override
        void next() {
            bits = LittleEndian.int32(bytes, at);
            at += Integer.BYTES;
        }
    }

    private static final class Eight extends PageValues {
        private int at;

        Eight(byte[] page, int start) {
            bytes = page;
            at = start;
        }

        @Override
        void next() {
            bits = LittleEndian.int64(bytes, at);
            at += Long.BYTES;
        }
    }

    private static final class Lengths extends PageValues {
        Lengths(byte[] page, int start) {
            bytes = page;
            to = start;
        }

        @Override
        void next() {
            int size = LittleEndian.int32(bytes, to);
            from = to + Integer.BYTES;
            DamagedException.require(size >= 0 && size <= bytes.length - from, "length of a value");
            to = from + size;
        }
    }

    private static final class Fixed extends PageValues {
        private final int size;

        Fixed(byte[] page, int start, int size) {
            bytes = page;
            to = start;
            this.size = size;
        }

        @Override
        void next() {
            from = to;
            DamagedException.require(size <= bytes.length - from, "number of values");
            to = from + size;
        }
    }
}
