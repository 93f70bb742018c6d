package org.chainrule.app;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.Quote;
import org.chainrule.tabular.Tabular;
import org.chainrule.train.Checkpoints;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/// The options of `chainrule train` about going on after an interruption.
final class CheckpointOptions {
    @Option(names = "--checkpoint", paramLabel = "DIR", description = "Save the training in this folder at the end of an epoch, at most once a second, so that it can be "
            + "killed at any moment and go on later to the same model. The latest two checkpoints are kept.")
    @Nullable
    Path folder;

    @Option(names = "--checkpoint-every", paramLabel = "INTERVAL", description = "Save it as soon as so much time has passed (30s, 5m, 1h), or after so many steps (500steps), in the "
            + "middle of an epoch too.")
    private @Nullable String interval;

    @Option(names = "--resume", description = "Go on from the newest whole checkpoint in DIR; begin if there is none, and save the same model again if the "
            + "training had ended. Table and options must be the same.")
    private boolean resume;

    /// The training with what was said.
    ///
    /// @param report is told of a damaged checkpoint
    /// @throws ArgumentException if there are checkpoints that would be lost
    /// @throws IOException if the folder cannot be read
    Tabular apply(Tabular tabular, Consumer<String> report, Function<String, ParameterException> wrong)
            throws IOException {
        if (folder == null) {
            if (interval != null || resume) {
                throw wrong.apply((resume ? "--resume" : "--checkpoint-every")
                        + " needs --checkpoint DIR, the folder with the checkpoints");
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
        for (String model : List.of("mlp", "linear")) {
            if (checkpoints.folder(folder.resolve(model)).present()) {
                throw new ArgumentException("checkpoint", folder + " holds checkpoints of an earlier training; add"
                        + " --resume to go on from them, or delete them, or name another folder");
            }
        }
        return tabular.checkpoints(checkpoints);
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
        return wrong.apply("--checkpoint-every should be a time such as 30s, 5m or 1h, or a number of steps such as"
                + " 500steps, but is " + Quote.of(interval));
    }
}
