package org.chainrule.parquet.meta;

/// The part of a row group that holds a stored column.
///
/// @param codec     the number of its way of compression
/// @param values    the number of values, including missing ones
/// @param offset    where its first page begins in the file
/// @param size      the number of bytes of its pages
/// @param encrypted whether it is encrypted
/// @param outside   whether it is in another file
public record Chunk(int codec, long values, long offset, long size, boolean encrypted, boolean outside) {
    /// Reads a chunk.
    static Chunk read(Thrift in) {
        Chunk chunk = new Chunk(0, 0, 0, 0, false, false);
        boolean encrypted = false;
        boolean outside = false;
        in.begin();
        for (int field = in.field(); field != 0; field = in.field()) {
            switch (field) {
                case 3 -> chunk = data(in);
                case 1 -> {
                    outside = true;
                    in.skip();
                }
                case 8 -> {
                    encrypted = true;
                    in.skip();
                }
                default -> in.skip();
            }
        }
        return new Chunk(chunk.codec, chunk.values, chunk.offset, chunk.size, encrypted, outside);
    }

    private static Chunk data(Thrift in) {
        int codec = 0;
        long values = 0;
        long size = 0;
        long first = 0;
        long dictionary = 0;
        in.begin();
        for (int field = in.field(); field != 0; field = in.field()) {
            switch (field) {
                case 4 -> codec = in.int32();
                case 5 -> values = in.integer();
                case 7 -> size = in.integer();
                case 9 -> first = in.integer();
                case 11 -> dictionary = in.integer();
                default -> in.skip();
            }
        }
        // Some writers state the offset 0 for no dictionary.
        long offset = dictionary > 0 && dictionary < first ? dictionary : first;
        return new Chunk(codec, values, offset, size, false, false);
    }
}
