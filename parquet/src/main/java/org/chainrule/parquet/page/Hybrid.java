package org.chainrule.parquet.page;

import org.chainrule.parquet.codec.DamagedException;
import org.chainrule.parquet.codec.LittleEndian;

/// Small numbers as runs of one number and as groups of packed bits: the encoding RLE.
final class Hybrid {
    private final byte[] in;
    private final int end;
    private final int width;
    private int at;
    /// The numbers that are left of the present run or group.
    private long left;
    private boolean packed;
    private int value;
    private int start;
    private long bit;

    /// @param width the number of bits of a number
    Hybrid(byte[] in, int from, int to, int width) {
        DamagedException.require(from <= to && to <= in.length && width <= Integer.SIZE, "runs");
        this.in = in;
        this.at = from;
        this.end = to;
        this.width = width;
    }

    int next() {
        while (left == 0) {
            begin();
        }
        left--;
        if (packed) {
            value = (int) LittleEndian.bits(in, start, bit, width);
            bit += width;
        }
        return value;
    }

    private void begin() {
        long header = 0;
        int shift = 0;
        byte b;
        do {
            DamagedException.require(at < end && shift < 35, "runs");
            b = in[at++];
            header |= (b & 0x7FL) << shift;
            shift += 7;
        } while (b < 0);
        packed = (header & 1) != 0;
        if (packed) {
            left = (header >>> 1) * Byte.SIZE;
            start = at;
            bit = 0;
            // The last group may be cut off after the last number.
            at = (int) Math.min(end, at + (header >>> 1) * width);
        } else {
            left = header >>> 1;
            int size = width + 7 >>> 3;
            DamagedException.require(size <= end - at, "runs");
            value = LittleEndian.integer(in, at, size);
            at += size;
        }
    }
}
