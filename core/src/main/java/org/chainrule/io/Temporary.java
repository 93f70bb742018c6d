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

/// A temporary file `.chainrule-*.tmp` that is to replace another file. Closing it deletes it, except after [#moveTo].
///
/// A killed process leaves its file behind, and the next writer in the folder deletes it. That writer must not delete
/// the file of a live process, on this machine or in another container that shares the folder. Therefore every writer
/// locks its file until the file has its final name, and deletes another writer's file only while holding that file's
/// lock:
///
/// - If the owner locks its file first, the file stays.
/// - If another process deletes the file before its owner has locked it, the owner notices and creates another one, with
///   another name.
/// - POSIX releases a process's locks on a file when any of its descriptors of that file is closed. Therefore a process
///   recognizes its own files by name and never opens them.
/// - Windows cannot rename an open file, so the lock ends just before the rename. On Windows a file is deleted only
///   when it is a minute old.
final class Temporary implements AutoCloseable {
    private static final String PATTERN = ".chainrule-*.tmp";
    private static final boolean WINDOWS = File.separatorChar == '\\';
    private static final Duration RENAMING = Duration.ofMinutes(1);
    private static final int TRIES = 100;

    /// The files that this process is writing, by name.
    private static final Map<String, Path> MINE = new ConcurrentHashMap<>();

    static {
        try {
            // A signal ends a process without closing the files of its threads.
            Runtime.getRuntime().addShutdownHook(
                    new Thread(() -> MINE.values().forEach(Temporary::delete), "chainrule-temporary"));
        } catch (IllegalStateException _) {
            // The process is already shutting down.
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

    /// Creates a new empty file.
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

    /// Forces the complete file to the disk and replaces another file with it.
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
            // A moved file was forced to the disk before.
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
            // The earlier failure is the one to report.
        }
    }

    /// Deletes the temporary files in a folder whose writers are dead.
    static void sweep(Path folder) {
        if (!folder.getFileSystem().equals(FileSystems.getDefault())) {
            return; // No other process writes to an archive or an in-memory file system, and most lack locks.
        }
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, PATTERN)) {
            for (Path file : left) {
                if (!MINE.containsKey(String.valueOf(file.getFileName()))
                        && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    deleteIfDead(file);
                }
            }
        } catch (IOException | DirectoryIteratorException ignored) {
            // A leftover file does no harm, and the write that follows reports problems with the folder.
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
            // The writer has finished, another user owns the file, or another thread is deleting it.
        }
    }
}
