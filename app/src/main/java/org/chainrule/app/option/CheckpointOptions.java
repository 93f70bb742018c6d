package org.chainrule.app.option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.Quote;
import org.chainrule.tabular.Tabular;
import org.chainrule.train.Checkpoints;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/// The options of `chainrule train` for checkpoints.
public final class CheckpointOptions {
    @Option(names = "--checkpoint", paramLabel = "DIR", description = "Save the state of the training in this folder after each epoch, at most once a second. A training that was killed "
            + "can then be resumed and ends with the same model. The last two checkpoints are kept.")
    private @Nullable Path folder;

    @Option(names = "--checkpoint-every", paramLabel = "INTERVAL", description = "Save after this time (30s, 5m, 1h) or this number of steps (500steps), even in the middle of an epoch.")
    private @Nullable String interval;

    @Option(names = "--resume", description = "Resume the training from the newest intact checkpoint in DIR, or start it if there is none. A finished training "
            + "saves its model again. The table and the options must be the same as before.")
    private boolean resume;

    /// Returns the folder of the checkpoints; null if none are saved.
    public @Nullable Path folder() {
        return folder;
    }

    /// Returns the training with these options.
    ///
    /// @param report receives a sentence about each damaged checkpoint
    /// @param wrong makes the exception for a wrong value from its message
    /// @throws ArgumentException if there are checkpoints that would be lost
    /// @throws IOException if the folder cannot be read
    public Tabular apply(Tabular tabular, Consumer<String> report, Function<String, ParameterException> wrong)
            throws IOException {
        if (folder == null) {
            if (interval != null || resume) {
                throw wrong.apply((resume ? "--resume" : "--checkpoint-every")
                        + " requires --checkpoint DIR, the folder of the checkpoints");
            }
            return tabular;
        }
        Checkpoints checkpoints = Checkpoints.in(folder).report(report);
        if (interval != null) {
            checkpoints = every(checkpoints, interval, wrong);
        }
        if (resume) {
            return tabular.checkpoints(checkpoints.resume());
        }
        if (present(checkpoints)) {
            throw new ArgumentException("checkpoint", folder + " holds checkpoints of an earlier training; add"
                    + " --resume to resume it, delete the checkpoints, or choose another folder");
        }
        return tabular.checkpoints(checkpoints);
    }

    /// Returns whether there is a checkpoint of any network.
    private static boolean present(Checkpoints checkpoints) throws IOException {
        if (!Files.isDirectory(checkpoints.folder())) {
            return false;
        }
        try (Stream<Path> folders = Files.list(checkpoints.folder())) {
            for (Path network : folders.toList()) {
                if (checkpoints.folder(network).present()) {
                    return true;
                }
            }
        }
        return false;
    }

    private static Checkpoints every(Checkpoints checkpoints, String interval,
            Function<String, ParameterException> wrong) {
        String number = interval.replaceFirst("[a-z]*$", "");
        if (!number.matches("0*[1-9][0-9]{0,8}")) {
            throw unread(interval, wrong);
        }
        long count = Long.parseLong(number);
        return switch (interval.substring(number.length())) {
            case "s" -> checkpoints.every(Duration.ofSeconds(count));
            case "m" -> checkpoints.every(Duration.ofMinutes(count));
            case "h" -> checkpoints.every(Duration.ofHours(count));
            case "step", "steps" -> checkpoints.everySteps(count);
            default -> throw unread(interval, wrong);
        };
    }

    private static ParameterException unread(String interval, Function<String, ParameterException> wrong) {
        return wrong.apply("--checkpoint-every must be a time such as 30s, 5m or 1h, or a number of steps such as"
                + " 500steps, but is " + Quote.of(interval));
    }
}
