package org.chainrule.io;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.chainrule.io.SafetensorsFiles.assertRefused;
import static org.chainrule.io.SafetensorsFiles.bytes;
import static org.chainrule.io.SafetensorsFiles.file;
import static org.chainrule.io.SafetensorsFiles.readSlowly;
import static org.chainrule.io.SafetensorsFiles.samples;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.chainrule.error.FormatException;
import org.chainrule.io.Safetensors.Array;
import org.chainrule.testing.SharedData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Headers that contradict the file, files that are cut off, and damage that the checksum shows.
final class DamagedSafetensorsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "[] | not a safetensors file: the header does not begin with '{'",
            "` {}` | not a safetensors file: the header does not begin with '{'",
            "{\"x\":1 | the header is not valid JSON at line 1, column 9: expected ',' or '}', found the end",
            "{\"x\":1} | tensor \"x\" must have exactly the fields dtype, shape and data_offsets",
            "{\"x\":{\"dtype\":\"F32\",\"shape\":[2]}} | tensor \"x\" must have exactly the fields"
                    + " dtype, shape and data_offsets",
            "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8],\"q\":1}} | tensor \"x\" must"
                    + " have exactly the fields dtype, shape and data_offsets",
            "{\"x\":<F32 [2] [0,8]>,\"x\":1} | the header is not valid JSON at line 1, column 55: the key"
                    + " \"x\" appears twice",
            "{\"x\":<F8_E4M3 [8] [0,8]>} | tensor \"x\" has the dtype \"F8_E4M3\", expected one of F64, F32, F16,"
                    + " BF16, BOOL and the integers I8 to I64 and U8 to U64",
            "{\"x\":<F32 [-2] [0,8]>} | tensor \"x\" has a shape that is not a list of non-negative sizes",
            "{\"x\":<F32 [2.0] [0,8]>} | tensor \"x\" has a shape that is not a list of non-negative sizes",
            "{\"x\":<F32 [2] [0]>} | tensor \"x\" has data_offsets that are not a begin and an end offset",
            "{\"x\":<F32 [2] [8,0]>} | tensor \"x\" has data_offsets that are not a begin and an end offset",
            "{\"x\":<F32 [2] [-8,0]>} | tensor \"x\" has data_offsets that are not a begin and an end offset",
            "{\"x\":<F32 [2] [0,9223372036854775808]>} | tensor \"x\" has data_offsets that are not a"
                    + " begin and an end offset",
            "{\"x\":<F32 [2] [0,9223372036854775807]>} | tensor \"x\" of shape [2] and dtype F32 needs 8 bytes"
                    + ", but its data_offsets [0, 9223372036854775807] hold 9223372036854775807",
            "{\"x\":<F32 [3] [0,8]>} | tensor \"x\" of shape [3] and dtype F32 needs 12 bytes, but its"
                    + " data_offsets [0, 8] hold 8",
            "{\"x\":<F32 [4294967296,4294967296] [0,0]>} | tensor \"x\" has the shape [4294967296, 4294967296]"
                    + ", which is more values than one array can hold",
            "{\"x\":<F32 [2147483647] [0,8589934588]>} | tensor \"x\" has the shape [2147483647], which is"
                    + " more values than one array can hold",
            "{\"x\":<F32 [2000000000] [0,8000000000]>} | the header describes 8000000000 bytes of data, but the"
                    + " file holds 8; it was cut off",
            "{\"x\":<F32 [1] [0,4]>} | the header describes 4 bytes of data, but the file holds 8",
            "{\"x\":<F32 [1] [4,8]>} | tensor \"x\" begins at byte 4 of the data, but the header ends at byte"
                    + " 0: there is a gap",
            "{\"x\":<F32 [2] [0,8]>,\"y\":<F32 [1] [4,8]>} | tensor \"y\" begins at byte 4 of the data, but"
                    + " tensor \"x\" ends at byte 8: they overlap",
            "{\"__metadata__\":[]} | the header's __metadata__ is not a JSON object",
            "{\"__metadata__\":{\"a\":1}} | the header's __metadata__ holds something other than a string at \"a\""})
    void refusesHeadersThatLie(String abbreviated, String message) {
        String header = abbreviated.replaceAll("<(\\w+) (\\[.*?\\]) (\\[.*?\\])>",
                "{\"dtype\":\"$1\",\"shape\":$2,\"data_offsets\":$3}");
        assertRefused(file(header, new byte[8]), "model: " + message);
    }

    @Test
    void refusesFilesThatAreCutOff() {
        assertRefused(new byte[0], "model: the file ends after 0 of the 8 bytes of the header's length");
        assertRefused(new byte[7], "model: the file ends after 7 of the 8 bytes of the header's length");
        assertRefused(new byte[8], "model: not a safetensors file: the header does not begin with '{'");
        assertRefused("PK\3\4 and the rest of a zip".getBytes(UTF_8),
                "model: not a safetensors file: its first 8 bytes give a header length of"
                        + " 7236828441365138256 bytes, expected at most 100000000");
        assertRefused(bytes("ffffffffffffffff"),
                "model: not a safetensors file: its first 8 bytes give a header length of"
                        + " 18446744073709551615 bytes, expected at most 100000000");
        assertRefused(bytes("00e1f50500000000 7b7d"),
                "model: the safetensors file is cut off: its first 8 bytes give a header length of"
                        + " 100000000 bytes, but only 2 follow");
        assertRefused(bytes("0400000000000000 7b22ff7d"), "model: the header is not valid UTF-8");
    }

    @Test
    void refusesStreamsThatAreCutOff() {
        assertThatExceptionOfType(FormatException.class).isThrownBy(() -> readSlowly(bytes("00e1f50500000000 7b7d")))
                .withMessage("stream: the file ends after 2 of the 100000000 bytes of the header");
        byte[] lie = file("{\"x\":{\"dtype\":\"F32\",\"shape\":[2000000000],\"data_offsets\":[0,8000000000]}}",
                new byte[8]);
        assertThatExceptionOfType(FormatException.class).isThrownBy(() -> readSlowly(lie))
                .withMessage("stream: the file ends after 8 of the 8000000000 bytes of tensor \"x\"");
        byte[] more = file("{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", new byte[8]);
        assertThatExceptionOfType(FormatException.class).isThrownBy(() -> readSlowly(more))
                .withMessage("stream: there are bytes after the end of the tensors");
    }

    @Test
    void liesCostNoMemory() {
        byte[] longHeader = bytes("00e1f50500000000 7b7d");
        byte[] manyValues = file("{\"x\":{\"dtype\":\"F32\",\"shape\":[2000000000],\"data_offsets\":[0,8000000000]}}",
                new byte[8]);
        long allocated = TestStreams.allocatedBy(() -> {
            for (byte[] lie : List.of(longHeader, manyValues)) {
                assertThatExceptionOfType(FormatException.class).isThrownBy(() -> readSlowly(lie));
                assertThatExceptionOfType(FormatException.class).isThrownBy(() -> Safetensors.read(lie, "m"));
            }
        });
        assertThat(allocated).isLessThan(10_000_000);
    }

    @Test
    void everyPrefixOfAFileIsRefused() throws IOException {
        byte[] bytes = Files.readAllBytes(SharedData.require("safetensors-tests/linear.safetensors"));
        for (int length = 0; length < bytes.length; length++) {
            byte[] prefix = Arrays.copyOf(bytes, length);
            assertThatExceptionOfType(FormatException.class).isThrownBy(() -> Safetensors.read(prefix, "m"));
            assertThatExceptionOfType(FormatException.class).isThrownBy(() -> readSlowly(prefix));
        }
    }

    @Test
    void damagedHeadersAreReadOrRefused() throws IOException {
        Random random = new Random(5);
        int refused = 0;
        int read = 0;
        for (Path path : samples()) {
            byte[] bytes = Files.readAllBytes(path);
            int header = 8 + (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
            for (int i = 0; i < 300; i++) {
                byte[] damaged = bytes.clone();
                for (int flips = random.nextInt(3); flips >= 0; flips--) {
                    int at = random.nextInt(random.nextInt(10) == 0 ? 8 : header);
                    damaged[at] = switch (random.nextInt(3)) {
                        case 0 -> (byte) (damaged[at] ^ 1 << random.nextInt(8));
                        case 1 -> (byte) ('0' + random.nextInt(10));
                        default -> (byte) random.nextInt(256);
                    };
                }
                try {
                    Safetensors content = i % 2 == 0 ? Safetensors.read(damaged, "m") : readSlowly(damaged);
                    assertThat(Safetensors.read(content.bytes(), "again")).isEqualTo(content);
                    read++;
                } catch (FormatException e) {
                    assertThat(e.getMessage()).startsWith(e.source() + ": ").doesNotContain("\n").hasSizeLessThan(400);
                    refused++;
                }
            }
        }
        assertThat(refused).isGreaterThan(3000);
        assertThat(read).isGreaterThan(30);
    }

    /// The digits match the result of another implementation: the CRC-32C of the bytes, with zeros for the digits,
    /// computed bit by bit.
    @Test
    void aChecksumIsOverAllBytes() throws IOException {
        Map<String, String> metadata = Map.of("a", "größe", "z", "\"chainrule.crc32c\":\"12345678");
        Safetensors plain = new Safetensors(metadata,
                Map.of("x", Array.of(new float[]{1, 2, -3}, 3), "y", new Array("F16", new long[0], new float[]{0.5f})));
        assertThat(plain.hasChecksum()).isFalse();
        byte[] bytes = plain.withChecksum().bytes();
        assertThat(plain.withChecksum().withChecksum().bytes()).isEqualTo(bytes);
        Safetensors read = Safetensors.read(bytes, "model");
        assertThat(read.hasChecksum()).isTrue();
        assertThat(read.tensors()).isEqualTo(plain.tensors());
        assertThat(read.bytes()).isEqualTo(bytes);
        String digits = read.metadata().get("chainrule.crc32c");
        assertThat(digits).matches("[0-9a-f]{8}");
        String text = new String(bytes, ISO_8859_1);
        int at = text.indexOf("\"chainrule.crc32c\":\"" + digits) + "\"chainrule.crc32c\":\"".length();
        byte[] zeroed = bytes.clone();
        Arrays.fill(zeroed, at, at + 8, (byte) '0');
        assertThat(digits).isEqualTo(String.format("%08x", crc32c(zeroed)));

        // Content that was changed on purpose is written with a new checksum.
        Safetensors changed = new Safetensors(read.metadata(), Map.of("x", Array.of(new float[]{1, 2, 3}, 3)));
        assertThat(Safetensors.read(changed.bytes(), "model").tensors()).isEqualTo(changed.tensors());
        Path file = folder.resolve("model");
        changed.write(file);
        assertThat(Safetensors.readMetadata(file)).isEqualTo(Safetensors.read(file).metadata());
    }

    /// Computes the CRC-32C by its definition: the reversed polynomial 0x82F63B78, with an inversion at the beginning
    /// and the end.
    private static int crc32c(byte[] bytes) {
        int crc = -1;
        for (byte b : bytes) {
            crc ^= b & 0xFF;
            for (int i = 0; i < 8; i++) {
                crc = crc >>> 1 ^ (crc & 1) * 0x82F63B78;
            }
        }
        return ~crc;
    }

    @Test
    void aChecksumTellsDamagedValues() {
        byte[] bytes = new Safetensors(Map.of(), Map.of("x", Array.of(new float[]{1, 2, -3}, 3))).withChecksum()
                .bytes();
        String digits = Safetensors.read(bytes, "model").metadata().get("chainrule.crc32c");
        bytes[bytes.length - 6] ^= 4;
        String now = String.format("%08x", crc32c(new String(bytes, ISO_8859_1).replace(digits, "00000000")
                .getBytes(ISO_8859_1)));
        assertRefused(bytes,
                "model is damaged: it was saved with the checksum " + digits + ", but its bytes have " + now
                        + "; copy it again, or train it again");
    }

    @Test
    void everyFlippedBitBehindTheChecksumsNameIsNoticed() {
        byte[] whole = new Safetensors(Map.of("k", "v\n"), Map.of("x", Array.of(new float[]{1, 2, -3}, 3),
                "b", new Array("U8", new long[]{2}, new float[]{1, 200}))).withChecksum().bytes();
        byte[] name = "chainrule.crc32c".getBytes(UTF_8);
        int at = new String(whole, ISO_8859_1).indexOf("chainrule.crc32c");
        for (int bit = 0; bit < 8 * whole.length; bit++) {
            byte[] bytes = whole.clone();
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
            if (bit / 8 < at || bit / 8 >= at + name.length) {
                assertThatExceptionOfType(FormatException.class).as("bit " + bit)
                        .isThrownBy(() -> Safetensors.read(bytes, "model"))
                        .satisfies(e -> assertThat(e.getMessage()).startsWith("model").hasLineCount(1));
            }
        }
    }
}
