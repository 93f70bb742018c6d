package org.chainrule.app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chainrule.app.option.TableOptions.Input;
import org.chainrule.io.SafeFile;
import org.chainrule.model.Model;

/// The files that a command reads and must therefore not overwrite.
final class InputFiles {
    private final Map<String, Path> files = new LinkedHashMap<>();
    private final List<String> streams = new ArrayList<>();

    /// Adds a file.
    ///
    /// @param role the part that the file plays in the command, such as `the training table`
    InputFiles and(String role, Path file) {
        files.put(role, file);
        return this;
    }

    /// Adds the files of a table, or standard input.
    InputFiles and(String role, Input table) {
        for (int i = 0; i < table.files().size(); i++) {
            files.put(i == 0 ? role : role + " (file " + (i + 1) + ")", table.files().get(i));
        }
        if (table.stream()) {
            streams.add(role);
        }
        return this;
    }

    /// Refuses a text given as a model, such as the table if the two are exchanged.
    static void model(Path model) throws IOException {
        if (Files.isRegularFile(model) && !Model.isModel(model) && isText(model)) {
            throw new IOException(
                    model + " is a text file, such as a CSV table, not a model; name a model that chainrule"
                            + " train saved");
        }
    }

    /// Returns whether a file begins with text. The first 8 bytes of a model are a number, whose high bytes are 0.
    private static boolean isText(Path file) throws IOException {
        try (InputStream stream = Files.newInputStream(file)) {
            byte[] first = stream.readNBytes(Long.BYTES);
            for (byte each : first) {
                if (each >= 0 && each < ' ' && "\t\r\n".indexOf(each) < 0) {
                    return false;
                }
            }
            return first.length > 0;
        }
    }

    /// Refuses a pipe that is given as two of the files: it can be read only once, so the second would be empty or block.
    InputFiles readOnce() throws IOException {
        if (streams.size() > 1) {
            throw twice("standard input", "as " + streams.get(0) + " and as " + streams.get(1));
        }
        for (Map.Entry<String, Path> first : files.entrySet()) {
            for (Map.Entry<String, Path> second : files.entrySet()) {
                if (first.getKey().equals(second.getKey())) {
                    break;
                }
                if (isPipe(first.getValue()) && same(first.getValue(), second.getValue())) {
                    throw twice(first.getValue().toString(), "as " + second.getKey() + " and as " + first.getKey());
                }
            }
        }
        return this;
    }

    /// Refuses a pipe as a table that two models read in turn.
    static void readableByTwoModels(Input table) throws IOException {
        for (Path file : table.files()) {
            if (isPipe(file)) {
                throw twice(file.toString(), "once for each model");
            }
        }
    }

    private static IOException twice(String pipe, String why) {
        return new IOException(
                "cannot read " + pipe + " twice, " + why + ", because it is a pipe; save its contents to a"
                        + " file first");
    }

    private static boolean isPipe(Path file) {
        return Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file);
    }

    /// Returns whether both paths lead to the same file, by whatever names or links.
    private static boolean same(Path a, Path b) throws IOException {
        return Files.exists(a) && Files.exists(b) && Files.isSameFile(a, b);
    }

    /// Returns whether writing to both paths would write the same file, which need not exist.
    ///
    /// @throws IOException if the symbolic links of one of them form a cycle
    static boolean sameTarget(Path a, Path b) throws IOException {
        return target(a).equals(target(b));
    }

    private static Path target(Path place) throws IOException {
        if (Files.exists(place)) {
            return place.toRealPath();
        }
        Path target = SafeFile.target(place);
        Path folder = target.getParent();
        Path name = target.getFileName();
        return folder == null || name == null || !Files.exists(folder)
                ? target.normalize()
                : folder.toRealPath().resolve(name);
    }

    /// Refuses to write a table over one of the files, or over a model.
    ///
    /// @param place the file to write
    void checkTable(Path place) throws IOException {
        check(place);
        if (holdsSomething(place) && Model.isModel(place)) {
            throw new IOException("cannot write " + place + ": the file there is a Chainrule model and would be lost;"
                    + " choose another path or delete the file first");
        }
    }

    /// Refuses to write a report over one of the files, or over a file that is neither a report nor empty.
    ///
    /// @param place the file to write
    void checkReport(Path place) throws IOException {
        check(place);
        if (holdsSomething(place) && !isReport(place)) {
            throw new IOException("cannot write " + place + ": the file there is not a report and would be lost; choose"
                    + " another path or delete the file first");
        }
    }

    private static boolean isReport(Path file) throws IOException {
        try (InputStream stream = Files.newInputStream(file)) {
            String start = new String(stream.readNBytes(1 << 12), StandardCharsets.ISO_8859_1);
            return start.startsWith("<!DOCTYPE html>")
                    || start.startsWith("{\"title\"") && start.contains("\"verdict\"");
        }
    }

    /// Refuses to overwrite one of the files. Devices and pipes are permitted: a terminal may be read and written.
    ///
    /// @param place the file to write
    private void check(Path place) throws IOException {
        for (Map.Entry<String, Path> file : files.entrySet()) {
            if (Files.isRegularFile(place) && same(place, file.getValue())) {
                String name = place.equals(file.getValue()) ? "" : "another name for " + file.getValue() + ", ";
                throw new IOException("cannot write " + place + ": it is " + name + file.getKey()
                        + ", which would be lost; choose another path");
            }
        }
        SafeFile.check(place);
    }

    /// Refuses to write a model over one of the files, over a file that is neither a model nor empty, or where it cannot be
    /// loaded again.
    ///
    /// @param place the file to write
    void checkModel(Path place) throws IOException {
        check(place);
        if (SafeFile.isStream(place)) {
            throw new IOException("cannot write " + place + ": it is a pipe or a stream, from which a model cannot be"
                    + " loaded again; choose a regular file");
        }
        if (holdsSomething(place) && !Model.isModel(place)) {
            throw new IOException(
                    "cannot write " + place + ": the file there is not a Chainrule model and would be lost;"
                            + " choose another path or delete the file first");
        }
    }

    /// Returns whether there is a file that is not empty.
    static boolean holdsSomething(Path place) throws IOException {
        return Files.isRegularFile(place) && Files.size(place) > 0;
    }
}
