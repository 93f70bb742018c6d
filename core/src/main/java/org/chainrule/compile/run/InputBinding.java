package org.chainrule.compile.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.chainrule.compile.lower.Lowering;
import org.chainrule.error.ArgumentException;
import org.chainrule.type.Shape;
import org.jspecify.annotations.Nullable;

/// The array that an input is read from: its own buffer or the caller's array. If only products read the input, as
/// their left operand, they read the caller's array in place; otherwise a run begins with a copy.
final class InputBinding {
    private final float[] own;
    private final Shape shape;
    private final List<MatmulStep> readers = new ArrayList<>(0);
    /// Whether a step other than a product reads the input.
    private boolean readElsewhere;
    /// The caller's array, or null for the input's own buffer.
    private float @Nullable [] from;
    private boolean copied;
    private int at;

    private InputBinding(float[] own, Shape shape) {
        this.own = own;
        this.shape = shape;
    }

    /// Returns the bindings of all inputs, in order.
    ///
    /// @param bufferOf the buffer of each value
    /// @param arrays the array of each value
    static InputBinding[] of(Lowering lowering, int[] bufferOf, float[][] arrays, PlanSteps bound) {
        PlanStep[] steps = bound.steps();
        InputBinding[] bindings = new InputBinding[lowering.inputs().size()];
        Map<Integer, InputBinding> ofBuffer = new HashMap<>();
        for (int i = 0; i < bindings.length; i++) {
            int input = lowering.inputs().get(i);
            bindings[i] = new InputBinding(arrays[input], lowering.values().get(input).shape());
            ofBuffer.put(bufferOf[input], bindings[i]);
        }
        for (int i = 0; i < steps.length; i++) {
            List<Integer> reads = lowering.stages().get(bound.stageOf()[i]).reads();
            for (int operand = 0; operand < reads.size(); operand++) {
                InputBinding binding = ofBuffer.get(bufferOf[reads.get(operand)]);
                if (binding != null && operand == 0 && steps[i] instanceof MatmulStep product) {
                    binding.readers.add(product);
                } else if (binding != null) {
                    binding.readElsewhere = true;
                }
            }
        }
        return bindings;
    }

    /// From the next run on, reads rows from an array.
    ///
    /// @param start the index of the first element of the first row
    /// @param stays whether no run changes the array
    void from(float[] array, int start, boolean stays) {
        from = array;
        at = start;
        copied = readElsewhere || !stays;
        if (copied) {
            bind(own, 0);
        } else {
            bind(array, start);
        }
    }

    /// From the next run on, reads the input's own buffer.
    void fromOwn() {
        if (from != null) {
            from = null;
            bind(own, 0);
        }
    }

    private void bind(float[] array, int start) {
        for (int i = 0; i < readers.size(); i++) {
            readers.get(i).readLeft(array, start);
        }
    }

    /// Prepares a run over `n` rows.
    void begin(int n) {
        if (from == null) {
            return;
        }
        int count = shape.elements(n);
        if (from.length - at < count) {
            throw new ArgumentException("values", "run: " + n + " rows of an input need " + count
                    + " numbers, but the fed array has " + Math.max(0, from.length - at) + " from index " + at
                    + "; run over fewer rows or feed a longer array");
        }
        if (copied) {
            System.arraycopy(from, at, own, 0, count);
        }
    }
}
