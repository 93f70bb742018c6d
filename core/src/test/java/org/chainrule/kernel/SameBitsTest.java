package org.chainrule.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chainrule.kernel.scalar.ScalarKernels;
import org.chainrule.kernel.vector.VectorKernels;
import org.junit.jupiter.api.Test;

/// The same work gives the same bits in JVMs with and without the vector module, at several vector widths, compiled and
/// interpreted.
class SameBitsTest {
    private static final String MODULE = "--add-modules=jdk.incubator.vector";

    @Test
    void everyJvmComputesTheSameBits() throws IOException, InterruptedException {
        Map<String, Process> children = new LinkedHashMap<>();
        children.put("scalar", start());
        children.put("scalar, interpreted", start("-Xint"));
        children.put("vector", start(MODULE));
        children.put("vector 64-bit", start(MODULE, "-XX:MaxVectorSize=8"));
        children.put("vector 128-bit", start(MODULE, "-XX:MaxVectorSize=16"));
        children.put("vector 256-bit or less", start(MODULE, "-XX:MaxVectorSize=32"));
        String hash = Workload.hash(ScalarKernels.INSTANCE);
        assertThat(Workload.hash(VectorKernels.INSTANCE)).isEqualTo(hash);
        for (Map.Entry<String, Process> child : children.entrySet()) {
            String kind = child.getKey();
            String output = new String(child.getValue().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(child.getValue().waitFor()).as(output).isZero();
            String line = output.lines().filter(text -> text.endsWith(": " + hash)).findFirst().orElse("");
            assertThat(line).as("%s: expected %s, got %s", kind, hash, output)
                    .startsWith(kind.startsWith("scalar") ? "scalar: " : "vector ");
            if (kind.endsWith("-bit")) {
                assertThat(line).isEqualTo(kind + ": " + hash);
            }
        }
    }

    private static Process start(String... flags) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(flags));
        command.add("-cp");
        command.add(Path.of("target", "classes") + File.pathSeparator + Path.of("target", "test-classes"));
        command.add(Workload.class.getName());
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }
}
