package org.chainrule.tabular.ensemble;

import java.time.Duration;
import java.util.Optional;
import org.chainrule.error.ArgumentException;

/// The moment at which a training with a time limit has to be over.
///
/// @param nanos the moment by [System#nanoTime]; empty if there is no limit
public record Deadline(Optional<Long> nanos) {
    /// No limit.
    public static final Deadline NONE = new Deadline(Optional.empty());

    /// Returns the moment after a time.
    ///
    /// @param start the start by [System#nanoTime]
    public static Deadline after(long start, Duration time) {
        return new Deadline(Optional.of(start + time.toNanos()));
    }

    /// Returns the error about a limit that leaves no time to train.
    public static ArgumentException tooShort() {
        return new ArgumentException("time",
                "the time limit was over before the first epoch ended; set a longer one");
    }

    /// Returns whether the moment has come.
    public boolean passed() {
        return secondsLeft() <= 0;
    }

    /// Returns the time left in seconds; infinite if there is no limit.
    public double secondsLeft() {
        return nanos.map(moment -> (moment - System.nanoTime()) * 1e-9).orElse(Double.POSITIVE_INFINITY);
    }
}
