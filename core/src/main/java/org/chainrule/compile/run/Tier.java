package org.chainrule.compile.run;

import org.chainrule.error.ArgumentException;
import org.jspecify.annotations.Nullable;

/// How loops run. The bits are the same.
public enum Tier {
    /// By ready kernels, a block at a time.
    ZERO,
    /// By code written for each loop, used at once, cold as it is.
    ONE,
    /// By ready kernels until the code written for a loop has been warmed aside and is faster.
    BOTH;

    static final String PROPERTY = "chainrule.tier";

    /// What the system property `chainrule.tier` asks for: `0`, `1`, or `both`, as without it.
    static Tier wished() {
        return of(System.getProperty(PROPERTY));
    }

    public static Tier of(@Nullable String wish) {
        return switch (wish) {
            case null -> BOTH;
            case "both" -> BOTH;
            case "0" -> ZERO;
            case "1" -> ONE;
            default -> throw new ArgumentException(PROPERTY, PROPERTY + ": must be 0, 1 or both, got " + wish);
        };
    }
}
