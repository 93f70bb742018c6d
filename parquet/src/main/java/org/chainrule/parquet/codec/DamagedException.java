package org.chainrule.parquet.codec;

/// Thrown when bytes do not have the structure that the format requires. The reader of the file reports it with the name
/// of the file.
public final class DamagedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// Creates an error about a part of the file.
    public DamagedException(String part) {
        super(part);
    }

    /// Rejects bytes that break a rule.
    public static void require(boolean holds, String part) {
        if (!holds) {
            throw new DamagedException(part);
        }
    }
}
