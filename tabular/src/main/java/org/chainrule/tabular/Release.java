package org.chainrule.tabular;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// The release of Chainrule.
public final class Release {
    private Release() {
    }

    /// Returns the version, such as `0.1.0`.
    public static String version() {
        try (InputStream in = Release.class.getResourceAsStream("version.txt")) {
            return in == null ? "unknown" : new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return "unknown";
        }
    }
}
