package org.chainrule.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.chainrule.io.SafeFiles.LONG;
import static org.chainrule.io.SafeFiles.NEW;
import static org.chainrule.io.SafeFiles.assertFails;
import static org.chainrule.io.SafeFiles.names;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.SyncFailedException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Files that are replaced whole or not at all, and the sentences of what prevents it.
final class SafeFileTest {
    @TempDir
    Path folder;

    @Test
    void writesANewFile() throws IOException {
        Path file = folder.resolve("model");
        SafeFile.write(file, NEW);
        assertThat(file).hasContent("new");
        assertThat(names(folder)).containsExactly("model");
    }

    @Test
    void replacesAnOldFile() throws IOException {
        Path file = Files.writeString(folder.resolve("model"), "the old and longer text");
        SafeFile.write(file, NEW);
        assertThat(file).hasContent("new");
        assertThat(names(folder)).containsExactly("model");
    }

    @Test
    void checksWithoutLeavingATrace() throws IOException {
        Path file = folder.resolve("model");
        SafeFile.check(file);
        assertThat(names(folder)).isEmpty();
        Files.writeString(file, "old");
        SafeFile.check(file);
        assertThat(file).hasContent("old");
        assertThat(names(folder)).containsExactly("model");
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
        assertThat(names(folder)).isEmpty();
        Files.writeString(file, "old");
        String message = "cannot write " + file
                + ": No space left on device; the old file is unchanged; free some space or choose another path";
        assertFails(file, LONG, full, message);
        assertFails(file, NEW, full, message);
        assertThat(file).hasContent("old");
        assertThat(names(folder)).containsExactly("model");
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
        assertThat(names(folder)).containsExactly("model");
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
        assertThat(names(folder)).containsExactly("model");
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
        assertThat(names(folder)).containsExactly("model");
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
        assertThat(names(folder)).containsExactly("again", "latest", "v1");
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
}
