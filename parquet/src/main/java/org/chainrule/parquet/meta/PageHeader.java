package org.chainrule.parquet.meta;

import org.chainrule.parquet.codec.DamagedException;
import org.jspecify.annotations.Nullable;

/// The header of a page.
///
/// @param kind       0 for data, 2 for a dictionary, 3 for data in version 2; others are ignored
/// @param unpacked   the number of bytes after decompression
/// @param packed     the number of stored bytes
/// @param values     the number of values, including missing ones
/// @param encoding   the encoding of the values
/// @param levels     the encoding of the levels that tell which values are missing, in version 1
/// @param levelBytes the number of bytes of those levels, in version 2
/// @param compressed whether the values are compressed, in version 2
/// @param bytes      the number of bytes of the header
public record PageHeader(int kind, int unpacked, int packed, int values, int encoding, int levels, int levelBytes,
        boolean compressed, int bytes) {
    /// The kinds of pages that are read.
    public static final int DATA = 0;
    public static final int DICTIONARY = 2;
    public static final int DATA_2 = 3;

    /// Reads the header at the beginning of `in[from, to)`.
    ///
    /// @return null if more bytes are needed
    public static @Nullable PageHeader read(byte[] in, int from, int to) {
        try {
            return read(new Thrift(in, from, to), from);
        } catch (Thrift.EndOfBytes _) {
            return null;
        }
    }

    private static PageHeader read(Thrift in, int from) {
        int kind = -1;
        int unpacked = -1;
        int packed = -1;
        PageHeader data = new PageHeader(0, 0, 0, 0, 0, 0, 0, true, 0);
        in.begin();
        for (int field = in.field(); field != 0; field = in.field()) {
            switch (field) {
                case 1 -> kind = in.int32();
                case 2 -> unpacked = in.int32();
                case 3 -> packed = in.int32();
                case 5, 7 -> data = data(in);
                case 8 -> data = data2(in);
                default -> in.skip();
            }
        }
        DamagedException.require(unpacked >= 0 && packed >= 0 && data.values >= 0 && data.levelBytes >= 0,
                "header of a page");
        return new PageHeader(kind, unpacked, packed, data.values, data.encoding, data.levels, data.levelBytes,
                data.compressed, in.at() - from);
    }

    /// Reads the header of data in version 1, or of a dictionary, which begins alike.
    private static PageHeader data(Thrift in) {
        int values = 0;
        int encoding = 0;
        int levels = 0;
        in.begin();
        for (int field = in.field(); field != 0; field = in.field()) {
            switch (field) {
                case 1 -> values = in.int32();
                case 2 -> encoding = in.int32();
                // In the header of a dictionary, field 3 is a truth value, which no page of a dictionary needs.
                case 3 -> levels = in.number();
                default -> in.skip();
            }
        }
        return new PageHeader(0, 0, 0, values, encoding, levels, 0, true, 0);
    }

    private static PageHeader data2(Thrift in) {
        int values = 0;
        int encoding = 0;
        int levelBytes = 0;
        int repetitionBytes = 0;
        boolean compressed = true;
        in.begin();
        for (int field = in.field(); field != 0; field = in.field()) {
            switch (field) {
                case 1 -> values = in.int32();
                case 4 -> encoding = in.int32();
                case 5 -> levelBytes = in.int32();
                case 6 -> repetitionBytes = in.int32();
                case 7 -> compressed = in.bool();
                default -> in.skip();
            }
        }
        DamagedException.require(repetitionBytes == 0, "header of a page");
        return new PageHeader(0, 0, 0, values, encoding, 0, levelBytes, compressed, 0);
    }
}
