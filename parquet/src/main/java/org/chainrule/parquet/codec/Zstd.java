package org.chainrule.parquet.codec;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Decodes frames of Zstandard, without dictionaries. The output array is the window: copies reach back into it.
///
/// Source: RFC 8878, section 3.
final class Zstd {
    private static final int MAGIC = 0xFD2FB528;
    private static final int SKIPPED = 0x184D2A5;
    private static final String PART = "frame of Zstandard";
    private static final int REPEATED_LITERALS = 3;

    private final byte[] in;
    private int at;
    private final int to;
    private final byte[] out;
    private int end;

    private @Nullable HuffmanTable huffman;
    /// The literals of a block, of which the first `literalCount` count.
    private byte[] literals = new byte[0];
    private int literalCount;

    /// Decodes `in[from, to)` into the whole of an array.
    Zstd(byte[] in, int from, int to, byte[] out) {
        this.in = in;
        this.at = from;
        this.to = to;
        this.out = out;
    }

    void decode() {
        while (at < to) {
            need(4);
            int magic = LittleEndian.int32(in, at);
            at += 4;
            if (magic >>> 4 == SKIPPED) {
                need(4);
                int size = LittleEndian.int32(in, at);
                at += 4;
                need(size);
                at += size;
            } else {
                DamagedException.require(magic == MAGIC, PART);
                frame();
            }
        }
        DamagedException.require(end == out.length, "size of a page");
    }

    private void frame() {
        need(1);
        int descriptor = in[at++] & 0xFF;
        boolean single = (descriptor & 0x20) != 0;
        int sizeBytes = descriptor >> 6 == 0 ? (single ? 1 : 0) : 1 << (descriptor >> 6);
        int dictionaryBytes = (1 << (descriptor & 3)) >> 1;
        DamagedException.require((descriptor & 8) == 0, PART);
        need((single ? 0 : 1) + dictionaryBytes + sizeBytes);
        at += single ? 0 : 1;
        DamagedException.require(LittleEndian.integer(in, at, dictionaryBytes) == 0, "dictionary of Zstandard");
        at += dictionaryBytes + sizeBytes;
        huffman = null;
        Sequences sequences = new Sequences(out);
        boolean last;
        do {
            need(3);
            int header = LittleEndian.integer(in, at, 3);
            at += 3;
            last = (header & 1) != 0;
            int size = header >> 3;
            switch (header >> 1 & 3) {
                case 0 -> {
                    need(size);
                    room(size);
                    System.arraycopy(in, at, out, end, size);
                    at += size;
                    end += size;
                }
                case 1 -> {
                    need(1);
                    room(size);
                    Arrays.fill(out, end, end + size, in[at++]);
                    end += size;
                }
                case 2 -> {
                    need(size);
                    int next = at + size;
                    readLiterals(next);
                    end = sequences.decode(in, at, next, literals, literalCount, end);
                    at = next;
                }
                default -> throw new DamagedException(PART);
            }
        } while (!last);
        if ((descriptor & 4) != 0) {
            need(4);
            at += 4;
        }
    }

    private void need(int size) {
        DamagedException.require(size >= 0 && size <= to - at, PART);
    }

    private void room(int size) {
        DamagedException.require(size <= out.length - end, "size of a page");
    }

    private void readLiterals(int blockEnd) {
        DamagedException.require(at < blockEnd, PART);
        int kind = in[at] & 3;
        int format = in[at] >> 2 & 3;
        if (kind < 2) {
            int bytes = (format & 1) == 0 ? 1 : format == 1 ? 2 : 3;
            need(bytes);
            int size = LittleEndian.integer(in, at, bytes) >> (bytes == 1 ? 3 : 4);
            at += bytes;
            literalRoom(size);
            int stored = kind == 0 ? size : 1;
            DamagedException.require(stored <= blockEnd - at, PART);
            if (kind == 0) {
                System.arraycopy(in, at, literals, 0, size);
            } else {
                Arrays.fill(literals, 0, size, in[at]);
            }
            at += stored;
            return;
        }
        int bytes = format < 2 ? 3 : format + 2;
        int width = format < 2 ? 10 : format == 2 ? 14 : 18;
        need(bytes);
        long header = LittleEndian.whole(in, at, bytes) >>> 4;
        at += bytes;
        int size = (int) (header & (1 << width) - 1);
        int stored = (int) (header >>> width);
        literalRoom(size);
        DamagedException.require(stored <= blockEnd - at, PART);
        int next = at + stored;
        if (kind != REPEATED_LITERALS) {
            int[] after = new int[1];
            huffman = HuffmanTable.read(in, at, next, after);
            at = after[0];
        }
        HuffmanTable table = huffman;
        if (table == null) {
            throw new DamagedException(PART);
        }
        if (format == 0) {
            table.decode(in, at, next, literals, 0, size);
        } else {
            decodeFour(table, next, size);
        }
        at = next;
    }

    /// Decodes four streams, which begin after the sizes of the first three.
    private void decodeFour(HuffmanTable table, int next, int size) {
        int quarter = (size + 3) / 4;
        DamagedException.require(next - at >= 6 && 3 * quarter <= size, PART);
        int from = at + 6;
        for (int i = 0; i < 4; i++) {
            int until = i == 3 ? next : from + LittleEndian.integer(in, at + 2 * i, 2);
            DamagedException.require(until <= next, PART);
            table.decode(in, from, until, literals, i * quarter, i == 3 ? size : (i + 1) * quarter);
            from = until;
        }
    }

    private void literalRoom(int size) {
        // No block decodes to more than 128 KiB.
        DamagedException.require(size <= 1 << 17, PART);
        if (literals.length < size) {
            literals = new byte[size];
        }
        literalCount = size;
    }
}
