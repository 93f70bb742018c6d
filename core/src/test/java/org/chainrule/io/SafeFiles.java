package org.chainrule.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// What the tests of [SafeFile] write, and the processes that write with them.
final class SafeFiles {
    /// Writes `new`.
    static final SafeFile.Content NEW = out -> out.write("new".getBytes(UTF_8));

    /// Larger than the buffer, so that bytes reach the disk before the content has ended.
    static final SafeFile.Content LONG = out -> out.write(new byte[1 << 20]);

    private SafeFiles() {
    }

    /// Asserts that a file cannot be written, and why.
    static void assertFails(Path target, SafeFile.Content content, Disk disk, String message) {
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> SafeFile.write(target, content, disk))
                .withMessage(message);
    }

    /// Returns the sorted names of the files in a folder.
    static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /// Returns a process that runs a main class with a path as its argument.
    static ProcessBuilder jvm(Class<?> main, Path target) throws URISyntaxException {
        return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                place(SafeFile.class) + File.pathSeparator + place(SafeFiles.class), main.getName(),
                target.toString());
    }

    /// Writes `new` to a path in another process, and returns what that process printed.
    static String inAnotherJvm(Path target, ProcessBuilder.Redirect output) throws IOException {
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
}
