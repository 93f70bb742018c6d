package org.chainrule.io;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The disk operations of [SafeFile] that can fail. Tests replace them to make each one fail.
interface Disk {
    /// The disk of this machine.
    Disk REAL = new Disk() {
    };

    /// Creates a file that must not exist yet. The stream is closed if another process deleted the file before it was
    /// opened: opening creates a second file of the same name then, and a process that still has the first one open
    /// could take the second for it.
    default OutputStream create(Path file, FileAttribute<?>... attributes) throws IOException {
        Files.createFile(file, attributes);
        if (!file.getFileSystem().equals(FileSystems.getDefault())) {
            return Files.newOutputStream(file);
        }
        Object created = key(file);
        // A channel would be closed if the writing thread is interrupted; this stream is not.
        FileOutputStream stream = new FileOutputStream(file.toFile());
        if (!Objects.equals(created, key(file))) {
            stream.close();
        }
        return stream;
    }

    /// Returns what identifies a file, whatever its name; null if it is gone, or on a system without such keys.
    private static @Nullable Object key(Path file) throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException gone) {
            return null;
        }
    }

    /// Locks a file until the stream is closed, to show other processes that its writer is alive. Returns false if
    /// another process holds the lock or the file is closed, and true if the disk does not support locks.
    default boolean hold(OutputStream file) {
        try {
            return !(file instanceof FileOutputStream stream)
                    || stream.getChannel().isOpen() && stream.getChannel().tryLock() != null;
        } catch (IOException withoutLocks) {
            return true;
        }
    }

    /// Returns the free bytes on the disk of a folder, or `Long.MAX_VALUE` if that is unknown.
    default long free(Path folder) {
        try {
            FileStore store = Files.getFileStore(folder);
            // A virtual file system such as /proc reports a total of 0 bytes.
            return store.getTotalSpace() > 0 ? store.getUsableSpace() : Long.MAX_VALUE;
        } catch (IOException e) {
            return Long.MAX_VALUE;
        }
    }

    /// Forces the written bytes to the disk.
    default void sync(OutputStream file) throws IOException {
        if (file instanceof FileOutputStream stream) {
            stream.getFD().sync();
        }
    }

    /// Atomically replaces one file with another.
    default void replace(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /// Forces a rename in the folder to the disk, where the system supports it, so that it survives a power failure.
    default void syncFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException ignored) {
            // Windows cannot open a folder. The new file is in place either way.
        }
    }
}
