package org.chainrule.parquet.codec;

/// Decodes LZ4 blocks.
///
/// Source: "LZ4 Block Format Description", `lz4_Block_format.md` of LZ4; for the frames of Hadoop, the section on LZ4 of
/// the document on compression of Parquet.
final class Lz4 {
    private static final int SHORTEST_COPY = 4;
    private static final int FRAME_HEADER = 8;

    private Lz4() {
    }

    /// Decodes the block `in[from, to)` into the whole of an array.
    static void decode(byte[] in, int from, int to, byte[] out) {
        DamagedException.require(block(in, from, to, out, 0) == out.length, "size of a page");
    }

    /// Decodes blocks with the headers of Hadoop, or one block without a header: files of both kinds have the same codec.
    static void decodeHadoop(byte[] in, int from, int to, byte[] out) {
        if (!isHadoop(in, from, to, out.length)) {
            decode(in, from, to, out);
            return;
        }
        int end = 0;
        for (int at = from; at < to;) {
            int size = Integer.reverseBytes(LittleEndian.int32(in, at + 4));
            at += FRAME_HEADER;
            end = block(in, at, at + size, out, end);
            at += size;
        }
        DamagedException.require(end == out.length, "size of a page");
    }

    /// Returns whether headers with sizes that add up divide the bytes.
    private static boolean isHadoop(byte[] in, int from, int to, int whole) {
        long unpacked = 0;
        int at = from;
        while (to - at >= FRAME_HEADER) {
            int out = Integer.reverseBytes(LittleEndian.int32(in, at));
            int size = Integer.reverseBytes(LittleEndian.int32(in, at + 4));
            at += FRAME_HEADER;
            if (out < 0 || size < 0 || size > to - at) {
                return false;
            }
            unpacked += out;
            at += size;
        }
        return at == to && unpacked == whole;
    }

    private static int block(byte[] in, int from, int to, byte[] out, int begin) {
        int at = from;
        int end = begin;
        while (at < to) {
            int token = in[at++] & 0xFF;
            int literals = token >> 4;
            if (literals == 15) {
                int b;
                do {
                    b = in[at++] & 0xFF;
                    literals += b;
                    DamagedException.require(literals >= 0, "literals");
                } while (b == 255);
            }
            DamagedException.require(literals <= to - at && literals <= out.length - end, "literals");
            System.arraycopy(in, at, out, end, literals);
            at += literals;
            end += literals;
            if (at >= to) {
                break;
            }
            int distance = LittleEndian.integer(in, at, 2);
            at += 2;
            int size = token & 15;
            if (size == 15) {
                int b;
                do {
                    b = in[at++] & 0xFF;
                    size += b;
                    DamagedException.require(size >= 0, "copy of earlier bytes");
                } while (b == 255);
            }
            end = Copy.earlier(out, end, distance, size + SHORTEST_COPY);
        }
        return end;
    }
}
