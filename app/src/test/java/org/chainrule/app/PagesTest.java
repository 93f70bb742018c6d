package org.chainrule.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The pages name only files, tests and options that exist.
class PagesTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(?:#[^)]*)?\\)");
    private static final Pattern TEST = Pattern.compile("\\b([A-Z]\\w+Test)\\b");
    /// A class with its rooms: `ir/TypeRules`, `compile/run/Execution`.
    private static final Pattern CLASS = Pattern.compile("`((?:[a-z]+/)+[A-Z]\\w+)`");
    private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z-]+");
    private static final List<String> COMMANDS = List.of("train", "evaluate", "predict", "compare", "inspect", "report",
            "explain", "serve", "play", "trace", "reproduce", "audit", "completion");
    /// Options of other programs that the pages about the command mention.
    private static final Set<String> FOREIGN = Set.of("--add-modules");

    /// The pages that describe the tree as it is; the changelog and the guide to migration also name what it was.
    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(ROOT.resolve("README.md"), ROOT.resolve("CONTRIBUTING.md"),
                ROOT.resolve("bench/README.md")));
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            docs.filter(page -> page.toString().endsWith(".md") && !page.endsWith("migration.md")).sorted()
                    .forEach(pages::add);
        }
        return pages;
    }

    @Test
    void linksLeadToFiles() throws IOException {
        List<String> links = new ArrayList<>();
        List<String> broken = new ArrayList<>();
        for (Path page : pages()) {
            for (String link : found(LINK, page)) {
                if (!link.contains(":")) {
                    links.add(link);
                    if (!Files.exists(page.resolveSibling(link))) {
                        broken.add(page.getFileName() + ": " + link);
                    }
                }
            }
        }
        assertThat(broken).isEmpty();
        assertThat(links).hasSizeGreaterThan(30);
    }

    @Test
    void testsExist() throws IOException {
        Set<String> tests = files("/src/test/").stream().map(path -> path.replaceFirst(".*/", "")).map(name -> name
                .replace(".java", "")).collect(Collectors.toSet());
        Set<String> named = new TreeSet<>();
        for (Path page : pages()) {
            named.addAll(found(TEST, page));
        }
        // parts of Maven's -Dsurefire.failIfNoSpecifiedTests and of names such as `*FuzzTest`
        named.removeAll(Set.of("IfNoSpecifiedTest", "FuzzTest"));
        assertThat(tests).containsAll(named);
        assertThat(named).hasSizeGreaterThan(20);
    }

    @Test
    void classesAreInTheRoomsThatThePagesName() throws IOException {
        List<String> files = files("/src/");
        Set<String> named = new TreeSet<>();
        for (Path page : pages()) {
            named.addAll(found(CLASS, page));
        }
        // what docs/adding-an-op.md adds to a copy of the sources
        named.remove("compile/run/RunningSumStep");
        assertThat(named.stream().filter(name -> files.stream().noneMatch(file -> file.endsWith("/" + name + ".java"))))
                .isEmpty();
        assertThat(named).hasSizeGreaterThan(10);
    }

    @Test
    void optionsAreThoseOfTheCommand() throws IOException {
        Set<String> options = new TreeSet<>();
        for (String command : COMMANDS) {
            Commands.Run help = Commands.run(command, "--help");
            assertThat(help.exit()).isZero();
            options.addAll(found(OPTION, help.out()));
        }
        Set<String> named = new TreeSet<>(found(OPTION, Files.readString(ROOT.resolve("docs/command.md"))));
        named.removeAll(FOREIGN);
        assertThat(options).containsAll(named);
        assertThat(named).as("options that docs/command.md explains").hasSizeGreaterThan(20);
    }

    /// The paths of the Java files of all modules.
    private static List<String> files(String part) throws IOException {
        List<String> files = new ArrayList<>();
        for (String module : List.of("core", "tabular", "parquet", "excel", "serve", "app", "examples",
                "bench")) {
            try (Stream<Path> walk = Files.walk(ROOT.resolve(module))) {
                walk.map(Path::toString).filter(path -> path.endsWith(".java") && path.contains(part))
                        .forEach(files::add);
            }
        }
        return files;
    }

    private static List<String> found(Pattern pattern, Path page) {
        try {
            return found(pattern, Files.readString(page));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(MatchResult::group)
                .map(found -> pattern.matcher(found).replaceFirst(pattern == OPTION ? "$0" : "$1")).toList();
    }
}
