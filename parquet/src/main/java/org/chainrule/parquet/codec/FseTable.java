package org.chainrule.parquet.codec;

import java.util.Arrays;

/// A table that decodes symbols by finite state entropy, the tabled asymmetric numeral systems of Zstandard.
///
/// Source: RFC 8878, section 4.1.
final class FseTable {
    private static final String PART = "table of Zstandard";

    /// The number of bits of a state.
    final int log;
    /// The symbol of each state, the number of bits that the next state is read from, and what is added to them.
    final byte[] symbols;
    final byte[] bits;
    final int[] bases;

    private FseTable(int log) {
        this.log = log;
        symbols = new byte[1 << log];
        bits = new byte[1 << log];
        bases = new int[1 << log];
    }

    /// Returns the table of a single symbol, which takes no bits.
    static FseTable of(int symbol) {
        FseTable table = new FseTable(0);
        table.symbols[0] = (byte) symbol;
        return table;
    }

    /// Returns the table of a distribution.
    ///
    /// @param counts the number of states of each symbol; -1 is one state, less probable than 1
    static FseTable of(int log, int... counts) {
        FseTable table = new FseTable(log);
        int size = 1 << log;
        int mask = size - 1;
        int high = size;
        int[] next = counts.clone();
        for (int s = 0; s < counts.length; s++) {
            if (counts[s] == -1) {
                DamagedException.require(high > 0, PART);
                table.symbols[--high] = (byte) s;
                next[s] = 1;
            }
        }
        int step = (size >> 1) + (size >> 3) + 3;
        int at = 0;
        for (int s = 0; s < counts.length; s++) {
            for (int i = 0; i < counts[s]; i++) {
                table.symbols[at] = (byte) s;
                do {
                    at = at + step & mask;
                } while (at >= high);
            }
        }
        DamagedException.require(at == 0, PART);
        for (int state = 0; state < size; state++) {
            int count = next[table.symbols[state] & 0xFF]++;
            int width = log - (31 - Integer.numberOfLeadingZeros(count));
            table.bits[state] = (byte) width;
            table.bases[state] = (count << width) - size;
        }
        return table;
    }

    /// Reads the description of a table.
    ///
    /// @param end  receives the index after the description
    /// @param most the highest number of bits of a state
    /// @param kinds the number of symbols that there may be
    static FseTable read(byte[] in, int from, int to, int[] end, int most, int kinds) {
        long at = 0; // in bits
        int log = bits(in, from, to, at, 4) + 5;
        at += 4;
        DamagedException.require(log <= most, PART);
        int[] counts = new int[kinds];
        int symbol = 0;
        int left = 1 << log;
        while (left > 0) {
            DamagedException.require(symbol < kinds, PART);
            int width = 32 - Integer.numberOfLeadingZeros(left + 1);
            int value = bits(in, from, to, at, width);
            int low = (1 << width - 1) - 1;
            int threshold = (1 << width) - 1 - (left + 1);
            if ((value & low) < threshold) {
                value &= low;
                at += width - 1;
            } else {
                at += width;
                value -= value > low ? threshold : 0;
            }
            int count = value - 1;
            counts[symbol++] = count;
            left -= Math.abs(count);
            if (count == 0) {
                int zeros;
                do {
                    zeros = bits(in, from, to, at, 2);
                    at += 2;
                    symbol += zeros;
                } while (zeros == 3);
            }
        }
        DamagedException.require(left == 0 && symbol <= kinds, PART);
        end[0] = from + (int) (at + 7 >>> 3);
        DamagedException.require(end[0] <= to, PART);
        return of(log, Arrays.copyOf(counts, symbol));
    }

    private static int bits(byte[] in, int from, int to, long at, int count) {
        int start = from + (int) (at >>> 3);
        DamagedException.require(start < to, PART);
        int value = LittleEndian.integer(in, start, Math.min(Integer.BYTES, to - start));
        return value >>> (at & 7) & (1 << count) - 1;
    }
}
