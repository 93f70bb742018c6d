package org.chainrule.io;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/// Writes files atomically: a file is written completely or not at all.
///
/// The content is written to a temporary file `.chainrule-*.tmp` in the folder of the target, forced to the disk, and
/// moved to the target by one atomic rename. Readers of the target see either the old bytes or the new ones, never a
/// mixture. If the disk or the content fails, the temporary file is deleted and the old file stays unchanged.
///
/// - The new file keeps the permissions of the old one and, as far as allowed, its owner and group. Without an old file
///   it has the default permissions of the process.
/// - A read-only file is not replaced.
/// - A symbolic link remains; the file it points to is replaced.
/// - A target that cannot be replaced by a rename (a device, a named pipe, `/dev/stdout`) is written directly.
/// - A temporary file left behind by a killed process is deleted by the next write in the same folder ([Temporary]).
///
/// An `IOException` names the target, the reason and the remedy:
///
/// ```
/// cannot write model: No space left on device; the old file is unchanged; free some space or choose another path
/// ```
public final class SafeFile {
    private static final int BUFFER = 1 << 16;
    private static final int MOST_LINKS = 40;
    /// The targets of the link `/dev/stdout`.
    private static final Set<String> OUTPUT = Set.of("/dev/fd/1", "/proc/self/fd/1");
    /// The bits of a POSIX mode that hold the file type.
    private static final int KIND = 0170000;
    private static final int PIPE = 0010000;
    private static final int SOCKET = 0140000;

    private SafeFile() {
    }

    /// The content of a file.
    @FunctionalInterface
    public interface Content {
        /// Writes the whole content. The stream is buffered; closing it is allowed but not necessary.
        void writeTo(OutputStream out) throws IOException;
    }

    /// Writes the content to the target, replacing an old file.
    ///
    /// @throws IOException if the content fails or cannot be written to the target
    public static void write(Path target, Content content) throws IOException {
        write(target, content, Disk.REAL);
    }

    /// Checks in advance whether [#write] can write to the target. Creates and deletes a temporary file and leaves an
    /// old file unchanged. A device or a pipe is not opened, because its reader would see the end of the stream.
    ///
    /// @throws IOException if [#write] would fail
    public static void check(Path target) throws IOException {
        check(target, 0);
    }

    /// Checks the target like [#check(Path)], for content of at least the given number of bytes.
    ///
    /// @throws IOException if [#write] would fail, also for lack of disk space
    public static void check(Path target, long bytes) throws IOException {
        check(target, bytes, Disk.REAL);
    }

    static void check(Path target, long bytes, Disk disk) throws IOException {
        Path place = target(target);
        if (isDirect(place)) {
            if (Files.notExists(place)) {
                throw failure(target, "there is no such device", "; choose another path", null);
            }
            if (!Files.isWritable(place)) {
                throw failure(target, "no permission to write to it", "; choose another path", null);
            }
            return;
        }
        try {
            write(target, _ -> {
                throw new Rehearsal();
            }, disk);
        } catch (IOException e) {
            if (!(e.getCause() instanceof Rehearsal)) {
                throw e;
            }
        }
        Path folder = place.resolveSibling("");
        long free = disk.free(folder);
        if (bytes > free) {
            throw failure(target, String.format(Locale.ROOT, "it needs %,d bytes, but the disk of %s has %,d free",
                    bytes, folder, free), kept(Files.exists(place)) + "; free some space or choose another path", null);
        }
    }

    /// Returns the path that [#write] replaces or writes: where the symbolic links of the target lead, as an absolute path.
    /// There need not be a file.
    ///
    /// @throws IOException if the symbolic links form a cycle
    public static Path target(Path target) throws IOException {
        Path place = target.toAbsolutePath();
        for (int links = 0; !isDescriptor(place) && Files.isSymbolicLink(place); links++) {
            if (links == MOST_LINKS) {
                throw failure(target, "its symbolic links form a cycle", "; choose another path", null);
            }
            place = place.resolveSibling(Files.readSymbolicLink(place));
        }
        return place;
    }

    /// Returns whether [#write] sends the content to a pipe, a socket or an open stream of a process, such as
    /// `/dev/stdout`, from which nothing can be read back.
    ///
    /// @throws IOException if the symbolic links of the target form a cycle
    public static boolean isStream(Path target) throws IOException {
        Path place = target(target);
        if (isDescriptor(place)) {
            return true;
        }
        try {
            int kind = (Integer) Files.getAttribute(place, "unix:mode") & KIND;
            return kind == PIPE || kind == SOCKET;
        } catch (IOException | UnsupportedOperationException missing) {
            return false;
        }
    }

    /// Thrown in place of the content, after all steps before it have succeeded.
    private static final class Rehearsal extends IOException {
        private static final long serialVersionUID = 1L;
    }

    static void write(Path target, Content content, Disk disk) throws IOException {
        Path place = target(target);
        Path folder = place.getParent();
        if (folder == null || Files.isDirectory(place)) {
            throw failure(target, "it is a folder", "; specify a file in it", null);
        }
        if (isDirect(place)) {
            writeDirectly(target, place, content);
            return;
        }
        boolean old = Files.exists(place);
        String kept = kept(old);
        if (old && isReadOnly(place)) {
            throw failure(target, "the file is read-only", kept + "; make it writable or choose another path", null);
        }
        try {
            // Checked first, because the system's error for a missing folder is the same as for a missing file.
            if (!Files.readAttributes(folder, BasicFileAttributes.class).isDirectory()) {
                throw new NotDirectoryException(folder.toString());
            }
            Temporary.sweep(folder);
            PosixFileAttributes model = old ? posix(place) : null;
            try (Temporary temporary = Temporary.create(folder, disk, permissions(model))) {
                keepOwner(temporary.path(), model);
                fill(temporary.stream(), content);
                temporary.moveTo(place);
            }
        } catch (IOException e) {
            throw failure(target, reason(e, folder), kept + remedy(e), e);
        }
        disk.syncFolder(folder);
    }

    private static String kept(boolean old) {
        return old ? "; the old file is unchanged" : "";
    }

    /// Returns whether a file is written in place and not replaced.
    private static boolean isDirect(Path place) {
        return isDescriptor(place) || isDevice(place);
    }

    /// Returns whether the path denotes an open file of a process, such as `/dev/stdout`, whose link target is not a
    /// path.
    private static boolean isDescriptor(Path place) {
        return place.startsWith("/proc") || place.startsWith("/dev/fd");
    }

    private static boolean isDevice(Path place) {
        try {
            return Files.readAttributes(place, BasicFileAttributes.class).isOther();
        } catch (IOException missing) {
            return false;
        }
    }

    private static void writeDirectly(Path target, Path place, Content content) throws IOException {
        try (OutputStream device = OUTPUT.contains(place.toString())
                ? new Open(new FileOutputStream(FileDescriptor.out))
                : Files.newOutputStream(place, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            // Standard output may be a socket, which cannot be opened by name, and must stay open for other writers.
            fill(device, content);
        } catch (NoSuchFileException e) {
            throw failure(target, "there is no such device", "; choose another path", e);
        } catch (AccessDeniedException e) {
            throw failure(target, "no permission to write to it", "; choose another path", e);
        } catch (IOException e) {
            throw failure(target, reason(e, place), remedy(e), e);
        }
    }

    private static void fill(OutputStream file, Content content) throws IOException {
        BufferedOutputStream buffered = new BufferedOutputStream(file, BUFFER);
        content.writeTo(new Open(buffered));
        buffered.flush();
    }

    /// Returns whether nobody may write the file. The permissions decide, because root may write any file.
    private static boolean isReadOnly(Path place) throws IOException {
        PosixFileAttributes attributes = posix(place);
        boolean nobodyMay = attributes != null
                && attributes.permissions().stream().noneMatch(permission -> permission.name().endsWith("_WRITE"));
        return nobodyMay || !Files.isWritable(place);
    }

    private static @Nullable PosixFileAttributes posix(Path place) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(place, PosixFileAttributeView.class);
        return view == null ? null : view.readAttributes();
    }

    private static FileAttribute<?>[] permissions(@Nullable PosixFileAttributes model) {
        return model == null
                ? new FileAttribute<?>[0]
                : new FileAttribute<?>[]{PosixFilePermissions.asFileAttribute(model.permissions())};
    }

    private static void keepOwner(Path temporary, @Nullable PosixFileAttributes model) throws IOException {
        if (model == null) {
            return;
        }
        PosixFileAttributeView view = Files.getFileAttributeView(temporary, PosixFileAttributeView.class);
        PosixFileAttributes mine = view.readAttributes();
        try {
            if (!mine.group().equals(model.group())) {
                view.setGroup(model.group());
            }
            if (!mine.owner().equals(model.owner())) {
                view.setOwner(model.owner());
            }
        } catch (IOException ignored) {
            // Only root may change the owner; otherwise the new file belongs to the current user.
        }
        // Set again, because the umask of the process may have removed some at creation.
        Set<PosixFilePermission> permissions = model.permissions();
        if (!mine.permissions().equals(permissions)) {
            view.setPermissions(permissions);
        }
    }

    private static String reason(IOException e, Path folder) {
        return switch (e) {
            case NoSuchFileException _ -> "the folder " + folder + " does not exist";
            case NotDirectoryException _ -> folder + " is not a folder";
            case AccessDeniedException _ -> "no permission to write in " + folder;
            case FileSystemException system when system.getReason() != null -> system.getReason();
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
    }

    private static String remedy(IOException e) {
        String text = String.valueOf(e.getMessage());
        if (e instanceof NoSuchFileException) {
            return "; create it or choose another path";
        }
        if (text.contains("No space left") || text.contains("quota")) {
            return "; free some space or choose another path";
        }
        return e instanceof FileSystemException ? "; choose another path" : "";
    }

    private static IOException failure(Path target, String reason, String remedy, @Nullable IOException cause) {
        return new IOException("cannot write " + target + ": " + reason + remedy, cause);
    }

    /// A stream whose close method only flushes, because the file must still be forced to the disk or stay open.
    private static final class Open extends OutputStream {
        private final OutputStream out;

        Open(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        @Override
        public void close() throws IOException {
            out.flush();
        }
    }
}
