package org.chainrule.compile;

import java.util.ArrayList;
import java.util.List;
import org.chainrule.error.ArgumentException;
import org.chainrule.ir.Shape;
import org.jspecify.annotations.Nullable;

/// Where the values of an input are read: from its own buffer, or from an array of the caller's. Where nothing but products
/// read the input, as what is multiplied by weights, they read that array where it stands; else a run begins with a copy.
final class Feed {
    private final float[] own;
    private final Shape shape;
    private final MatmulStep @Nullable [] readers;
    /// Null for the input's own buffer.
    private float @Nullable [] from;
    private int at;

    private Feed(float[] own, Shape shape, MatmulStep @Nullable [] readers) {
        this.own = own;
        this.shape = shape;
        this.readers = readers;
    }

    /// The feed of an input.
    ///
    /// @param input the number of the value
    /// @param stageOf the stage of each step
    static Feed of(int input, Lowering lowering, int[] bufferOf, float[] own, Step[] steps, int[] stageOf) {
        List<MatmulStep> readers = new ArrayList<>();
        boolean copied = false;
        for (int i = 0; i < steps.length; i++) {
            List<Integer> reads = lowering.stages().get(stageOf[i]).reads();
            for (int operand = 0; operand < reads.size(); operand++) {
                if (bufferOf[reads.get(operand)] == bufferOf[input]) {
                    if (operand == 0 && steps[i] instanceof MatmulStep product) {
                        readers.add(product);
                    } else {
                        copied = true;
                    }
                }
            }
        }
        return new Feed(own, lowering.values().get(input).shape(),
                copied ? null : readers.toArray(MatmulStep[]::new));
    }

    /// From the next run on the first row stands at number `start` of an array.
    void from(float[] array, int start) {
        from = array;
        at = start;
        bind(array, start);
    }

    /// Back to the input's own buffer.
    void fromOwn() {
        from = null;
        bind(own, 0);
    }

    private void bind(float[] array, int start) {
        if (readers != null) {
            for (MatmulStep reader : readers) {
                reader.readLeft(array, start);
            }
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
        if (readers == null) {
            System.arraycopy(from, at, own, 0, count);
        }
    }
}
