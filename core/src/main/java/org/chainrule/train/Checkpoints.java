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

/// Where and how often a training is saved, so that it can be killed at any moment and go on later to the same bits.
///
/// ```java
/// trainer.checkpoints(Checkpoints.in(Path.of("run")).every(Duration.ofMinutes(5)).resume()).fit(train, validation);
/// ```
///
/// A checkpoint is one file, written whole or not at all. It holds everything that the rest of the training follows from:
/// the parameters and their state, the state of the optimizer, the best epoch so far, the history, and the place in the
/// order of the rows. The latest two are kept. If the newest is damaged, that is reported in one sentence, and the training
/// goes on from the one before; if both are, it begins anew.
///
/// A training goes on only if it is the same one. What is compared, and named if it differs: the network, the optimizer, the
/// schedule at eleven points, clipping, frozen paths and rates by path, batch, epochs, patience, the measures and the one
/// that is monitored, the seed, the number of rows, a checksum of up to four million of their values, the loss of the first
/// batch, and what [#about] adds. The number of threads may change. What the callbacks of a [Trainer] do is not known and
/// must not change.
///
/// A checkpoint that cannot be written ends the training with an `UncheckedIOException` that says why and names the last
/// whole checkpoint; whether the folder can be written is found out before the first step. Checkpoints are read by the
/// release that wrote them; only the model file is for good. A folder belongs to one training at a time.
///
/// @param folder the folder, which is made if it is not there
/// @param every the least time between two checkpoints
/// @param steps a checkpoint after so many steps; 0 if the time decides
/// @param within whether a checkpoint may be written in the middle of an epoch
/// @param resumes whether the training goes on from the newest whole checkpoint, if there is one
/// @param about what else must be the same for a training to go on, by name, such as the checksum of a file; names that the
///     training itself is compared by, such as `seed`, are refused when it begins
/// @param report is told of a damaged checkpoint, in one sentence
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

    /// Checkpoints in a folder at the end of an epoch, at most once a second.
    public static Checkpoints in(Path folder) {
        return new Checkpoints(folder, Duration.ofSeconds(1), 0, false, false, Map.of(),
                sentence -> LOGGER.log(System.Logger.Level.WARNING, sentence));
    }

    /// The same in another folder.
    public Checkpoints folder(Path other) {
        return new Checkpoints(other, every, steps, within, resumes, about, report);
    }

    /// One as soon as so much time has passed since the last, in the middle of an epoch too.
    public Checkpoints every(Duration time) {
        return new Checkpoints(folder, time, 0, true, resumes, about, report);
    }

    /// One after every so many steps.
    public Checkpoints everySteps(long count) {
        if (count < 1) {
            throw new ArgumentException("steps", "checkpoints: got every " + count + " steps, expected at least 1");
        }
        return new Checkpoints(folder, Duration.ZERO, count, true, resumes, about, report);
    }

    /// The same, going on from the newest whole checkpoint in the folder. If there is none, training begins; if the training
    /// had ended, its model is made again. Without this, a folder that holds checkpoints is refused, so that none are lost.
    public Checkpoints resume() {
        return new Checkpoints(folder, every, steps, within, true, about, report);
    }

    /// The same, with more that must be the same for a training to go on; it is compared first.
    public Checkpoints about(Map<String, String> words) {
        return new Checkpoints(folder, every, steps, within, resumes, words, report);
    }

    /// The same, with another receiver of reports; at first the logger `org.chainrule`.
    public Checkpoints report(Consumer<String> receiver) {
        return new Checkpoints(folder, every, steps, within, resumes, about, receiver);
    }

    /// Whether the folder holds a checkpoint, whole or damaged.
    ///
    /// @throws IOException if the folder cannot be read
    public boolean present() throws IOException {
        return !files(folder).isEmpty();
    }

    /// The checkpoints in a folder, the newest first; none if there is no such folder.
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
