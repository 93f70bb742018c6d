package org.chainrule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.chainrule.testing.Architecture;
import org.junit.jupiter.api.Test;

/// The rooms of core, which docs/house.md draws: a room uses only the rooms below it.
class ArchitectureTest {
    private static final String ROOT = "(root)";

    /// Each room and the rooms it may use, all of which are listed before it; this rules out cycles.
    private static final Map<String, Set<String>> ROOMS = rooms(List.of(Set.of("error"), Set.of("type"), Set.of("ir"),
            Set.of("thread"), Set.of("kernel"), Set.of("random"), Set.of("kernel.scalar"), Set.of("kernel.vector"),
            Set.of("kernel.provider"), Set.of("eval", "grad"), Set.of("rewrite"), Set.of("compile.stage"),
            Set.of("compile.lower", "compile.emit"), Set.of("compile.run"), Set.of(ROOT),
            Set.of("optim"),
            Set.of("nn"), Set.of("data"), Set.of("metric"), Set.of("observe"), Set.of("train"), Set.of("model")));

    /// A line of the figure: the name of a room, then two spaces or more and its purpose.
    private static final Pattern ROOM = Pattern.compile("    (\\.?[\\w.]+|\\(root\\))  ");

    private static final JavaClasses CORE = Architecture.mainClasses();

    private static Map<String, Set<String>> rooms(List<Set<String>> floors) {
        Map<String, Set<String>> rooms = new LinkedHashMap<>();
        for (Set<String> floor : floors) {
            Set<String> below = Set.copyOf(rooms.keySet());
            floor.forEach(room -> rooms.put(room, below));
        }
        rooms.put("io", Set.of("error"));
        List.of("data", "train", "model").forEach(room -> rooms.computeIfPresent(room, (_, below) -> Stream
                .concat(below.stream(), Stream.of("io")).collect(Collectors.toUnmodifiableSet())));
        return rooms;
    }

    private static String room(JavaClass type) {
        String name = type.getPackageName();
        if (name.equals("org.chainrule")) {
            return ROOT;
        }
        if (!name.startsWith("org.chainrule.")) {
            return "";
        }
        return name.substring("org.chainrule.".length());
    }

    private static final ArchCondition<JavaClass> useOnlyRoomsBelow = new ArchCondition<>("use only rooms below") {
        @Override
        public void check(JavaClass type, ConditionEvents events) {
            String room = room(type);
            Set<String> below = ROOMS.get(room);
            if (below == null) {
                events.add(SimpleConditionEvent.violated(type, type.getName() + " is in an unknown room: " + room));
                return;
            }
            type.getDirectDependenciesFromSelf().forEach(use -> {
                String used = room(use.getTargetClass());
                if (!used.isEmpty() && !used.equals(room) && !below.contains(used)) {
                    events.add(SimpleConditionEvent.violated(use, use.getDescription()));
                }
            });
        }
    };

    /// The rules are checked on every class that the sources declare: a scan that finds nothing forbids nothing.
    @Test
    void theScanSeesEverySourceFile() throws IOException {
        Path sources = Path.of("src", "main", "java");
        try (Stream<Path> files = Files.walk(sources)) {
            Set<String> declared = files.map(file -> sources.relativize(file).toString().replace('\\', '/'))
                    .filter(file -> file.endsWith(".java") && !file.endsWith("-info.java"))
                    .map(file -> file.substring(0, file.length() - ".java".length()).replace('/', '.'))
                    .collect(Collectors.toSet());
            Set<String> scanned = CORE.stream().filter(JavaClass::isTopLevelClass).map(JavaClass::getName)
                    .filter(name -> !name.endsWith("-info")).collect(Collectors.toSet());
            assertThat(scanned).isEqualTo(declared);
        }
    }

    /// The rooms of the tower in docs/house.md, from the top. `.run` under `compile.x` is a room of `compile`.
    private static List<String> drawn() throws IOException {
        List<String> drawn = new ArrayList<>();
        boolean core = false;
        String parent = "";
        for (String line : Files.readAllLines(Path.of("..", "docs", "house.md"))) {
            Matcher room = ROOM.matcher(line);
            if (line.contains("-----")) {
                core = true;
            } else if (core && room.lookingAt()) {
                String name = room.group(1);
                drawn.add(name.startsWith(".") ? parent + name : name);
                parent = name.startsWith(".") ? parent : name;
            } else if (core && line.isBlank()) {
                break;
            }
        }
        return drawn;
    }

    @Test
    void thePageOnTheHouseDrawsTheRoomsAsTheyAre() throws IOException {
        List<String> drawn = drawn();
        assertThat(drawn).doesNotHaveDuplicates();
        assertThat(Set.copyOf(drawn)).isEqualTo(ROOMS.keySet());
        List<String> tower = drawn.stream().filter(room -> !room.equals("io")).toList();
        for (JavaClass type : CORE) {
            String from = room(type);
            type.getDirectDependenciesFromSelf().stream().map(use -> room(use.getTargetClass()))
                    .filter(to -> tower.contains(from) && tower.contains(to))
                    .forEach(to -> assertThat(tower.indexOf(to)).as(from + " uses " + to)
                            .isGreaterThanOrEqualTo(tower.indexOf(from)));
        }
    }

    @Test
    void dependenciesPointOnlyDownward() {
        classes().should(useOnlyRoomsBelow).check(CORE);
    }

    @Test
    void theVectorModuleIsTouchedOnlyByVectorClassesOfTheKernel() {
        vectorClasses().check(CORE);
    }

    private static ArchRule vectorClasses() {
        return noClasses().that().haveNameNotMatching("org\\.chainrule\\.kernel\\.vector\\..*").should()
                .dependOnClassesThat().resideInAPackage("jdk.incubator.vector..")
                .because("the jar must work where the module is absent");
    }

    @Test
    void signaturesShowOnlyExportedTypes() throws IOException {
        Architecture.onlyExportedTypesInSignatures().check(CORE);
    }

    @Test
    void nothingIsPrinted() {
        Architecture.nothingIsPrinted().check(CORE);
    }

    @Test
    void noThreadLocals() {
        Architecture.noThreadLocals().check(CORE);
    }

    @Test
    void noSerialization() {
        Architecture.noSerialization().check(CORE);
    }

    @Test
    void noReflection() {
        Architecture.noReflection().check(CORE);
    }

    @Test
    void noLibraryFunctionsOutsideTheReference() {
        Architecture.noLibraryFunctionsOutside("org.chainrule.eval..").check(CORE);
    }

    @Test
    void noInexactVectorOperations() {
        Architecture.noInexactVectorOperations().check(CORE);
    }

    @Test
    void nothingFollowsTheLocale() {
        Architecture.nothingFollowsTheLocale().check(CORE);
    }

    /// Every rule finds its violation in a class that breaks all rules.
    @Test
    void theRulesCatchWhatTheyForbid() {
        JavaClasses bad = new ClassFileImporter().importClasses(Forbidden.class, Forbidden.InKernel.class);
        assertThat(violations(Architecture.nothingIsPrinted(), bad)).hasSize(3);
        assertThat(violations(Architecture.noThreadLocals(), bad)).isNotEmpty();
        assertThat(violations(Architecture.noSerialization(), bad)).isNotEmpty();
        assertThat(violations(Architecture.noReflection(), bad)).isNotEmpty();
        assertThat(violations(Architecture.noLibraryFunctionsOutside("org.chainrule.eval.."), bad)).hasSize(2);
        assertThat(violations(Architecture.noInexactVectorOperations(), bad)).hasSize(2);
        assertThat(violations(Architecture.nothingFollowsTheLocale(), bad)).hasSize(4);
        assertThat(violations(vectorClasses(), bad)).isNotEmpty();
        assertThat(violations(classes().should(useOnlyRoomsBelow), bad)).isEmpty();
    }

    @Test
    void theFloorsAreInOrder() {
        assertThat(ROOMS.get("error")).isEmpty();
        assertThat(ROOMS.get("io")).containsExactly("error");
        assertThat(ROOMS.get("grad")).containsExactlyInAnyOrder("error", "type", "ir", "thread", "kernel", "random",
                "kernel.scalar",
                "kernel.vector", "kernel.provider");
        assertThat(ROOMS.get("nn")).contains(ROOT, "compile.run", "kernel", "optim").doesNotContain("train", "model",
                "io");
        assertThat(ROOMS.get("train")).contains("data", "io", "nn", "metric").doesNotContain("model");
        assertThat(ROOMS.get("model")).contains("io", "optim", "train");
    }

    @Test
    void everyPackageSaysWhatItIsFor() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src", "main", "java", "org"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".java")).map(Path::getParent).distinct())
                    .isNotEmpty().allSatisfy(folder -> assertThat(folder.resolve("package-info.java")).exists());
        }
    }

    private static List<String> violations(ArchRule rule, JavaClasses classes) {
        return rule.evaluate(classes).getFailureReport().getDetails();
    }
}
