package org.chainrule.compile.run;

import org.chainrule.error.ArgumentException;
import org.jspecify.annotations.Nullable;

/// A way to run loops. All tiers give the same bits.
public enum Tier {
    /// Prebuilt kernels run each loop, a block at a time.
    ZERO,
    /// Code generated for each loop runs it from the first call on, before HotSpot has compiled it.
    ONE,
    /// Prebuilt kernels run a loop until its generated code is warm, which happens in the background, and is faster.
    BOTH;

    static final String PROPERTY = "chainrule.tier";

    /// Returns the tier that the system property `chainrule.tier` selects: `0`, `1` or `both`. It defaults to `both`.
    static Tier wished() {
        return of(System.getProperty(PROPERTY));
    }

    /// Returns the tier for a value of the system property.
    ///
    /// @throws ArgumentException if the value is not `0`, `1` or `both`
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
