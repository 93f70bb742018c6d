package org.chainrule.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Products of all sizes, on every provider and at every vector width of this processor.
class ProductsTest {
    private static final int PRODUCTS = 4 * (70 + 21);

    @Test
    void everyProviderComputesTheChainOfEveryElement() {
        for (Kernels kernels : Cases.PROVIDERS) {
            assertThat(Products.check(kernels)).isEqualTo(PRODUCTS);
        }
    }

    @Test
    void soDoNarrowerVectors() throws IOException, InterruptedException {
        List<Process> children = List.of(start(16), start(32));
        List<String> kinds = List.of("vector 128-bit", "vector ");
        for (int i = 0; i < children.size(); i++) {
            Process child = children.get(i);
            String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(child.waitFor()).as(output).isZero();
            assertThat(output.lines().filter(line -> line.endsWith("bit: " + PRODUCTS))).as(output).singleElement()
                    .asString().startsWith(kinds.get(i));
        }
    }

    private static Process start(int bytes) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--add-modules=jdk.incubator.vector");
        command.add("-XX:MaxVectorSize=" + bytes);
        command.add("-cp");
        command.add(Path.of("target", "classes") + File.pathSeparator + Path.of("target", "test-classes"));
        command.add(Products.class.getName());
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }
}
