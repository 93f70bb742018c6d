package org.chainrule.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.chainrule.Tensor;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.FormatException;
import org.chainrule.io.Json;
import org.chainrule.io.JsonObject;
import org.chainrule.io.SafeFile;
import org.chainrule.io.Safetensors;
import org.chainrule.nn.Variable;
import org.jspecify.annotations.Nullable;

/// The checkpoints of one training: writes them when they are due, and resumes from the newest complete one.
///
/// A checkpoint is a [RunFile] that also holds the [TrainingProgress] and the [Fingerprint], as JSON in its metadata
/// under `chainrule.training`, and the values of the best epoch. Its name contains the number of steps.
final class CheckpointFolder {
    private static final String KEY = "chainrule.training";
    private static final String BEST = "best ";
    private static final int KEPT = 2;

    private final Checkpoints checkpoints;
    private final Fingerprint fingerprint;
    private final Run run;
    private final TrainingProgress progress;
    private @Nullable Path last;
    private long written = System.nanoTime();

    /// @param fingerprint the fingerprint of the training, including [Checkpoints#about]
    CheckpointFolder(Checkpoints checkpoints, Fingerprint fingerprint, Run run, TrainingProgress progress) {
        this.checkpoints = checkpoints;
        this.fingerprint = fingerprint;
        this.run = run;
        this.progress = progress;
    }

    // ---- Reading

    /// Checks that the folder is writable, and sets the run and the progress to the newest complete checkpoint, if
    /// there is one and the caller resumes.
    ///
    /// @return whether there was such a checkpoint
    /// @throws ArgumentException if there are checkpoints and the caller does not resume
    /// @throws FormatException if the newest belongs to another training; the message states the difference
    boolean open() {
        Path folder = checkpoints.folder();
        try {
            create(folder);
            List<Path> found = Checkpoints.files(folder);
            if (!found.isEmpty() && !checkpoints.resumes()) {
                throw new ArgumentException("checkpoints", "checkpoints: " + folder + " holds checkpoints already;"
                        + " resume from them, delete them, or choose another folder");
            }
            // this also deletes the temporary file of a killed process
            SafeFile.check(folder.resolve(name(0)));
            return resume(found);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private static void create(Path folder) throws IOException {
        try {
            Files.createDirectories(folder);
        } catch (FileSystemException e) {
            String reason = switch (e) {
                case FileAlreadyExistsException _ -> "there is a file of that name";
                case AccessDeniedException _ -> "permission denied";
                default -> e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
            };
            throw new IOException("cannot make the folder " + folder + " for checkpoints: " + reason
                    + "; choose another folder", e);
        }
    }

    private boolean resume(List<Path> found) throws IOException {
        for (int i = 0; i < found.size(); i++) {
            Path file = found.get(i);
            try {
                put(Safetensors.read(file), file.toString());
                last = file;
                return true;
            } catch (FormatException e) {
                if (e.whole()) {
                    throw e;
                }
                checkpoints.report().accept(file + " is damaged; " + (i + 1 < found.size()
                        ? "the training resumes from " + found.get(i + 1)
                        : "there is no other checkpoint; the training starts again"));
            }
        }
        return false;
    }

    private void put(Safetensors file, String source) {
        if (!file.hasChecksum()) {
            throw new FormatException(source, source + " is damaged: it lacks its checksum");
        }
        String text = file.metadata().get(KEY);
        if (text == null) {
            throw FormatException.ofWhole(source, source + " is not a checkpoint of a training: its metadata has no"
                    + " entry '" + KEY + "'");
        }
        JsonObject tree = JsonObject.parse(text, source);
        fingerprint.requireSame(tree.inner("training"));
        // a damaged entry must fail before the run and the progress change
        new TrainingProgress().put(tree.inner("progress"), Map.of());
        RunFile.put(run, file, source);
        Map<String, Tensor> best = new LinkedHashMap<>();
        for (Variable variable : run.program().network.variables()) {
            Safetensors.Array array = file.tensors().get(BEST + variable.path());
            if (array != null) {
                best.put(variable.path(), Tensor.of(array.values(), variable.shape()));
            }
        }
        progress.put(tree.inner("progress"), best);
    }

    // ---- Writing

    /// Writes a checkpoint after a step in the middle of an epoch, if one is due.
    void afterStep() {
        if (checkpoints.within() && due()) {
            write();
        }
    }

    /// Writes a checkpoint at the end of an epoch, if one is due, or at the end of the training.
    void endOfEpoch() {
        if (progress.finished || due()) {
            write();
        }
    }

    private boolean due() {
        return checkpoints.steps() > 0
                ? run.steps() % checkpoints.steps() == 0
                : Duration.ofNanos(System.nanoTime() - written).compareTo(checkpoints.every()) >= 0;
    }

    /// Writes a checkpoint after the training was stopped. A failure is reported only, because the caller gets a model
    /// in any case.
    void stopped() {
        try {
            write();
        } catch (UncheckedIOException e) {
            checkpoints.report().accept(String.valueOf(e.getMessage()));
        }
    }

    private void write() {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("training", fingerprint.words());
        description.put("progress", progress.toJson());
        Map<String, Safetensors.Array> best = new LinkedHashMap<>();
        progress.best.forEach((path, value) -> best.put(BEST + path, RunFile.array(value.values(), value.shape())));
        Path file = checkpoints.folder().resolve(name(run.steps()));
        try {
            RunFile.write(run, Map.of(KEY, Json.write(description)), best, file);
            last = file;
            written = System.nanoTime();
            prune(file);
        } catch (IOException e) {
            String sentence = e.getMessage() + "; the training ended after step " + run.steps() + (last == null
                    ? ", before its first checkpoint"
                    : " and can resume from " + last);
            throw new UncheckedIOException(sentence, new IOException(sentence, e));
        }
    }

    private static String name(long steps) {
        return String.format(Locale.ROOT, "checkpoint-%012d.safetensors", steps);
    }

    /// Deletes all checkpoints but the one just written and the one before it. Checkpoints that appear to be newer are
    /// damaged, or the training would have resumed from them.
    private void prune(Path newest) throws IOException {
        List<Path> all = Checkpoints.files(checkpoints.folder());
        int at = all.indexOf(newest);
        for (int i = 0; i < all.size(); i++) {
            if (i < at || i >= at + KEPT) {
                Files.deleteIfExists(all.get(i));
            }
        }
    }
}
