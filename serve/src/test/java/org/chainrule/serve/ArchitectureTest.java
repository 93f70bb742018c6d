package org.chainrule.serve;

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
