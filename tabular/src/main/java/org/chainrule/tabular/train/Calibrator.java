package org.chainrule.tabular.train;

import java.util.stream.IntStream;
import org.chainrule.model.Model;
import org.chainrule.tabular.assess.Temperature;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.table.Table;

/// What a model learns from the validation rows after its training, so that its probabilities mean what they say.
public final class Calibrator {
    /// The most probabilities that are kept for calibration: 128 MiB. Of more rows, some are used, evenly spaced.
    private static final long KEPT = 1 << 25;

    private Calibrator() {
    }

    /// Returns a copy with the temperature that fits the given rows.
    ///
    /// @throws Stop.LateException if the training was stopped and predicting takes too long
    public static Codec calibrated(Codec codec, Model network, Table table, int[] rows) {
        if (!(codec.target() instanceof Target.Classes classes)) {
            return codec;
        }
        int width = codec.outputs();
        int used = (int) Math.min(rows.length, KEPT / width);
        int[] some = used == rows.length
                ? rows
                : IntStream.range(0, used).map(i -> rows[(int) ((long) i * rows.length / used)]).toArray();
        float[] probabilities = new float[used * width];
        codec.with(classes.calibrated(1)).each(network, table, some, (from, count, outputs) -> System
                .arraycopy(outputs, 0, probabilities, from * width, count * width));
        return codec.with(classes.calibrated(Temperature.of(probabilities, width, classes.classes(table, some))));
    }
}
