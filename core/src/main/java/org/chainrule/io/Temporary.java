package org.chainrule.io;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// A temporary file `.chainrule-*.tmp` on its way to becoming another file; closing it deletes it, unless it was moved.
///
/// A process that is killed leaves its file behind, and the next writer in the folder deletes it. That writer must not
/// delete the file of a live process, on this machine or in another container that shares the folder. Every writer
/// therefore locks its file until the file has its final name, and deletes a foreign file only while holding its lock:
///
/// - If the owner locks its file first, the file stays.
/// - If another process deletes the file before its owner has locked it, the owner notices and creates another one.
/// - POSIX drops a process's locks on a file when any of its descriptors of that file is closed, so the files of this
///   process itself are known by name and never opened.
/// - Windows renames no open file, so the lock ends just before; a file there is deleted only when it is a minute old.
final class Temporary implements AutoCloseable {
    private static final String PATTERN = ".chainrule-*.tmp";
    private static final boolean WINDOWS = File.separatorChar == '\\';
    private static final Duration RENAMING = Duration.ofMinutes(1);
    private static final int TRIES = 100;

    /// The files that this process is writing now, by name.
    private static final Map<String, Path> MINE = new ConcurrentHashMap<>();

    static {
        try {
            // A signal ends a process without closing what its threads write.
            Runtime.getRuntime().addShutdownHook(
                    new Thread(() -> MINE.values().forEach(Temporary::delete), "chainrule-temporary"));
        } catch (IllegalStateException _) {
            // The process ends already.
        }
    }

    private final Path path;
    private final Disk disk;
    private final OutputStream stream;
    private boolean moved;

    private Temporary(Path path, Disk disk, OutputStream stream) {
        this.path = path;
        this.disk = disk;
        this.stream = stream;
    }

    /// A new empty file.
    static Temporary create(Path folder, Disk disk, FileAttribute<?>... attributes) throws IOException {
        for (int tries = 0; tries < TRIES; tries++) {
            Temporary temporary = open(folder.resolve(PATTERN.replace("*", UUID.randomUUID().toString())), disk,
                    attributes);
            if (disk.hold(temporary.stream) && Files.exists(temporary.path)) {
                return temporary;
            }
            temporary.close();
        }
        throw new IOException("temporary files are deleted as soon as they are created");
    }

    private static Temporary open(Path path, Disk disk, FileAttribute<?>... attributes) throws IOException {
        String name = String.valueOf(path.getFileName());
        MINE.put(name, path);
        OutputStream stream = null;
        try {
            stream = disk.create(path, attributes);
            return new Temporary(path, disk, stream);
        } finally {
            if (stream == null) {
                MINE.remove(name);
                delete(path);
            }
        }
    }

    Path path() {
        return path;
    }

    OutputStream stream() {
        return stream;
    }

    /// Puts the file, written in full, in the place of another.
    void moveTo(Path place) throws IOException {
        disk.sync(stream);
        if (WINDOWS) {
            stream.close();
        }
        disk.replace(path, place);
        moved = true;
    }

    @Override
    public void close() throws IOException {
        try {
            stream.close();
        } catch (IOException e) {
            // What was moved has been forced to the disk before.
            if (!moved) {
                throw e;
            }
        } finally {
            if (!moved) {
                delete(path);
            }
            MINE.remove(String.valueOf(path.getFileName()));
        }
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException ignored) {
            // The failure that led here is the one to report.
        }
    }

    /// Deletes the temporary files in a folder whose writers are dead.
    static void sweep(Path folder) {
        if (!folder.getFileSystem().equals(FileSystems.getDefault())) {
            return; // An archive or a file system in memory has no other processes, and mostly no locks.
        }
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, PATTERN)) {
            for (Path file : left) {
                if (!MINE.containsKey(String.valueOf(file.getFileName()))
                        && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    deleteIfDead(file);
                }
            }
        } catch (IOException | DirectoryIteratorException ignored) {
            // What is left takes space and does no harm: the writing that follows says what is wrong with the folder.
        }
    }

    private static void deleteIfDead(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
                FileLock lock = channel.tryLock()) {
            boolean renaming = WINDOWS
                    && Files.getLastModifiedTime(file).toInstant().isAfter(Instant.now().minus(RENAMING));
            if (lock != null && !renaming) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | OverlappingFileLockException ignored) {
            // Its writer has finished, another user owns it, or another thread is deleting it.
        }
    }
}
