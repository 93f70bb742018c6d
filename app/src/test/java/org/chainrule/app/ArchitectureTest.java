package org.chainrule.app;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.chainrule.app.show.Display;
import org.chainrule.app.show.Terminal;
import org.chainrule.testing.Architecture;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses APP = Architecture.mainClasses();
    private static final String ROOT = "org.chainrule.app";
    /// The packages in order: each uses only those after it.
    private static final List<String> PACKAGES = List.of(ROOT, ROOT + ".option", ROOT + ".show", ROOT + ".process");
    /// The methods of a stream that a [Display] overrides or builds on, and those that print nothing.
    private static final Set<String> SEEN = Set.of("print", "println", "flush", "checkError", "on", "records");

    /// A scan that finds nothing forbids nothing. Raise the number as the module grows.
    @Test
    void theScanSeesTheModule() {
        assertThat(APP.size()).isGreaterThanOrEqualTo(30);
    }

    @Test
    void packagesUseOnlyThoseBelowThem() {
        assertThat(APP.stream().map(type -> type.getPackageName()).collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(PACKAGES);
        for (int i = 0; i < PACKAGES.size(); i++) {
            noClasses().that().resideInAPackage(PACKAGES.get(i)).should().dependOnClassesThat()
                    .resideInAnyPackage(PACKAGES.subList(0, i).toArray(String[]::new)).allowEmptyShould(true)
                    .check(APP);
        }
        slices().matching(ROOT + ".(*)").should().beFreeOfCycles().check(APP);
    }

    @Test
    void packagesAndFilesAreSmall() throws IOException {
        for (String kind : List.of("main", "test")) {
            List<Path> files;
            try (Stream<Path> all = Files.walk(Path.of("src", kind, "java"))) {
                files = all.filter(file -> file.toString().endsWith(".java")).toList();
            }
            assertThat(files).hasSizeGreaterThan(15);
            Map<Path, Long> sizes = files.stream()
                    .collect(Collectors.groupingBy(file -> file.getParent(), Collectors.counting()));
            assertThat(sizes).allSatisfy((folder, count) -> assertThat(count).as("%s", folder).isLessThanOrEqualTo(25));
            for (Path file : files) {
                assertThat(Files.readAllLines(file)).as("%s", file).hasSizeLessThanOrEqualTo(400);
            }
        }
    }

    @Test
    void nothingFollowsTheLocale() {
        Architecture.nothingFollowsTheLocale().check(APP);
    }

    /// All text passes a [Display]: only [Terminal] opens the streams of the process, and no text is printed by a method that
    /// bypasses a display. `completion` prints a program, in bytes.
    @Test
    void everythingPrintedIsMadeVisible() {
        Architecture.nothingIsPrinted().check(APP.that(describe("are not the terminal",
                type -> !type.isEquivalentTo(Terminal.class) && !type.isEquivalentTo(Main.class))));
        noClasses().that().doNotHaveFullyQualifiedName(Display.class.getName()).and()
                .doNotHaveFullyQualifiedName(CompletionCommand.class.getName()).should()
                .accessTargetWhere(describe("text bypasses the display", ArchitectureTest::bypasses))
                .check(APP);
    }

    private static boolean bypasses(JavaAccess<?> access) {
        return access.getTargetOwner().isAssignableTo(PrintStream.class)
                && !access.getName().equals("<init>")
                && !(SEEN.contains(access.getName()) && !access.getDescription().contains("char[]")
                        && !access.getDescription().contains(".print(java.lang.Object)"));
    }
}
