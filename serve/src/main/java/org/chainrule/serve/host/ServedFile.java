package org.chainrule.serve.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.FormatException;
import org.chainrule.serve.measure.Histogram;
import org.chainrule.tabular.MultiModel;
import org.chainrule.tabular.TabularModel;
import org.chainrule.tabular.value.Sha256;
import org.jspecify.annotations.Nullable;

/// The file of a model.
///
/// @param path    the file
/// @param name    the name of the model
/// @param version the version; empty if the file is the only one, which has the digits of its digest
record ServedFile(Path path, String name, String version) {
    /// The end of the name of a model file.
    static final String SUFFIX = ".safetensors";

    private static final int DIGITS = 12;
    private static final int TRIES = 10;

    /// Returns the name of the model of a file, or of a folder of versions: its last name without the end of model files.
    ///
    /// @throws ArgumentException if that is no name
    static String name(Path path) {
        String word = word(path);
        if (word.isEmpty()) {
            throw new ArgumentException("models",
                    path + " gives the model no name; rename it, for example to model" + SUFFIX);
        }
        return word;
    }

    private static String word(Path path) {
        Path last = path.toAbsolutePath().normalize().getFileName();
        String name = last == null ? "" : last.toString();
        String word = name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
        return word.equals(".") || word.equals("..") ? "" : word;
    }

    /// Returns the files in a folder of versions. Files whose names are no version are none of them.
    ///
    /// @param model the name of the model
    static List<ServedFile> in(Path folder, String model) throws IOException {
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.filter(path -> path.toString().endsWith(SUFFIX) && !word(path).isEmpty()
                    && Files.isRegularFile(path)).sorted().map(path -> new ServedFile(path, model, word(path)))
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /// What shows that a file was replaced or changed.
    ///
    /// @param key the identity of the file; null if the system has none
    record State(FileTime modified, long size, @Nullable Object key) {
    }

    /// Returns the state of the file.
    ///
    /// @throws IOException if there is no such file
    State state() throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        return new State(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
    }

    /// A model with the state of its file when it was read.
    record Loaded(Served model, State state) {
    }

    /// Loads and tries the model.
    ///
    /// @throws IOException if the file cannot be read, or changes all the time
    /// @throws FormatException if it is not a model, or one that does not predict finite numbers
    Loaded load(Served.Batches batches, Histogram sizes) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            State before = state();
            Served model;
            try {
                model = read(batches, sizes);
            } catch (IOException | RuntimeException e) {
                if (before.equals(state())) {
                    throw e;
                }
                continue;
            }
            if (before.equals(state())) {
                if (!model.apart().isFinite()) {
                    throw FormatException.ofWhole(path.toString(),
                            path + " predicts values that are not finite numbers; train it again");
                }
                return new Loaded(model, before);
            }
        }
        throw new IOException(path + " changes all the time; replace it by renaming a complete file");
    }

    private Served read(Served.Batches batches, Histogram sizes) throws IOException {
        String digest = digest();
        String own = version.isEmpty() ? digest : version;
        try {
            return MultiModel.isMulti(path)
                    ? Served.of(name, own, digest, MultiModel.load(path), batches, sizes)
                    : Served.of(name, own, digest, TabularModel.load(path), batches, sizes);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private String digest() throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            return Sha256.of(in).substring(0, DIGITS);
        }
    }
}
