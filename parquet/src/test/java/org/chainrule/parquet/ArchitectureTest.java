package org.chainrule.parquet;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.chainrule.testing.Architecture;
import org.chainrule.testing.PublicComments;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    /// The packages of the module in order; each may use only those before it.
    private static final List<String> ROOMS = List.of("org.chainrule.parquet.codec", "org.chainrule.parquet.meta",
            "org.chainrule.parquet.page", "org.chainrule.parquet");

    private static final JavaClasses PARQUET = Architecture.mainClasses();

    @Test
    void eachRoomUsesOnlyThoseBelowIt() {
        assertThat(PARQUET.size()).isGreaterThanOrEqualTo(25);
        for (int room = 0; room < ROOMS.size() - 1; room++) {
            String[] above = ROOMS.subList(room + 1, ROOMS.size()).toArray(String[]::new);
            noClasses().that().resideInAPackage(ROOMS.get(room)).should().dependOnClassesThat()
                    .resideInAnyPackage(above).check(PARQUET);
        }
        assertThat(PARQUET).extracting(type -> type.getPackageName()).isSubsetOf(ROOMS);
    }

    @Test
    void filesAreSmallAndHaveNamesOfTheirOwn() throws IOException {
        for (Path file : sources("parquet")) {
            assertThat(Files.readAllLines(file).size()).as(file.toString()).isLessThanOrEqualTo(300);
        }
        List<String> names = Stream.of("core", "tabular", "parquet", "excel", "serve")
                .flatMap(module -> sources(module).stream())
                .map(file -> String.valueOf(file.getFileName())).filter(name -> !name.endsWith("-info.java")).toList();
        assertThat(names.stream().filter(name -> Collections.frequency(names, name) > 1).distinct()).isEmpty();
    }

    private static List<Path> sources(String module) {
        try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "main", "java"))) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void followsTheRulesOfTheOtherModules() throws IOException {
        Architecture.nothingIsPrinted().check(PARQUET);
        Architecture.noThreadLocals().check(PARQUET);
        Architecture.noSerialization().check(PARQUET);
        Architecture.nothingFollowsTheLocale().check(PARQUET);
        Architecture.noLibraryFunctionsOutside().check(PARQUET);
        Architecture.onlyExportedTypesInSignatures().check(PARQUET);
        PublicComments.check();
    }
}
