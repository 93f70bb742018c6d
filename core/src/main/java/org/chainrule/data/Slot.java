package org.chainrule.data;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The arrays of one batch, which successive batches reuse.
final class Slot {
    final int[] rows;
    final float[][] inputs;
    final float[][] targets;
    final float @Nullable [] weights;
    /// The number of the batch in the slot, or -1. It is written last and read first, so a thread that sees the number also
    /// sees the values.
    volatile int ready = -1;
    /// The failure that kept the batch from being filled.
    @Nullable
    Throwable failure;

    Slot(RowType type, int size) {
        this.rows = new int[size];
        this.inputs = arrays(type.inputs(), size);
        this.targets = arrays(type.targets(), size);
        this.weights = type.weighted() ? new float[size] : null;
    }

    /// A slot over the arrays of a caller.
    Slot(int size, List<float[]> inputs, List<float[]> targets, float @Nullable [] weights) {
        this.rows = new int[size];
        Arrays.setAll(rows, i -> i);
        this.inputs = inputs.toArray(float[][]::new);
        this.targets = targets.toArray(float[][]::new);
        this.weights = weights;
    }

    private static float[][] arrays(List<Field> fields, int size) {
        return fields.stream().map(field -> new float[field.batch().shape().elements(size)]).toArray(float[][]::new);
    }
}
