package org.chainrule.app.process;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The user's browser.
public final class Browser {
    private static final long SECONDS = 3;

    private Browser() {
    }

    /// Opens a file by the program of the system, without the classes of a desktop, which take seconds to load. Waits a
    /// moment for that program to fail.
    ///
    /// @return a sentence if that fails; empty if it works
    public static Optional<String> open(Path file) {
        return open(file, opener(System.getProperty("os.name", "")));
    }

    static Optional<String> open(Path file, List<String> opener) {
        return open(file.toAbsolutePath().toUri(), opener, "the report is written, but " + opener.getFirst()
                + " could not open it; open " + file + " in a browser");
    }

    /// Opens an address as [#open(Path)] opens a file.
    public static Optional<String> open(URI address) {
        List<String> opener = opener(System.getProperty("os.name", ""));
        return open(address, opener, opener.getFirst() + " could not open the page; open " + address
                + " in a browser, or choose --no-open");
    }

    private static Optional<String> open(URI address, List<String> opener, String failed) {
        List<String> words = new ArrayList<>(opener);
        words.add(address.toString());
        try {
            Process process = new ProcessBuilder(words).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            return process.waitFor(SECONDS, TimeUnit.SECONDS) && process.exitValue() != 0
                    ? Optional.of(failed)
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.of(failed);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static List<String> opener(String system) {
        String name = system.toLowerCase(Locale.ROOT);
        return name.startsWith("windows")
                ? List.of("rundll32", "url.dll,FileProtocolHandler")
                : List.of(name.startsWith("mac") ? "open" : "xdg-open");
    }
}
