package org.chainrule.io;

import java.util.Arrays;

import org.chainrule.error.ArgumentException;

/// The sizes of an array's axes, and how many values they make.
final class Sizes {
    private Sizes() {
    }

    /// The product of the sizes, or -1 if a size is negative or the product is more than a Java array can hold.
    static int count(long[] shape) {
        boolean empty = false;
        for (long size : shape) {
            if (size < 0) {
                return -1;
            }
            empty |= size == 0;
        }
        if (empty) {
            return 0;
        }
        long count = 1;
        for (long size : shape) {
            if (size > Input.LONGEST / count) {
                return -1;
            }
            count *= size;
        }
        return (int) count;
    }

    /// Refuses a shape that is not the shape of so many values.
    static void check(long[] shape, int values) {
        if (count(shape) != values) {
            throw new ArgumentException("shape",
                    "shape " + Arrays.toString(shape) + " is not the shape of " + values
                            + (values == 1 ? " value" : " values"));
        }
    }
}
