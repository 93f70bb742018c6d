package org.chainrule.serve;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.chainrule.testing.Architecture;
import org.chainrule.testing.PublicComments;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses SERVE = Architecture.mainClasses();

    /// The rooms of the server from the highest to the lowest.
    private static final List<String> ROOMS = List.of("org.chainrule.serve", "org.chainrule.serve.play",
            "org.chainrule.serve.play.lesson", "org.chainrule.serve.view", "org.chainrule.serve.door",
            "org.chainrule.serve.page", "org.chainrule.serve.host", "org.chainrule.serve.batch",
            "org.chainrule.serve.measure", "org.chainrule.serve.web");

    @Test
    void roomsUseOnlyRoomsBelow() {
        for (int i = 1; i < ROOMS.size(); i++) {
            String[] above = ROOMS.subList(0, i).toArray(String[]::new);
            noClasses().that().resideInAPackage(ROOMS.get(i)).should().dependOnClassesThat()
                    .resideInAnyPackage(above).check(SERVE);
        }
        assertThat(SERVE).extracting(type -> type.getPackageName()).isSubsetOf(ROOMS);
    }

    @Test
    void filesAreFewAndSmall() throws IOException {
        assertThat(SERVE.size()).isGreaterThanOrEqualTo(30);
        try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
            List<Path> sources = files.filter(file -> file.toString().endsWith(".java")).toList();
            for (Path file : sources) {
                assertThat(Files.readAllLines(file).size()).as(file.toString()).isLessThanOrEqualTo(400);
            }
        }
    }

    @Test
    void followsTheRulesOfTheOtherModules() throws IOException {
        Architecture.nothingIsPrinted().check(SERVE);
        Architecture.noThreadLocals().check(SERVE);
        Architecture.noSerialization().check(SERVE);
        Architecture.nothingFollowsTheLocale().check(SERVE);
        Architecture.noLibraryFunctionsOutside().check(SERVE);
        Architecture.onlyExportedTypesInSignatures().check(SERVE);
        PublicComments.check();
    }
}
