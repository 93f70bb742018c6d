package org.chainrule.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.chainrule.error.ArgumentException;

/// Settings for saving a training, so that it can be killed at any time and resumed to the same bits.
///
/// ```java
/// trainer.checkpoints(Checkpoints.in(Path.of("run")).every(Duration.ofMinutes(5)).resume()).fit(train, validation);
/// ```
///
/// A checkpoint is one file, which is written completely or not at all. It holds everything that determines the rest of
/// the training: the parameters and their state, the state of the optimizer, the best epoch so far, the history, and
/// the position in the order of the rows. The latest two checkpoints are kept. If the newest is damaged, the training
/// reports this in one sentence and resumes from the one before; if both are damaged, it starts again.
///
/// Only the same training can resume. The following are compared, and an error names the first difference: the network,
/// the optimizer, the schedule at eleven points, clipping, frozen paths, rates by path, batch size, epochs, patience,
/// the measures and the monitored one, the seed, the number of rows, a checksum of up to four million of their values,
/// the loss of the first batch, and the entries of [#about]. The number of threads may change. The callbacks of a
/// [Trainer] cannot be compared; they must have the same effect.
///
/// The training checks before its first step that the folder is writable. If a checkpoint cannot be written, the
/// training ends with an `UncheckedIOException` that states the reason and names the last complete checkpoint. Only the
/// release that wrote a checkpoint reads it; model files are readable by all later releases. A folder belongs to one
/// training at a time.
///
/// @param folder the folder, which is created if it does not exist
/// @param every the minimum time between two checkpoints
/// @param steps the number of steps between two checkpoints; 0 if the time decides
/// @param within whether checkpoints are also written in the middle of an epoch
/// @param resumes whether the training resumes from the newest complete checkpoint, if there is one
/// @param about more values that must be equal for a training to resume, by name, such as the checksum of a file; a
///     name that the training itself uses, such as `seed`, is refused when it starts
/// @param report the receiver of a sentence about a damaged checkpoint
public record Checkpoints(Path folder, Duration every, long steps, boolean within, boolean resumes,
        Map<String, String> about, Consumer<String> report) {
    private static final Pattern NAME = Pattern.compile("checkpoint-\\d{12,}\\.safetensors");
    private static final System.Logger LOGGER = System.getLogger("org.chainrule");

    public Checkpoints {
        ArgumentException.requireNotNull("checkpoints", "folder", folder);
        ArgumentException.requireNotNull("checkpoints", "every", every);
        ArgumentException.requireNotNull("checkpoints", "about", about);
        ArgumentException.requireNotNull("checkpoints", "report", report);
        about = Collections.unmodifiableMap(new LinkedHashMap<>(about));
        if (every.isNegative()) {
            throw new ArgumentException("every", "checkpoints: every is " + every + ", expected a time of at least 0");
        }
        if (steps < 0) {
            throw new ArgumentException("steps", "checkpoints: got every " + steps + " steps, expected at least 1");
        }
    }

    /// Returns settings for checkpoints in a folder at the end of an epoch, at most once per second.
    public static Checkpoints in(Path folder) {
        return new Checkpoints(folder, Duration.ofSeconds(1), 0, false, false, Map.of(),
                sentence -> LOGGER.log(System.Logger.Level.WARNING, sentence));
    }

    /// Returns a copy with another folder.
    public Checkpoints folder(Path other) {
        return new Checkpoints(other, every, steps, within, resumes, about, report);
    }

    /// Returns a copy that writes a checkpoint as soon as this time has passed since the last one, also in the middle
    /// of an epoch.
    public Checkpoints every(Duration time) {
        return new Checkpoints(folder, time, 0, true, resumes, about, report);
    }

    /// Returns a copy that writes a checkpoint after every `count` steps.
    public Checkpoints everySteps(long count) {
        if (count < 1) {
            throw new ArgumentException("steps", "checkpoints: got every " + count + " steps, expected at least 1");
        }
        return new Checkpoints(folder, Duration.ZERO, count, true, resumes, about, report);
    }

    /// Returns a copy that resumes from the newest complete checkpoint in the folder. If there is none, the training
    /// starts; if the training had ended, its model is returned again. Without this setting, a folder with checkpoints
    /// is refused, so that none are lost.
    public Checkpoints resume() {
        return new Checkpoints(folder, every, steps, within, true, about, report);
    }

    /// Returns a copy with more values that must be equal for a training to resume. They are compared first.
    public Checkpoints about(Map<String, String> words) {
        return new Checkpoints(folder, every, steps, within, resumes, words, report);
    }

    /// Returns a copy with another receiver of reports, which defaults to the logger `org.chainrule`.
    public Checkpoints report(Consumer<String> receiver) {
        return new Checkpoints(folder, every, steps, within, resumes, about, receiver);
    }

    /// Returns whether the folder holds a checkpoint, complete or damaged.
    ///
    /// @throws IOException if the folder cannot be read
    public boolean present() throws IOException {
        return !files(folder).isEmpty();
    }

    /// Returns the checkpoints in a folder, the newest first; none if the folder does not exist.
    static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> NAME.matcher(file.getFileName().toString()).matches())
                    .sorted(Comparator.comparing(Path::getFileName).reversed()).toList();
        }
    }
}
