package org.chainrule.data;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The arrays that one batch after another is filled into.
final class Slot {
    final int[] rows;
    final float[][] inputs;
    final float[][] targets;
    final float @Nullable [] weights;
    /// The number of the batch it holds, or -1; written last and read first, so that a thread
    /// that sees the number sees the rest.
    volatile int ready = -1;
    /// Why that batch could not be filled.
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
