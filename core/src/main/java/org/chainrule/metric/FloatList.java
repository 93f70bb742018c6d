package org.chainrule.metric;

import java.util.Arrays;
import java.util.Objects;

/// A growing list of numbers.
final class FloatList {
    private float[] values = new float[64];
    private int size;

    void add(float[] from, int count) {
        reserve(count);
        System.arraycopy(from, 0, values, size, count);
        size += count;
    }

    void add(float value) {
        reserve(1);
        values[size++] = value;
    }

    private void reserve(int count) {
        if (values.length - size < count) {
            values = Arrays.copyOf(values, Math.max(size + count, size + (size >> 1)));
        }
    }

    int size() {
        return size;
    }

    float at(int index) {
        return values[Objects.checkIndex(index, size)];
    }
}
