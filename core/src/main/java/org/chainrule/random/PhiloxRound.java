package org.chainrule.random;

/// The constants of a round of Philox 4x32-10, and the number in [0, 1) that a word of its result is turned into.
public final class PhiloxRound {
    /// The number of rounds.
    public static final int ROUNDS = 10;
    /// The multiplier of the first word.
    public static final long M0 = 0xd2511f53L;
    /// The multiplier of the third word.
    public static final long M1 = 0xcd9e8d57L;
    /// The increment of the first word of the key.
    public static final int W0 = 0x9e3779b9;
    /// The increment of the second word of the key.
    public static final int W1 = 0xbb67ae85;
    /// The lower 32 bits of a `long`.
    public static final long LOW = 0xffffffffL;

    private PhiloxRound() {
    }

    /// Returns 2^-24 times the top 24 bits of a word.
    static float unit(int word) {
        return (word >>> 8) * 0x1p-24f;
    }
}
