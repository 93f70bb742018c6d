package org.chainrule.io;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.FormatException;
import org.chainrule.testing.SharedData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NpyTest {
    static final Path FIXTURES = Path.of("src/test/fixtures/npy");

    private static final float[] HALVES = {-1, -0.5f, 0, 0.5f, 1, 1.5f};
    private static final String OBJECTS = "the array holds Python objects, which are pickled code and never"
            + " loaded; in Python, save it with numpy.save(file, array.astype('float32'))";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"f4", "f4-big", "f8", "f8-big", "f2", "i1", "u1", "i2", "i2-big", "u2", "i4", "i4-big",
            "u4", "i8",
            "i8-big", "u8"})
    void readsEveryTypeInBothOrders(String type) throws IOException {
        Npy expected = Npy.of(new float[]{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, 2, 3, 2);
        assertThat(Npy.read(FIXTURES.resolve(type + ".npy"))).isEqualTo(expected);
        assertThat(Npy.read(FIXTURES.resolve(type + "-fortran.npy"))).isEqualTo(expected);
    }

    @Test
    void readsEveryVersion() throws IOException {
        Npy matrix = Npy.of(HALVES, 2, 3);
        for (String name : List.of("matrix", "version2", "version3")) {
            byte[] bytes = Files.readAllBytes(FIXTURES.resolve(name + ".npy"));
            assertThat(Npy.read(bytes, name)).isEqualTo(matrix);
            assertThat(Npy.read(TestStreams.slow(bytes), name)).isEqualTo(matrix);
        }
        assertThat(Npy.read(FIXTURES.resolve("b1.npy"))).isEqualTo(Npy.of(new float[]{1, 0, 1}, 3));
    }

    @Test
    void writesTheBytesOfNumpy() throws IOException {
        assertWritten("matrix", Npy.of(HALVES, 2, 3));
        assertWritten("vector", Npy.of(HALVES, 6));
        assertWritten("scalar", Npy.of(new float[]{2.5f}));
        assertWritten("empty", Npy.of(new float[0], 0, 3));
        assertWritten("deep", Npy.of(HALVES, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 3));
    }

    private void assertWritten(String name, Npy array) throws IOException {
        byte[] expected = Files.readAllBytes(FIXTURES.resolve(name + ".npy"));
        assertThat(array.bytes()).as(name).isEqualTo(expected);
        Path file = folder.resolve(name + ".npy");
        array.write(file);
        assertThat(file).hasBinaryContent(expected);
        assertThat(Npy.read(file)).isEqualTo(array);
    }

    @Test
    void headersOfEveryLengthEndAtAMultipleOf64() {
        for (int rank = 0; rank < 200; rank++) {
            long[] shape = new long[rank];
            Arrays.fill(shape, 1);
            byte[] bytes = Npy.of(new float[1], shape).bytes();
            assertThat((bytes.length - Float.BYTES) % 64).isZero();
            assertThat(bytes[bytes.length - Float.BYTES - 1]).isEqualTo((byte) '\n');
            assertThat(Npy.read(bytes, "m").shape()).isEqualTo(shape);
        }
        long[] endless = new long[30_000];
        Arrays.fill(endless, 1);
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> Npy.of(new float[1], endless).bytes())
                .withMessage("npy: a shape of 30000 axes does not fit in the header");
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> Npy.of(new float[5], 2, 3))
                .withMessage("shape [2, 3] does not match 5 values");
    }

    @Test
    void everyFloatComesBackBitForBit() throws IOException {
        Random random = new Random(3);
        float[] values = new float[300_001];
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.intBitsToFloat(random.nextInt());
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Npy.of(values, values.length).write(out);
        float[] back = Npy.read(TestStreams.slow(out.toByteArray()), "m").values();
        assertThat(back).hasSize(values.length);
        for (int i = 0; i < values.length; i++) {
            assertThat(Float.floatToIntBits(back[i])).isEqualTo(Float.floatToIntBits(values[i]));
        }
    }

    @Test
    void columnMajorOrderOfEveryRank() {
        for (long[] shape : List.of(new long[]{}, new long[]{7}, new long[]{3, 5}, new long[]{2, 3, 4},
                new long[]{1, 4, 1, 3},
                new long[]{2, 1, 3, 1, 5}, new long[]{0, 3}, new long[]{3, 0, 2})) {
            int count = Sizes.count(shape);
            float[] expected = new float[count];
            ByteBuffer columnMajor = ByteBuffer.allocate(count * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < count; i++) {
                expected[i] = i;
                long at = 0;
                long rest = i;
                long inner = count;
                long stride = 1;
                for (long size : shape) {
                    inner /= size;
                    at += rest / inner * stride;
                    rest %= inner;
                    stride *= size;
                }
                columnMajor.putFloat(Math.toIntExact(at * Float.BYTES), i);
            }
            String sizes = Arrays.toString(shape).replace("[", "(").replace("]", shape.length == 0 ? ")" : ",)");
            byte[] file = npy("{'descr': '<f4', 'fortran_order': True, 'shape': " + sizes + ", }", columnMajor.array());
            assertThat(Npy.read(file, "m")).isEqualTo(new Npy(shape, expected));
        }
    }

    @Test
    void readsTheHeadersOfPython2AndOfOtherWriters() {
        Npy expected = Npy.of(new float[]{0, 0}, 2, 1);
        for (String header : List.of("{'shape': (2L, 1L), 'fortran_order': False, 'descr': '<f4'}",
                "{\"descr\":\"=f4\",\"fortran_order\":False,\"shape\":(2,1)}\n",
                " { 'descr' : 'f4' , 'fortran_order' : False , 'shape' : ( 2 , 1 , ) , } \n")) {
            assertThat(Npy.read(npy(header, new byte[8]), "m")).isEqualTo(expected);
        }
    }

    @Test
    void refusesPickledObjects() throws IOException {
        for (String name : List.of("py2-objarr", "py2-np0-objarr", "py3-objarr")) {
            Path file = SharedData.require("numpy/npy/" + name + ".npy");
            assertThatExceptionOfType(FormatException.class).isThrownBy(() -> Npy.read(file))
                    .withMessage(file + ": " + OBJECTS)
                    .satisfies(e -> assertThat(e.source()).isEqualTo(file.toString()));
        }
    }

    @Test
    void refusesWhatIsNotNumbers() {
        String known = ", expected f2, f4, f8, b1, i1 to i8 or u1 to u8; in Python, save it with numpy.save(file,"
                + " array.astype('float32'))";
        assertFileRefused("complex", "the array has the dtype \"<c8\"" + known);
        assertFileRefused("text", "the array has the dtype \"<U2\"" + known);
        assertFileRefused("fields",
                "the array holds records of several fields; in Python, save each field as a separate array");
    }

    private static void assertFileRefused(String name, String message) {
        Path file = FIXTURES.resolve(name + ".npy");
        assertThatExceptionOfType(FormatException.class).isThrownBy(() -> Npy.read(file))
                .withMessage(file + ": " + message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "`` | the header is malformed at character 1: expected '{', found the end",
            "{} | the header is malformed at character 3: expected one each of descr, fortran_order and shape,"
                    + " found the end",
            "{'descr': '<f4', 'descr': '<f4'} | the header is malformed at character 18: expected one each of"
                    + " descr, fortran_order and shape, found '''",
            "{'descr': '<f4', 'evil': 1} | the header is malformed at character 18: expected one each of descr"
                    + ", fortran_order and shape, found '''",
            "{'descr': '<f4' 'shape': ()} | the header is malformed at character 17: expected '}', found '''",
            "{'descr': <f4} | the header is malformed at character 11: expected a quoted string, found '<'",
            "{'descr': '<f4 | the header is malformed at character 11: expected a quoted string, found '''",
            "{'descr': '\\x3cf4'} | the header is malformed at character 11: expected a quoted string, found '''",
            "{'fortran_order': 0} | the header is malformed at character 19: expected True or False, found '0'",
            "{'shape': [2]} | the header is malformed at character 11: expected '(', found '['",
            "{'shape': (-2,)} | the header is malformed at character 12: expected a size from 0 to"
                    + " 9223372036854775807, found '-'",
            "{'shape': (99999999999999999999,)} | the header is malformed at character 12: expected a size"
                    + " from 0 to 9223372036854775807, found '9'",
            "{'shape': (2 3)} | the header is malformed at character 14: expected ')', found '3'",
            "{'shape': (2,,)} | the header is malformed at character 14: expected a size from 0 to"
                    + " 9223372036854775807, found ','",
            "{'descr': '<f4', 'fortran_order': False, 'shape': (2,)} x | the header is malformed at character"
                    + " 57: expected nothing after the dictionary, found 'x'",
            "{'descr': '<f4', 'fortran_order': False, 'shape': (3,)} | shape [3] needs 12 bytes of values, but"
                    + " the file holds 8; it was cut off",
            "{'descr': '<f4', 'fortran_order': False, 'shape': (1,)} | shape [1] needs 4 bytes of values, but"
                    + " the file holds 8",
            "{'descr': '<f8', 'fortran_order': False, 'shape': (2000000000,)} | shape [2000000000] needs"
                    + " 16000000000 bytes of values, but the file holds 8; it was cut off",
            "{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296)} | shape [4294967296,"
                    + " 4294967296] has more values than one array can hold",
            "{'descr': '', 'fortran_order': False, 'shape': ()} | the array has the dtype \"\", expected f2,"
                    + " f4, f8, b1, i1 to i8 or u1 to u8; in Python, save it with numpy.save(file,"
                    + " array.astype('float32'))"})
    void refusesHeadersThatLie(String header, String message) {
        assertRefused(npy(header, new byte[8]), "m: " + message);
    }

    @Test
    void refusesWhatIsNotNpy() {
        assertRefused(new byte[0], "m: the file ends after 0 of the 6 bytes of the npy magic string");
        assertRefused("x,y\n1,2\n".getBytes(ISO_8859_1), "m: not an npy file: it does not begin with \\x93NUMPY");
        assertRefused("\u0093NUMPY\4\0\0\0".getBytes(ISO_8859_1),
                "m: npy version 4.0 is not supported, expected 1.0, 2.0 or 3.0");
        assertRefused("\u0093NUMPY\1\u00ff\0\0".getBytes(ISO_8859_1),
                "m: npy version 1.255 is not supported, expected 1.0, 2.0 or 3.0");
        assertRefused("\u0093NUMPY\1\0\u00ff\u00ff{".getBytes(ISO_8859_1),
                "m: the file ends after 1 of the 65535 bytes of the header");
        assertRefused("\u0093NUMPY\2\0\u00ff\u00ff\u00ff\u00ff{".getBytes(ISO_8859_1),
                "m: the header would have 4294967295 bytes, expected at most 65535");
    }

    @Test
    void refusesValuesThatNoFloatStandsFor() {
        String header = "{'descr': '>i8', 'fortran_order': False, 'shape': (1,)}";
        assertRefused(npy(header, new byte[]{0, 0, 0, 0, 1, 0, 0, 1}),
                "m: the array holds 16777217, beyond the whole numbers up to"
                        + " 2^24 that 32-bit floats hold exactly (value 0, counted from 0)");
    }

    @Test
    void refusesStreamsThatAreCutOff() {
        byte[] lie = npy("{'descr': '<f8', 'fortran_order': False, 'shape': (2000000000,)}", new byte[8]);
        assertThatExceptionOfType(FormatException.class).isThrownBy(() -> Npy.read(TestStreams.slow(lie), "stream"))
                .withMessage("stream: the file ends after 8 of the 16000000000 bytes of the array");
        byte[] more = npy("{'descr': '<f4', 'fortran_order': False, 'shape': ()}", new byte[8]);
        assertThatExceptionOfType(FormatException.class).isThrownBy(() -> Npy.read(TestStreams.slow(more), "stream"))
                .withMessage("stream: there are bytes after the end of the array");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> Npy.read(TestStreams.broken("Connection reset"), "stream"))
                .withMessage("cannot read stream: Connection reset");
    }

    @Test
    void liesCostNoMemory() {
        byte[] lie = npy("{'descr': '<f8', 'fortran_order': False, 'shape': (2000000000,)}", new byte[8]);
        long allocated = TestStreams.allocatedBy(() -> assertThatExceptionOfType(FormatException.class)
                .isThrownBy(() -> Npy.read(TestStreams.slow(lie), "m")));
        assertThat(allocated).isLessThan(10_000_000);
    }

    @Test
    void damagedFilesAreReadOrRefused() throws IOException {
        Random random = new Random(9);
        int refused = 0;
        int read = 0;
        for (String name : List.of("matrix", "f8-fortran", "i2-big", "b1", "version2", "deep")) {
            byte[] bytes = Files.readAllBytes(FIXTURES.resolve(name + ".npy"));
            int header = new String(bytes, ISO_8859_1).indexOf('}') + 1;
            for (int i = 0; i < 1000; i++) {
                byte[] damaged = Arrays.copyOf(bytes,
                        random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length);
                for (int flips = random.nextInt(3); flips >= 0 && damaged.length > 0; flips--) {
                    int at = random.nextInt(Math.min(header, damaged.length));
                    damaged[at] = switch (random.nextInt(3)) {
                        case 0 -> (byte) (damaged[at] ^ 1 << random.nextInt(8));
                        case 1 -> (byte) ('0' + random.nextInt(10));
                        default -> (byte) random.nextInt(256);
                    };
                }
                try {
                    Npy array = i % 2 == 0 ? Npy.read(damaged, "m") : Npy.read(TestStreams.slow(damaged), "m");
                    assertThat(Npy.read(array.bytes(), "again")).isEqualTo(array);
                    read++;
                } catch (FormatException e) {
                    assertThat(e.getMessage()).startsWith("m: ").doesNotContain("\n").hasSizeLessThan(400);
                    refused++;
                }
            }
        }
        assertThat(refused).isGreaterThan(3000);
        assertThat(read).isGreaterThan(5);
    }

    private static byte[] npy(String header, byte[] data) {
        byte[] text = header.getBytes(ISO_8859_1);
        return ByteBuffer.allocate(10 + text.length + data.length).order(ByteOrder.LITTLE_ENDIAN)
                .put("\u0093NUMPY\1\0".getBytes(ISO_8859_1)).putShort((short) text.length).put(text).put(data).array();
    }

    private static void assertRefused(byte[] bytes, String message) {
        assertThatExceptionOfType(FormatException.class).isThrownBy(() -> Npy.read(bytes, "m")).withMessage(message);
    }
}
