package org.chainrule.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.chainrule.io.SafeFile;
import org.chainrule.model.Model;

/// The files that a command reads, and where it therefore must not write.
final class Inputs {
    private final Map<String, Path> files = new LinkedHashMap<>();

    /// One more file; `what` says what it is to the command, such as `the table to train on`.
    Inputs and(String what, Path file) {
        files.put(what, file);
        return this;
    }

    /// Refuses a pipe that stands for two of the files: the second would find nothing left, or wait forever.
    Inputs readOnce() throws IOException {
        for (Map.Entry<String, Path> first : files.entrySet()) {
            for (Map.Entry<String, Path> second : files.entrySet()) {
                if (first.getKey().equals(second.getKey())) {
                    break;
                }
                if (isPipe(first.getValue()) && same(first.getValue(), second.getValue())) {
                    throw twice(first.getValue(), "as " + second.getKey() + " and as " + first.getKey());
                }
            }
        }
        return this;
    }

    /// Refuses a pipe where each of two models has to read the file.
    static void readableByTwoModels(Path file) throws IOException {
        if (isPipe(file)) {
            throw twice(file, "once by each model");
        }
    }

    private static IOException twice(Path pipe, String why) {
        return new IOException("cannot read " + pipe + " twice, " + why + ": it is a pipe, which can be "
                + "read only once; save what it holds to a file first");
    }

    private static boolean isPipe(Path file) {
        return Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file);
    }

    /// Whether both paths lead to one thing, by whatever names or links.
    private static boolean same(Path a, Path b) throws IOException {
        return Files.exists(a) && Files.exists(b) && Files.isSameFile(a, b);
    }

    /// Refuses to write a result where one of the files is. Devices and pipes are no loss: a terminal may be read and
    /// written.
    void check(Path place) throws IOException {
        for (Map.Entry<String, Path> file : files.entrySet()) {
            if (Files.isRegularFile(place) && same(place, file.getValue())) {
                String name = place.equals(file.getValue()) ? "" : " " + file.getValue() + " by another name,";
                throw new IOException("cannot write " + place + ": it is" + name + " " + file.getKey()
                        + ", which would be lost; choose another path");
            }
        }
        SafeFile.check(place);
    }

    /// Refuses to write a model where one of the files is, where nothing can load it from, or where something other than a
    /// model would be lost. An empty file is no loss.
    void checkModel(Path place) throws IOException {
        check(place);
        if (SafeFile.isStream(place)) {
            throw new IOException(
                    "cannot write " + place + ": it is a pipe or a stream, from which "
                            + "a model could not be loaded again; choose the path of a file");
        }
        if (holdsSomething(place) && !Model.isModel(place)) {
            throw new IOException(
                    "cannot write " + place + ": the file there is not a Chainrule model and would "
                            + "be lost; choose another path, or remove the file first");
        }
    }

    /// Whether there is a file with anything in it.
    static boolean holdsSomething(Path place) throws IOException {
        return Files.isRegularFile(place) && Files.size(place) > 0;
    }
}
