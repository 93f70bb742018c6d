package org.chainrule.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.SyncFailedException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SafeFileTest {
    private static final SafeFile.Content NEW = out -> out.write("new".getBytes(UTF_8));

    /// Larger than the buffer, so that bytes reach the disk before the content has ended.
    private static final SafeFile.Content LONG = out -> out.write(new byte[1 << 20]);

    @TempDir
    Path folder;

    @Test
    void writesANewFile() throws IOException {
        Path file = folder.resolve("model");
        SafeFile.write(file, NEW);
        assertThat(file).hasContent("new");
        assertThat(names()).containsExactly("model");
    }

    @Test
    void replacesAnOldFile() throws IOException {
        Path file = Files.writeString(folder.resolve("model"), "the old and longer text");
        SafeFile.write(file, NEW);
        assertThat(file).hasContent("new");
        assertThat(names()).containsExactly("model");
    }

    @Test
    void checksWithoutLeavingATrace() throws IOException {
        Path file = folder.resolve("model");
        SafeFile.check(file);
        assertThat(names()).isEmpty();
        Files.writeString(file, "old");
        SafeFile.check(file);
        assertThat(file).hasContent("old");
        assertThat(names()).containsExactly("model");
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> SafeFile.check(folder))
                .withMessage("cannot write " + folder + ": it is a folder; specify a file in it");
    }

    @Test
    void theOldFileStandsUntilTheNewOneIsWhole() throws IOException {
        Path file = Files.writeString(folder.resolve("model"), "old");
        SafeFile.write(file, out -> {
            out.write("ne".getBytes(UTF_8));
            out.flush();
            assertThat(file).hasContent("old");
            out.write('w');
        });
        assertThat(file).hasContent("new");
    }

    @Test
    void acceptsAContentThatClosesTheStream() throws IOException {
        Path file = folder.resolve("model.gz");
        SafeFile.write(file, out -> {
            try (OutputStream zip = new GZIPOutputStream(out)) {
                zip.write(7);
            }
        });
        assertThat(Files.size(file)).isPositive();
    }

    @Test
    void writesInTheWorkingFolder() throws IOException {
        Path file = Path.of("safe-file-test.tmp");
        try {
            SafeFile.write(file, NEW);
            assertThat(file).hasContent("new");
        } finally {
            Files.deleteIfExists(file);
        }
    }

    @Test
    void survivesAnInterruptedThread() throws IOException {
        Path file = folder.resolve("model");
        Thread.currentThread().interrupt();
        try {
            SafeFile.write(file, LONG);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(file).hasSize(1 << 20);
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void keepsPermissions() throws IOException {
        Path file = Files.writeString(folder.resolve("model"), "old");
        for (String permissions : List.of("rw-------", "rwxrwxrwx", "rw-rw-r--")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
            SafeFile.write(file, NEW);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo(permissions);
        }
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void givesANewFileTheUsualPermissions() throws IOException {
        Path plain = Files.writeString(folder.resolve("plain"), "");
        Path file = folder.resolve("model");
        SafeFile.write(file, NEW);
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(Files.getPosixFilePermissions(plain));
    }

    @Test
    void aMissingFolder() {
        Path file = folder.resolve("models/model");
        assertFails(file, NEW, Disk.REAL, "cannot write " + file + ": the folder " + folder.resolve("models")
                + " does not exist; create it or choose another path");
    }

    @Test
    void aFolderThatIsAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("plain"), "").resolve("model");
        assertFails(file, NEW, Disk.REAL,
                "cannot write " + file + ": " + folder.resolve("plain") + " is not a folder; choose another path");
    }

    @Test
    void aTargetThatIsAFolder() {
        assertFails(folder, NEW, Disk.REAL, "cannot write " + folder + ": it is a folder; specify a file in it");
        Path root = folder.getRoot();
        assertFails(root, NEW, Disk.REAL, "cannot write " + root + ": it is a folder; specify a file in it");
        assertFails(Path.of(""), NEW, Disk.REAL, "cannot write : it is a folder; specify a file in it");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aReadOnlyFile() throws IOException {
        Path file = Files.writeString(folder.resolve("model"), "old");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
        assertFails(file, NEW, Disk.REAL, "cannot write " + file
                + ": the file is read-only; the old file is unchanged; make it writable or choose another path");
        assertThat(file).hasContent("old");
    }

    @Test
    void aFullDisk() throws IOException {
        Disk full = new Disk() {
            @Override
            public OutputStream create(Path temporary, FileAttribute<?>... attributes) throws IOException {
                return new FilterOutputStream(Disk.super.create(temporary, attributes)) {
                    @Override
                    public void write(byte[] bytes, int offset, int length) throws IOException {
                        super.write(bytes, offset, length / 2);
                        throw new IOException("No space left on device");
                    }
                };
            }
        };
        Path file = folder.resolve("model");
        assertFails(file, LONG, full,
                "cannot write " + file + ": No space left on device; free some space or choose another path");
        assertThat(names()).isEmpty();
        Files.writeString(file, "old");
        String message = "cannot write " + file
                + ": No space left on device; the old file is unchanged; free some space or choose another path";
        assertFails(file, LONG, full, message);
        assertFails(file, NEW, full, message);
        assertThat(file).hasContent("old");
        assertThat(names()).containsExactly("model");
    }

    @Test
    void aFolderWithoutPermission() throws IOException {
        Disk closed = new Disk() {
            @Override
            public OutputStream create(Path temporary, FileAttribute<?>... attributes) throws IOException {
                throw new AccessDeniedException(temporary.toString());
            }
        };
        Path file = Files.writeString(folder.resolve("model"), "old");
        assertFails(file, NEW, closed, "cannot write " + file + ": no permission to write in " + folder
                + "; the old file is unchanged; choose another path");
    }

    @Test
    void aReadOnlyDisk() {
        Disk readOnly = new Disk() {
            @Override
            public OutputStream create(Path temporary, FileAttribute<?>... attributes) throws IOException {
                throw new FileSystemException(temporary.toString(), null, "Read-only file system");
            }
        };
        Path file = folder.resolve("model");
        assertFails(file, NEW, readOnly, "cannot write " + file + ": Read-only file system; choose another path");
    }

    @Test
    void aDiskThatCannotSync() throws IOException {
        Disk broken = new Disk() {
            @Override
            public void sync(OutputStream file) throws IOException {
                throw new SyncFailedException("sync failed");
            }
        };
        Path file = Files.writeString(folder.resolve("model"), "old");
        assertFails(file, NEW, broken, "cannot write " + file + ": sync failed; the old file is unchanged");
        assertThat(file).hasContent("old");
        assertThat(names()).containsExactly("model");
    }

    @Test
    void aDiskThatCannotRename() throws IOException {
        Disk broken = new Disk() {
            @Override
            public void replace(Path from, Path to) throws IOException {
                assertThat(from).hasParent(to.getParent()).hasContent("new");
                throw new FileSystemException(from.toString(), to.toString(), "Input/output error");
            }
        };
        Path file = Files.writeString(folder.resolve("model"), "old");
        assertFails(file, NEW, broken,
                "cannot write " + file + ": Input/output error; the old file is unchanged; choose another path");
        assertThat(file).hasContent("old");
        assertThat(names()).containsExactly("model");
    }

    @Test
    void aContentThatFails() throws IOException {
        Path file = Files.writeString(folder.resolve("model"), "old");
        assertFails(file, out -> {
            out.write(1);
            throw new IOException("the rows ran out");
        }, Disk.REAL, "cannot write " + file + ": the rows ran out; the old file is unchanged");
        assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> SafeFile.write(file, out -> {
            out.write(new byte[1 << 20]);
            throw new UncheckedIOException(new IOException("elsewhere"));
        }));
        assertThatExceptionOfType(StackOverflowError.class).isThrownBy(() -> SafeFile.write(file, out -> {
            throw new StackOverflowError();
        }));
        assertThat(file).hasContent("old");
        assertThat(names()).containsExactly("model");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void replacesWhatALinkLeadsTo() throws IOException {
        Path real = Files.writeString(Files.createDirectory(folder.resolve("v1")).resolve("model"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("latest"), Path.of("v1/model"));
        Path second = Files.createSymbolicLink(folder.resolve("again"), link);
        SafeFile.write(second, NEW);
        assertThat(link).isSymbolicLink();
        assertThat(second).isSymbolicLink();
        assertThat(real).isRegularFile().hasContent("new");
        assertThat(names()).containsExactly("again", "latest", "v1");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void createsWhatALinkLeadsTo() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("latest"), Path.of("model"));
        SafeFile.write(link, NEW);
        assertThat(link).isSymbolicLink();
        assertThat(folder.resolve("model")).isRegularFile().hasContent("new");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void linksThatLeadInACircle() throws IOException {
        Path a = folder.resolve("a");
        Path b = folder.resolve("b");
        Files.createSymbolicLink(a, b);
        Files.createSymbolicLink(b, a);
        assertFails(a, NEW, Disk.REAL,
                "cannot write " + a + ": its symbolic links form a cycle; choose another path");
    }

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
        assertThat(names()).containsExactly("pipe");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void standardOutputIsWrittenDirectly() throws Exception {
        for (Path stdout : List.of(Path.of("/dev/stdout"), Path.of("/dev/fd/1"), Path.of("/proc/self/fd/1"))) {
            assertThat(inAnotherJvm(stdout, ProcessBuilder.Redirect.PIPE)).isEqualTo("new");
            Path file = folder.resolve("out");
            inAnotherJvm(stdout, ProcessBuilder.Redirect.to(file.toFile()));
            assertThat(file).hasContent("new");
            assertThat(names()).containsExactly("out");
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

    @Test
    void aDiskTooSmallIsSaidBeforeTheWork() throws IOException {
        Disk small = new Disk() {
            @Override
            public long free(Path asked) {
                assertThat(asked).isEqualTo(folder);
                return 1_000_000;
            }
        };
        Path file = folder.resolve("model");
        SafeFile.check(file, 1_000_000, small);
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> SafeFile.check(file, 1_000_001, small))
                .withMessage("cannot write " + file + ": it needs 1,000,001 bytes, but the disk of " + folder
                        + " has 1,000,000 free; free some space or choose another path");
        Files.writeString(file, "old");
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> SafeFile.check(file, 1_000_001, small))
                .withMessage("cannot write " + file + ": it needs 1,000,001 bytes, but the disk of " + folder
                        + " has 1,000,000 free; the old file is unchanged; free some space or choose another path");
        assertThat(file).hasContent("old");
        assertThat(Disk.REAL.free(folder)).isBetween(1L, Files.getFileStore(folder).getTotalSpace());
        assertThat(Disk.REAL.free(folder.resolve("none"))).isEqualTo(Long.MAX_VALUE);
    }

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
        assertThat(names()).contains("model", ".chainrule-folder.tmp").containsAll(others).hasSize(6);
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
        assertThat(names()).containsExactly(".chainrule-link.tmp", ".chainrule-pipe.tmp", "file", "model");
    }

    @Test
    void anotherThreadsFileStays() throws IOException {
        Path outer = folder.resolve("outer");
        SafeFile.write(outer, out -> {
            out.write("n".getBytes(UTF_8));
            SafeFile.write(folder.resolve("inner"), NEW);
            assertThat(names()).hasSize(2);
            // The lock is still held, so a sweep by another process keeps the file.
            inAnotherJvm(folder.resolve("other"), ProcessBuilder.Redirect.PIPE);
            out.write("ew".getBytes(UTF_8));
        });
        assertThat(outer).hasContent("new");
        assertThat(names()).containsExactly("inner", "other", "outer");
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
        assertThat(names()).anyMatch(name -> name.startsWith(".chainrule-"));
        alive.outputWriter(UTF_8).append("on\n").close();
        assertThat(alive.waitFor()).isZero();
        assertThat(model).hasContent("new");
        Process killed = jvm(WriteSlowly.class, model).start();
        assertThat(killed.inputReader(UTF_8).readLine()).isEqualTo("writing");
        killed.destroyForcibly().waitFor();
        assertThat(names()).anyMatch(name -> name.startsWith(".chainrule-"));
        SafeFile.write(folder.resolve("mine"), NEW);
        assertThat(model).hasContent("new");
        assertThat(names()).containsExactly("mine", "model");
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
        assertThat(names()).containsExactly("model0", "model1", "model2");
    }

    private static ProcessBuilder jvm(Class<?> main, Path target) throws URISyntaxException {
        return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                place(SafeFile.class) + File.pathSeparator + place(SafeFileTest.class), main.getName(),
                target.toString());
    }

    private static String inAnotherJvm(Path target, ProcessBuilder.Redirect output) throws IOException {
        try {
            Process process = jvm(WriteNew.class, target).redirectOutput(output)
                    .redirectError(ProcessBuilder.Redirect.INHERIT).start();
            String text = new String(process.getInputStream().readAllBytes(), UTF_8);
            assertThat(process.waitFor()).isZero();
            return text;
        } catch (URISyntaxException | InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static Path place(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    /// Writes `new` to the path in its argument.
    static final class WriteNew {
        private WriteNew() {
        }

        public static void main(String[] arguments) throws IOException {
            SafeFile.write(Path.of(arguments[0]), NEW);
        }
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

    private static void assertFails(Path target, SafeFile.Content content, Disk disk, String message) {
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> SafeFile.write(target, content, disk))
                .withMessage(message);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
