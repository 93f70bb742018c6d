package org.chainrule.io;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;

import org.chainrule.error.ArgumentException;
import org.jspecify.annotations.Nullable;

/// An array in NumPy's npy format.
///
/// The reader accepts versions 1.0 to 3.0 in either byte order, row-major or column-major (`fortran_order`), of the
/// types `f4`, `f8` (rounded to the nearest float), `f2`, `b1`, `i1` to `i8` and `u1` to `u8` (exact; numbers beyond
/// 2^24 are rejected). It rejects arrays of Python objects, because they are pickled code. The writer produces version
/// 1.0, row-major `<f4`, with the same bytes as `numpy.save`. Specification: NEP 1 and `numpy.lib.format`.
///
/// The record shares the Java arrays with its caller and does not copy them.
///
/// @param shape the sizes of the axes; empty for a single value
/// @param values as many values as the product of the sizes, row-major
@SuppressWarnings("ArrayRecordComponent") // storage, shared on purpose; equals and hashCode look inside
public record Npy(long[] shape, float[] values) {
    private static final int CHUNK = 1 << 16;

    /// Checks that the sizes and the values agree.
    ///
    /// @throws ArgumentException if they do not
    public Npy {
        Sizes.check(shape, values.length);
    }

    /// Returns an array with the given values and sizes.
    ///
    /// @throws ArgumentException if the sizes and the values do not agree
    public static Npy of(float[] values, long... shape) {
        return new Npy(shape, values);
    }

    /// Returns the array of a file.
    ///
    /// @throws IOException if the file cannot be read
    /// @throws org.chainrule.error.FormatException if it is not a valid npy file of numbers
    public static Npy read(Path path) throws IOException {
        try (Input in = Input.open(path)) {
            return read(in);
        }
    }

    /// Returns the array of a stream, which is read to its end and not closed.
    ///
    /// @param source the name of the stream in messages
    /// @throws IOException if the stream cannot be read
    /// @throws org.chainrule.error.FormatException if it is not a valid npy file of numbers
    public static Npy read(InputStream stream, String source) throws IOException {
        return read(new Input(stream, source, -1));
    }

    /// Returns the array of a file in memory.
    ///
    /// @param source the name of the file in messages
    /// @throws org.chainrule.error.FormatException if it is not a valid npy file of numbers
    public static Npy read(byte[] bytes, String source) {
        try {
            return read(new Input(new ByteArrayInputStream(bytes), source, bytes.length));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    static Npy read(Input in) throws IOException {
        NpyHeader header = NpyHeader.read(in);
        float[] values = in.floats(header.element(), header.order(), header.count(), "the array");
        in.end("the array");
        return new Npy(header.shape(), header.columnMajor() ? rowMajor(values, header.shape()) : values);
    }

    /// Returns a column-major array in row-major order, in which the last axis varies fastest.
    private static float[] rowMajor(float[] columnMajor, long[] shape) {
        int rank = shape.length;
        int[] strides = new int[rank];
        int stride = 1;
        for (int axis = 0; axis < rank; axis++) {
            strides[axis] = stride;
            stride *= (int) shape[axis];
        }
        int[] index = new int[rank];
        float[] values = new float[columnMajor.length];
        int from = 0;
        for (int to = 0; to < values.length; to++) {
            values[to] = columnMajor[from];
            for (int axis = rank - 1; axis >= 0; axis--) {
                from += strides[axis];
                if (++index[axis] < shape[axis]) {
                    break;
                }
                from -= index[axis] * strides[axis];
                index[axis] = 0;
            }
        }
        return values;
    }

    /// Writes a file, completely or not at all; see [SafeFile].
    ///
    /// @throws IOException if the file cannot be written; the message gives the reason and states that an old file is
    ///     unchanged
    public void write(Path path) throws IOException {
        SafeFile.write(path, this::write);
    }

    /// Writes the bytes of the file to a stream, which is not closed.
    ///
    /// @throws IOException if the stream cannot be written
    public void write(OutputStream out) throws IOException {
        out.write(NpyHeader.bytes(shape));
        byte[] chunk = new byte[CHUNK];
        ByteBuffer buffer = ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN);
        for (int done = 0; done < values.length;) {
            int more = Math.min(values.length - done, CHUNK / Float.BYTES);
            buffer.asFloatBuffer().put(values, done, more);
            out.write(chunk, 0, more * Float.BYTES);
            done += more;
        }
    }

    /// Returns the bytes of the file.
    public byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            write(out);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Npy that && Arrays.equals(shape, that.shape) && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(shape) + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "Npy" + Arrays.toString(shape);
    }
}
