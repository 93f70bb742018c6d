package org.chainrule.app.process;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryManagerMXBean;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// A warning about the bug JDK-8377811 in Java 25.0.0 to 25.0.2: the G1 collector may overwrite an array that native code
/// has pinned, such as the JDK's own code that decompresses gzip.
public final class PinnedArrays {
    private PinnedArrays() {
    }

    /// Returns the warning for this process, or empty if the bug does not affect it.
    public static Optional<String> warning() {
        return warning(Runtime.version(), PinnedArrays::collectors);
    }

    /// Returns the warning for a Java version and its garbage collectors, or empty if the bug does not affect them.
    ///
    /// @param collectors the names of the collectors, requested only for an affected version
    static Optional<String> warning(Runtime.Version version, Supplier<List<String>> collectors) {
        boolean faulty = version.feature() == 25 && version.interim() == 0 && version.update() <= 2;
        if (!faulty || collectors.get().stream().noneMatch(name -> name.startsWith("G1 "))) {
            return Optional.empty();
        }
        return Optional.of("Java 25.0." + version.update() + " with the G1 collector may silently corrupt numbers in"
                + " memory, especially while it reads gzip files (JDK-8377811); use Java 25.0.3 or newer, or start"
                + " Java with -XX:+UseParallelGC (for ./chainrule: CHAINRULE_OPTS=-XX:+UseParallelGC)");
    }

    /// Returns the names of this process's collectors, such as `G1 Young Generation`. A runtime image without the
    /// management module cannot report them; the default collector, G1, is then assumed.
    static List<String> collectors() {
        return ModuleLayer.boot().findModule("java.management").isEmpty()
                ? List.of("G1 of a small runtime")
                : ManagementFactory.getGarbageCollectorMXBeans().stream().map(MemoryManagerMXBean::getName).toList();
    }
}
