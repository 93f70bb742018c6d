package org.chainrule.parquet.meta;

import java.nio.charset.StandardCharsets;
import org.chainrule.parquet.codec.DamagedException;

/// Reads structs in the compact protocol of Thrift.
///
/// A struct is read by a loop over [#field], with a switch over the numbers of the fields. Each field must be read or
/// skipped.
///
/// Source: "Thrift Compact protocol encoding", `thrift-compact-protocol.md` of Apache Thrift.
final class Thrift {
    private static final int TRUE = 1;
    private static final int FALSE = 2;
    private static final int BYTE = 3;
    private static final int DOUBLE = 7;
    private static final int BINARY = 8;
    private static final int LIST = 9;
    private static final int SET = 10;
    private static final int MAP = 11;
    private static final int STRUCT = 12;
    private static final int UUID = 13;
    private static final int DEEPEST = 32;
    private static final String PART = "metadata";

    private final byte[] in;
    private int at;
    private final int end;
    private int type;
    private final int[] numbers = new int[DEEPEST];
    private int depth;

    Thrift(byte[] in, int from, int to) {
        this.in = in;
        this.at = from;
        this.end = to;
    }

    /// Returns the index after the bytes read so far.
    int at() {
        return at;
    }

    /// Begins a struct.
    void begin() {
        DamagedException.require(depth < DEEPEST - 1, PART);
        numbers[++depth] = 0;
    }

    /// Returns the number of the next field of the struct; 0 at its end, where the enclosing struct goes on.
    int field() {
        int header = next();
        type = header & 15;
        if (header == 0) {
            depth--;
            return 0;
        }
        int delta = header >> 4 & 15;
        numbers[depth] = delta == 0 ? (int) integer() : numbers[depth] + delta;
        DamagedException.require(numbers[depth] > 0, PART);
        return numbers[depth];
    }

    boolean bool() {
        return type == TRUE;
    }

    /// Reads an integer of up to 64 bits.
    long integer() {
        long value = unsigned();
        return value >>> 1 ^ -(value & 1);
    }

    int int32() {
        return (int) integer();
    }

    /// Reads an integer, or a truth value as 0.
    int number() {
        return type == TRUE || type == FALSE ? 0 : (int) integer();
    }

    int int8() {
        return (byte) next();
    }

    String text() {
        int size = size();
        String text = new String(in, at, size, StandardCharsets.UTF_8);
        at += size;
        return text;
    }

    /// Begins a list.
    ///
    /// @return the number of its elements
    int list() {
        int header = next();
        type = header & 15;
        int size = header >> 4 & 15;
        long count = size == 15 ? unsigned() : size;
        // Every element takes a byte or more.
        DamagedException.require(count >= 0 && count <= end - at, PART);
        return (int) count;
    }

    /// Skips the value of the field.
    void skip() {
        skip(type, 0);
    }

    private void skip(int kind, int level) {
        DamagedException.require(level < DEEPEST, PART);
        switch (kind) {
            case TRUE, FALSE -> {
            }
            case BYTE -> next();
            case 4, 5, 6 -> unsigned();
            case DOUBLE -> advance(Double.BYTES);
            case BINARY -> advance(size());
            case UUID -> advance(16);
            case LIST, SET -> {
                int count = list();
                int element = type;
                for (int i = 0; i < count; i++) {
                    skipElement(element, level);
                }
            }
            case MAP -> {
                long count = unsigned();
                DamagedException.require(count >= 0 && count <= end - at, PART);
                int kinds = count == 0 ? 0 : next();
                for (long i = 0; i < count; i++) {
                    skipElement(kinds >> 4 & 15, level);
                    skipElement(kinds & 15, level);
                }
            }
            case STRUCT -> {
                begin();
                while (field() != 0) {
                    skip(type, level + 1);
                }
            }
            default -> throw new DamagedException(PART);
        }
    }

    /// Skips an element of a collection, where a truth value takes a byte, unlike in a field.
    private void skipElement(int kind, int level) {
        if (kind == TRUE || kind == FALSE) {
            next();
        } else {
            skip(kind, level + 1);
        }
    }

    private int size() {
        long size = unsigned();
        DamagedException.require(size >= 0 && size <= end - at, PART);
        return (int) size;
    }

    private void advance(int count) {
        DamagedException.require(count <= end - at, PART);
        at += count;
    }

    private long unsigned() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int b = next();
            value |= (b & 0x7FL) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw new DamagedException(PART);
    }

    private int next() {
        if (at >= end) {
            throw new EndOfBytes();
        }
        return in[at++];
    }

    /// Thrown where more bytes may follow that have not been read from the file yet.
    static final class EndOfBytes extends RuntimeException {
        private static final long serialVersionUID = 1L;

        EndOfBytes() {
            super(PART, null, false, false);
        }
    }
}
