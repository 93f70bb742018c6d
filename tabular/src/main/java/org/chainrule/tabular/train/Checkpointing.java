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
import org.chainrule.tabular.encode.Target;
import org.chainrule.tabular.table.Table;
import org.chainrule.train.Checkpoints;

/// Where the models of a training on a table keep their checkpoints, and what must be the same for them to go on.
///
/// @param all as the caller asked for, in the folder that has one for each model
/// @param about the table and the choices, by name
public record Checkpointing(Checkpoints all, Map<String, String> about) {
    /// The digits of a checksum that a message shows.
    private static final int DIGITS = 16;

    /// The checkpoints of a training on a table.
    ///
    /// @param digest SHA-256 of the table's file, or empty
    public static Checkpointing of(Checkpoints all, Choices choices, Table table, Target target, String digest) {
        Map<String, String> about = new LinkedHashMap<>(all.about());
        Path name = Path.of(table.source()).getFileName();
        about.put("table", (name == null ? table.source() : name.toString())
                + (digest.isEmpty() ? "" : " (SHA-256 " + digest.substring(0, DIGITS) + "...)"));
        about.put("target", target.column());
        about.put("task", target.task().word());
        about.put("ignored columns", new TreeSet<>(choices.overrides.ignored()).toString());
        about.put("columns of given kinds", new TreeMap<>(choices.overrides.kinds()).toString());
        about.put("way to hold rows out", choices.drawing.words(target.task()));
        about.put("test fraction", Double.toString(choices.testFraction));
        about.put("validation fraction", Double.toString(choices.validationFraction));
        about.put("hidden layers", Arrays.toString(choices.hidden));
        about.put("dropout", choices.dropout < 0 ? "by the task" : Double.toString(choices.dropout));
        return new Checkpointing(all, about);
    }

    /// The checkpoints of one model, in a folder of its own.
    public Checkpoints of(String model) {
        return all.folder(all.folder().resolve(model)).about(about);
    }

    /// Makes sure, before anything is trained, that no checkpoints of these models are in the way.
    ///
    /// @throws ArgumentException if there are some, and the caller does not want to go on from them
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
