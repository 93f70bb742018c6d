package org.chainrule.parquet.codec;

/// A stream of bits that is read from its end, as Zstandard writes them. The highest one bit of the last byte marks the
/// end and is no part of the stream. Before the first bit there are zeros.
final class ReverseBits {
    private final byte[] in;
    private final int from;
    /// The number of bits that are left; negative after reading beyond the first bit.
    private long left;

    ReverseBits(byte[] in, int from, int to) {
        DamagedException.require(from < to && to <= in.length && in[to - 1] != 0, "bits of Zstandard");
        this.in = in;
        this.from = from;
        left = Byte.SIZE * (long) (to - from) - Integer.numberOfLeadingZeros(in[to - 1] & 0xFF) + 23;
    }

    /// Returns the number of bits that are left.
    long left() {
        return left;
    }

    /// Reads up to 32 bits.
    int read(int count) {
        int value = peek(count);
        left -= count;
        return value;
    }

    /// Returns the next bits without reading them.
    int peek(int count) {
        long start = left - count;
        if (start >= 0) {
            return (int) (word(start) & (1L << count) - 1);
        }
        return left <= 0 ? 0 : (int) ((word(0) & (1L << left) - 1) << -start);
    }

    void skip(int count) {
        left -= count;
    }

    private long word(long start) {
        int at = from + (int) (start >>> 3);
        long word = at + Long.BYTES <= in.length
                ? LittleEndian.int64(in, at)
                : LittleEndian.whole(in, at, in.length - at);
        return word >>> (start & 7);
    }
}
