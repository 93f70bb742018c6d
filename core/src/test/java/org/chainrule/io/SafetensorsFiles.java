package org.chainrule.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.chainrule.error.FormatException;
import org.chainrule.testing.SharedData;

/// Files for the tests of [Safetensors].
final class SafetensorsFiles {
    private SafetensorsFiles() {
    }

    /// Returns files that other programs wrote.
    static List<Path> samples() throws IOException {
        try (Stream<Path> files = Files.list(SharedData.require("safetensors-tests"))) {
            return files.sorted().toList();
        }
    }

    /// Reads bytes from a stream that delivers a few at a time.
    static Safetensors readSlowly(byte[] bytes) {
        try {
            return Safetensors.read(TestStreams.slow(bytes), "stream");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /// Returns a file of a header and data.
    static byte[] file(String header, byte[] data) {
        byte[] json = header.getBytes(UTF_8);
        int padded = (json.length + 7) / 8 * 8;
        ByteBuffer file = ByteBuffer.allocate(8 + padded + data.length).order(ByteOrder.LITTLE_ENDIAN).putLong(padded)
                .put(json);
        while (file.position() < 8 + padded) {
            file.put((byte) ' ');
        }
        return file.put(data).array();
    }

    /// Returns the bytes of hexadecimal digits, which may have blanks between them.
    static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    /// Asserts that bytes are refused, and why.
    static void assertRefused(byte[] bytes, String message) {
        assertThatExceptionOfType(FormatException.class).isThrownBy(() -> Safetensors.read(bytes, "model"))
                .withMessage(message);
    }
}
