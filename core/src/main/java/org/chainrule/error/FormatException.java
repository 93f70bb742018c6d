package org.chainrule.error;

/// Thrown when a file does not match its format: it is truncated, its sizes are inconsistent, its version is newer, or
/// it is another kind of file.
public final class FormatException extends ChainruleException {
    private static final long serialVersionUID = 1L;

    private final String source;
    private final boolean whole;

    /// Creates an error about a source, a path or `stream`. The message is the complete sentence that users read.
    public FormatException(String source, String message) {
        this(source, message, false);
    }

    private FormatException(String source, String message, boolean whole) {
        super(message);
        this.source = source;
        this.whole = whole;
    }

    /// Returns an error about an [undamaged][#whole] source.
    public static FormatException ofWhole(String source, String message) {
        return new FormatException(source, message, true);
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
