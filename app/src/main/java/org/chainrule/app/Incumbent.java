package org.chainrule.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.chainrule.error.FormatException;
import org.chainrule.model.Model;
import org.chainrule.tabular.TabularModel;
import org.jspecify.annotations.Nullable;

/// The live model, which a new model may replace. Any intact model replaces a damaged one, which cannot predict.
///
/// @param model  the model; null if it is damaged
/// @param damage a sentence about the damage; empty if there is none
record Incumbent(@Nullable TabularModel model, String damage) {
    /// Loads the live model.
    ///
    /// @throws IOException if the file cannot be read
    /// @throws FormatException if the file is not a model, or is an intact one that cannot be compared, such as one of a
    ///     newer version
    static Incumbent load(Path file) throws IOException {
        try {
            return new Incumbent(TabularModel.load(file), "");
        } catch (FormatException e) {
            if (e.whole() || !Files.isRegularFile(file) || !Model.isModel(file)) {
                throw e;
            }
            return new Incumbent(null,
                    file + " cannot be loaded, so any intact model replaces it: " + e.getMessage());
        }
    }
}
