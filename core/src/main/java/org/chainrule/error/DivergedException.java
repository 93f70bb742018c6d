package org.chainrule.error;

import java.util.OptionalInt;

/// Training produced a number that is not finite and was stopped. The step is repeated from the state before it, to say
/// what was first.
public final class DivergedException extends ChainruleException {
    private static final long serialVersionUID = 1L;

    /// What was the first number that is not finite.
    public enum Origin {
        /// A value, a target or the weight of an example.
        ROW,
        /// A value that a layer made on the way forward.
        LAYER,
        /// The loss, of finite outputs.
        LOSS,
        /// The gradient of a parameter, on the way back from a finite loss.
        GRADIENT,
        /// The learning rate that the schedule gave.
        RATE,
        /// A parameter after an update by a finite gradient.
        UPDATE,
        /// Not known.
        UNKNOWN
    }

    private final int epoch;
    private final int step;
    private final Origin origin;
    private final String where;
    private final int row;
    private final String fact;

    /// An error at a step of an epoch, both counted from 1.
    ///
    /// @param origin what was first
    /// @param where `input`, `target`, `weights`, `loss`, `learning rate`, or the path of the layer or parameter
    /// @param row the number of the example, or -1
    /// @param fact what happened, such as `the output of relu became NaN for row 3 of the examples`
    /// @param message the whole sentence a user reads
    public DivergedException(int epoch, int step, Origin origin, String where, int row, String fact, String message) {
        super(message);
        this.epoch = epoch;
        this.step = step;
        this.origin = origin;
        this.where = where;
        this.row = row;
        this.fact = fact;
    }

    /// The same facts in another sentence.
    public DivergedException saying(String message) {
        DivergedException other = new DivergedException(epoch, step, origin, where, row, fact, message);
        other.setStackTrace(getStackTrace());
        return other;
    }

    /// The epoch, counted from 1.
    public int epoch() {
        return epoch;
    }

    /// The step in the epoch, counted from 1.
    public int step() {
        return step;
    }

    /// What was the first number that is not finite.
    public Origin origin() {
        return origin;
    }

    /// Where it stood: `input`, `target`, `weights`, `loss`, `learning rate`, or the path of the layer or parameter; empty
    /// if that is not known.
    public String where() {
        return where;
    }

    /// The example at which it stood first, by its number among those trained on, from 0; empty where it belongs to none.
    public OptionalInt row() {
        return row < 0 ? OptionalInt.empty() : OptionalInt.of(row);
    }

    /// What happened, the beginning of a sentence.
    public String fact() {
        return fact;
    }
}
