package org.chainrule.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PinnedArraysTest {
    private static final List<String> G1 = List.of("G1 Young Generation", "G1 Concurrent GC", "G1 Old Generation");

    @Test
    void affectedReleasesAreReported() {
        for (String version : List.of("25+36-LTS", "25.0.1+8", "25.0.2")) {
            assertThat(PinnedArrays.warning(Runtime.Version.parse(version), () -> G1)).hasValue("Java 25.0."
                    + Runtime.Version.parse(version).update() + " with the G1 collector may silently corrupt numbers in"
                    + " memory, especially while it reads gzip files (JDK-8377811); use Java 25.0.3 or newer, or start"
                    + " Java with -XX:+UseParallelGC (for ./chainrule: CHAINRULE_OPTS=-XX:+UseParallelGC)");
        }
    }

    @Test
    void otherCollectorsAreNotReported() {
        Runtime.Version faulty = Runtime.Version.parse("25.0.1");
        assertThat(PinnedArrays.warning(faulty, () -> List.of("PS MarkSweep", "PS Scavenge"))).isEmpty();
        assertThat(PinnedArrays.warning(faulty, () -> List.of("Copy", "MarkSweepCompact"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"25.0.3+9-LTS", "25.0.4", "25.1", "26", "26.0.1", "24.0.2"})
    void otherReleasesAreNotAskedForTheirCollector(String version) {
        assertThat(PinnedArrays.warning(Runtime.Version.parse(version), () -> {
            throw new IllegalStateException("asked");
        })).isEmpty();
    }

    /// The JDK names its collectors as expected.
    @Test
    void theCollectorOfThisProcessIsKnown() {
        assertThat(PinnedArrays.collectors()).isNotEmpty();
        boolean g1 = PinnedArrays.collectors().stream().anyMatch(name -> name.startsWith("G1 "));
        boolean regions = java.lang.management.ManagementFactory.getMemoryPoolMXBeans().stream()
                .anyMatch(pool -> pool.getName().equals("G1 Eden Space"));
        assertThat(g1).isEqualTo(regions);
    }
}
