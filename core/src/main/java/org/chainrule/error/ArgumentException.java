package org.chainrule.error;

import org.jspecify.annotations.Nullable;

/// An argument is outside what the operation accepts.
public final class ArgumentException extends ChainruleException {
    private static final long serialVersionUID = 1L;

    private final String argument;
    private final String where;

    /// An error about the named argument; the message is the whole sentence a user reads, which begins with the operation
    /// and a colon.
    public ArgumentException(String argument, String message) {
        this(argument, message, "", null);
    }

    /// An error at a place in the network that its message tells already.
    public ArgumentException(String argument, String message, String where) {
        this(argument, message, where, null);
    }

    private ArgumentException(String argument, String message, String where, @Nullable ArgumentException cause) {
        super(message);
        this.argument = argument;
        this.where = where;
        if (cause != null) {
            setStackTrace(cause.getStackTrace());
        }
    }

    /// Refuses an argument that is null.
    ///
    /// @throws ArgumentException if the value is null, naming the operation and the argument
    public static void requireNotNull(String operation, String argument, @Nullable Object value) {
        if (value == null) {
            throw new ArgumentException(argument, operation + ": " + argument + " is null, expected a value");
        }
    }

    /// Refuses a list or array that holds a null.
    ///
    /// @throws ArgumentException if the array or one of its elements is null, naming the first
    public static void requireNoneNull(String operation, String argument, @Nullable Object @Nullable [] values) {
        requireNotNull(operation, argument, values);
        for (int i = 0; values != null && i < values.length; i++) {
            if (values[i] == null) {
                throw new ArgumentException(argument, operation + ": number " + i + " of " + argument
                        + " is null, expected a value");
            }
        }
    }

    /// The same error, placed at a path of the network. A place already named is kept: the innermost is the right one.
    public ArgumentException in(String path) {
        return !where.isEmpty() || path.isEmpty()
                ? this
                : new ArgumentException(argument, getMessage() + " (in " + path + ")", path, this);
    }

    /// The same error of another operation, the one that the user called: its word stands before the first colon.
    public ArgumentException as(String operation) {
        String message = String.valueOf(getMessage());
        return new ArgumentException(argument, operation + message.substring(Math.max(0, message.indexOf(": "))),
                where, this);
    }

    /// The name of the guilty argument.
    public String argument() {
        return argument;
    }

    /// The path in the network, or the empty string outside one.
    public String where() {
        return where;
    }
}
