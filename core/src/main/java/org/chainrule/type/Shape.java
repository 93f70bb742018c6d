package org.chainrule.type;

import java.util.Arrays;
import org.chainrule.error.ArgumentException;

/// The sizes of a tensor's axes, outermost first; elements are stored row by row (the last axis varies fastest).
///
/// At most one axis may be symbolic: a multiple of the batch size `n`, which is known only when a program runs. One
/// program thereby serves every batch size. A symbolic axis prints as `n` or `4n`: `[n, 784]`.
public final class Shape {
    private static final Shape SCALAR = new Shape();

    /// A positive entry is a size; a negative entry `-c` means `c * n`.
    private final int[] sizes;

    private Shape(int... sizes) {
        this.sizes = sizes;
    }

    /// A shape of known sizes, each at least 1; no sizes make a scalar.
    ///
    /// @throws ArgumentException if a size is below 1 or there are more than 2^31 - 1 elements
    public static Shape of(int... sizes) {
        ArgumentException.requireNotNull("shape", "sizes", sizes);
        for (int axis = 0; axis < sizes.length; axis++) {
            if (sizes[axis] < 1) {
                throw new ArgumentException("sizes", "shape: axis " + axis + " has size " + sizes[axis] + " in "
                        + Arrays.toString(sizes) + ", expected at least 1");
            }
        }
        return checked(sizes.clone());
    }

    /// A shape `[n, rest...]` whose leading axis is the batch.
    public static Shape batch(int... rest) {
        return of(rest).prepend(-1);
    }

    /// The shape of a single number: `[]`.
    public static Shape scalar() {
        return SCALAR;
    }

    /// A shape of entries as [#entry] gives them: sizes, or `-c` for an axis of `c * n`.
    ///
    /// @throws ArgumentException if two axes follow the batch, or there are more than 2^31 - 1 elements
    public static Shape ofEntries(int... entries) {
        return checked(entries.clone());
    }

    private static Shape checked(int[] entries) {
        long elements = 1;
        int symbolic = 0;
        for (int entry : entries) {
            symbolic += entry < 0 ? 1 : 0;
            elements *= Math.abs((long) entry);
            if (elements > Integer.MAX_VALUE) {
                throw new ArgumentException("sizes",
                        "shape: " + new Shape(entries) + " has more than 2^31 - 1 elements, use smaller axes");
            }
        }
        if (symbolic > 1) {
            throw new ArgumentException("sizes",
                    "shape: " + new Shape(entries) + " has two batch axes, expected at most one");
        }
        return new Shape(entries);
    }

    /// The number of axes.
    public int rank() {
        return sizes.length;
    }

    /// The known size of an axis (negative axes count from the end).
    ///
    /// @throws ArgumentException if there is no such axis, or it is the batch, whose size is not known yet
    public int size(int axis) {
        int entry = sizes[axis(axis, "size")];
        if (entry < 0) {
            throw new ArgumentException("axis", "shape: axis " + axis + " of " + this
                    + " is the batch, its size is known only when a program runs");
        }
        return entry;
    }

    /// Whether the axis is a multiple of the batch size.
    ///
    /// @throws ArgumentException if there is no such axis
    public boolean isBatch(int axis) {
        return sizes[axis(axis, "isBatch")] < 0;
    }

    /// Whether any axis is a multiple of the batch size.
    public boolean hasBatch() {
        return batchAxis() >= 0;
    }

    /// The axis that is a multiple of the batch size, or -1.
    public int batchAxis() {
        for (int axis = 0; axis < sizes.length; axis++) {
            if (sizes[axis] < 0) {
                return axis;
            }
        }
        return -1;
    }

    /// The size of an axis when the batch has `n` rows.
    ///
    /// @throws ArgumentException if there is no such axis
    public int size(int axis, int n) {
        int entry = sizes[axis(axis, "size")];
        return entry < 0 ? -entry * n : entry;
    }

    /// All sizes when the batch has `n` rows.
    public int[] sizes(int n) {
        int[] concrete = new int[sizes.length];
        for (int axis = 0; axis < sizes.length; axis++) {
            concrete[axis] = size(axis, n);
        }
        return concrete;
    }

    /// This shape with the batch size put in.
    ///
    /// @throws ArgumentException if `n` is below 1
    public Shape bind(int n) {
        if (n < 1) {
            throw new ArgumentException("n", "bind: the batch size is " + n + ", expected at least 1");
        }
        return hasBatch() ? of(sizes(n)) : this;
    }

    /// The number of elements when the batch has `n` rows.
    ///
    /// @throws ArgumentException if there are more than 2^31 - 1
    public int elements(int n) {
        long elements = 1;
        for (int axis = 0; axis < sizes.length; axis++) {
            elements *= size(axis, n);
        }
        if (elements > Integer.MAX_VALUE) {
            throw new ArgumentException("n", "shape: " + this + " with n = " + n
                    + " has more than 2^31 - 1 elements, use a smaller batch");
        }
        return (int) elements;
    }

    /// The number of elements of a shape without a batch axis; of one with it, the elements of one row.
    public int elements() {
        return elements(1);
    }

    /// Checks an axis and counts a negative one from the end.
    ///
    /// @throws ArgumentException if there is no such axis
    public int axis(int axis, String operation) {
        int found = axis < 0 ? axis + sizes.length : axis;
        if (found < 0 || found >= sizes.length) {
            throw new ArgumentException("axis", operation + ": there is no axis " + axis + " in " + this + ", expected "
                    + (sizes.length == 0 ? "none for a scalar" : -sizes.length + " to " + (sizes.length - 1)));
        }
        return found;
    }

    /// What is known of an axis, counted from 0: its size, or `-c` for `c * n`, where `n` is the batch.
    public int entry(int axis) {
        return sizes[axis];
    }

    /// This shape with the [entry][#entry] of one axis replaced.
    public Shape withEntry(int axis, int entry) {
        int[] changed = sizes.clone();
        changed[axis] = entry;
        return checked(changed);
    }

    /// This shape with an axis of a given [entry][#entry] added at the beginning.
    public Shape prepend(int entry) {
        int[] longer = new int[sizes.length + 1];
        longer[0] = entry;
        System.arraycopy(sizes, 0, longer, 1, sizes.length);
        return checked(longer);
    }

    /// This shape with an axis of a known size added at the end.
    ///
    /// @throws ArgumentException if the size is below 1
    public Shape append(int size) {
        if (size < 1) {
            throw new ArgumentException("size", "append: the size is " + size + ", expected at least 1");
        }
        int[] longer = Arrays.copyOf(sizes, sizes.length + 1);
        longer[sizes.length] = size;
        return checked(longer);
    }

    /// This shape with one axis set to size 1.
    ///
    /// @throws ArgumentException if there is no such axis
    public Shape reduced(int axis) {
        return withEntry(axis(axis, "reduced"), 1);
    }

    /// This shape without one axis.
    ///
    /// @throws ArgumentException if there is no such axis
    public Shape without(int axis) {
        int left = axis(axis, "without");
        int[] shorter = new int[sizes.length - 1];
        System.arraycopy(sizes, 0, shorter, 0, left);
        System.arraycopy(sizes, left + 1, shorter, left, shorter.length - left);
        return new Shape(shorter);
    }

    /// The axes of `this` followed by those of `other` from `from` on.
    public Shape join(Shape other, int from) {
        int[] joined = Arrays.copyOf(sizes, sizes.length + other.sizes.length - from);
        System.arraycopy(other.sizes, from, joined, sizes.length, other.sizes.length - from);
        return checked(joined);
    }

    /// All axes merged into one.
    public Shape flat() {
        return ofEntries(hasBatch() ? -elements() : elements());
    }

    /// The axes from `from` on.
    ///
    /// @throws ArgumentException if `from` is below 0 or above the number of axes
    public Shape tail(int from) {
        if (from < 0 || from > sizes.length) {
            throw new ArgumentException("from", "tail: got axis " + from + " of " + this + ", expected 0 to "
                    + sizes.length);
        }
        return new Shape(Arrays.copyOfRange(sizes, from, sizes.length));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape shape && Arrays.equals(sizes, shape.sizes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sizes);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("[");
        for (int axis = 0; axis < sizes.length; axis++) {
            text.append(axis == 0 ? "" : ", ").append(entryText(axis));
        }
        return text.append(']').toString();
    }

    /// How the size of one axis prints: `784`, `n` or `4n`.
    ///
    /// @throws ArgumentException if there is no such axis
    public String entryText(int axis) {
        int entry = sizes[axis(axis, "entryText")];
        return entry == -1 ? "n" : entry < 0 ? -entry + "n" : Integer.toString(entry);
    }
}
