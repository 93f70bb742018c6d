package org.chainrule.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.chainrule.io.SafeFiles.LONG;
import static org.chainrule.io.SafeFiles.NEW;
import static org.chainrule.io.SafeFiles.assertFails;
import static org.chainrule.io.SafeFiles.inAnotherJvm;
import static org.chainrule.io.SafeFiles.names;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Devices, pipes and standard output, which [SafeFile] writes directly.
final class SafeFileStreamsTest {
    @TempDir
    Path folder;

    @Test
    @EnabledOnOs(OS.LINUX)
    void devicesAreWrittenDirectly() throws IOException {
        SafeFile.write(Path.of("/dev/null"), LONG);
        assertThat(Files.readAttributes(Path.of("/dev/null"), "isOther")).containsEntry("isOther", true);
        assertFails(Path.of("/dev/full"), NEW, Disk.REAL,
                "cannot write /dev/full: No space left on device; free some space or choose another path");
        assertFails(Path.of("/dev/fd/none"), NEW, Disk.REAL,
                "cannot write /dev/fd/none: there is no such device; choose another path");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void namedPipesAreWrittenDirectly() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
        CompletableFuture<String> reader = CompletableFuture.supplyAsync(() -> {
            try {
                return Files.readString(pipe);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        SafeFile.write(pipe, NEW);
        assertThat(reader.get()).isEqualTo("new");
        assertThat(names(folder)).containsExactly("pipe");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void standardOutputIsWrittenDirectly() throws Exception {
        for (Path stdout : List.of(Path.of("/dev/stdout"), Path.of("/dev/fd/1"), Path.of("/proc/self/fd/1"))) {
            assertThat(inAnotherJvm(stdout, ProcessBuilder.Redirect.PIPE)).isEqualTo("new");
            Path file = folder.resolve("out");
            inAnotherJvm(stdout, ProcessBuilder.Redirect.to(file.toFile()));
            assertThat(file).hasContent("new");
            assertThat(names(folder)).containsExactly("out");
        }
    }

    /// If a pipe is opened and closed without data, its reader sees the end, and the next open waits forever.
    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void checkingAPipeDoesNotOpenIt() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
        assertTimeoutPreemptively(Duration.ofMinutes(1), () -> SafeFile.check(pipe));
        SafeFile.check(Path.of("/dev/null"));
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> SafeFile.check(Path.of("/dev/fd/none")))
                .withMessage("cannot write /dev/fd/none: there is no such device; choose another path");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void streamsAreToldFromFiles() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
        Path link = Files.createSymbolicLink(folder.resolve("link"), pipe);
        assertThat(List.of(pipe, link, Path.of("/dev/stdout"), Path.of("/dev/fd/1")))
                .allMatch(path -> isStream(path));
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThat(List.of(file, folder, folder.resolve("none"), Path.of("/dev/null")))
                .noneMatch(path -> isStream(path));
    }

    private static boolean isStream(Path path) {
        try {
            return SafeFile.isStream(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
