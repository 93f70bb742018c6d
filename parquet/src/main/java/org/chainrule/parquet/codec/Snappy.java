package org.chainrule.parquet.codec;

/// Decodes the raw format of Snappy: a length and then elements, each a run of literals or a copy of earlier output.
///
/// Source: "Snappy compressed format description", `format_description.txt` of Snappy.
final class Snappy {
    private Snappy() {
    }

    /// Decodes `in[from, to)` into the whole of an array.
    static void decode(byte[] in, int from, int to, byte[] out) {
        int at = from;
        long length = 0;
        for (int shift = 0;; shift += 7) {
            byte b = in[at++];
            length |= (b & 0x7FL) << shift;
            if (b >= 0) {
                break;
            }
        }
        DamagedException.require(length == out.length, "size of a page");
        int end = 0;
        while (at < to) {
            int tag = in[at++] & 0xFF;
            if ((tag & 3) == 0) {
                int size = tag >> 2;
                if (size >= 60) {
                    int bytes = size - 59;
                    size = LittleEndian.integer(in, at, bytes);
                    at += bytes;
                }
                size++;
                DamagedException.require(size > 0 && size <= to - at && size <= out.length - end, "literals");
                System.arraycopy(in, at, out, end, size);
                at += size;
                end += size;
                continue;
            }
            int size;
            int distance;
            if ((tag & 3) == 1) {
                size = (tag >> 2 & 7) + 4;
                distance = (tag >> 5) << 8 | in[at++] & 0xFF;
            } else {
                int bytes = (tag & 3) == 2 ? 2 : 4;
                size = (tag >> 2) + 1;
                distance = LittleEndian.integer(in, at, bytes);
                at += bytes;
            }
            end = Copy.earlier(out, end, distance, size);
        }
        DamagedException.require(end == out.length, "size of a page");
    }
}
