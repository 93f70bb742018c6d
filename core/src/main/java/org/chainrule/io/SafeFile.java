package org.chainrule.io;

import java.io.BufferedOutputStream;
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

/// Writes a file whole or not at all.
///
/// The content goes to a temporary file `.chainrule-*.tmp` in the folder of the target, is forced to the disk, and then
/// takes the target's place in one atomic renaming. Whoever opens the target sees the old bytes or the new ones, never
/// a part. When anything fails, be it the disk or the content itself, the temporary file is deleted and the old file is
/// untouched.
///
/// - Permissions (and, as far as allowed, owner and group) of an old file are kept; a new file gets the usual ones of
///   the process.
///   A file that nobody may write is respected, not replaced.
/// - A symbolic link stays a link: the file it leads to is replaced.
/// - What cannot be replaced by a renaming (a device, a named pipe, `/dev/stdout`) is written directly.
/// - A temporary file that a killed process left behind is deleted by the next writing in its folder ([Temporary]).
///
/// An `IOException` names the target, the reason and what to do:
///
/// ```
/// cannot write model: No space left on device; the old file is unchanged; free some space or choose another path
/// ```
public final class SafeFile {
    private static final int BUFFER = 1 << 16;
    private static final int MOST_LINKS = 40;
    /// What kind of file a POSIX mode says.
    private static final int KIND = 0170000;
    private static final int PIPE = 0010000;
    private static final int SOCKET = 0140000;

    private SafeFile() {
    }

    /// What is to be written.
    @FunctionalInterface
    public interface Content {
        /// Writes all of it. The stream is buffered; closing it is allowed and not needed.
        void writeTo(OutputStream out) throws IOException;
    }

    /// Writes the content to the target, replacing an old file.
    ///
    /// @throws IOException if the content cannot be written there or its own writing fails
    public static void write(Path target, Content content) throws IOException {
        write(target, content, Disk.REAL);
    }

    /// Finds out before the work whether [#write] could put a file there: it does all of it but the content, so a
    /// temporary file is created and deleted and an old file stays. A device or a pipe is not opened, because its reader
    /// would see it end.
    ///
    /// @throws IOException as [#write] would
    public static void check(Path target) throws IOException {
        check(target, 0);
    }

    /// As [#check(Path)], for a content that will have at least so many bytes.
    ///
    /// @throws IOException as [#write] would, and if the disk has less space than that
    public static void check(Path target, long bytes) throws IOException {
        check(target, bytes, Disk.REAL);
    }

    static void check(Path target, long bytes, Disk disk) throws IOException {
        Path place = follow(target);
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

    /// Whether [#write] sends the content into a pipe, a socket or an open stream of a process, such as `/dev/stdout`:
    /// nothing can be read back from there.
    ///
    /// @throws IOException if its symbolic links lead nowhere
    public static boolean isStream(Path target) throws IOException {
        Path place = follow(target);
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

    /// Everything before the content went well.
    private static final class Rehearsal extends IOException {
        private static final long serialVersionUID = 1L;
    }

    static void write(Path target, Content content, Disk disk) throws IOException {
        Path place = follow(target);
        Path folder = place.getParent();
        if (folder == null || Files.isDirectory(place)) {
            throw failure(target, "it is a folder", "; name a file in it", null);
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
            // Asked first, because the system reports a missing folder in the same words as a missing file.
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

    /// Whether the place is written as it stands, and not replaced.
    private static boolean isDirect(Path place) {
        return isDescriptor(place) || isDevice(place);
    }

    private static Path follow(Path target) throws IOException {
        Path place = target.toAbsolutePath();
        for (int links = 0; !isDescriptor(place) && Files.isSymbolicLink(place); links++) {
            if (links == MOST_LINKS) {
                throw failure(target, "its symbolic links lead in a circle", "; choose another path", null);
            }
            place = place.resolveSibling(Files.readSymbolicLink(place));
        }
        return place;
    }

    /// Whether the path stands for an open file of a process, as `/dev/stdout` does: such links lead to no path.
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
        try (OutputStream device = Files.newOutputStream(place, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
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

    /// A file nobody may write: asked of the permissions themselves, because root is allowed everything.
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
            // Only root may give files away; the new file then belongs to whoever writes it.
        }
        // Again, because the process's umask may have taken some away at creation.
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

    /// The stream a content sees: closing it only flushes, because the file still has to be forced to the disk.
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
