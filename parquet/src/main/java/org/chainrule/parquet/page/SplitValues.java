package org.chainrule.parquet.page;

import org.chainrule.parquet.codec.DamagedException;
import org.chainrule.parquet.meta.Physical;
import org.chainrule.parquet.meta.StoredColumn;

/// Values of which the first bytes come first, then the second bytes, and so on: the encoding BYTE_STREAM_SPLIT.
final class SplitValues extends PageValues {
    private final byte[] page;
    private final int start;
    private final int size;
    private final int count;
    private final boolean narrow;
    private final boolean whole;
    private int at;

    SplitValues(StoredColumn column, byte[] page, int start) {
        Physical physical = column.physical();
        narrow = physical == Physical.INT32 || physical == Physical.FLOAT;
        whole = narrow || physical == Physical.INT64 || physical == Physical.DOUBLE;
        size = narrow ? Integer.BYTES : whole ? Long.BYTES : column.size();
        DamagedException.require(size > 0 && physical != Physical.BYTE_ARRAY, "encoding");
        this.page = page;
        this.start = start;
        count = (page.length - start) / size;
        if (!whole) {
            bytes = new byte[size];
            to = size;
        }
    }

    @Override
    void next() {
        DamagedException.require(at < count, "number of values");
        int index = start + at++;
        if (whole) {
            long value = 0;
            for (int i = 0; i < size; i++) {
                value |= (page[index + i * count] & 0xFFL) << Byte.SIZE * i;
            }
            bits = narrow ? (int) value : value;
        } else {
            for (int i = 0; i < size; i++) {
                bytes[i] = page[index + i * count];
            }
        }
    }
}
