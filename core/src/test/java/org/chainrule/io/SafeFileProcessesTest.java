package org.chainrule.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.chainrule.io.SafeFiles.NEW;
import static org.chainrule.io.SafeFiles.inAnotherJvm;
import static org.chainrule.io.SafeFiles.jvm;
import static org.chainrule.io.SafeFiles.names;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Temporary files of other processes and threads: those of live ones stay, those of killed ones are deleted.
final class SafeFileProcessesTest {
    @TempDir
    Path folder;

    @Test
    void whatKilledProcessesLeftIsDeleted() throws IOException {
        Files.writeString(folder.resolve(".chainrule-0d3a4f5e-0000-4000-8000-000000000000.tmp"), "half a model");
        Files.writeString(folder.resolve(".chainrule-too.tmp"), "");
        Files.createDirectory(folder.resolve(".chainrule-folder.tmp"));
        List<String> others = List.of(".chainrule.tmp", "chainrule-a.tmp", ".chainrule-a.tmp.csv", "a.tmp");
        for (String other : others) {
            Files.writeString(folder.resolve(other), "kept");
        }
        SafeFile.write(folder.resolve("model"), NEW);
        assertThat(names(folder)).contains("model", ".chainrule-folder.tmp").containsAll(others).hasSize(6);
    }

    /// A link with the name of a temporary file points to another user's file.
    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void noLinkIsFollowedToDelete() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "kept");
        Files.createSymbolicLink(folder.resolve(".chainrule-link.tmp"), file);
        Path pipe = folder.resolve(".chainrule-pipe.tmp");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
        assertTimeoutPreemptively(Duration.ofMinutes(1), () -> SafeFile.write(folder.resolve("model"), NEW));
        assertThat(file).hasContent("kept");
        assertThat(names(folder)).containsExactly(".chainrule-link.tmp", ".chainrule-pipe.tmp", "file", "model");
    }

    @Test
    void anotherThreadsFileStays() throws IOException {
        Path outer = folder.resolve("outer");
        SafeFile.write(outer, out -> {
            out.write("n".getBytes(UTF_8));
            SafeFile.write(folder.resolve("inner"), NEW);
            assertThat(names(folder)).hasSize(2);
            // The lock is still held, so a sweep by another process keeps the file.
            inAnotherJvm(folder.resolve("other"), ProcessBuilder.Redirect.PIPE);
            out.write("ew".getBytes(UTF_8));
        });
        assertThat(outer).hasContent("new");
        assertThat(names(folder)).containsExactly("inner", "other", "outer");
    }

    /// Runs with an old file, whose permissions are copied, and without one.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void theFileOfALiveProcessStaysAndThatOfADeadOneGoes(boolean old) throws Exception {
        Path model = folder.resolve("model");
        if (old) {
            Files.writeString(model, "old");
            Files.setPosixFilePermissions(model, PosixFilePermissions.fromString("rw-rw-rw-"));
        }
        Process alive = jvm(WriteSlowly.class, model).start();
        assertThat(alive.inputReader(UTF_8).readLine()).isEqualTo("writing");
        SafeFile.write(folder.resolve("mine"), NEW);
        assertThat(names(folder)).anyMatch(name -> name.startsWith(".chainrule-"));
        alive.outputWriter(UTF_8).append("on\n").close();
        assertThat(alive.waitFor()).isZero();
        assertThat(model).hasContent("new");
        Process killed = jvm(WriteSlowly.class, model).start();
        assertThat(killed.inputReader(UTF_8).readLine()).isEqualTo("writing");
        killed.destroyForcibly().waitFor();
        assertThat(names(folder)).anyMatch(name -> name.startsWith(".chainrule-"));
        SafeFile.write(folder.resolve("mine"), NEW);
        assertThat(model).hasContent("new");
        assertThat(names(folder)).containsExactly("mine", "model");
    }

    /// Every process sweeps before each of its writes, while the others write.
    @Test
    void manyProcessesAtOnceLoseNothing() throws Exception {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            processes.add(jvm(WriteOften.class, folder.resolve("model" + i))
                    .redirectError(ProcessBuilder.Redirect.INHERIT).start());
        }
        for (Process process : processes) {
            assertThat(process.waitFor()).isZero();
        }
        assertThat(names(folder)).containsExactly("model0", "model1", "model2");
    }

    /// Writes `new` to the path in its argument; in between it prints `writing` and waits for a line on standard input.
    static final class WriteSlowly {
        private WriteSlowly() {
        }

        public static void main(String[] arguments) throws IOException {
            SafeFile.write(Path.of(arguments[0]), out -> {
                out.write("new".getBytes(UTF_8));
                out.flush();
                new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8).println("writing");
                if (System.in.read() < 0) {
                    throw new IOException("not told to go on");
                }
            });
        }
    }

    /// Writes to the path in its argument repeatedly.
    static final class WriteOften {
        private WriteOften() {
        }

        public static void main(String[] arguments) throws IOException {
            for (int i = 0; i < 200; i++) {
                SafeFile.write(Path.of(arguments[0]), NEW);
            }
        }
    }
}
