package org.chainrule.tabular.assess;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.chainrule.io.Json;
import org.chainrule.tabular.value.JsonFields;

/// Training rows as vectors, to which the vectors of other rows are compared: how far a row is from them, among rows that were
/// held out (Sun, Ming, Zhu and Li, "Out-of-distribution detection with deep nearest neighbors", 2022).
///
/// The distance of a row is the mean distance to its three nearest training rows, divided by the square root of the mean
/// distance of these to their own nearest training rows. Where training rows are rare, a row is thus less far for the same
/// distance, as by local outlier factors (Breunig, Kriegel, Ng and Sander, 2000).
///
/// The vectors are kept as 16-bit multiples of a step, so that they are the same before and after they are saved.
public final class ReferenceRows {
    /// With fewer rows, distances say nothing.
    public static final int FEWEST = 20;
    /// The most training rows, and the most held-out rows.
    public static final int MOST = 1000;
    /// A row is far beyond this quantile of the distances of the held-out rows, times [#MARGIN].
    public static final double QUANTILE = 0.99;

    private static final double MARGIN = 1.1;
    private static final int NEAREST = 3;
    private static final int STEPS = 4;
    /// The distance of a training row to the nearest others counts as at least this share of the median.
    private static final float LEAST_SHARE = 0.2f;
    /// And as at least this much, which matters where most rows are equal.
    private static final float LEAST = 0.005f;

    private final int width;
    private final float step;
    private final short[] multiples;
    private final float[] columns;
    private final float[] own;
    private final float[] held;
    private final double limit;

    private ReferenceRows(int width, float step, short[] multiples, float[] held) {
        this.width = width;
        this.step = step;
        this.multiples = multiples;
        this.columns = columns(width, step, multiples);
        this.own = new float[multiples.length / width];
        fillOwn();
        this.held = held;
        this.limit = limit(held);
    }

    /// Creates the reference with other held-out rows.
    private ReferenceRows(ReferenceRows same, float[] held) {
        this.width = same.width;
        this.step = same.step;
        this.multiples = same.multiples;
        this.columns = same.columns;
        this.own = same.own;
        this.held = held;
        this.limit = limit(held);
    }

    private static int padded(int width) {
        return (width + STEPS - 1) / STEPS * STEPS;
    }

    /// Returns the vectors column after column, so that the distances to all rows are computed together; with columns of zeros
    /// behind them.
    private static float[] columns(int width, float step, short[] multiples) {
        int rows = multiples.length / width;
        float[] columns = new float[padded(width) * rows];
        for (int i = 0; i < multiples.length; i++) {
            columns[i % width * rows + i / width] = multiples[i] * step;
        }
        return columns;
    }

    /// Computes the mean distance of each training row to the nearest others.
    private void fillOwn() {
        int rows = own.length;
        float[] vector = new float[width];
        for (int row = 0; row < rows; row++) {
            for (int d = 0; d < width; d++) {
                vector[d] = columns[d * rows + row];
            }
            own[row] = mean(nearest(vector, row).distances);
        }
        float[] sorted = own.clone();
        Arrays.sort(sorted);
        float least = Math.max(LEAST, LEAST_SHARE * sorted[rows / 2]);
        for (int row = 0; row < rows; row++) {
            own[row] = Math.max(own[row], least);
        }
    }

    private static double limit(float[] held) {
        return held.length == 0
                ? Double.POSITIVE_INFINITY
                : MARGIN * held[(int) Math.ceil(QUANTILE * held.length) - 1];
    }

    /// Returns the reference of some training rows.
    ///
    /// @param train the vectors of training rows, [n, width]; at least [#FEWEST]
    /// @param rows  the vectors of held-out rows, [m, width]; at least [#FEWEST]
    public static ReferenceRows of(float[] train, float[] rows, int width) {
        float largest = Float.MIN_NORMAL;
        for (float value : train) {
            largest = Math.max(largest, Math.abs(value));
        }
        float step = largest / Short.MAX_VALUE;
        short[] multiples = new short[train.length];
        for (int i = 0; i < train.length; i++) {
            multiples[i] = (short) Math.round(train[i] / step);
        }
        ReferenceRows plain = new ReferenceRows(width, step, multiples, new float[0]);
        float[] held = new float[rows.length / width];
        for (int row = 0; row < held.length; row++) {
            held[row] = plain.distance(Arrays.copyOfRange(rows, row * width, (row + 1) * width));
        }
        Arrays.sort(held);
        return new ReferenceRows(plain, held);
    }

    /// Returns the number of values in a vector.
    public int width() {
        return width;
    }

    /// Returns how far a row is from the training rows, at least 0.
    public float distance(float[] vector) {
        Nearest near = nearest(vector, -1);
        float scale = 0;
        for (int row : near.rows) {
            scale += own[row] / NEAREST;
        }
        return (float) (mean(near.distances) / Math.sqrt(scale));
    }

    /// Returns the share of the held-out rows that are nearer, from 0 to 1.
    public double quantile(float distance) {
        int low = 0;
        int high = held.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (held[middle] < distance) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return (double) low / held.length;
    }

    /// Returns whether a row is far from the training rows.
    public boolean isFar(float distance) {
        return distance > limit;
    }

    /// The nearest training rows, nearest first. Of equally distant rows, the first counts as nearer.
    private record Nearest(int[] rows, float[] distances) {
    }

    /// @param except a row that does not count; -1 for none
    private Nearest nearest(float[] vector, int except) {
        int count = own.length;
        float[] values = Arrays.copyOf(vector, padded(width));
        float[] squares = new float[count];
        for (int d = 0; d < values.length; d += STEPS) {
            add(values, d, squares);
        }
        int[] rows = new int[NEAREST];
        float[] least = new float[NEAREST];
        Arrays.fill(least, Float.POSITIVE_INFINITY);
        for (int row = 0; row < count; row++) {
            float square = squares[row];
            if (square < least[NEAREST - 1] && row != except) {
                int place = NEAREST - 1;
                while (place > 0 && square < least[place - 1]) {
                    least[place] = least[place - 1];
                    rows[place] = rows[place - 1];
                    place--;
                }
                least[place] = square;
                rows[place] = row;
            }
        }
        for (int i = 0; i < NEAREST; i++) {
            least[i] = (float) Math.sqrt(least[i]);
        }
        return new Nearest(rows, least);
    }

    /// Adds the squares of four columns at once, so that the sums are read and written less often.
    private void add(float[] values, int d, float[] squares) {
        int count = squares.length;
        int first = d * count;
        int second = first + count;
        int third = second + count;
        int fourth = third + count;
        // the compiler does not know that the arrays differ, and would read these again for each row
        float v = values[d];
        float w = values[d + 1];
        float x = values[d + 2];
        float y = values[d + 3];
        for (int row = 0; row < count; row++) {
            float a = columns[first + row] - v;
            float b = columns[second + row] - w;
            float c = columns[third + row] - x;
            float e = columns[fourth + row] - y;
            squares[row] += a * a + b * b + (c * c + e * e);
        }
    }

    private static float mean(float[] values) {
        float sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    /// Returns the reference as a tree for [Json]; it takes up to 90 kB of text.
    public Map<String, Object> toJson() {
        ByteBuffer rows = ByteBuffer.allocate(Short.BYTES * multiples.length).order(ByteOrder.LITTLE_ENDIAN);
        rows.asShortBuffer().put(multiples);
        ByteBuffer distances = ByteBuffer.allocate(Float.BYTES * held.length).order(ByteOrder.LITTLE_ENDIAN);
        distances.asFloatBuffer().put(held);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("width", width);
        json.put("step", (double) step);
        json.put("rows", Base64.getEncoder().encodeToString(rows.array()));
        json.put("held", Base64.getEncoder().encodeToString(distances.array()));
        return json;
    }

    /// Returns the reference that a tree describes.
    ///
    /// @throws org.chainrule.error.FormatException if [#toJson()] does not write such a tree
    public static ReferenceRows fromJson(JsonFields fields) {
        int width = (int) fields.number("width");
        float step = (float) fields.number("step");
        byte[] rows = decoded(fields, "rows");
        byte[] held = decoded(fields, "held");
        if (width < 1 || !(step > 0) || rows.length < FEWEST * Short.BYTES * width
                || rows.length % (Short.BYTES * width) != 0 || held.length < FEWEST * Float.BYTES
                || held.length % Float.BYTES != 0) {
            throw fields.refuse("has rows of another size");
        }
        short[] multiples = new short[rows.length / Short.BYTES];
        ByteBuffer.wrap(rows).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(multiples);
        float[] distances = new float[held.length / Float.BYTES];
        ByteBuffer.wrap(held).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(distances);
        return new ReferenceRows(width, step, multiples, distances);
    }

    private static byte[] decoded(JsonFields fields, String key) {
        try {
            return Base64.getDecoder().decode(fields.text(key));
        } catch (IllegalArgumentException _) {
            throw fields.refuse("has " + key + " that are not Base64");
        }
    }
}
