package org.chainrule.io;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;

/// The steps of [SafeFile] that a disk can fail at, so that tests can let each of them fail.
interface Disk {
    /// The disk of this machine.
    Disk REAL = new Disk() {
    };

    /// Creates a file that must not exist yet.
    default OutputStream create(Path file, FileAttribute<?>... attributes) throws IOException {
        Files.createFile(file, attributes);
        // Unlike a channel, this stream is not closed under the writer's hands when its thread is interrupted.
        return file.getFileSystem().equals(FileSystems.getDefault())
                ? new FileOutputStream(file.toFile())
                : Files.newOutputStream(file);
    }

    /// Locks a file until the stream is closed, which shows other processes that its writer is alive. Returns false if
    /// another process holds the lock, and true if the disk does not support locks.
    default boolean hold(OutputStream file) {
        try {
            return !(file instanceof FileOutputStream stream) || stream.getChannel().tryLock() != null;
        } catch (IOException withoutLocks) {
            return true;
        }
    }

    /// The free bytes on the disk of a folder; `Long.MAX_VALUE` if that is not known.
    default long free(Path folder) {
        try {
            FileStore store = Files.getFileStore(folder);
            // What is no disk, such as a folder of the kernel's, has no space at all.
            return store.getTotalSpace() > 0 ? store.getUsableSpace() : Long.MAX_VALUE;
        } catch (IOException e) {
            return Long.MAX_VALUE;
        }
    }

    /// Returns when what was written lies on the disk itself.
    default void sync(OutputStream file) throws IOException {
        if (file instanceof FileOutputStream stream) {
            stream.getFD().sync();
        }
    }

    /// Puts one file in the place of another in one step.
    default void replace(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /// Makes a renaming in the folder survive a power cut, where the system can do that.
    default void syncFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException ignored) {
            // Windows opens no folders. The new file is in place either way.
        }
    }
}
