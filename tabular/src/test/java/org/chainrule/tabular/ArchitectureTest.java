package org.chainrule.tabular;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.chainrule.testing.Architecture;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    /// The packages of the module in order; each may use only those before it.
    private static final List<String> ROOMS = Stream
            .of("number", "time", "value", "chart", "remark", "table", "text", "records", "source", "sql", "csv",
                    "outcome", "assess",
                    "read",
                    "encode",
                    "network", "train", "ensemble", "explain", "report", "")
            .map(room -> room.isEmpty() ? "org.chainrule.tabular" : "org.chainrule.tabular." + room).toList();

    private static final JavaClasses TABULAR = Architecture.mainClasses();

    /// A scan that finds no classes forbids nothing; raise the number as the module grows.
    @Test
    void theScanSeesTheModule() {
        assertThat(TABULAR.size()).isGreaterThanOrEqualTo(100);
    }

    @Test
    void eachRoomUsesOnlyThoseBelowIt() {
        for (int room = 0; room < ROOMS.size() - 1; room++) {
            String[] above = ROOMS.subList(room + 1, ROOMS.size()).toArray(String[]::new);
            noClasses().that().resideInAPackage(ROOMS.get(room)).should().dependOnClassesThat()
                    .resideInAnyPackage(above).check(TABULAR);
        }
        assertThat(TABULAR).extracting(JavaClass::getPackageName).isSubsetOf(ROOMS);
    }

    @Test
    void roomsAndFilesAreSmall() throws IOException {
        Map<Path, Integer> files = new HashMap<>();
        for (Path file : sources(Path.of("src", "main", "java"))) {
            files.merge(file.getParent(), 1, Integer::sum);
            // Tabular has a method for each setting, as Tensor has for each operation
            int most = file.endsWith("Tabular.java") ? 450 : 400;
            assertThat(Files.readAllLines(file).size()).as(file.toString()).isLessThanOrEqualTo(most);
        }
        assertThat(files.values()).hasSizeGreaterThanOrEqualTo(ROOMS.size()).allMatch(count -> count <= 25);
    }

    @Test
    void noSimpleNameTwice() throws IOException {
        List<String> names = Stream.concat(sources(Path.of("src", "main", "java")).stream(),
                sources(Path.of("..", "core", "src", "main", "java")).stream())
                .map(file -> String.valueOf(file.getFileName())).filter(name -> !name.endsWith("-info.java")).toList();
        assertThat(names).hasSizeGreaterThan(100);
        assertThat(names.stream().filter(name -> Collections.frequency(names, name) > 1).distinct()).isEmpty();
    }

    private static List<Path> sources(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    @Test
    void signaturesShowOnlyExportedTypes() throws IOException {
        Architecture.onlyExportedTypesInSignatures().check(TABULAR);
    }

    @Test
    void nothingIsPrinted() {
        Architecture.nothingIsPrinted().check(TABULAR);
    }

    @Test
    void noThreadLocals() {
        Architecture.noThreadLocals().check(TABULAR);
    }

    @Test
    void noSerialization() {
        Architecture.noSerialization().check(TABULAR);
    }

    @Test
    void nothingFollowsTheLocale() {
        Architecture.nothingFollowsTheLocale().check(TABULAR);
    }

    @Test
    void noLibraryFunctions() {
        Architecture.noLibraryFunctionsOutside().check(TABULAR);
    }

    /// The library does not know the command: a flag of the command would mean nothing to a Java user.
    @Test
    void noSentenceNamesAFlagOfTheCommand() throws IOException {
        Pattern flag = Pattern.compile("\"[^\"]*(?<![\\w-])--[a-z]");
        List<String> found = new ArrayList<>();
        int strings = 0;
        for (Path file : sources(Path.of("src", "main", "java"))) {
            for (String line : Files.readAllLines(file)) {
                if (!line.strip().startsWith("//")) {
                    strings += line.contains("\"") ? 1 : 0;
                    if (flag.matcher(line).find()) {
                        found.add(file.getFileName() + ": " + line.strip());
                    }
                }
            }
        }
        assertThat(found).isEmpty();
        assertThat(strings).isGreaterThan(300);
    }
}
