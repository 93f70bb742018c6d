package org.chainrule.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.chainrule.app.Commands.Run;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// Tests of the command on a copy of the iris table, in a folder of their own.
abstract class IrisTests {
    @TempDir
    Path folder;

    /// The table.
    Path iris = Path.of("");
    /// Where `train` saves its model.
    Path model = Path.of("");

    @BeforeEach
    final void copyData() throws IOException {
        iris = Files.copy(Commands.DATA.resolve("iris.csv"), folder.resolve("iris.csv"));
        model = folder.resolve("iris.safetensors");
    }

    /// Returns the words of a quick training with more options.
    final Object[] words(Object... more) {
        return Commands.words(List.of("train", iris, "--target", "species", "--hidden", "8"),
                List.of("--epochs", "4", "--lr", "0.02", "--out", model), more);
    }

    /// Trains quickly with more options.
    final Run train(Object... more) {
        return Commands.run(words(more));
    }
}
