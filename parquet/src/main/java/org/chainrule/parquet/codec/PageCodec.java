package org.chainrule.parquet.codec;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/// The ways to compress a page, in the order of their numbers in the format.
public enum PageCodec {
    /// The bytes as they are.
    UNCOMPRESSED("no compression", true), //
    /// Raw Snappy.
    SNAPPY("Snappy", true), //
    /// Gzip, RFC 1952.
    GZIP("gzip", true), //
    /// LZO, for which no description is published.
    LZO("LZO", false), //
    /// Brotli, RFC 7932.
    BROTLI("Brotli", false), //
    /// LZ4 with the headers of Hadoop.
    LZ4("LZ4", true), //
    /// Zstandard, RFC 8878.
    ZSTD("Zstandard", true), //
    /// LZ4 without headers.
    LZ4_RAW("LZ4", true);

    /// The number of no compression.
    public static final int NONE = 0;

    private static final PageCodec[] BY_NUMBER = values();

    private final String title;
    private final boolean readable;

    PageCodec(String title, boolean readable) {
        this.title = title;
        this.readable = readable;
    }

    /// Returns the name of a codec, also of one that is not known.
    public static String title(int number) {
        return number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[number].title : "codec number " + number;
    }

    /// Returns whether pages of a codec can be read.
    public static boolean isReadable(int number) {
        return number >= 0 && number < BY_NUMBER.length && BY_NUMBER[number].readable;
    }

    /// Returns the bytes `in[from, to)` decompressed.
    ///
    /// @param number a codec that [is readable][#isReadable]
    /// @param size   the number of decompressed bytes
    /// @throws DamagedException if the bytes do not decompress to that size
    public static byte[] decompressed(int number, byte[] in, int from, int to, int size) {
        byte[] out = new byte[size];
        switch (BY_NUMBER[number]) {
            case UNCOMPRESSED -> {
                DamagedException.require(size == to - from, "size of a page");
                System.arraycopy(in, from, out, 0, size);
            }
            case SNAPPY -> Snappy.decode(in, from, to, out);
            case GZIP -> gunzip(in, from, to, out);
            case LZ4 -> Lz4.decodeHadoop(in, from, to, out);
            case ZSTD -> new Zstd(in, from, to, out).decode();
            case LZ4_RAW -> Lz4.decode(in, from, to, out);
            case LZO, BROTLI -> throw new IllegalArgumentException(title(number));
        }
        return out;
    }

    private static void gunzip(byte[] in, int from, int to, byte[] out) {
        try (InputStream zip = new GZIPInputStream(new ByteArrayInputStream(in, from, to - from), 1 << 13)) {
            DamagedException.require(zip.readNBytes(out, 0, out.length) == out.length && zip.read() < 0,
                    "size of a page");
        } catch (IOException _) {
            throw new DamagedException("gzip data");
        }
    }
}
