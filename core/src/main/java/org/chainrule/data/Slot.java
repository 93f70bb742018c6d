package org.chainrule.data;

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

    private static float[][] arrays(List<Field> fields, int size) {
        return fields.stream().map(field -> new float[field.batch().shape().elements(size)]).toArray(float[][]::new);
    }
}
