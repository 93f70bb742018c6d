package org.chainrule.tabular.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.value.Suggestions;

/// Refuses names of tables that no file has.
final class FileCheck {
    private FileCheck() {
    }

    /// Checks that there is a file.
    ///
    /// @throws ArgumentException if there is none, or a folder; the message suggests what to name instead
    static void check(Path file) {
        if (Files.isDirectory(file)) {
            throw new ArgumentException("file", file + " is a folder; name a file in it (CSV, JSON lines, Parquet or"
                    + " Excel), or several as one table by a pattern such as '" + file.resolve("*.csv") + "'");
        }
        if (Files.notExists(file)) {
            throw new ArgumentException("file", file + " does not exist; " + alternatives(file));
        }
    }

    private static String alternatives(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        Path wanted = file.getFileName();
        if (folder == null || wanted == null || !Files.isDirectory(folder)) {
            return "its folder does not exist either";
        }
        List<String> names;
        try (Stream<Path> files = Files.list(folder)) {
            names = files.filter(Files::isRegularFile).map(Path::getFileName).map(String::valueOf).toList();
        } catch (IOException e) {
            names = List.of();
        }
        List<String> nearest = Suggestions.of(wanted.toString(), names);
        return nearest.isEmpty()
                ? "no file in " + folder + " has a similar name"
                : "did you mean " + file.resolveSibling(nearest.get(0)) + "?";
    }
}
