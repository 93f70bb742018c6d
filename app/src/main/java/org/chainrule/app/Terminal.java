package org.chainrule.app;

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

/// Where a command writes: results to one stream, everything else it says to the other. Text passes a [Display] on its way.
///
/// @param out       results
/// @param err       errors, and what is said beside results that a program reads
/// @param outMoves  whether someone watches `out`, so that a line may be overwritten
/// @param errMoves  whether someone watches `err`
/// @param debug     whether unexpected errors are shown in full
record Terminal(PrintStream out, PrintStream err, boolean outMoves, boolean errMoves, boolean debug) {
    Terminal {
        out = Display.on(out);
        err = Display.on(err);
    }

    /// The streams of this process, in UTF-8: files that are redirected to should not depend on the locale.
    static Terminal system() {
        boolean capable = !"dumb".equals(System.getenv("TERM"));
        String debug = System.getenv("CHAINRULE_DEBUG");
        return new Terminal(stream(FileDescriptor.out), stream(FileDescriptor.err), capable && watched(1),
                capable && watched(2), debug != null && !debug.isEmpty() && !debug.equals("0"));
    }

    /// Where results go that are data: byte by byte as they are, but for people at a terminal through a [Display].
    OutputStream records() {
        return outMoves && out instanceof Display display ? display.records() : out;
    }

    /// A stream for what a quiet command does not say.
    static PrintStream silent() {
        return new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new Outlet(new FileOutputStream(descriptor)), true, StandardCharsets.UTF_8);
    }

    /// A stream that is quiet once its reader has gone, as `head` goes after ten lines. Other failures, such as a full
    /// disk, are what [PrintStream#checkError] tells.
    static final class Outlet extends OutputStream {
        private final OutputStream out;
        private boolean unread;

        Outlet(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[]{(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            if (unread) {
                return;
            }
            try {
                out.write(bytes, from, length);
            } catch (IOException e) {
                unread = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("pipe");
                if (!unread) {
                    throw e;
                }
            }
        }
    }

    /// Whether a descriptor leads to a terminal. Linux tells by the file it is; elsewhere Java knows only about standard
    /// input and output together.
    private static boolean watched(int descriptor) {
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
