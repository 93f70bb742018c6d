package org.chainrule.type;

import java.util.Arrays;
import org.chainrule.error.ArgumentException;

/// The sizes of a tensor's axes, outermost first. Elements are stored row by row: the last axis varies fastest.
///
/// At most one axis may be symbolic: a multiple of the batch size `n`, which is known only when a program runs. One
/// program therefore serves every batch size. A symbolic axis prints as `n` or `4n`: `[n, 784]`.
public final class Shape {
    private static final Shape SCALAR = new Shape();

    /// The entries: a positive entry is a size, a negative entry `-c` stands for `c * n`.
    private final int[] sizes;

    private Shape(int... sizes) {
        this.sizes = sizes;
    }

    /// Returns a shape of known sizes, each at least 1. Without sizes it is the shape of a scalar.
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

    /// Returns a shape `[n, rest...]` whose leading axis is the batch.
    public static Shape batch(int... rest) {
        return of(rest).prepend(-1);
    }

    /// Returns the shape of a single number: `[]`.
    public static Shape scalar() {
        return SCALAR;
    }

    /// Returns a shape of [entries][#entry]: sizes, or `-c` for an axis of `c * n`.
    ///
    /// @throws ArgumentException if two axes are symbolic, or there are more than 2^31 - 1 elements
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
                        "shape: " + new Shape(entries) + " has more than 2^31 - 1 elements; use smaller axes");
            }
        }
        if (symbolic > 1) {
            throw new ArgumentException("sizes",
                    "shape: " + new Shape(entries) + " has two batch axes, expected at most one");
        }
        return new Shape(entries);
    }

    /// Returns the number of axes.
    public int rank() {
        return sizes.length;
    }

    /// Returns the known size of an axis; negative axes count from the end.
    ///
    /// @throws ArgumentException if there is no such axis, or it is the batch axis, whose size is known only when a
    ///     program runs
    public int size(int axis) {
        int entry = sizes[axis(axis, "size")];
        if (entry < 0) {
            throw new ArgumentException("axis", "shape: axis " + axis + " of " + this
                    + " is the batch, whose size is known only when a program runs");
        }
        return entry;
    }

    /// Returns whether an axis is a multiple of the batch size.
    ///
    /// @throws ArgumentException if there is no such axis
    public boolean isBatch(int axis) {
        return sizes[axis(axis, "isBatch")] < 0;
    }

    /// Returns whether any axis is a multiple of the batch size.
    public boolean hasBatch() {
        return batchAxis() >= 0;
    }

    /// Returns the axis that is a multiple of the batch size, or -1.
    public int batchAxis() {
        for (int axis = 0; axis < sizes.length; axis++) {
            if (sizes[axis] < 0) {
                return axis;
            }
        }
        return -1;
    }

    /// Returns the size of an axis for a batch of `n` rows.
    ///
    /// @throws ArgumentException if there is no such axis
    public int size(int axis, int n) {
        int entry = sizes[axis(axis, "size")];
        return entry < 0 ? -entry * n : entry;
    }

    /// Returns all sizes for a batch of `n` rows.
    public int[] sizes(int n) {
        int[] concrete = new int[sizes.length];
        for (int axis = 0; axis < sizes.length; axis++) {
            concrete[axis] = size(axis, n);
        }
        return concrete;
    }

    /// Returns this shape for a batch of `n` rows.
    ///
    /// @throws ArgumentException if `n` is below 1
    public Shape bind(int n) {
        if (n < 1) {
            throw new ArgumentException("n", "bind: the batch size is " + n + ", expected at least 1");
        }
        return hasBatch() ? of(sizes(n)) : this;
    }

    /// Returns the number of elements for a batch of `n` rows.
    ///
    /// @throws ArgumentException if there are more than 2^31 - 1
    public int elements(int n) {
        long elements = 1;
        for (int axis = 0; axis < sizes.length; axis++) {
            elements *= size(axis, n);
        }
        if (elements > Integer.MAX_VALUE) {
            throw new ArgumentException("n", "shape: " + this + " with n = " + n
                    + " has more than 2^31 - 1 elements; use a smaller batch");
        }
        return (int) elements;
    }

    /// Returns the number of elements, or the elements of one row if the shape has a batch axis.
    public int elements() {
        return elements(1);
    }

    /// Returns the index of an axis; negative axes count from the end.
    ///
    /// @param operation the operation that messages name
    /// @throws ArgumentException if there is no such axis
    public int axis(int axis, String operation) {
        int found = axis < 0 ? axis + sizes.length : axis;
        if (found < 0 || found >= sizes.length) {
            throw new ArgumentException("axis", operation + ": there is no axis " + axis + " in " + this + ", expected "
                    + (sizes.length == 0 ? "none for a scalar" : -sizes.length + " to " + (sizes.length - 1)));
        }
        return found;
    }

    /// Returns the entry of an axis, counted from 0: its size, or `-c` for `c * n`, where `n` is the batch size.
    public int entry(int axis) {
        return sizes[axis];
    }

    /// Returns a copy with the [entry][#entry] of one axis replaced.
    public Shape withEntry(int axis, int entry) {
        int[] changed = sizes.clone();
        changed[axis] = entry;
        return checked(changed);
    }

    /// Returns a copy with an axis of a given [entry][#entry] added at the beginning.
    public Shape prepend(int entry) {
        int[] longer = new int[sizes.length + 1];
        longer[0] = entry;
        System.arraycopy(sizes, 0, longer, 1, sizes.length);
        return checked(longer);
    }

    /// Returns a copy with an axis of a known size added at the end.
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

    /// Returns a copy with the size of one axis set to 1.
    ///
    /// @throws ArgumentException if there is no such axis
    public Shape reduced(int axis) {
        return withEntry(axis(axis, "reduced"), 1);
    }

    /// Returns a copy without one axis.
    ///
    /// @throws ArgumentException if there is no such axis
    public Shape without(int axis) {
        int left = axis(axis, "without");
        int[] shorter = new int[sizes.length - 1];
        System.arraycopy(sizes, 0, shorter, 0, left);
        System.arraycopy(sizes, left + 1, shorter, left, shorter.length - left);
        return new Shape(shorter);
    }

    /// Returns the axes of this shape followed by the axes of another from `from` on.
    public Shape join(Shape other, int from) {
        int[] joined = Arrays.copyOf(sizes, sizes.length + other.sizes.length - from);
        System.arraycopy(other.sizes, from, joined, sizes.length, other.sizes.length - from);
        return checked(joined);
    }

    /// Returns a shape with all axes merged into one.
    public Shape flat() {
        return ofEntries(hasBatch() ? -elements() : elements());
    }

    /// Returns the axes from `from` on.
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

    /// Returns the size of an axis as text: `784`, `n` or `4n`.
    ///
    /// @throws ArgumentException if there is no such axis
    public String entryText(int axis) {
        int entry = sizes[axis(axis, "entryText")];
        return entry == -1 ? "n" : entry < 0 ? -entry + "n" : Integer.toString(entry);
    }
}
