package org.chainrule.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

class SharedDataTest {
    @TempDir
    private Path folder;

    @Test
    void givesThePathOfWhatIsThere() throws IOException {
        Path file = Files.writeString(Files.createDirectories(folder.resolve("a")).resolve("b.csv"), "x");
        assertThat(SharedData.require(folder, "a/b.csv", true)).isEqualTo(file);
        assertThat(SharedData.require(folder, "a", false)).isEqualTo(file.getParent());
    }

    @Test
    void skipsInPlainWordsWhereTheDataIsAbsent() {
        assertThatThrownBy(() -> SharedData.require(folder, "b.csv", false)).isInstanceOf(TestAbortedException.class)
                .hasMessage("skipped, shared data is absent: " + folder.resolve("b.csv")
                        + " (set -Dchainrule.data to the folder that holds it)");
    }

    @Test
    void failsInContinuousIntegration() {
        assertThatThrownBy(() -> SharedData.require(folder, "b.csv", true)).isInstanceOf(AssertionFailedError.class)
                .hasMessageStartingWith("shared data is absent: ");
    }

    /// A CI build without the data folder fails here, even before a test requests a file.
    @Test
    void theFolderIsThere() {
        assertThat(SharedData.require("PROVENANCE.md")).isRegularFile();
    }
}
