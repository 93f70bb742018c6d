package org.chainrule.error;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Thrown when a file does not match its format: it is truncated, its sizes are inconsistent, its version is newer, or
/// it is another kind of file.
public final class FormatException extends ChainruleException {
    private static final long serialVersionUID = 1L;

    private final String source;
    private final boolean whole;
    private final transient @Nullable Record reason;

    /// Creates an error about a source, a path or `stream`. The message is the complete sentence that users read.
    public FormatException(String source, String message) {
        this(source, message, false, null);
    }

    private FormatException(String source, String message, boolean whole, @Nullable Record reason) {
        super(message);
        this.source = source;
        this.whole = whole;
        this.reason = reason;
    }

    /// Returns an error about an [undamaged][#whole] source.
    public static FormatException ofWhole(String source, String message) {
        return new FormatException(source, message, true, null);
    }

    /// Returns an error whose reason is also a value, for a user interface that words it in its own way.
    public static FormatException because(String source, String message, Record reason) {
        return new FormatException(source, message, false, reason);
    }

    /// Returns the reason as a value; empty if the message is all there is, or after serialization.
    public Optional<Record> reason() {
        return Optional.ofNullable(reason);
    }

    /// Returns the path of the file, or the name of another source.
    public String source() {
        return source;
    }

    /// Returns whether the file itself is undamaged: it has a newer version, or contains something other than the
    /// caller requested.
    public boolean whole() {
        return whole;
    }
}
