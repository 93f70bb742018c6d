package org.chainrule.tabular.source;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.Quote;

/// Patterns of file names, such as `data/*.csv`.
public final class Globs {
    private static final String MARKS = "*?[{";

    private Globs() {
    }

    /// Returns the files that a pattern matches, sorted by name; the file itself if there is one of that name, or the
    /// pattern has no wildcards.
    ///
    /// @param pattern a pattern of [java.nio.file.FileSystem#getPathMatcher]; `**` matches folders too
    /// @throws ArgumentException if no file matches
    public static List<Path> matching(String pattern) throws IOException {
        boolean wild = pattern.chars().anyMatch(c -> MARKS.indexOf(c) >= 0);
        if (!wild || exists(pattern)) {
            return List.of(Path.of(pattern));
        }
        String[] parts = pattern.split("/", -1);
        int fixed = 0;
        while (fixed < parts.length - 1 && parts[fixed].chars().noneMatch(c -> MARKS.indexOf(c) >= 0)) {
            fixed++;
        }
        String folder = String.join("/", List.of(parts).subList(0, fixed));
        Path base = Path.of(fixed == 1 && folder.isEmpty() ? "/" : folder);
        if (!folder.isEmpty() && !Files.isDirectory(base)) {
            throw none(pattern, "there is no folder " + Quote.clip(folder));
        }
        boolean hidden = parts[parts.length - 1].startsWith(".");
        try (Stream<Path> files = Files.walk(base, pattern.contains("**") ? Integer.MAX_VALUE : parts.length - fixed)) {
            PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
            List<Path> found = files.filter(matcher::matches).filter(Files::isRegularFile)
                    .filter(file -> hidden || !String.valueOf(file.getFileName()).startsWith(".")).sorted().toList();
            if (found.isEmpty()) {
                throw none(pattern, "check the folder and the pattern");
            }
            return found;
        } catch (PatternSyntaxException e) {
            throw new ArgumentException("file",
                    Quote.of(pattern) + " is no valid pattern of file names; close each [ with ] and each {"
                            + " with }, and write \\ before a character that belongs to a name, such as \\[");
        }
    }

    private static boolean exists(String pattern) {
        try {
            return Files.exists(Path.of(pattern));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static ArgumentException none(String pattern, String why) {
        return new ArgumentException("file", "no file matches " + Quote.of(pattern) + "; " + why);
    }
}
