package org.chainrule.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.chainrule.error.FormatException;
import org.chainrule.testing.SharedData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NpzTest {
    @TempDir
    Path folder;

    @Test
    void readsWhatNumpySaved() throws IOException {
        for (String name : List.of("stored", "compressed")) {
            Npz content = Npz.read(NpyTest.FIXTURES.resolve(name + ".npz"));
            assertThat(content.arrays().keySet()).containsExactly("x", "labels");
            assertThat(content.arrays()).containsEntry("x", Npy.of(new float[]{-1, -0.5f, 0, 0.5f, 1, 1.5f}, 2, 3))
                    .containsEntry("labels", Npy.of(new float[]{0, 1, 2}, 3));
        }
    }

    @Test
    void refusesPickledObjects() {
        for (String name : List.of("py2-objarr", "py3-objarr")) {
            Path file = SharedData.require("numpy/npy/" + name + ".npz");
            assertThatExceptionOfType(FormatException.class).isThrownBy(() -> Npz.read(file)).withMessage(
                    file + " (x.npy): the array holds Python objects, which are pickled code and never loaded;"
                            + " in Python, save"
                            + " it with numpy.save(file, array.astype('float32'))");
        }
    }

    @Test
    void refusesOtherZips() throws IOException {
        Path file = folder.resolve("a.zip");
        try (OutputStream out = Files.newOutputStream(file); ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("readme.txt"));
        }
        assertThatExceptionOfType(FormatException.class).isThrownBy(() -> Npz.read(file))
                .withMessage(file + ": the entry \"readme.txt\" is not an .npy array");
    }

    @Test
    void refusesWhatIsNoZip() throws IOException {
        Path text = Files.writeString(folder.resolve("a.npz"), "x,y\n1,2\n");
        assertThatExceptionOfType(FormatException.class).isThrownBy(() -> Npz.read(text))
                .withMessage(text + ": not an npz file, a zip of npy arrays (zip END header not found)");
        Path empty = Files.createFile(folder.resolve("empty.npz"));
        assertThatExceptionOfType(FormatException.class).isThrownBy(() -> Npz.read(empty))
                .withMessage(empty + ": not an npz file, a zip of npy arrays (zip file is empty)");
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> Npz.read(folder))
                .withMessage("cannot read " + folder + ": it is a folder; specify a file in it");
        Path missing = folder.resolve("none.npz");
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> Npz.read(missing))
                .withMessage("cannot read " + missing + ": there is no such file");
    }

    @Test
    void refusesArraysWhoseBytesWereChanged() throws IOException {
        byte[] bytes = Files.readAllBytes(NpyTest.FIXTURES.resolve("stored.npz"));
        for (int i = 0; i < bytes.length - 4; i++) {
            if (bytes[i] == 0 && bytes[i + 1] == 0 && bytes[i + 2] == (byte) 0xC0 && bytes[i + 3] == 0x3F) {
                bytes[i + 2]++; // the last value of x, 1.5
                break;
            }
        }
        Path file = Files.write(folder.resolve("damaged.npz"), bytes);
        assertThatExceptionOfType(FormatException.class).isThrownBy(() -> Npz.read(file))
                .withMessage(file + " (x.npy): the array is damaged: its checksum differs from the one in the zip");
    }

    @Test
    void damagedFilesAreReadOrRefused() throws IOException {
        Random random = new Random(13);
        int refused = 0;
        for (String name : List.of("stored", "compressed")) {
            Path original = NpyTest.FIXTURES.resolve(name + ".npz");
            Npz content = Npz.read(original);
            byte[] bytes = Files.readAllBytes(original);
            for (int i = 0; i < 500; i++) {
                byte[] damaged = Arrays.copyOf(bytes,
                        random.nextInt(8) == 0 ? random.nextInt(bytes.length) : bytes.length);
                for (int flips = random.nextInt(3); flips >= 0 && damaged.length > 0; flips--) {
                    int at = random.nextInt(damaged.length);
                    damaged[at] = (byte) random.nextInt(256);
                }
                // A new path each time, because the JDK caches the directory of a zip by path and time.
                Path file = Files.write(folder.resolve(name + i + ".npz"), damaged);
                try {
                    Npz read = Npz.read(file);
                    assertThat(content.arrays().values()).containsAll(read.arrays().values());
                } catch (FormatException e) {
                    assertThat(e.getMessage()).startsWith(file.toString()).doesNotContain("\n").hasSizeLessThan(400);
                    refused++;
                }
            }
        }
        assertThat(refused).isGreaterThan(400);
    }
}
