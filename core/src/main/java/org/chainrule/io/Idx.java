package org.chainrule.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;

import java.util.Locale;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.Quote;
import org.jspecify.annotations.Nullable;

/// An array of unsigned bytes in the idx format of MNIST and related data sets: images `[rows, height, width]` or
/// labels `[rows]`.
///
/// A file consists of two zero bytes, the type 8, the number of axes, their sizes (four bytes each, big-endian) and the
/// values, row-major. It may be compressed with gzip, whatever its name. Specification: yann.lecun.com/exdb/mnist.
///
/// The record shares the Java arrays with its caller and does not copy them.
///
/// @param shape the sizes of the axes, at least one
/// @param values as many values as the product of the sizes, each read as an unsigned number from 0 to 255
@SuppressWarnings("ArrayRecordComponent") // storage, shared on purpose; equals and hashCode look inside
public record Idx(int[] shape, byte[] values) {
    private static final int UNSIGNED_BYTES = 8;
    private static final int WHITE = 255;

    /// Checks that the sizes and the values agree.
    ///
    /// @throws ArgumentException if they do not
    public Idx {
        if (shape.length == 0) {
            throw new ArgumentException("shape", "idx: the shape is empty, expected at least one axis");
        }
        long[] sizes = longs(shape);
        Sizes.check(sizes, values.length);
        if (width(sizes) < 0) {
            throw new ArgumentException("shape",
                    "idx: a row of shape " + Arrays.toString(shape) + " has too many values");
        }
    }

    /// Returns the array of a file.
    ///
    /// @throws IOException if the file cannot be read
    /// @throws org.chainrule.error.FormatException if it is not a valid idx file of unsigned bytes
    public static Idx read(Path path) throws IOException {
        try (Input in = Input.open(path)) {
            return read(in);
        }
    }

    /// Returns the array of a stream, which is read to its end and not closed.
    ///
    /// @param source the name of the stream in messages
    /// @throws IOException if the stream cannot be read
    /// @throws org.chainrule.error.FormatException if it is not a valid idx file of unsigned bytes
    public static Idx read(InputStream stream, String source) throws IOException {
        return read(new Input(stream, source, -1));
    }

    private static Idx read(Input file) throws IOException {
        Input in = file.gunzipped();
        byte[] start = in.bytes(Integer.BYTES, "the idx header");
        if (start[0] != 0 || start[1] != 0 || start[3] == 0) {
            throw in.refuse("not an idx file: it does not begin with two zero bytes, a type and a number of axes");
        }
        if (start[2] != UNSIGNED_BYTES) {
            throw in.refuse(
                    String.format(Locale.ROOT,
                            "the idx file holds values of type 0x%02X, expected unsigned bytes (type 0x08)",
                            start[2]));
        }
        int rank = start[3] & 0xFF;
        ByteBuffer sizes = ByteBuffer.wrap(in.bytes(rank * Integer.BYTES, "the sizes"));
        long[] shape = new long[rank];
        for (int axis = 0; axis < rank; axis++) {
            shape[axis] = sizes.getInt() & 0xFFFF_FFFFL;
        }
        int count = Sizes.count(shape);
        if (count < 0 || width(shape) < 0 || Arrays.stream(shape).anyMatch(size -> size > Integer.MAX_VALUE)) {
            throw in.refuse("shape " + Quote.clip(Arrays.toString(shape)) + " has more values than one array can hold");
        }
        long there = in.remaining();
        if (there >= 0 && there != count) {
            throw in.refuse("shape " + Quote.clip(Arrays.toString(shape)) + " needs " + count
                    + " bytes of values, but the file holds "
                    + there + (there < count ? "; it was cut off" : ""));
        }
        byte[] values = in.bytes(count, "the values");
        in.end("the values");
        return new Idx(Arrays.stream(shape).mapToInt(Math::toIntExact).toArray(), values);
    }

    /// Returns the number of rows: images or labels.
    public int rows() {
        return shape[0];
    }

    /// Returns the number of values in a row: 784 for images of 28 x 28, 1 for labels.
    public int width() {
        return width(longs(shape));
    }

    /// Returns the values, such as labels, as whole numbers from 0 to 255.
    public int[] ints() {
        int[] ints = new int[values.length];
        for (int i = 0; i < ints.length; i++) {
            ints[i] = values[i] & 0xFF;
        }
        return ints;
    }

    /// Returns the values as floats from 0 to 255, row by row.
    public float[] floats() {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values[i] & 0xFF;
        }
        return floats;
    }

    /// Returns the values divided by 255, from 0 (black) to 1 (white), row by row.
    public float[] unit() {
        float[] floats = floats();
        for (int i = 0; i < floats.length; i++) {
            floats[i] /= WHITE;
        }
        return floats;
    }

    private static int width(long[] shape) {
        return Sizes.count(Arrays.copyOfRange(shape, 1, shape.length));
    }

    private static long[] longs(int[] shape) {
        return Arrays.stream(shape).asLongStream().toArray();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Idx that && Arrays.equals(shape, that.shape) && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(shape) + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "Idx" + Arrays.toString(shape);
    }
}
