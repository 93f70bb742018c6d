package org.chainrule.tabular.train;

import java.util.function.BooleanSupplier;

/// The question whether a training is to stop, with a limit on how long measuring may take after that, since the caller
/// who stops a training waits for its end.
public final class Stop {
    static final Stop NEVER = new Stop(() -> false);
    private static final long GRACE = 300_000_000;

    private final BooleanSupplier question;
    private volatile boolean asked;
    private volatile long since;

    /// Measuring has taken too long after the request to stop.
    public static final class LateException extends RuntimeException {
        private static final long serialVersionUID = 1;

        LateException() {
            super("the training was stopped", null, false, false);
        }
    }

    public Stop(BooleanSupplier question) {
        this.question = question;
    }

    /// Whether to stop; once yes, always yes.
    public boolean asked() {
        if (!asked && question.getAsBoolean()) {
            since = System.nanoTime();
            asked = true;
        }
        return asked;
    }

    /// Goes on only while nobody waits.
    ///
    /// @throws LateException a moment after the request to stop
    public void check() {
        if (asked() && System.nanoTime() - since > GRACE) {
            throw new LateException();
        }
    }
}
