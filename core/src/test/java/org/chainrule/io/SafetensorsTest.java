package org.chainrule.io;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.FormatException;
import org.chainrule.io.Safetensors.Array;
import org.chainrule.testing.SharedData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SafetensorsTest {
    @TempDir
    Path folder;

    @Test
    void readsAndRewritesTheFilesOfOtherPrograms() throws IOException {
        int read = 0;
        for (Path path : samples()) {
            byte[] bytes = Files.readAllBytes(path);
            Safetensors content = Safetensors.read(path);
            assertThat(content.tensors()).as(path.toString()).isNotEmpty();
            assertThat(content.bytes()).as(path.toString()).isEqualTo(bytes);
            assertThat(Safetensors.read(bytes, "memory")).isEqualTo(content);
            assertThat(Safetensors.read(new ByteArrayInputStream(bytes), "stream")).isEqualTo(content);
            read++;
        }
        assertThat(read).isEqualTo(20);
    }

    @Test
    void readsTheValuesOfOtherPrograms() throws IOException {
        Path samples = SharedData.require("safetensors-tests");
        assertThat(Safetensors.read(samples.resolve("boolean.safetensors")).tensors().get("buffer"))
                .isEqualTo(new Array("BOOL", new long[]{3}, new float[]{1, 0, 1}));
        assertThat(Safetensors.read(samples.resolve("integer.safetensors")).tensors().get("buffer"))
                .isEqualTo(new Array("I64", new long[]{3}, new float[]{1, 2, 3}));
        assertThat(Safetensors.read(samples.resolve("buffer.safetensors")).tensors().get("buffer"))
                .isEqualTo(Array.of(new float[]{1, 1, 1, 1, 1, 1, 1, 1, 1}, 3, 3));
        assertThat(Safetensors.read(samples.resolve("batch_norm2d.safetensors")).tensors()
                .get("norm1.num_batches_tracked"))
                .isEqualTo(new Array("I64", new long[0], new float[]{1}));
    }

    @Test
    void writesTheBytesOfTheReferenceImplementation() {
        Map<String, Array> tensors = new LinkedHashMap<>();
        tensors.put("b", Array.of(new float[]{1, -2}, 2, 1));
        tensors.put("n", new Array("I64", new long[0], new float[]{-7}));
        tensors.put("a", Array.of(new float[]{0.5f}));
        String header = "{\"__metadata__\":{\"format\":\"pt\",\"who\":\"\u00e9\\n\"},\"n\":{\"dtype\":\"I64\""
                + ",\"shape\":[],\"data_offsets\":[0,8]},"
                + "\"a\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[8,12]},"
                + "\"b\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[12,20]}}";
        ByteBuffer data = ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN).putLong(-7).putFloat(0.5f).putFloat(1)
                .putFloat(-2);
        byte[] bytes = new Safetensors(Map.of("who", "\u00e9\n", "format", "pt"), tensors).bytes();
        assertThat(bytes).isEqualTo(file(header, data.array()));
        assertThat(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong() % 8).isZero();
    }

    @Test
    void orderOfTheMapsDoesNotMatter() {
        Map<String, Array> there = new LinkedHashMap<>();
        Map<String, String> metadata = new LinkedHashMap<>();
        for (String name : List.of("linear/weight", "linear/bias", "linear2/bias", "\ud83d\ude00", "\uffee")) {
            there.put(name, Array.of(new float[]{name.length()}, 1));
            metadata.put(name, name);
        }
        Map<String, Array> back = new LinkedHashMap<>();
        Map<String, String> metadataBack = new LinkedHashMap<>();
        for (String name : new ArrayList<>(there.keySet()).reversed()) {
            back.put(name, there.get(name));
            metadataBack.put(name, name);
        }
        byte[] bytes = new Safetensors(metadata, there).bytes();
        assertThat(new Safetensors(metadataBack, back).bytes()).isEqualTo(bytes);
        assertThat(Safetensors.read(bytes, "memory").tensors().keySet()).containsExactly("linear/bias", "linear/weight",
                "linear2/bias", "\uffee", "\ud83d\ude00");
    }

    @Test
    void everyFloatComesBackBitForBit() {
        Random random = new Random(3);
        float[] values = new float[100_003];
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.intBitsToFloat(random.nextInt());
        }
        values[0] = -0f;
        values[1] = Float.MIN_VALUE;
        values[2] = Float.NEGATIVE_INFINITY;
        byte[] bytes = new Safetensors(Map.of(), Map.of("x", Array.of(values, values.length))).bytes();
        for (Safetensors content : List.of(Safetensors.read(bytes, "memory"), readSlowly(bytes))) {
            float[] back = content.tensors().get("x").values();
            assertThat(back).hasSize(values.length);
            for (int i = 0; i < values.length; i++) {
                assertThat(Float.floatToIntBits(back[i])).isEqualTo(Float.floatToIntBits(values[i]));
            }
        }
    }

    @Test
    void aFileThatGrowsFromAStreamOfUnknownLength() {
        float[] values = new float[700_001];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        byte[] bytes = new Safetensors(Map.of(), Map.of("x", Array.of(values, values.length))).bytes();
        assertThat(readSlowly(bytes).tensors().get("x").values()).isEqualTo(values);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "F64  | 000000000000f0bf 9a9999999999b93f 000000000000f07f 010000000000f03f | -1 0.1 Infinity 1",
            "F32  | 000080bf cdcccc3d 0000807f | -1 0.1 Infinity",
            "F16  | 00bc 0038 007c 0100 ff7b | -1 0.5 Infinity 5.9604645e-8 65504",
            "BF16 | 80bf 003f 807f 4940 | -1 0.5 Infinity 3.140625", "BOOL | 00 01 | 0 1",
            "U8   | 00 7f 80 ff | 0 127 128 255",
            "I8   | 00 7f 80 ff | 0 127 -128 -1", "U16  | 0100 ff7f 0080 ffff | 1 32767 32768 65535",
            "I16  | 0100 ff7f 0080 ffff | 1 32767 -32768 -1", "U32  | 01000000 00000001 | 1 16777216",
            "I32  | 01000000 00000001 000000ff | 1 16777216 -16777216",
            "U64  | 0100000000000000 0000000100000000 | 1 16777216",
            "I64  | ffffffffffffffff 0000000100000000 000000ffffffffff | -1 16777216 -16777216"})
    void everyFormatTurnsIntoFloatsAndBack(String dtype, String hex, String expected) {
        byte[] data = bytes(hex);
        String[] numbers = expected.split(" ", -1);
        float[] values = new float[numbers.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.parseFloat(numbers[i]);
        }
        Array array = tensor(dtype, values.length, data);
        assertThat(array).isEqualTo(new Array(dtype, new long[]{values.length}, values));
        byte[] rewritten = new Safetensors(Map.of(), Map.of("x", array)).bytes();
        if (dtype.equals("F64")) {
            assertThat(tensor(dtype, values.length, Arrays.copyOfRange(rewritten, rewritten.length - data.length,
                    rewritten.length))).isEqualTo(array);
        } else {
            assertThat(rewritten).endsWith(data);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"BOOL | 00 02 | 2 where only 0 and 1 are booleans (value 1, counted from 0)",
            "F64 | 0000000000000000 9c7500883ce4377e | 1.0E300, beyond the range of 32-bit floats (value 1,"
                    + " counted from 0)",
            "I32 | 00000000 01000001 | 16777217, beyond the whole numbers up to 2^24 that 32-bit floats hold"
                    + " exactly (value 1, counted from 0)",
            "U32 | ffffffff 00000000 | 4294967295, beyond the whole numbers up to 2^24 that 32-bit floats hold"
                    + " exactly (value 0, counted from 0)",
            "I64 | 0000000000000080 0000000000000000 | -9223372036854775808, beyond the whole numbers up to"
                    + " 2^24 that 32-bit floats hold exactly (value 0, counted from 0)",
            "U64 | 0000000000000080 0000000000000000 | 9223372036854775808, beyond the whole numbers up to"
                    + " 2^24 that 32-bit floats hold exactly (value 0, counted from 0)"})
    void refusesValuesThatNoFloatStandsFor(String dtype, String hex, String message) {
        assertThatExceptionOfType(FormatException.class).isThrownBy(() -> tensor(dtype, 2, bytes(hex)))
                .withMessage("model: tensor \"x\" holds " + message);
    }

    @Test
    void refusesToWriteWhatAFormatCannotHold() {
        assertUnwritable("U8", 0.5f, "cannot write 0.5 as U8, which holds the whole numbers from 0 to 255");
        assertUnwritable("I8", 128, "cannot write 128.0 as I8, which holds the whole numbers from -128 to 127");
        assertUnwritable("BOOL", 2, "cannot write 2.0 as BOOL, which holds the whole numbers from 0 to 1");
        assertUnwritable("I64", Float.NaN,
                "cannot write NaN as I64, which holds the whole numbers from -16777216 to 16777216");
    }

    private static void assertUnwritable(String dtype, float value, String message) {
        Safetensors content = new Safetensors(Map.of(), Map.of("x", new Array(dtype, new long[0], new float[]{value})));
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(content::bytes).withMessage(message);
    }

    @Test
    void narrowFormatsRoundToNearestEven() {
        float[] values = {1 + 0x1p-8f, 1 + 3 * 0x1p-8f, Float.MAX_VALUE, Float.NaN, Float.intBitsToFloat(0x7f800001),
                -0f};
        Array array = new Array("BF16", new long[]{6}, values);
        float[] back = Safetensors.read(new Safetensors(Map.of(), Map.of("x", array)).bytes(), "m").tensors().get("x")
                .values();
        assertThat(back).containsExactly(1, 1 + 0x1p-6f, Float.POSITIVE_INFINITY, Float.NaN, Float.NaN, -0f);
    }

    @Test
    void emptyTensorsAndScalars() {
        Map<String, Array> tensors = new TreeMap<>();
        tensors.put("empty", Array.of(new float[0], 0, 5));
        tensors.put("huge and empty", Array.of(new float[0], Long.MAX_VALUE, 0, Long.MAX_VALUE));
        tensors.put("scalar", Array.of(new float[]{4}));
        Safetensors content = new Safetensors(Map.of("", ""), tensors);
        assertThat(Safetensors.read(content.bytes(), "m")).isEqualTo(content);
        Safetensors nothing = new Safetensors(Map.of(), Map.of());
        assertThat(nothing.bytes()).isEqualTo(file("{}", new byte[0]));
        assertThat(Safetensors.read(nothing.bytes(), "m")).isEqualTo(nothing);
    }

    @Test
    void refusesArraysThatDisagreeWithThemselves() {
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> Array.of(new float[3], 2, 2))
                .withMessage("shape [2, 2] does not match 3 values");
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> Array.of(new float[1], 1L << 40, 1L << 40))
                .withMessage("shape [1099511627776, 1099511627776] does not match 1 value");
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> Array.of(new float[1], -1, -1))
                .withMessage("shape [-1, -1] does not match 1 value");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> new Array("F8_E5M2", new long[0], new float[1]))
                .withMessage(
                        "safetensors: unknown dtype \"F8_E5M2\", expected one of F64, F32, F16, BF16, BOOL and the"
                                + " integers I8 to I64"
                                + " and U8 to U64");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> new Safetensors(Map.of(), Map.of("__metadata__", Array.of(new float[1]))).bytes())
                .withMessage("safetensors: no tensor can be named __metadata__; choose another name");
    }

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

    @Test
    void writesAndReadsFiles() throws IOException {
        Safetensors content = new Safetensors(Map.of("k", "v"), Map.of("x", Array.of(new float[]{1, 2}, 2)));
        Path file = folder.resolve("model.safetensors");
        content.write(file);
        assertThat(Safetensors.read(file)).isEqualTo(content);
        assertThat(file).hasBinaryContent(content.bytes());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        content.write(out);
        assertThat(out.toByteArray()).isEqualTo(content.bytes());
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

    @Test
    void namesTheFileInMessages() throws IOException {
        Path missing = folder.resolve("none.safetensors");
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> Safetensors.read(missing))
                .withMessage("cannot read " + missing + ": there is no such file");
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> Safetensors.read(folder))
                .withMessage("cannot read " + folder + ": it is a folder; specify a file in it");
        Path text = Files.writeString(folder.resolve("a.csv"), "x,y\n1,2\n");
        assertThatExceptionOfType(FormatException.class).isThrownBy(() -> Safetensors.read(text))
                .withMessage(text
                        + ": not a safetensors file: its first 8 bytes give a header length of"
                        + " 734698278355545208 bytes,"
                        + " expected at most 100000000")
                .satisfies(e -> assertThat(e.source()).isEqualTo(text.toString()));
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> Safetensors.read(TestStreams.broken("Connection reset"), "s3://models/a"))
                .withMessage("cannot read s3://models/a: Connection reset");
    }

    private static List<Path> samples() throws IOException {
        try (Stream<Path> files = Files.list(SharedData.require("safetensors-tests"))) {
            return files.sorted().toList();
        }
    }

    private static Safetensors readSlowly(byte[] bytes) {
        try {
            return Safetensors.read(TestStreams.slow(bytes), "stream");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Array tensor(String dtype, int count, byte[] data) {
        byte[] bytes = file("{\"x\":{\"dtype\":\"" + dtype + "\",\"shape\":[" + count + "],\"data_offsets\":[0,"
                + data.length + "]}}", data);
        return Safetensors.read(bytes, "model").tensors().get("x");
    }

    private static byte[] file(String header, byte[] data) {
        byte[] json = header.getBytes(UTF_8);
        int padded = (json.length + 7) / 8 * 8;
        ByteBuffer file = ByteBuffer.allocate(8 + padded + data.length).order(ByteOrder.LITTLE_ENDIAN).putLong(padded)
                .put(json);
        while (file.position() < 8 + padded) {
            file.put((byte) ' ');
        }
        return file.put(data).array();
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private static void assertRefused(byte[] bytes, String message) {
        assertThatExceptionOfType(FormatException.class).isThrownBy(() -> Safetensors.read(bytes, "model"))
                .withMessage(message);
    }
}
