package org.chainrule.spark.parallel;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.chainrule.error.FormatException;
import org.jspecify.annotations.Nullable;

/// The checkpoints of a training in a folder of Hadoop's file systems: a folder for each, named by its number of steps, in
/// which `progress.json` is written last. A checkpoint without a readable one is incomplete and not used, so the store
/// needs no renaming, which object stores do not do at once.
final class CheckpointStore {
    private static final String TRAINING = "training.json";
    private static final String PROGRESS = "progress.json";
    private static final String RUN = "run.safetensors";
    private static final String BEST = "best.safetensors";
    private static final String PREFIX = "step-";
    /// The number of checkpoints that are kept.
    private static final int KEPT = 2;

    private final FileSystem files;
    private final Path folder;

    /// A training between two rounds.
    ///
    /// @param run the bytes of [org.chainrule.train.Run#save]
    /// @param best the bytes of the values of the best epoch; null if there are none, or they are the latest
    record Checkpoint(Progress progress, byte[] run, byte @Nullable [] best) {
    }

    CheckpointStore(String folder, Configuration configuration) throws IOException {
        this.folder = new Path(folder);
        this.files = this.folder.getFileSystem(configuration);
    }

    /// Checks that the folder belongs to a training, or makes it the folder of this one.
    ///
    /// @param training the settings that change the result, as text
    /// @throws FormatException if it belongs to another training
    void claim(String training) throws IOException {
        Path file = new Path(folder, TRAINING);
        byte[] known = read(file);
        if (known == null) {
            files.mkdirs(folder);
            write(file, training.getBytes(StandardCharsets.UTF_8));
            return;
        }
        String other = new String(known, StandardCharsets.UTF_8);
        if (!other.equals(training)) {
            throw FormatException.ofWhole(folder.toString(), folder + " holds checkpoints of another training, with "
                    + other + " instead of " + training + "; choose another folder, or delete this one");
        }
    }

    /// Returns the name of the latest complete checkpoint, or the empty string.
    String latest() throws IOException {
        List<String> names = names();
        Collections.reverse(names);
        for (String name : names) {
            if (progress(name) != null) {
                return name;
            }
        }
        return "";
    }

    /// Reads a checkpoint.
    Checkpoint read(String name) throws IOException {
        Progress progress = progress(name);
        byte[] run = read(new Path(new Path(folder, name), RUN));
        if (progress == null || run == null) {
            throw new FileNotFoundException("the checkpoint " + new Path(folder, name) + " is gone");
        }
        return new Checkpoint(progress, run, read(new Path(new Path(folder, name), BEST)));
    }

    /// Writes a checkpoint, and deletes all but the latest ones.
    void write(long steps, Checkpoint checkpoint) throws IOException {
        Path own = new Path(folder, String.format("%s%015d", PREFIX, steps));
        // a checkpoint that an earlier attempt wrote is incomplete while its files are replaced
        files.delete(own, true);
        files.mkdirs(own);
        write(new Path(own, RUN), checkpoint.run);
        if (checkpoint.best != null) {
            write(new Path(own, BEST), checkpoint.best);
        }
        write(new Path(own, PROGRESS), checkpoint.progress.json().getBytes(StandardCharsets.UTF_8));
        List<String> names = names();
        for (String name : names.subList(0, Math.max(0, names.size() - KEPT))) {
            files.delete(new Path(folder, name), true);
        }
    }

    private List<String> names() throws IOException {
        List<String> names = new ArrayList<>();
        try {
            for (FileStatus status : files.listStatus(folder)) {
                if (status.isDirectory() && status.getPath().getName().startsWith(PREFIX)) {
                    names.add(status.getPath().getName());
                }
            }
        } catch (FileNotFoundException e) {
            return names; // nothing was written yet
        }
        Collections.sort(names);
        return names;
    }

    private @Nullable Progress progress(String name) throws IOException {
        Path file = new Path(new Path(folder, name), PROGRESS);
        try {
            byte[] bytes = read(file);
            return bytes == null ? null : Progress.parse(new String(bytes, StandardCharsets.UTF_8), file.toString());
        } catch (FormatException | ChecksumException e) {
            return null; // it was not written to its end
        }
    }

    private byte @Nullable [] read(Path file) throws IOException {
        try (InputStream in = files.open(file)) {
            return in.readAllBytes();
        } catch (FileNotFoundException e) {
            return null;
        }
    }

    private void write(Path file, byte[] bytes) throws IOException {
        try (OutputStream out = files.create(file, true)) {
            out.write(bytes);
        }
    }
}
