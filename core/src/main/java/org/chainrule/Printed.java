package org.chainrule;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.chainrule.type.DType;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;

/// Values as text, in the style of NumPy: nested brackets, one line per row of the last axis, columns aligned at the
/// decimal point, and `...` for the middle of long axes.
final class Printed {
    /// The largest number of elements printed in full.
    private static final int FULL = 100;
    /// The number of elements printed at either end of a shortened axis.
    private static final int EDGE = 3;
    /// Magnitudes outside these limits are printed with an exponent.
    private static final float SMALL = 1e-4f;
    private static final float LARGE = 1e8f;

    private final TensorType type;
    private final float[] values;
    private final boolean exponents;
    private final int after;
    private final int width;

    private Printed(TensorType type, float[] values) {
        this.type = type;
        this.values = values;
        List<Float> shown = new ArrayList<>();
        collect(0, 0, shown);
        exponents = shown.stream().anyMatch(value -> needsExponent(type, value));
        after = shown.stream().map(this::text).mapToInt(text -> text.length() - point(text)).max().orElse(0);
        width = shown.stream().mapToInt(value -> aligned(text(value)).length()).max().orElse(0);
    }

    /// Returns values of a type, row by row, as text. The element type follows unless it is F32; the whole type follows
    /// if elements are left out.
    static String of(TensorType type, float[] values) {
        StringBuilder text = new StringBuilder();
        Printed printed = new Printed(type, values);
        printed.print(0, 0, text);
        if (values.length > FULL) {
            text.append(' ').append(type);
        } else if (type.dtype() != DType.F32) {
            text.append(' ').append(type.dtype().name().toLowerCase(Locale.ROOT));
        }
        return text.toString();
    }

    private boolean leavesOut(int axis) {
        return values.length > FULL && type.shape().size(axis) > 2 * EDGE;
    }

    /// Returns the next index of an axis that is printed.
    private int next(int axis, int index) {
        return leavesOut(axis) && index == EDGE - 1 ? type.shape().size(axis) - EDGE : index + 1;
    }

    private void collect(int axis, int offset, List<Float> shown) {
        if (axis == type.shape().rank()) {
            shown.add(values[offset]);
            return;
        }
        int size = type.shape().size(axis);
        for (int i = 0; i < size; i = next(axis, i)) {
            collect(axis + 1, offset + i * type.shape().tail(axis + 1).elements(), shown);
        }
    }

    private void print(int axis, int offset, StringBuilder out) {
        Shape shape = type.shape();
        if (axis == shape.rank()) {
            number(values[offset], out);
            return;
        }
        boolean last = axis == shape.rank() - 1;
        String between = last ? ", " : "," + "\n".repeat(shape.rank() - 1 - axis) + " ".repeat(axis + 1);
        out.append('[');
        for (int i = 0; i < shape.size(axis); i = next(axis, i)) {
            out.append(i == 0 ? "" : between);
            print(axis + 1, offset + i * shape.tail(axis + 1).elements(), out);
            out.append(next(axis, i) > i + 1 ? between + "..." : "");
        }
        out.append(']');
    }

    private void number(float value, StringBuilder out) {
        String text = type.shape().rank() == 0 ? text(value) : aligned(text(value));
        out.append(" ".repeat(Math.max(0, width - text.length()))).append(text);
    }

    /// Pads a number with blanks so that all decimal points align.
    private String aligned(String text) {
        return point(text) == text.length() ? text : text + " ".repeat(after - text.length() + point(text));
    }

    /// Returns the index of the decimal point, or the length if there is none.
    private int point(String text) {
        int point = exponents ? -1 : text.indexOf('.');
        return point < 0 ? text.length() : point;
    }

    private String text(float value) {
        if (type.dtype() != DType.F32) {
            return type.dtype() == DType.BOOL ? Boolean.toString(value != 0) : Integer.toString((int) value);
        }
        if (!Float.isFinite(value)) {
            return Float.toString(value);
        }
        BigDecimal exact = new BigDecimal(Float.toString(value));
        if (!exponents || value == 0) {
            String plain = value == 0 ? Float.toString(value) : exact.stripTrailingZeros().toPlainString();
            return plain.indexOf('.') < 0 ? plain + ".0" : plain;
        }
        String digits = exact.stripTrailingZeros().unscaledValue().abs().toString();
        int exponent = exact.precision() - exact.scale() - 1;
        return (value < 0 ? "-" : "") + digits.charAt(0) + "." + (digits.length() > 1 ? digits.substring(1) : "0") + "e"
                + exponent;
    }

    private static boolean needsExponent(TensorType type, float value) {
        float size = Math.abs(value);
        return type.dtype() == DType.F32 && Float.isFinite(value) && size != 0 && (size < SMALL || size >= LARGE);
    }
}
