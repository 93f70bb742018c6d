package org.chainrule.parquet.codec;

import org.jspecify.annotations.Nullable;

/// Decodes the sequences of the blocks of a frame of Zstandard: each appends literals and then a copy of earlier output.
///
/// Source: RFC 8878, section 3.1.1.3.2 and, for the repeated offsets, 3.1.1.5.
final class Sequences {
    private static final String PART = "sequences of Zstandard";
    private static final int[] LITERAL_BASES = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18, 20, 22,
            24, 28, 32, 40, 48, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768, 65536};
    private static final int[] LITERAL_BITS = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3,
            4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
    private static final int[] COPY_BASES = {3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22,
            23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 37, 39, 41, 43, 47, 51, 59, 67, 83, 99, 131, 259, 515,
            1027, 2051, 4099, 8195, 16387, 32771, 65539};
    private static final int[] COPY_BITS = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
    private static final int OFFSET_CODES = 32;

    private static final FseTable DEFAULT_LITERALS = FseTable.of(6, 4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2,
            2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1, -1, -1, -1, -1);
    private static final FseTable DEFAULT_OFFSETS = FseTable.of(5, 1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1,
            1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1);
    private static final FseTable DEFAULT_COPIES = FseTable.of(6, 1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1,
            1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1,
            -1, -1);

    private final byte[] out;
    private @Nullable FseTable literalTable;
    private @Nullable FseTable offsetTable;
    private @Nullable FseTable copyTable;
    /// The last three offsets, from the last.
    private int offset1 = 1;
    private int offset2 = 4;
    private int offset3 = 8;

    Sequences(byte[] out) {
        this.out = out;
    }

    /// Decodes the sequences of a block in `in[from, to)`.
    ///
    /// @param begin the size of the output so far
    /// @return the new size of the output
    int decode(byte[] in, int from, int to, byte[] literals, int literalCount, int begin) {
        DamagedException.require(from < to, PART);
        int at = from;
        int count = in[at++] & 0xFF;
        if (count >= 128) {
            int bytes = count == 255 ? 2 : 1;
            DamagedException.require(bytes <= to - at, PART);
            count = count == 255
                    ? LittleEndian.integer(in, at, 2) + 0x7F00
                    : (count - 128 << 8) + (in[at] & 0xFF);
            at += bytes;
        }
        int end = begin;
        int literal = 0;
        if (count > 0) {
            DamagedException.require(at < to, PART);
            int modes = in[at++] & 0xFF;
            int[] next = {at};
            FseTable lengths = table(modes >> 6, in, to, next, literalTable, DEFAULT_LITERALS, 9, LITERAL_BASES.length);
            FseTable offsets = table(modes >> 4 & 3, in, to, next, offsetTable, DEFAULT_OFFSETS, 8, OFFSET_CODES);
            FseTable copies = table(modes >> 2 & 3, in, to, next, copyTable, DEFAULT_COPIES, 9, COPY_BASES.length);
            literalTable = lengths;
            offsetTable = offsets;
            copyTable = copies;
            ReverseBits bits = new ReverseBits(in, next[0], to);
            int lengthState = bits.read(lengths.log);
            int offsetState = bits.read(offsets.log);
            int copyState = bits.read(copies.log);
            for (int i = 0; i < count; i++) {
                int offsetCode = offsets.symbols[offsetState];
                long offset = (1L << offsetCode) + (bits.read(offsetCode) & 0xFFFFFFFFL);
                int copyCode = copies.symbols[copyState];
                int size = COPY_BASES[copyCode] + bits.read(COPY_BITS[copyCode]);
                int lengthCode = lengths.symbols[lengthState];
                int length = LITERAL_BASES[lengthCode] + bits.read(LITERAL_BITS[lengthCode]);
                DamagedException.require(length <= literalCount - literal && length <= out.length - end, PART);
                System.arraycopy(literals, literal, out, end, length);
                literal += length;
                end = Copy.earlier(out, end + length, distance(offset, length), size);
                if (i < count - 1) {
                    lengthState = lengths.bases[lengthState] + bits.read(lengths.bits[lengthState]);
                    copyState = copies.bases[copyState] + bits.read(copies.bits[copyState]);
                    offsetState = offsets.bases[offsetState] + bits.read(offsets.bits[offsetState]);
                }
            }
            DamagedException.require(bits.left() == 0, PART);
        } else {
            DamagedException.require(at == to, PART);
        }
        int rest = literalCount - literal;
        DamagedException.require(rest <= out.length - end, PART);
        System.arraycopy(literals, literal, out, end, rest);
        return end + rest;
    }

    private static FseTable table(int mode, byte[] in, int to, int[] next, @Nullable FseTable previous,
            FseTable predefined, int most, int kinds) {
        return switch (mode) {
            case 0 -> predefined;
            case 1 -> {
                DamagedException.require(next[0] < to && in[next[0]] >= 0 && in[next[0]] < kinds, PART);
                yield FseTable.of(in[next[0]++]);
            }
            case 2 -> FseTable.read(in, next[0], to, next, most, kinds);
            default -> {
                if (previous == null) {
                    throw new DamagedException(PART);
                }
                yield previous;
            }
        };
    }

    /// Returns the distance of a copy. Values up to 3 mean one of the last three offsets.
    private int distance(long value, int literals) {
        if (value > 3) {
            DamagedException.require(value - 3 <= Integer.MAX_VALUE, PART);
            offset3 = offset2;
            offset2 = offset1;
            offset1 = (int) (value - 3);
            return offset1;
        }
        int index = (int) value - (literals == 0 ? 0 : 1);
        int chosen = switch (index) {
            case 0 -> offset1;
            case 1 -> offset2;
            case 2 -> offset3;
            default -> offset1 - 1;
        };
        if (index > 1) {
            offset3 = offset2;
        }
        if (index > 0) {
            offset2 = offset1;
        }
        offset1 = chosen;
        return chosen;
    }
}
