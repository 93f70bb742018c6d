package org.chainrule.app;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryManagerMXBean;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// The fault JDK-8377811 of Java 25.0.0 to 25.0.2: the collector G1 may overwrite an array that native code holds, as the
/// JDK's own code does that unpacks gzip.
final class PinnedArrays {
    private PinnedArrays() {
    }

    /// The sentence about this process.
    static Optional<String> warning() {
        return warning(Runtime.version(), PinnedArrays::collectors);
    }

    /// The sentence about a version of Java with some collectors; none where it has no fault. The collectors are asked for
    /// only where the version has it.
    static Optional<String> warning(Runtime.Version version, Supplier<List<String>> collectors) {
        boolean faulty = version.feature() == 25 && version.interim() == 0 && version.update() <= 2;
        if (!faulty || collectors.get().stream().noneMatch(name -> name.startsWith("G1 "))) {
            return Optional.empty();
        }
        return Optional.of("Java 25.0." + version.update() + " with its collector G1 may change numbers in memory"
                + " unnoticed, above all while a gzip file is read (JDK-8377811); use Java 25.0.3 or newer, or"
                + " start it with -XX:+UseParallelGC (./chainrule: CHAINRULE_OPTS=-XX:+UseParallelGC)");
    }

    /// Names such as `G1 Young Generation`. A runtime that cannot tell them has the usual collector, which is G1.
    static List<String> collectors() {
        return ModuleLayer.boot().findModule("java.management").isEmpty()
                ? List.of("G1 of a small runtime")
                : ManagementFactory.getGarbageCollectorMXBeans().stream().map(MemoryManagerMXBean::getName).toList();
    }
}
