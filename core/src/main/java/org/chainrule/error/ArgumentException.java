package org.chainrule.error;

/// An argument is outside what the operation accepts.
public final class ArgumentException extends ChainruleException {
    private static final long serialVersionUID = 1L;

    private final String argument;

    /// An error about the named argument; the message is the whole sentence a user reads.
    public ArgumentException(String argument, String message) {
        super(message);
        this.argument = argument;
    }

    /// The name of the guilty argument.
    public String argument() {
        return argument;
    }
}
