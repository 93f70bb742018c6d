package org.chainrule.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The machine that a benchmark runs on.
public final class Machine {
    private Machine() {
    }

    /// Returns the processor with its vectors, the number of cores and the system, such as
    /// `AMD EPYC (AVX-512), 2 cores, Linux amd64`.
    public static String name() throws IOException {
        Path file = Path.of("/proc/cpuinfo");
        List<String> lines = Files.isReadable(file) ? Files.readAllLines(file) : List.of();
        String model = lines.stream().filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip()).findFirst().orElse("unknown processor");
        String flags = lines.stream().filter(line -> line.startsWith("flags")).findFirst().orElse("") + " ";
        String vectors = flags.contains(" avx512f ") ? " (AVX-512)" : flags.contains(" avx2 ") ? " (AVX2)" : "";
        return String.join(", ", model + vectors, Runtime.getRuntime().availableProcessors() + " cores",
                System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    }

    /// Returns the virtual machine and its version.
    public static String java() {
        return System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version");
    }
}
