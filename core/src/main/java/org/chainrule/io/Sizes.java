package org.chainrule.io;

import java.util.Arrays;

import org.chainrule.error.ArgumentException;

/// The sizes of an array's axes and the number of values they describe.
final class Sizes {
    private Sizes() {
    }

    /// Returns the product of the sizes, or -1 if a size is negative or the product exceeds the largest Java array.
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

    /// Rejects a shape that does not match a number of values.
    static void check(long[] shape, int values) {
        if (count(shape) != values) {
            throw new ArgumentException("shape",
                    "shape " + Arrays.toString(shape) + " does not match " + values
                            + (values == 1 ? " value" : " values"));
        }
    }
}
