package org.chainrule.data;

import org.chainrule.error.ArgumentException;
import org.chainrule.error.Quote;
import org.chainrule.type.DType;
import org.chainrule.type.TensorType;

/// A named part of every row: an input or a target.
///
/// @param name the name that a net uses, such as `x`
/// @param type the type of one row, without the batch axis, such as `f32[784]`, or `i32[]` for a class index
public record Field(String name, TensorType type) {
    /// @throws ArgumentException if the name is blank, or the type has a batch axis
    public Field {
        ArgumentException.requireNotNull("examples", "name", name);
        ArgumentException.requireNotNull("examples", "type", type);
        if (name.isBlank()) {
            throw new ArgumentException("name", "examples: the name of a field is blank, expected a word such as x");
        }
        if (type.shape().hasBatch()) {
            throw new ArgumentException("row",
                    "examples: the row " + type.shape() + " has a batch axis, expected known sizes");
        }
    }

    /// Returns the type of a batch: the type of a row with the batch axis in front, such as `f32[n, 784]`.
    public TensorType batch() {
        return type.withShape(type.shape().prepend(-1));
    }

    /// Returns the number of values in a row.
    public int width() {
        return type.shape().elements();
    }

    /// Checks rows of this field. Real numbers must be finite, whole numbers from -2^24 to 2^24, and truth values 0 or 1.
    ///
    /// @param operation the word at the start of an error message
    /// @param values flat rows
    /// @param from the index in `values` at which the rows to check begin
    /// @param rows the number of rows to check
    /// @param first the number of the first of these rows in an error message
    /// @throws ArgumentException at the first invalid value; the message names its row and column
    public void check(String operation, float[] values, int from, int rows, int first) {
        int width = width();
        int end = from + rows * width;
        if (type.dtype() == DType.F32 && Float.isFinite(sum(values, from, end))) {
            return; // the sum is finite only if every value is
        }
        for (int i = from; i < end; i++) {
            float value = values[i];
            if (!Float.isFinite(value) || !type.dtype().holds(value)) {
                throw new ArgumentException("rows", operation + ": row " + (first + (i - from) / width) + " holds "
                        + value + " in column " + (i - from) % width + ", expected "
                        + (Float.isFinite(value) ? kind() : "finite numbers; fill or drop missing values first"));
            }
        }
    }

    private String kind() {
        return type.dtype() == DType.I32 ? "whole numbers from -2^24 to 2^24" : "0 or 1";
    }

    /// Sums in eight independent chains, which the processor runs in parallel.
    private static float sum(float[] values, int from, int end) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        float e = 0;
        float f = 0;
        float g = 0;
        float h = 0;
        int i = from;
        for (; i < end - 7; i += 8) {
            a += values[i];
            b += values[i + 1];
            c += values[i + 2];
            d += values[i + 3];
            e += values[i + 4];
            f += values[i + 5];
            g += values[i + 6];
            h += values[i + 7];
        }
        for (; i < end; i++) {
            a += values[i];
        }
        return a + b + (c + d) + (e + f + (g + h));
    }

    @Override
    public String toString() {
        return Quote.clip(name) + " " + type;
    }
}
