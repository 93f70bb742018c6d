package org.chainrule.parquet.page;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.chainrule.error.FormatException;
import org.chainrule.error.Quote;
import org.chainrule.parquet.codec.DamagedException;
import org.chainrule.parquet.codec.LittleEndian;
import org.chainrule.parquet.codec.PageCodec;
import org.chainrule.parquet.meta.Chunk;
import org.chainrule.parquet.meta.PageHeader;
import org.chainrule.parquet.meta.Physical;
import org.chainrule.parquet.meta.StoredColumn;
import org.jspecify.annotations.Nullable;

/// The values of a column in a group of rows, one after another. It holds one page in memory, and the dictionary.
///
/// Source: "Encodings" and "Data Pages" of the documentation of Apache Parquet.
public final class Cursor {
    private static final int HEADER = 512;
    /// No codec makes more than this of a byte: Zstandard writes a block of 128 KiB as four.
    private static final long MOST = 1 << 15;
    private static final int RLE = 3;

    private final FileChannel file;
    private final String name;
    private final StoredColumn column;
    private final int codec;
    private long at;
    private final long end;

    private @Nullable Dictionary dictionary;
    /// Tells which values are missing; null if none can be.
    private @Nullable Hybrid levels;
    private PageValues values = new PageValues() {
        @Override
        void next() {
            throw new DamagedException("number of values");
        }
    };
    /// The values that are left in the page, including missing ones.
    private int left;

    /// Opens a column.
    ///
    /// @param name the name of the file in messages
    public Cursor(FileChannel file, String name, StoredColumn column, Chunk chunk) throws IOException {
        this.file = file;
        this.name = name;
        this.column = column;
        codec = chunk.codec();
        at = chunk.offset();
        end = chunk.offset() + chunk.size();
        DamagedException.require(at >= 0 && chunk.size() >= 0 && end >= 0 && end <= file.size(), "place of a column");
    }

    /// Moves to the next value.
    ///
    /// @return whether it is present, and not missing
    public boolean next() throws IOException {
        while (left == 0) {
            readPage();
        }
        left--;
        Hybrid missing = levels;
        if (missing != null && missing.next() == 0) {
            return false;
        }
        values.next();
        return true;
    }

    /// Returns the values; the current one is the one that [#next] moved to.
    public PageValues values() {
        return values;
    }

    private void readPage() throws IOException {
        PageHeader header = readHeader();
        at += header.bytes();
        DamagedException.require(header.packed() <= end - at
                && header.unpacked() <= MOST * header.packed() + HEADER, "size of a page");
        int kind = header.kind();
        if (kind == PageHeader.DATA || kind == PageHeader.DATA_2 || kind == PageHeader.DICTIONARY) {
            byte[] packed = read(at, header.packed());
            switch (kind) {
                case PageHeader.DICTIONARY -> dictionary = Dictionary.read(column,
                        PageCodec.decompressed(codec, packed, 0, packed.length, header.unpacked()), header.values());
                case PageHeader.DATA -> begin(header, packed);
                default -> begin2(header, packed);
            }
        }
        at += header.packed();
    }

    private PageHeader readHeader() throws IOException {
        for (long size = HEADER;; size *= 8) {
            DamagedException.require(at < end, "number of pages");
            int count = (int) Math.min(Math.min(size, end - at), Integer.MAX_VALUE - 8);
            byte[] bytes = read(at, count);
            PageHeader header = PageHeader.read(bytes, 0, count);
            if (header != null) {
                return header;
            }
            DamagedException.require(count == size, "header of a page");
        }
    }

    private void begin(PageHeader header, byte[] packed) {
        byte[] page = PageCodec.decompressed(codec, packed, 0, packed.length, header.unpacked());
        int start = 0;
        levels = null;
        if (column.optional()) {
            if (header.levels() != RLE) {
                throw encoding(header.levels());
            }
            int size = LittleEndian.int32(page, 0);
            DamagedException.require(size >= 0 && size <= page.length - Integer.BYTES, "levels");
            start = Integer.BYTES + size;
            levels = new Hybrid(page, Integer.BYTES, start, 1);
        }
        begin(header, page, start);
    }

    private void begin2(PageHeader header, byte[] packed) {
        int size = header.levelBytes();
        DamagedException.require(size <= packed.length && size <= header.unpacked(), "levels");
        levels = column.optional() ? new Hybrid(packed, 0, size, 1) : null;
        int way = header.compressed() ? codec : PageCodec.NONE;
        int rest = header.unpacked() - size;
        // Where all values are missing, some writers store no compressed data.
        byte[] page = packed.length == size && rest == 0
                ? new byte[0]
                : PageCodec.decompressed(way, packed, size, packed.length, rest);
        begin(header, page, 0);
    }

    private void begin(PageHeader header, byte[] page, int start) {
        Physical physical = column.physical();
        boolean integers = physical == Physical.INT32 || physical == Physical.INT64;
        left = header.values();
        values = switch (header.encoding()) {
            case 0 -> PlainValues.of(column, page, start);
            case 2, 8 -> {
                Dictionary chosen = dictionary;
                if (chosen == null) {
                    throw new DamagedException("dictionary");
                }
                yield chosen.values(page, start);
            }
            case RLE -> new Truths(page, start);
            case 5 -> {
                DamagedException.require(integers, "encoding");
                yield new DeltaIntegers(page, start, physical == Physical.INT64);
            }
            case 6 -> DeltaBytes.lengths(page, start);
            case 7 -> DeltaBytes.prefixes(page, start);
            case 9 -> new SplitValues(column, page, start);
            default -> throw encoding(header.encoding());
        };
    }

    private FormatException encoding(int number) {
        return FormatException.ofWhole(name, name + ", column " + Quote.of(column.name()) + ": its encoding (number "
                + number + ") cannot be read; write the file with the default encodings");
    }

    private byte[] read(long position, int count) throws IOException {
        byte[] bytes = new byte[count];
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            DamagedException.require(file.read(buffer, position + buffer.position()) > 0, "end of the file");
        }
        return bytes;
    }

    /// Truth values as runs.
    private static final class Truths extends PageValues {
        private final Hybrid runs;

        Truths(byte[] page, int start) {
            int size = LittleEndian.int32(page, start);
            DamagedException.require(size >= 0 && size <= page.length - start - Integer.BYTES, "runs");
            runs = new Hybrid(page, start + Integer.BYTES, start + Integer.BYTES + size, 1);
        }

        @Override
        void next() {
            bits = runs.next();
        }
    }
}
