package org.chainrule.error;

/// A file does not hold what its format promises: truncated, lying about its sizes, of a newer version, or another
/// kind of file altogether.
public final class FormatException extends ChainruleException {
    private static final long serialVersionUID = 1L;

    private final String source;
    private final boolean whole;

    /// An error about the named source (a path or "stream"); the message is the whole sentence a user reads.
    public FormatException(String source, String message) {
        this(source, message, false);
    }

    private FormatException(String source, String message, boolean whole) {
        super(message);
        this.source = source;
        this.whole = whole;
    }

    /// An error about a source that is [whole][#whole].
    public static FormatException ofWhole(String source, String message) {
        return new FormatException(source, message, true);
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
