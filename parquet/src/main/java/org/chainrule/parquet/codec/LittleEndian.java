package org.chainrule.parquet.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Numbers in the bytes of a file, lowest byte first.
public final class LittleEndian {
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private LittleEndian() {
    }

    /// Returns the four bytes at an index.
    public static int int32(byte[] bytes, int at) {
        return (int) INTS.get(bytes, at);
    }

    /// Returns the eight bytes at an index.
    public static long int64(byte[] bytes, int at) {
        return (long) LONGS.get(bytes, at);
    }

    /// Returns up to four bytes at an index as an unsigned number; four bytes may be negative.
    public static int integer(byte[] bytes, int at, int count) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            value |= (bytes[at + i] & 0xFF) << (8 * i);
        }
        return value;
    }

    /// Returns up to eight bytes at an index as an unsigned number; eight bytes may be negative.
    public static long whole(byte[] bytes, int at, int count) {
        long value = 0;
        for (int i = 0; i < count; i++) {
            value |= (bytes[at + i] & 0xFFL) << (8 * i);
        }
        return value;
    }

    /// Returns up to 64 bits, which are numbered from the lowest bit of the byte at an index.
    ///
    /// @param bit the number of the first bit
    public static long bits(byte[] bytes, int from, long bit, int count) {
        if (count == 0) {
            return 0;
        }
        int at = from + (int) (bit >>> 3);
        int shift = (int) bit & 7;
        int left = bytes.length - at;
        long word = left >= Long.BYTES ? int64(bytes, at) : whole(bytes, at, left);
        DamagedException.require(shift + count <= Byte.SIZE * (long) left, "packed bits");
        long value = word >>> shift;
        if (shift + count > Long.SIZE) {
            value |= (long) bytes[at + Long.BYTES] << Long.SIZE - shift;
        }
        return count == Long.SIZE ? value : value & (1L << count) - 1;
    }
}
