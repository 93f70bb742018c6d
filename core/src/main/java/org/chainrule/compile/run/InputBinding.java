package org.chainrule.compile.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.chainrule.compile.lower.Lowering;
import org.chainrule.error.ArgumentException;
import org.chainrule.type.Shape;
import org.jspecify.annotations.Nullable;

/// Where the values of an input are read: from its own buffer, or from an array of the caller's. Where nothing but products
/// read the input, as what is multiplied by weights, they read that array where it stands; else a run begins with a copy.
final class InputBinding {
    private final float[] own;
    private final Shape shape;
    private final List<MatmulStep> readers = new ArrayList<>(0);
    /// Whether something else than a product reads the input.
    private boolean readElsewhere;
    /// Null for the input's own buffer.
    private float @Nullable [] from;
    private boolean copied;
    private int at;

    private InputBinding(float[] own, Shape shape) {
        this.own = own;
        this.shape = shape;
    }

    /// The feeds of all inputs, in order.
    ///
    /// @param bufferOf the buffer of each value
    /// @param arrays the array of each value
    /// @param stageOf the stage of each step
    static InputBinding[] of(Lowering lowering, int[] bufferOf, float[][] arrays, PlanStep[] steps, int[] stageOf) {
        InputBinding[] feeds = new InputBinding[lowering.inputs().size()];
        Map<Integer, InputBinding> ofBuffer = new HashMap<>();
        for (int i = 0; i < feeds.length; i++) {
            int input = lowering.inputs().get(i);
            feeds[i] = new InputBinding(arrays[input], lowering.values().get(input).shape());
            ofBuffer.put(bufferOf[input], feeds[i]);
        }
        for (int i = 0; i < steps.length; i++) {
            List<Integer> reads = lowering.stages().get(stageOf[i]).reads();
            for (int operand = 0; operand < reads.size(); operand++) {
                InputBinding feed = ofBuffer.get(bufferOf[reads.get(operand)]);
                if (feed != null && operand == 0 && steps[i] instanceof MatmulStep product) {
                    feed.readers.add(product);
                } else if (feed != null) {
                    feed.readElsewhere = true;
                }
            }
        }
        return feeds;
    }

    /// From the next run on the first row stands at number `start` of an array.
    ///
    /// @param stays whether a run leaves the array as it is
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

    /// Back to the input's own buffer.
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

    /// Before a run over `n` rows.
    void begin(int n) {
        if (from == null) {
            return;
        }
        int count = shape.elements(n);
        if (from.length - at < count) {
            throw new ArgumentException("values", "run: " + n + " rows of an input are " + count
                    + " numbers, but the array it is fed from has " + Math.max(0, from.length - at) + " from number "
                    + at + " on; run over fewer rows or feed a longer array");
        }
        if (copied) {
            System.arraycopy(from, at, own, 0, count);
        }
    }
}
