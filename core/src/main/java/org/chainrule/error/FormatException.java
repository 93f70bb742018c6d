package org.chainrule.error;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A file does not hold what its format promises: truncated, lying about its sizes, of a newer version, or another
/// kind of file altogether.
public final class FormatException extends ChainruleException {
    private static final long serialVersionUID = 1L;

    private final String source;
    private final boolean whole;
    private final transient @Nullable Record reason;

    /// An error about the named source (a path or "stream"); the message is the whole sentence a user reads.
    public FormatException(String source, String message) {
        this(source, message, false, null);
    }

    private FormatException(String source, String message, boolean whole, @Nullable Record reason) {
        super(message);
        this.source = source;
        this.whole = whole;
        this.reason = reason;
    }

    /// An error about a source that is [whole][#whole].
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

    /// The path of the file, or what else was read.
    public String source() {
        return source;
    }

    /// Whether the file itself is known to be whole: it is of a newer version, or holds something else than was asked for.
    public boolean whole() {
        return whole;
    }
}
