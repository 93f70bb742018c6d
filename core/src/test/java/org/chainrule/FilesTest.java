package org.chainrule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.chainrule.testing.Architecture;
import org.junit.jupiter.api.Test;

/// The limits that keep packages and files small enough to read: files per package, lines per file, one class per name,
/// and no cycles between the files of a package except the listed ones.
class FilesTest {
    private static final Path SOURCES = Path.of("src", "main", "java");
    private static final int MOST_FILES = 25;
    private static final int MOST_LINES = 400;

    /// The cycles between files, by package: each a set of files that need one another.
    private static final Map<String, Set<Set<String>>> CYCLES = Map.ofEntries(
            // each file adds a family of operations to Tensor, whose methods call it
            entry("", Set.of(Set.of("Along", "Axes", "Derivatives", "Kinds", "Noise", "Powers", "Products", "Tensor"))),
            // examples return splits, which hold examples
            entry("data", Set.of(Set.of("Examples", "Split"))),
            // Json is the public face of the parser and declares its limits; Safetensors declares the array that the
            // header describes
            entry("io", Set.of(Set.of("Json", "JsonParser"), Set.of("Safetensors", "SafetensorsHeader"))),
            // a node registers with the history that releases it, and the history walks over graphs of nodes
            entry("ir", Set.of(Set.of("Graph", "History", "Node", "Region"))),
            // the interface has factories for its two general forms
            entry("metric", Set.of(Set.of("Metric", "RowMetric", "ScoredRows", "WholeMetric"))),
            // a sealed interface, its permitted types, and the file format that loads each of them
            entry("model", Set.of(Set.of("Classifier", "ForwardPass", "Hidden", "Inputs", "Kind", "Model", "ModelFile",
                    "MultiLabelClassifier", "NetModel", "Regressor", "Trace"))),
            // a layer is built by a scope, and a scope applies layers
            entry("nn", Set.of(Set.of("Embedding", "Layer", "Mixture", "Named", "Net", "Network", "OutOfRange",
                    "Recompute", "Scope", "Sequential"))),
            // a step starts its run, or resumes it from a file, and the run reads the step
            entry("train", Set.of(Set.of("Diagnosis", "Gradients", "Run", "RunFile", "RunState", "Snapshot",
                    "Starts", "Step", "StepProgram"))));

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    @Test
    void packagesHaveAtMost25FilesButTheCatalogueOfLayers() throws IOException {
        Map<String, Long> sizes = files().stream()
                .collect(Collectors.groupingBy(file -> name(file.getParent()), Collectors.counting()));
        assertThat(sizes).containsKeys("chainrule", "nn", "train");
        sizes.values().removeIf(size -> size <= MOST_FILES);
        assertThat(sizes.keySet()).isEqualTo(Set.of("nn"));
    }

    @Test
    void filesHaveAtMost400LinesButTensor() throws IOException {
        Set<String> large = new TreeSet<>();
        for (Path file : files()) {
            try (Stream<String> lines = Files.lines(file)) {
                if (lines.count() > MOST_LINES) {
                    large.add(name(file));
                }
            } catch (UncheckedIOException e) {
                throw new IOException(file.toString(), e);
            }
        }
        assertThat(large).isEqualTo(Set.of("Tensor.java"));
    }

    @Test
    void noTwoFilesHaveTheSameName() throws IOException {
        assertThat(files().stream().map(FilesTest::name).filter(name -> !name.endsWith("-info.java")).toList())
                .contains("Tensor.java").doesNotHaveDuplicates();
    }

    @Test
    void filesOfAPackageHaveNoCyclesButTheListedOnes() {
        Map<String, Set<Set<String>>> found = new TreeMap<>();
        uses().forEach((room, uses) -> {
            Set<Set<String>> cycles = cycles(uses);
            if (!cycles.isEmpty()) {
                found.put(room, cycles);
            }
        });
        assertThat(found).isEqualTo(CYCLES);
    }

    @Test
    void cyclesAreFound() {
        Map<String, Set<String>> uses = Map.of("A", Set.of("B", "D"), "B", Set.of("C"), "C", Set.of("A"), "D",
                Set.of("E"), "E", Set.of("D"), "F", Set.of("A", "F"));
        assertThat(cycles(uses)).isEqualTo(Set.of(Set.of("A", "B", "C"), Set.of("D", "E")));
    }

    /// The files of its package that each file uses, by package.
    private static Map<String, Map<String, Set<String>>> uses() {
        Map<String, Map<String, Set<String>>> uses = new HashMap<>();
        for (JavaClass type : Architecture.mainClasses()) {
            String room = type.getPackageName().replaceFirst("^org\\.chainrule\\.?", "");
            Set<String> own = uses.computeIfAbsent(room, _ -> new HashMap<>())
                    .computeIfAbsent(file(type), _ -> new TreeSet<>());
            type.getDirectDependenciesFromSelf().stream().map(Dependency::getTargetClass)
                    .filter(target -> target.getPackageName().equals(type.getPackageName()))
                    .forEach(target -> own.add(file(target)));
        }
        return uses;
    }

    /// The name of the file that declares a type.
    private static String file(JavaClass type) {
        JavaClass base = type.getBaseComponentType();
        return base.getEnclosingClass().map(FilesTest::file).orElseGet(base::getSimpleName);
    }

    /// The sets of two or more files that all reach one another.
    private static Set<Set<String>> cycles(Map<String, Set<String>> uses) {
        Map<String, Set<String>> reached = new HashMap<>();
        uses.keySet().forEach(file -> reached.put(file, reach(file, uses)));
        return uses.keySet().stream()
                .map(file -> reached.getOrDefault(file, Set.of()).stream()
                        .filter(other -> reached.getOrDefault(other, Set.of()).contains(file))
                        .collect(Collectors.toSet()))
                .filter(cycle -> cycle.size() > 1).collect(Collectors.toSet());
    }

    private static Set<String> reach(String from, Map<String, Set<String>> uses) {
        Set<String> reached = new TreeSet<>();
        List<String> next = new ArrayList<>(uses.getOrDefault(from, Set.of()));
        while (!next.isEmpty()) {
            String file = next.removeLast();
            if (reached.add(file)) {
                next.addAll(uses.getOrDefault(file, Set.of()));
            }
        }
        return reached;
    }
}
