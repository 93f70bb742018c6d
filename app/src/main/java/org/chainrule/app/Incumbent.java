package org.chainrule.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.chainrule.error.FormatException;
import org.chainrule.model.Model;
import org.chainrule.tabular.TabularModel;
import org.jspecify.annotations.Nullable;

/// The model in use, which a new one may replace. A damaged one loses to any intact one: it predicts nothing, or nonsense.
///
/// @param model  the model; null if it is damaged
/// @param damage a sentence that says what is wrong with it, or nothing
record Incumbent(@Nullable TabularModel model, String damage) {
    /// Loads the model of a file.
    ///
    /// @throws IOException if the file cannot be read
    /// @throws FormatException if it is no model, or an intact one that cannot be compared, such as one of a newer version
    static Incumbent load(Path file) throws IOException {
        try {
            return new Incumbent(TabularModel.load(file), "");
        } catch (FormatException e) {
            if (e.whole() || !Files.isRegularFile(file) || !Model.isModel(file)) {
                throw e;
            }
            return new Incumbent(null,
                    file + " loses to any intact model, since it cannot be loaded: " + e.getMessage());
        }
    }
}
