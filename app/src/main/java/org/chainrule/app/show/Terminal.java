package org.chainrule.app.show;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/// The output streams of a command. Both pass a [Display].
///
/// @param out       the stream for results
/// @param err       the stream for errors, remarks and progress
/// @param outMoves  whether `out` is a terminal, on which a line can be overwritten
/// @param errMoves  whether `err` is a terminal
/// @param debug     whether errors are printed with their stack traces
public record Terminal(PrintStream out, PrintStream err, boolean outMoves, boolean errMoves, boolean debug) {
    /// Wraps both streams in a [Display].
    public Terminal {
        out = Display.on(out);
        err = Display.on(err);
    }

    /// Returns the streams of this process, in UTF-8 whatever the locale.
    public static Terminal system() {
        boolean capable = !"dumb".equals(System.getenv("TERM"));
        String debug = System.getenv("CHAINRULE_DEBUG");
        return new Terminal(stream(FileDescriptor.out), stream(FileDescriptor.err), capable && isTerminal(1),
                capable && isTerminal(2), debug != null && !debug.isEmpty() && !debug.equals("0"));
    }

    /// Returns the stream for results that are data: the bytes themselves, or on a terminal a [Display] of each record.
    public OutputStream records() {
        return outMoves && out instanceof Display display ? display.records() : out;
    }

    /// Returns a stream that discards everything.
    public static PrintStream silent() {
        return new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new Outlet(new FileOutputStream(descriptor)), true, StandardCharsets.UTF_8);
    }

    /// A stream that ignores further output once its reader has closed the pipe, as `head` does after ten lines. Other
    /// failures, such as a full disk, are reported by [PrintStream#checkError].
    public static final class Outlet extends OutputStream {
        private final OutputStream out;
        private boolean closed;

        /// A stream that writes to another one.
        public Outlet(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[]{(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            if (closed) {
                return;
            }
            try {
                out.write(bytes, from, length);
            } catch (IOException e) {
                closed = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("pipe");
                if (!closed) {
                    throw e;
                }
            }
        }
    }

    /// Returns whether a descriptor is a terminal. On Linux its file shows this; elsewhere Java reports it only for standard
    /// input and output together.
    private static boolean isTerminal(int descriptor) {
        Path link = Path.of("/proc/self/fd/" + descriptor);
        if (Files.isSymbolicLink(link)) {
            try {
                String device = Files.readSymbolicLink(link).toString();
                return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty")
                        || device.equals("/dev/console");
            } catch (IOException e) {
                return false;
            }
        }
        return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    }
}
