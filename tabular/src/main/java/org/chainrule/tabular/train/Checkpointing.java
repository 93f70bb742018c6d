package org.chainrule.tabular.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
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

    /// Returns whether a model resumes from a checkpoint.
    public boolean resumes(String model) {
        try {
            return all.resumes() && of(model).present();
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /// Checks, before anything is trained, that the folders hold no checkpoints, unless the training resumes and they are
    /// those of its models.
    ///
    /// @throws ArgumentException if a folder holds checkpoints and the training does not resume, or has no such model
    public void check(List<String> models) {
        try {
            for (Checkpoints found : within(all)) {
                Path folder = found.folder();
                if (!all.resumes()) {
                    throw new ArgumentException("checkpoints", folder
                            + " holds checkpoints already; resume from them, delete them, or choose another folder");
                }
                if (!models.contains(String.valueOf(folder.getFileName()))) {
                    throw new ArgumentException("checkpoints", folder
                            + " belongs to another training, because this one has no network of that name; use the same"
                            + " settings, or another folder");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /// Returns the checkpoints of each model that has some, by name.
    private static List<Checkpoints> within(Checkpoints all) throws IOException {
        if (!Files.isDirectory(all.folder())) {
            return List.of();
        }
        List<Checkpoints> found = new ArrayList<>();
        try (Stream<Path> folders = Files.list(all.folder())) {
            for (Path folder : folders.sorted().toList()) {
                Checkpoints own = all.folder(folder);
                if (own.present()) {
                    found.add(own);
                }
            }
        }
        return found;
    }
}
