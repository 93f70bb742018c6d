package org.chainrule.tabular.train;

import java.util.stream.IntStream;
import org.chainrule.tabular.assess.Temperature;
import org.chainrule.tabular.outcome.ErrorQuantiles;
import org.chainrule.tabular.outcome.Estimand;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;

/// What a model learns from the validation rows after its training, so that its probabilities mean what they say.
public final class Calibrator {
    /// The most probabilities that are kept for calibration: 16 MiB. Of more rows, some are used, evenly spaced.
    private static final long KEPT = 1 << 22;
    /// The same if the user who stopped the training is waiting.
    private static final long FEWER = 1 << 18;

    private Calibrator() {
    }

    /// Returns a copy with everything that the held-out rows decide: the temperature, the errors that bound intervals and
    /// sets, and the decision threshold.
    ///
    /// @param chooses whether the threshold is chosen
    /// @throws Stop.LateException if the training was stopped and predicting takes too long
    public static Codec decided(Codec codec, HeldOut held, Table table, boolean chooses) {
        Codec bounded = bounded(calibrated(codec, held, table), held, table);
        return chooses ? bounded.withBestThreshold(held, table) : bounded;
    }

    /// Returns a copy with the temperature that fits the held-out rows.
    ///
    /// @throws Stop.LateException if the training was stopped and predicting takes too long
    static Codec calibrated(Codec codec, HeldOut held, Table table) {
        if (!(codec.target() instanceof Target.Classes classes)) {
            return codec;
        }
        int width = codec.outputs();
        int[] rows = held.rows();
        int used = (int) Math.min(rows.length, (codec.stop().asked() ? FEWER : KEPT) / width);
        int[] places = IntStream.range(0, used).map(i -> (int) ((long) i * rows.length / used)).toArray();
        int[] some = IntStream.of(places).map(place -> rows[place]).toArray();
        float[] probabilities = new float[used * width];
        held.outputs(places, (from, count, outputs) -> System.arraycopy(outputs, 0, probabilities, from * width,
                count * width));
        double fitted = Temperature.of(probabilities, width, classes.classes(table, some),
                codec.aim().learning(classes, table, some));
        // the average of all members is less sure than the members of a fold, so that it needs less of a temperature
        return codec
                .with(classes.calibrated(held.folds() && fitted > 1 ? Temperature.rounded(Math.sqrt(fitted)) : fitted));
    }

    /// Returns a copy with the quantiles of the errors on the held-out rows, for intervals around numbers and sets of classes.
    ///
    /// @throws Stop.LateException if the training was stopped and predicting takes too long
    public static Codec bounded(Codec codec, HeldOut held, Table table) {
        int[] rows = held.rows();
        double[] errors = new double[rows.length];
        return switch (codec.target()) {
            case Target.Classes classes -> {
                int width = codec.outputs();
                int[] truth = classes.classes(table, rows);
                codec.each(held, (from, count, outputs) -> {
                    for (int i = 0; i < count; i++) {
                        errors[from + i] = 1.0 - outputs[i * width + truth[from + i]];
                    }
                });
                yield codec.with(classes.bounded(ErrorQuantiles.of(errors)));
            }
            // quantiles are intervals of their own
            case Target.Numbers numbers when numbers.estimand() instanceof Estimand.Quantiles -> codec;
            case Target.Numbers numbers -> {
                NumberColumn truth = numbers.values(table);
                Target.Numbers unbiased = unbiased(codec, numbers, held, truth);
                codec.each(held, (from, count, outputs) -> {
                    for (int i = 0; i < count; i++) {
                        errors[from + i] = Math.abs(truth.value(rows[from + i]) - unbiased.restore(outputs[i]));
                    }
                });
                yield codec.with(unbiased.bounded(ErrorQuantiles.of(errors)));
            }
        };
    }

    /// Returns a target whose transform is undone without bias, by the errors on the held-out rows.
    private static Target.Numbers unbiased(Codec codec, Target.Numbers numbers, HeldOut held, NumberColumn truth) {
        if (numbers.transform().isIdentity()) {
            return numbers;
        }
        double[] errors = new double[held.rows().length];
        codec.each(held, (from, count, outputs) -> {
            for (int i = 0; i < count; i++) {
                errors[from + i] = numbers.learned(truth.value(held.rows()[from + i])) - outputs[i];
            }
        });
        return numbers.transformed(numbers.transform().smeared(errors));
    }
}
