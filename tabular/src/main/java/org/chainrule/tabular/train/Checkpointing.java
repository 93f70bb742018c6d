package org.chainrule.tabular.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.outcome.Estimand;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.table.Table;
import org.chainrule.train.Checkpoints;

/// The folders in which the models of a training keep their checkpoints, with the settings that must be the same to
/// resume.
///
/// @param all   the caller's checkpoint settings; their folder holds one folder for each model
/// @param about the table and the settings, by name
public record Checkpointing(Checkpoints all, Map<String, String> about) {
    /// The number of digits of a checksum in a message.
    private static final int DIGITS = 16;

    /// Returns the checkpoints of a training on a table.
    ///
    /// @param digest SHA-256 of the table's file, or empty
    public static Checkpointing of(Checkpoints all, Choices choices, Table table, Target target, String digest) {
        Map<String, String> about = new LinkedHashMap<>(all.about());
        Path name = Path.of(table.source()).getFileName();
        about.put("table", (name == null ? table.source() : name.toString())
                + (digest.isEmpty() ? "" : " (SHA-256 " + digest.substring(0, DIGITS) + "...)"));
        about.put("target", target.column());
        about.put("task", target.task().word() + (target instanceof Target.Numbers numbers
                && numbers.estimand() instanceof Estimand.Quantiles(List<Double> levels)
                        ? " of the quantiles " + levels
                        : ""));
        if (!choices.order.isEmpty()) {
            about.put("order of classes", choices.order.toString());
        }
        about.put("ignored columns", new TreeSet<>(choices.overrides.ignored()).toString());
        about.put("columns of given kinds", new TreeMap<>(choices.overrides.kinds()).toString());
        about.put("way to hold rows out", choices.holdout.words(target.task()));
        about.put("test fraction", Double.toString(choices.testFraction));
        about.put("validation fraction", Double.toString(choices.validationFraction));
        about.put("hidden layers", Arrays.toString(choices.hidden));
        about.put("dropout", choices.dropout < 0 ? "by the task" : Double.toString(choices.dropout));
        choices.aim.toJson().forEach((setting, value) -> about.put(setting, value.toString()));
        return new Checkpointing(all, about);
    }

    /// Returns the checkpoints of one model, in its own folder.
    public Checkpoints of(String model) {
        return all.folder(all.folder().resolve(model)).about(about);
    }

    /// Checks, before anything is trained, that the folders hold no checkpoints of these models, unless the training
    /// resumes.
    ///
    /// @throws ArgumentException if a folder holds checkpoints and the training does not resume
    public void check(List<String> models) {
        try {
            for (String model : models) {
                if (!all.resumes() && of(model).present()) {
                    throw new ArgumentException("checkpoints", "checkpoints: " + all.folder().resolve(model)
                            + " holds checkpoints already; resume from them, delete them, or choose another folder");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }
}
