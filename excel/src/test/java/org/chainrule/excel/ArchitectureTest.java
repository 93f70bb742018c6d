package org.chainrule.excel;

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
    private static final JavaClasses EXCEL = Architecture.mainClasses();

    @Test
    void filesAreFewAndSmall() throws IOException {
        assertThat(EXCEL.size()).isGreaterThanOrEqualTo(10);
        try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
            List<Path> sources = files.filter(file -> file.toString().endsWith(".java")).toList();
            assertThat(sources).hasSizeBetween(10, 25);
            for (Path file : sources) {
                assertThat(Files.readAllLines(file).size()).as(file.toString()).isLessThanOrEqualTo(300);
            }
        }
    }

    @Test
    void followsTheRulesOfTheOtherModules() throws IOException {
        Architecture.nothingIsPrinted().check(EXCEL);
        Architecture.noThreadLocals().check(EXCEL);
        Architecture.noSerialization().check(EXCEL);
        Architecture.nothingFollowsTheLocale().check(EXCEL);
        Architecture.noLibraryFunctionsOutside().check(EXCEL);
        Architecture.onlyExportedTypesInSignatures().check(EXCEL);
        PublicComments.check();
    }
}
