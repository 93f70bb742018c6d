package org.chainrule.error;

/// What Chainrule throws when it cannot do what was asked: one sentence that says what was wrong, where, what was
/// expected and how to mend it. The subtypes carry the same facts as fields.
public abstract sealed class ChainruleException extends RuntimeException
        permits ShapeException, ArgumentException, DivergedException, FormatException {
    private static final long serialVersionUID = 1L;

    ChainruleException(String message, Throwable cause) {
        super(message, cause);
    }

    ChainruleException(String message) {
        super(message);
    }
}
