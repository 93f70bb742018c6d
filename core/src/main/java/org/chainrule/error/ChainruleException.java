package org.chainrule.error;

/// The superclass of all exceptions that Chainrule throws. The message is one sentence that states what was wrong,
/// where, what was expected and how to fix it. The subclasses provide the same facts as fields.
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
