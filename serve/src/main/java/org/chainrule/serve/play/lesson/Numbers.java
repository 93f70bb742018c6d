package org.chainrule.serve.play.lesson;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.chainrule.io.Json;

/// Numbers as JSON: plain ones, and many as Base64 of bytes.
final class Numbers {
    private static final int ZERO = 128;
    private static final int SPAN = 127;

    private Numbers() {
    }

    /// Returns a number; null if it is not finite.
    static Object finite(double value) {
        return Double.isFinite(value) ? (Object) value : Json.NULL;
    }

    /// Returns each number, those that are not finite as null.
    static List<Object> list(float[] values) {
        List<Object> list = new ArrayList<>(values.length);
        for (float value : values) {
            list.add(finite(value));
        }
        return list;
    }

    /// Returns numbers as little-endian float32 in Base64.
    static String floats(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return bytes(bytes.array());
    }

    /// Returns the largest size of some values.
    static double largest(float[] values) {
        double most = 0;
        for (float value : values) {
            most = Math.max(most, Math.abs(value));
        }
        return most;
    }

    /// Writes values as bytes: 128 for a center, 1 and 255 for what is `reach` below and above it.
    static void scaled(float[] values, double center, double reach, byte[] out, int at) {
        for (int i = 0; i < values.length; i++) {
            double share = reach == 0 ? 0 : (values[i] - center) / reach;
            out[at + i] = (byte) (ZERO + Math.round(SPAN * Math.clamp(share, -1, 1)));
        }
    }

    static String bytes(byte[] values) {
        return Base64.getEncoder().encodeToString(values);
    }
}
