package org.chainrule.tabular.value;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// SHA-256 in hexadecimal.
public final class Sha256 {
    private Sha256() {
    }

    /// Returns the digest of a stream, which is read to its end.
    public static String of(InputStream in) throws IOException {
        MessageDigest digest = digest();
        byte[] buffer = new byte[1 << 16];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            digest.update(buffer, 0, count);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /// Returns the digest of several: that of their digests in hexadecimal with a line feed after each, as
    /// `sha256sum FILES | cut -d ' ' -f 1 | sha256sum` prints it; empty if one of them is.
    public static String of(List<String> digests) {
        return digests.contains("")
                ? ""
                : HexFormat.of().formatHex(digest().digest((String.join("\n", digests) + "\n")
                        .getBytes(StandardCharsets.US_ASCII)));
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
