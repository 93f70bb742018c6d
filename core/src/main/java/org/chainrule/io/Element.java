package org.chainrule.io;

import java.nio.ByteBuffer;
import org.chainrule.error.ArgumentException;
import org.jspecify.annotations.Nullable;

/// The number formats of stored arrays, named as in safetensors, and their conversion to floats.
///
/// The declaration order is the reverse of the order of arrays in a safetensors file.
enum Element {
    BOOL(1), U8(1), I8(1), I16(2), U16(2), F16(2), BF16(2), I32(4), U32(4), F32(4), F64(8), I64(8), U64(8);

    /// The formats as listed in messages.
    static final String KNOWN = "F64, F32, F16, BF16, BOOL and the integers I8 to I64 and U8 to U64";

    /// Floats represent every whole number up to this one exactly.
    private static final long LARGEST_WHOLE = 1 << 24;

    private static final String BEYOND_WHOLE = "beyond the whole numbers up to 2^24 that 32-bit floats hold exactly";

    private final int bytes;

    Element(int bytes) {
        this.bytes = bytes;
    }

    /// Returns the format with a name, or null if there is none.
    static @Nullable Element named(String name) {
        for (Element element : values()) {
            if (element.name().equals(name)) {
                return element;
            }
        }
        return null;
    }

    /// Returns the size of one value in bytes.
    int bytes() {
        return bytes;
    }

    /// Reads values from the buffer, in its byte order, into `values[lo..hi)`. A double is rounded to the nearest
    /// float.
    ///
    /// Returns `hi`, or the index of the first value that a float cannot represent: a whole number beyond 2^24, a
    /// finite double beyond the range of floats, a boolean other than 0 and 1. The buffer is then positioned at that
    /// value.
    int read(ByteBuffer from, float[] values, int lo, int hi) {
        switch (this) {
            case F32 -> {
                from.asFloatBuffer().get(values, lo, hi - lo);
                from.position(from.position() + Float.BYTES * (hi - lo));
            }
            case F16 -> {
                for (int i = lo; i < hi; i++) {
                    values[i] = Float.float16ToFloat(from.getShort());
                }
            }
            case BF16 -> {
                for (int i = lo; i < hi; i++) {
                    values[i] = Float.intBitsToFloat(from.getShort() << 16);
                }
            }
            case F64 -> {
                for (int i = lo; i < hi; i++) {
                    double exact = from.getDouble(from.position());
                    values[i] = (float) exact;
                    if (Float.isInfinite(values[i]) && Double.isFinite(exact)) {
                        return i;
                    }
                    from.position(from.position() + Double.BYTES);
                }
            }
            case BOOL, U8, I8, I16, U16, I32, U32, I64, U64 -> {
                for (int i = lo; i < hi; i++) {
                    long whole = whole(from);
                    if (whole > LARGEST_WHOLE || whole < -LARGEST_WHOLE || (this == BOOL && whole > 1)) {
                        return i;
                    }
                    values[i] = whole;
                    from.position(from.position() + bytes);
                }
            }
        }
        return hi;
    }

    /// Returns the reason why the value at the buffer's position was rejected.
    String complaint(ByteBuffer from) {
        return switch (this) {
            case BOOL -> "holds " + whole(from) + " where only 0 and 1 are booleans";
            case F64 -> "holds " + from.getDouble(from.position()) + ", beyond the range of 32-bit floats";
            case U64 -> "holds " + Long.toUnsignedString(from.getLong(from.position())) + ", " + BEYOND_WHOLE;
            default -> "holds " + whole(from) + ", " + BEYOND_WHOLE;
        };
    }

    private long whole(ByteBuffer from) {
        int at = from.position();
        return switch (this) {
            case BOOL, U8 -> from.get(at) & 0xFF;
            case I8 -> from.get(at);
            case I16 -> from.getShort(at);
            case U16 -> from.getShort(at) & 0xFFFF;
            case I32 -> from.getInt(at);
            case U32 -> from.getInt(at) & 0xFFFF_FFFFL;
            case I64 -> from.getLong(at);
            case U64 -> from.getLong(at) < 0 ? Long.MAX_VALUE : from.getLong(at);
            case F16, BF16, F32, F64 -> throw new IllegalStateException(this + " is not a format of whole numbers");
        };
    }

    /// Writes a value to the buffer, rounded to the nearest if the format is narrower than a float.
    ///
    /// @throws ArgumentException if the format holds whole numbers and the value is not one of them
    void write(float value, ByteBuffer to) {
        switch (this) {
            case F32 -> to.putFloat(value);
            case F64 -> to.putDouble(value);
            case F16 -> to.putShort(Float.floatToFloat16(value));
            case BF16 -> to.putShort(bfloat16(value));
            case BOOL, U8 -> to.put((byte) whole(value, 0, this == BOOL ? 1 : 255));
            case I8 -> to.put((byte) whole(value, Byte.MIN_VALUE, Byte.MAX_VALUE));
            case I16 -> to.putShort((short) whole(value, Short.MIN_VALUE, Short.MAX_VALUE));
            case U16 -> to.putShort((short) whole(value, 0, 0xFFFF));
            case I32 -> to.putInt((int) whole(value, -LARGEST_WHOLE, LARGEST_WHOLE));
            case U32 -> to.putInt((int) whole(value, 0, LARGEST_WHOLE));
            case I64 -> to.putLong(whole(value, -LARGEST_WHOLE, LARGEST_WHOLE));
            case U64 -> to.putLong(whole(value, 0, LARGEST_WHOLE));
        }
    }

    private long whole(float value, long least, long most) {
        if (value >= least && value <= most && value == (long) value) {
            return (long) value;
        }
        throw new ArgumentException("values",
                "cannot write " + value + " as " + this + ", which holds the whole numbers from "
                        + least + " to " + most);
    }

    /// Returns the upper half of the float's bits, rounded to nearest, ties to even; a NaN stays NaN.
    private static short bfloat16(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            return (short) ((bits >>> 16) | 0x40);
        }
        return (short) ((bits + 0x7FFF + ((bits >>> 16) & 1)) >>> 16);
    }
}
