package org.chainrule.data;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads rows by their numbers.
///
/// @param order the numbers of the rows in reading order, or null to read them in order
record OrderReader(List<FieldColumn> inputs, List<FieldColumn> targets, float @Nullable [] weights,
        int @Nullable [] order) implements Reader {
    @Override
    public boolean ordered() {
        return false;
    }

    @Override
    public void fill(Slot slot, int from, int size) {
        for (int i = 0; i < size; i++) {
            slot.rows[i] = order == null ? from + i : order[from + i];
        }
        for (int field = 0; field < slot.inputs.length; field++) {
            fill(inputs.get(field), slot.rows, slot.inputs[field], size);
        }
        for (int field = 0; field < slot.targets.length; field++) {
            fill(targets.get(field), slot.rows, slot.targets[field], size);
        }
        if (slot.weights != null && weights != null) {
            for (int i = 0; i < size; i++) {
                slot.weights[i] = weights[slot.rows[i]];
            }
        }
    }

    private static void fill(FieldColumn column, int[] rows, float[] out, int size) {
        RowSource source = column.source();
        int width = column.field().width();
        for (int i = 0; i < size; i++) {
            source.read(rows[i], out, i * width);
        }
    }
}
