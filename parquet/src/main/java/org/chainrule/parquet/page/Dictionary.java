package org.chainrule.parquet.page;

import org.chainrule.parquet.codec.DamagedException;
import org.chainrule.parquet.meta.StoredColumn;

/// The different values of a column.
///
/// @param bits  the values, if they are numbers
/// @param bytes the values one after another, if they are bytes
/// @param from  the index of the first byte of each
/// @param to    the index after the last byte of each
record Dictionary(long[] bits, byte[] bytes, int[] from, int[] to) {
    /// Reads the values of the page of a dictionary.
    static Dictionary read(StoredColumn column, byte[] page, int count) {
        DamagedException.require(count <= page.length, "dictionary");
        PageValues values = PlainValues.of(column, page, 0);
        Dictionary dictionary = new Dictionary(new long[count], page, new int[count], new int[count]);
        for (int i = 0; i < count; i++) {
            values.next();
            dictionary.bits[i] = values.bits();
            dictionary.from[i] = values.from();
            dictionary.to[i] = values.to();
        }
        return dictionary;
    }

    /// Returns the values that the numbers in `page[start, ...)` choose.
    PageValues values(byte[] page, int start) {
        return new Chosen(this, page, start);
    }

    private static final class Chosen extends PageValues {
        private final Dictionary dictionary;
        private final Hybrid numbers;

        Chosen(Dictionary dictionary, byte[] page, int start) {
            this.dictionary = dictionary;
            bytes = dictionary.bytes;
            // A page in which all values are missing may have no byte for the width.
            numbers = start < page.length
                    ? new Hybrid(page, start + 1, page.length, page[start] & 0xFF)
                    : new Hybrid(page, start, page.length, 0);
        }

        @Override
        void next() {
            int number = numbers.next();
            bits = dictionary.bits[number];
            from = dictionary.from[number];
            to = dictionary.to[number];
        }
    }
}
