package org.chainrule.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.FormatException;
import org.chainrule.testing.SharedData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class IdxTest {
    private static final byte[] SMALL = hex("00000803 00000002 00000001 00000003 00017f80feff");

    @TempDir
    Path folder;

    @Test
    void readsImagesAndLabels() throws IOException {
        Idx images = read(SMALL);
        assertThat(images).isEqualTo(new Idx(new int[]{2, 1, 3}, hex("00017f80feff")));
        assertThat(images.rows()).isEqualTo(2);
        assertThat(images.width()).isEqualTo(3);
        assertThat(images.ints()).containsExactly(0, 1, 127, 128, 254, 255);
        assertThat(images.floats()).containsExactly(0, 1, 127, 128, 254, 255);
        assertThat(images.unit()).containsExactly(0, 1 / 255f, 127 / 255f, 128 / 255f, 254 / 255f, 1);
        Idx labels = read(hex("00000801 00000003 070009"));
        assertThat(labels.rows()).isEqualTo(3);
        assertThat(labels.width()).isEqualTo(1);
        assertThat(labels.ints()).containsExactly(7, 0, 9);
        assertThat(read(hex("00000802 00000000 00000005"))).isEqualTo(new Idx(new int[]{0, 5}, new byte[0]));
    }

    @Test
    void readsFilesPlainAndCompressedWhateverTheirName() throws IOException {
        Idx expected = read(SMALL);
        assertThat(Idx.read(Files.write(folder.resolve("plain.gz"), SMALL))).isEqualTo(expected);
        assertThat(Idx.read(Files.write(folder.resolve("compressed"), gzip(SMALL)))).isEqualTo(expected);
        assertThat(Idx.read(new ByteArrayInputStream(gzip(SMALL)), "stream")).isEqualTo(expected);
        assertThat(Idx.read(TestStreams.slow(gzip(SMALL)), "stream")).isEqualTo(expected);
    }

    @Test
    void readsFashionMnist() throws IOException {
        Path data = SharedData.require("images/fashion-mnist");
        Idx images = Idx.read(data.resolve("t10k-images-idx3-ubyte.gz"));
        Idx labels = Idx.read(data.resolve("t10k-labels-idx1-ubyte.gz"));
        assertThat(images.shape()).containsExactly(10_000, 28, 28);
        assertThat(images.width()).isEqualTo(784);
        assertThat(labels.shape()).containsExactly(10_000);
        int[] histogram = new int[10];
        for (int label : labels.ints()) {
            histogram[label]++;
        }
        assertThat(histogram).containsOnly(1000);
        assertThat(Arrays.copyOf(labels.ints(), 8)).containsExactly(9, 2, 1, 1, 6, 1, 4, 6);
        long sum = 0;
        for (int value : images.ints()) {
            sum += value;
        }
        assertThat(sum / 7_840_000.0 / 255).isBetween(0.2860, 0.2875);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "`` | the file ends after 0 of the 4 bytes of the idx header",
            "000008 | the file ends after 3 of the 4 bytes of the idx header",
            "89504e47 | not an idx file: it does not begin with two zero bytes, a type and a number of axes",
            "00000800 | not an idx file: it does not begin with two zero bytes, a type and a number of axes",
            "00000d01 00000001 3f800000 | the idx file holds values of type 0x0D, expected unsigned bytes"
                    + " (type 0x08)",
            "00000803 0000 | the file ends after 2 of the 12 bytes of the sizes",
            "00000801 00000003 0700 | shape [3] needs 3 bytes of values, but the file holds 2; it was cut off",
            "00000801 00000003 07000900 | shape [3] needs 3 bytes of values, but the file holds 4",
            "00000801 7ffffff7 0700 | shape [2147483639] needs 2147483639 bytes of values, but the file holds"
                    + " 2; it was cut off",
            "00000801 ffffffff 0700 | shape [4294967295] has more values than one array can hold",
            "00000802 00000000 ffffffff | shape [0, 4294967295] has more values than one array can hold",
            "00000803 00000000 7fffffff 7fffffff | shape [0, 2147483647, 2147483647] has more values than one"
                    + " array can hold",
            "00000804 ffffffff ffffffff ffffffff ffffffff | shape [4294967295, 4294967295, 4294967295,"
                    + " 4294967295] has more values than one array can hold"})
    void refusesFilesThatLie(String hex, String message) throws IOException {
        Path file = Files.write(folder.resolve("a.idx"), hex(hex));
        assertThatExceptionOfType(FormatException.class).isThrownBy(() -> Idx.read(file))
                .withMessage(file + ": " + message)
                .satisfies(e -> assertThat(e.source()).isEqualTo(file.toString()));
    }

    @Test
    void refusesCompressedFilesThatLie() throws IOException {
        assertRefused(gzip(hex("00000801 7ffffff7 0700")),
                "m: the file ends after 2 of the 2147483639 bytes of the values");
        assertRefused(gzip(hex("00000801 00000001 0700")), "m: there are bytes after the end of the values");
        byte[] sum = gzip(SMALL);
        sum[sum.length - 8]++;
        assertRefused(sum, "m: the compressed data is damaged inside the values (Corrupt GZIP trailer)");
        byte[] method = gzip(SMALL);
        method[2] = 9;
        assertRefused(method, "m: the compressed data is damaged (Unsupported compression method)");
        assertRefused(hex("1f8b"), "m: the compressed file is cut off inside its header");
    }

    @Test
    void everyPrefixIsRefused() throws IOException {
        byte[] compressed = gzip(SMALL);
        for (int length = 0; length < compressed.length; length++) {
            byte[] prefix = Arrays.copyOf(compressed, length);
            assertThatExceptionOfType(FormatException.class).isThrownBy(() -> read(prefix));
        }
        for (int length = 0; length < SMALL.length; length++) {
            byte[] prefix = Arrays.copyOf(SMALL, length);
            assertThatExceptionOfType(FormatException.class).isThrownBy(() -> read(prefix));
        }
    }

    @Test
    void liesCostNoMemory() throws IOException {
        byte[] lie = gzip(hex("00000801 7ffffff7 0700"));
        long allocated = TestStreams.allocatedBy(() -> assertThatExceptionOfType(FormatException.class)
                .isThrownBy(() -> Idx.read(TestStreams.slow(lie), "m")));
        assertThat(allocated).isLessThan(10_000_000);
    }

    @Test
    void damagedFilesAreReadOrRefused() throws IOException {
        Random random = new Random(17);
        byte[] compressed = gzip(SMALL);
        int refused = 0;
        for (int i = 0; i < 6000; i++) {
            byte[] damaged = (i % 2 == 0 ? SMALL : compressed).clone();
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            try {
                Idx read = read(damaged);
                assertThat(read.values()).hasSize(read.rows() * read.width());
            } catch (FormatException e) {
                assertThat(e.getMessage()).startsWith("m: ").doesNotContain("\n").hasSizeLessThan(300);
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(2400);
    }

    @Test
    void refusesArraysThatDisagreeWithThemselves() {
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> new Idx(new int[]{2, 2}, new byte[5]))
                .withMessage("shape [2, 2] does not match 5 values");
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> new Idx(new int[0], new byte[1]))
                .withMessage("idx: the shape is empty, expected at least one axis");
    }

    private static Idx read(byte[] bytes) throws IOException {
        return Idx.read(new ByteArrayInputStream(bytes), "m");
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(bytes);
        }
        return out.toByteArray();
    }

    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private static void assertRefused(byte[] bytes, String message) {
        assertThatExceptionOfType(FormatException.class).isThrownBy(() -> read(bytes)).withMessage(message);
    }
}
