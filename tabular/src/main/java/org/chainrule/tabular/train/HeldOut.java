package org.chainrule.tabular.train;

import java.util.stream.IntStream;
import org.chainrule.tabular.outcome.Estimand;
import org.chainrule.tabular.outcome.Target;

/// The outputs of a model for rows that it did not learn from: those of the validation set, or those of every row by the
/// members of an ensemble that did not learn from the row. What is chosen after the training is chosen on them.
///
/// Probabilities are those of the network, before any temperature.
///
/// @param rows   the rows of the table
/// @param folds  whether the outputs for a row are those of only some members, since the others learned from it
/// @param source what computes or keeps the outputs
public record HeldOut(int[] rows, boolean folds, Source source) {
    /// Outputs by the places of rows.
    @FunctionalInterface
    public interface Source {
        /// Passes the outputs for the rows at these places to a consumer, block by block.
        void pass(int[] places, Codec.Block block);
    }

    /// Returns outputs that exist already.
    ///
    /// @param values the outputs, row after row
    public static HeldOut of(int[] rows, boolean folds, float[] values) {
        int width = values.length / rows.length;
        return new HeldOut(rows, folds, (places, block) -> {
            float[] chosen = new float[places.length * width];
            for (int i = 0; i < places.length; i++) {
                System.arraycopy(values, places[i] * width, chosen, i * width, width);
            }
            block.take(0, places.length, chosen);
        });
    }

    /// Passes the outputs for all rows to a consumer, block by block.
    ///
    /// @throws Stop.LateException if the training was stopped and measuring takes too long
    public void outputs(Codec.Block block) {
        outputs(IntStream.range(0, rows.length).toArray(), block);
    }

    /// Passes the outputs for the rows at some places to a consumer, block by block.
    ///
    /// @throws Stop.LateException if the training was stopped and measuring takes too long
    public void outputs(int[] places, Codec.Block block) {
        source.pass(places, block);
    }

    /// Returns a copy that counts the numbers that are set to the nearest end of the range of the training rows.
    ///
    /// @param clamped the count, in its only element
    public HeldOut counting(Target.Numbers numbers, int[] clamped) {
        return new HeldOut(rows, folds, (places, block) -> outputs(places, (from, count, outputs) -> {
            // the outer quantiles often leave the range, which is no sign of anything
            for (int i = 0; i < count && !(numbers.estimand() instanceof Estimand.Quantiles); i++) {
                clamped[0] += numbers.isClamped(outputs[i]) ? 1 : 0;
            }
            block.take(from, count, outputs);
        }));
    }
}
