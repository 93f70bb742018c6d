package org.chainrule.error;

import java.io.Serializable;
import java.util.OptionalInt;

/// Thrown when training produces a number that is not finite. The trainer stops and repeats the step from the state
/// before it, to find the origin: the first such number.
public final class DivergedException extends ChainruleException {
    private static final long serialVersionUID = 1L;

    /// The place of the first number that is not finite.
    public enum Origin {
        /// A value, a target or the weight of an example.
        ROW,
        /// The output of a layer in the forward pass.
        LAYER,
        /// The loss, although the outputs are finite.
        LOSS,
        /// The gradient of a parameter, although the loss is finite.
        GRADIENT,
        /// The learning rate computed by the schedule.
        RATE,
        /// A parameter after an update, although the gradient is finite.
        UPDATE,
        /// The origin is unknown.
        UNKNOWN
    }

    private final Facts facts;

    /// The first number that is not finite.
    ///
    /// @param epoch the epoch, counted from 1
    /// @param step the step in the epoch, counted from 1
    /// @param origin the place of the number
    /// @param where `input`, `target`, `weights`, `loss`, `learning rate`, or the path of the layer or parameter
    /// @param row the index of the example, or -1
    /// @param event the event, such as `the output of relu became NaN for row 3 of the examples`
    public record Facts(int epoch, int step, Origin origin, String where, int row, String event)
            implements
                Serializable {
    }

    /// Creates an error.
    ///
    /// @param message the complete sentence that users read
    public DivergedException(Facts facts, String message) {
        super(message);
        this.facts = facts;
    }

    /// Returns an error with the same facts and another message.
    public DivergedException saying(String message) {
        DivergedException other = new DivergedException(facts, message);
        other.setStackTrace(getStackTrace());
        return other;
    }

    /// Returns the epoch, counted from 1.
    public int epoch() {
        return facts.epoch;
    }

    /// Returns the step in the epoch, counted from 1.
    public int step() {
        return facts.step;
    }

    /// Returns the place of the first number that is not finite.
    public Origin origin() {
        return facts.origin;
    }

    /// Returns `input`, `target`, `weights`, `loss`, `learning rate`, or the path of the layer or parameter; the empty
    /// string if it is unknown.
    public String where() {
        return facts.where;
    }

    /// Returns the index of the first affected example among the training examples, counted from 0; empty if no example
    /// is affected.
    public OptionalInt row() {
        return facts.row < 0 ? OptionalInt.empty() : OptionalInt.of(facts.row);
    }

    /// Returns a description of the event, as the beginning of a sentence.
    public String fact() {
        return facts.event;
    }
}
