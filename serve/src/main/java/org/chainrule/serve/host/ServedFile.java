package org.chainrule.serve.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
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
    private static final int DIGITS = 12;
    private static final int TRIES = 10;

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
    /// @throws RuntimeException if it is not a model, or one that does not predict
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
                return new Loaded(model.tried(), before);
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
