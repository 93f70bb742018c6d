package org.chainrule.train;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.chainrule.error.ArgumentException;

/// Where and how often a training is saved, so that it can be interrupted at any moment and go on later to the same bits.
///
/// ```java
/// trainer.checkpoints(Checkpoints.in(Path.of("run")).every(Duration.ofMinutes(5)).resume()).fit(train, validation);
/// ```
///
/// A checkpoint is written to a temporary file that replaces nothing before it is whole. The latest two are kept: if one is
/// damaged, the training goes on from the one before.
///
/// @param folder the folder, which is made if it is not there
/// @param every the least time between two checkpoints
/// @param steps a checkpoint after so many steps; 0 for one at the end of an epoch
/// @param within whether a checkpoint may be written in the middle of an epoch
/// @param resumes whether the training goes on from the newest whole checkpoint, if there is one
/// @param about what else must be the same for a training to go on, in words, such as the examples' checksum
/// @param report is told of a damaged checkpoint, in one sentence
public record Checkpoints(Path folder, Duration every, long steps, boolean within, boolean resumes,
        Map<String, String> about, Consumer<String> report) {
    private static final System.Logger LOGGER = System.getLogger("org.chainrule");

    public Checkpoints {
        ArgumentException.requireNotNull("checkpoints", "folder", folder);
        ArgumentException.requireNotNull("checkpoints", "every", every);
        ArgumentException.requireNotNull("checkpoints", "report", report);
        about = Collections.unmodifiableMap(new TreeMap<>(about));
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
    /// had ended, its model is made again.
    public Checkpoints resume() {
        return new Checkpoints(folder, every, steps, within, true, about, report);
    }

    /// The same, with more that must be the same for a training to go on.
    public Checkpoints about(Map<String, String> words) {
        return new Checkpoints(folder, every, steps, within, resumes, words, report);
    }

    /// The same, with another receiver of reports; at first the logger `org.chainrule`.
    public Checkpoints report(Consumer<String> receiver) {
        return new Checkpoints(folder, every, steps, within, resumes, about, receiver);
    }
}
