package org.chainrule.testing;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;

/// Data sets too large for the repository, in the folder named by the system property `chainrule.data`, which defaults
/// to `shared/data` next to the checkout. Without the data a test is skipped with a plain message, or fails if the
/// environment has `CI=true`, so that no successful run leaves the data unread.
public final class SharedData {
    private SharedData() {
    }

    /// Returns the file or folder at a path relative to the data folder.
    public static Path require(String relative) {
        return require(Path.of(System.getProperty("chainrule.data", "../../shared/data")), relative,
                "true".equals(System.getenv("CI")));
    }

    static Path require(Path root, String relative, boolean ci) {
        Path path = root.resolve(relative).toAbsolutePath().normalize();
        if (Files.exists(path)) {
            return path;
        }
        String message = "shared data is absent: " + path + " (set -Dchainrule.data to the folder that holds it)";
        return ci ? fail(message) : abort("skipped, " + message);
    }
}
