package org.chainrule.error;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Thrown when an argument is outside the range that an operation accepts.
public final class ArgumentException extends ChainruleException {
    private static final long serialVersionUID = 1L;

    private final String argument;
    private final String where;
    private final transient @Nullable Record reason;

    /// Creates an error about an argument. The message is the complete sentence that users read; it begins with the
    /// operation and a colon.
    public ArgumentException(String argument, String message) {
        this(argument, message, "", null, null);
    }

    /// Creates an error at a place in the network that the message already names.
    public ArgumentException(String argument, String message, String where) {
        this(argument, message, where, null, null);
    }

    private ArgumentException(String argument, String message, String where, @Nullable ArgumentException cause,
            @Nullable Record reason) {
        super(message);
        this.argument = argument;
        this.where = where;
        this.reason = reason;
        if (cause != null) {
            setStackTrace(cause.getStackTrace());
        }
    }

    /// Returns an error whose reason is also a value, for a user interface that words it in its own way.
    public static ArgumentException because(String argument, String message, Record reason) {
        return new ArgumentException(argument, message, "", null, reason);
    }

    /// Returns the reason as a value; empty if the message is all there is, or after serialization.
    public Optional<Record> reason() {
        return Optional.ofNullable(reason);
    }

    /// Rejects a null argument.
    ///
    /// @throws ArgumentException if the value is null; the message names the operation and the argument
    public static void requireNotNull(String operation, String argument, @Nullable Object value) {
        if (value == null) {
            throw new ArgumentException(argument, operation + ": " + argument + " is null, expected a value");
        }
    }

    /// Rejects a null array or element.
    ///
    /// @throws ArgumentException if the array or one of its elements is null; the message names the first such element
    public static void requireNoneNull(String operation, String argument, @Nullable Object @Nullable [] values) {
        requireNotNull(operation, argument, values);
        for (int i = 0; values != null && i < values.length; i++) {
            if (values[i] == null) {
                throw new ArgumentException(argument, operation + ": number " + i + " of " + argument
                        + " is null, expected a value");
            }
        }
    }

    /// Returns this error with a path in the network added. If it has a path already, returns this error: the innermost
    /// path is the right one.
    public ArgumentException in(String path) {
        return !where.isEmpty() || path.isEmpty()
                ? this
                : new ArgumentException(argument, getMessage() + " (in " + path + ")", path, this, reason);
    }

    /// Returns this error under the name of another operation, the one that the user called. The name replaces the part
    /// of the message before the first colon.
    public ArgumentException as(String operation) {
        String message = String.valueOf(getMessage());
        return new ArgumentException(argument, operation + message.substring(Math.max(0, message.indexOf(": "))),
                where, this, reason);
    }

    /// Returns the name of the argument.
    public String argument() {
        return argument;
    }

    /// Returns the path in the network, or the empty string if there is none.
    public String where() {
        return where;
    }
}
