package org.chainrule.parquet.codec;

/// A table that decodes the literals of Zstandard by a Huffman code.
///
/// Source: RFC 8878, section 4.2.
final class HuffmanTable {
    private static final int LONGEST = 11;
    private static final int SYMBOLS = 256;
    private static final int WEIGHT_LOG = 6;
    private static final String PART = "Huffman code of Zstandard";

    /// The number of bits of the longest code.
    private final int log;
    /// The symbol and the length of the code that each sequence of bits begins with.
    private final byte[] symbols;
    private final byte[] lengths;

    private HuffmanTable(byte[] weights, int count) {
        int sum = 0;
        for (int i = 0; i < count; i++) {
            DamagedException.require(weights[i] <= LONGEST, PART);
            sum += weights[i] > 0 ? 1 << weights[i] - 1 : 0;
        }
        DamagedException.require(sum > 0, PART);
        log = 32 - Integer.numberOfLeadingZeros(sum);
        DamagedException.require(log <= LONGEST, PART);
        int rest = (1 << log) - sum;
        DamagedException.require(Integer.bitCount(rest) == 1, PART);
        weights[count] = (byte) (Integer.numberOfTrailingZeros(rest) + 1);
        symbols = new byte[1 << log];
        lengths = new byte[1 << log];
        int at = 0;
        for (int weight = 1; weight <= log; weight++) {
            for (int symbol = 0; symbol <= count; symbol++) {
                if (weights[symbol] == weight) {
                    int end = at + (1 << weight - 1);
                    for (; at < end; at++) {
                        symbols[at] = (byte) symbol;
                        lengths[at] = (byte) (log + 1 - weight);
                    }
                }
            }
        }
    }

    /// Reads the description of a table.
    ///
    /// @param end receives the index after the description
    static HuffmanTable read(byte[] in, int from, int to, int[] end) {
        DamagedException.require(from < to, PART);
        int header = in[from] & 0xFF;
        byte[] weights = new byte[SYMBOLS];
        int count;
        if (header >= 128) {
            count = header - 127;
            int bytes = (count + 1) / 2;
            DamagedException.require(bytes < to - from, PART);
            for (int i = 0; i < count; i++) {
                int pair = in[from + 1 + i / 2];
                weights[i] = (byte) (i % 2 == 0 ? pair >> 4 & 15 : pair & 15);
            }
            end[0] = from + 1 + bytes;
        } else {
            end[0] = from + 1 + header;
            DamagedException.require(end[0] <= to, PART);
            count = compressedWeights(in, from + 1, end[0], weights);
        }
        return new HuffmanTable(weights, count);
    }

    private static int compressedWeights(byte[] in, int from, int to, byte[] weights) {
        int[] end = new int[1];
        FseTable table = FseTable.read(in, from, to, end, WEIGHT_LOG, LONGEST + 2);
        ReverseBits bits = new ReverseBits(in, end[0], to);
        int[] states = {bits.read(table.log), bits.read(table.log)};
        for (int count = 0;; count++) {
            DamagedException.require(count < SYMBOLS - 2, PART);
            int turn = count & 1;
            int state = states[turn];
            weights[count] = table.symbols[state];
            states[turn] = table.bases[state] + bits.read(table.bits[state]);
            if (bits.left() < 0) {
                weights[count + 1] = table.symbols[states[1 - turn]];
                return count + 2;
            }
        }
    }

    /// Decodes the stream `in[from, to)` to `out[begin, end)`.
    void decode(byte[] in, int from, int to, byte[] out, int begin, int end) {
        ReverseBits bits = new ReverseBits(in, from, to);
        for (int i = begin; i < end; i++) {
            int code = bits.peek(log);
            out[i] = symbols[code];
            bits.skip(lengths[code]);
        }
        DamagedException.require(bits.left() == 0, PART);
    }
}
