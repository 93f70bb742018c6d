package org.chainrule.parquet.page;

import org.chainrule.parquet.codec.DamagedException;
import org.chainrule.parquet.codec.LittleEndian;

/// Integers as differences in packed bits: the encoding DELTA_BINARY_PACKED.
final class DeltaIntegers extends PageValues {
    private static final String PART = "differences";

    private final boolean wide;
    private final int miniblocks;
    /// The number of values of a miniblock.
    private final int size;
    private final int begin;
    private long left;
    private boolean first = true;
    private int at;
    private long least;
    /// Where the numbers of bits of the miniblocks are, the next miniblock, and what is left of the present one.
    private int widths;
    private int miniblock;
    private int inMiniblock;
    private int width;
    private int start;
    private long bit;

    /// @param wide whether the values have 64 bits, and not 32
    DeltaIntegers(byte[] page, int start, boolean wide) {
        bytes = page;
        at = start;
        this.wide = wide;
        long block = unsigned();
        long count = unsigned();
        left = unsigned();
        DamagedException.require(block > 0 && block <= 1 << 24 && count > 0 && count <= block
                && block % count == 0 && block / count % Byte.SIZE == 0 && left >= 0, PART);
        miniblocks = (int) count;
        size = (int) (block / count);
        bits = signed();
        miniblock = miniblocks;
        begin = at;
    }

    @Override
    void next() {
        DamagedException.require(left > 0, PART);
        left--;
        if (first) {
            first = false;
            return;
        }
        if (inMiniblock == 0) {
            beginMiniblock();
        }
        long value = bits + least + LittleEndian.bits(bytes, start, bit, width);
        bit += width;
        inMiniblock--;
        bits = wide ? value : (int) value;
    }

    private void beginMiniblock() {
        if (miniblock == miniblocks) {
            beginBlock();
        }
        width = bytes[widths + miniblock++] & 0xFF;
        DamagedException.require(width <= Long.SIZE, PART);
        inMiniblock = size;
        start = at;
        bit = 0;
        at += (int) ((long) width * size / Byte.SIZE);
    }

    private void beginBlock() {
        least = signed();
        widths = at;
        at += miniblocks;
        miniblock = 0;
    }

    /// Returns the index after the last of the values, before the first is read.
    int end() {
        int from = at;
        for (long values = left - 1; values > 0;) {
            beginBlock();
            while (miniblock < miniblocks && values > 0) {
                at += (int) ((long) (bytes[widths + miniblock++] & 0xFF) * size / Byte.SIZE);
                DamagedException.require(at >= 0 && at <= bytes.length, PART);
                values -= size;
            }
        }
        int end = at;
        at = from;
        miniblock = miniblocks;
        DamagedException.require(from == begin, PART);
        return end;
    }

    private long signed() {
        long value = unsigned();
        return value >>> 1 ^ -(value & 1);
    }

    private long unsigned() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte b = bytes[at++];
            value |= (b & 0x7FL) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw new DamagedException(PART);
    }
}
