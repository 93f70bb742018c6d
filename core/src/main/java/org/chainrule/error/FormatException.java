package org.chainrule.error;

/// A file does not hold what its format promises: truncated, lying about its sizes, of a newer version, or another
/// kind of file altogether.
public final class FormatException extends ChainruleException {
    private static final long serialVersionUID = 1L;

    private final String source;

    /// An error about the named source (a path or "stream"); the message is the whole sentence a user reads.
    public FormatException(String source, String message) {
        super(message);
        this.source = source;
    }

    /// The path of the file, or what else was read.
    public String source() {
        return source;
    }
}
