package org.chainrule.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.chainrule.io.SafetensorsFiles.bytes;
import static org.chainrule.io.SafetensorsFiles.file;
import static org.chainrule.io.SafetensorsFiles.readSlowly;
import static org.chainrule.io.SafetensorsFiles.samples;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.FormatException;
import org.chainrule.io.Safetensors.Array;
import org.chainrule.testing.SharedData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Reading and writing safetensors files, bit for bit.
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

    private static Array tensor(String dtype, int count, byte[] data) {
        byte[] bytes = file("{\"x\":{\"dtype\":\"" + dtype + "\",\"shape\":[" + count + "],\"data_offsets\":[0,"
                + data.length + "]}}", data);
        return Safetensors.read(bytes, "model").tensors().get("x");
    }
}
