package org.chainrule.tabular.train;

import java.util.function.BooleanSupplier;

/// The condition that stops a training, with a limit on how long measuring may still take, because the user who stopped
/// the training is waiting.
public final class Stop {
    static final Stop NEVER = new Stop(() -> false);
    private static final long GRACE = 300_000_000;

    /// A training that was stopped earlier and is repeated: nobody is waiting.
    public static final Stop REPEATED = new Stop(() -> true, Long.MAX_VALUE);

    private final BooleanSupplier question;
    private final long grace;
    private volatile boolean asked;
    private volatile long since;

    /// Thrown if measuring takes too long after the request to stop.
    public static final class LateException extends RuntimeException {
        private static final long serialVersionUID = 1;

        LateException() {
            super("the training was stopped", null, false, false);
        }
    }

    public Stop(BooleanSupplier question) {
        this(question, GRACE);
    }

    private Stop(BooleanSupplier question, long grace) {
        this.question = question;
        this.grace = grace;
    }

    /// Returns whether to stop; once true, always true.
    public boolean asked() {
        if (!asked && question.getAsBoolean()) {
            since = System.nanoTime();
            asked = true;
        }
        return asked;
    }

    /// Returns if measuring may continue.
    ///
    /// @throws LateException if the training was asked to stop more than a moment ago
    public void check() {
        if (asked() && System.nanoTime() - since > grace) {
            throw new LateException();
        }
    }
}
