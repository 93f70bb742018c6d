package org.chainrule.io;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

import org.chainrule.error.FormatException;
import org.chainrule.error.Quote;

/// The named arrays of an npz file: a zip of npy files, as written by `numpy.savez` and `numpy.savez_compressed`.
///
/// @param arrays the arrays by name (without `.npy`), in the order of the file
public record Npz(Map<String, Npy> arrays) {
    private static final String SUFFIX = ".npy";

    /// Copies the map, but not the arrays.
    public Npz {
        arrays = Collections.unmodifiableMap(new LinkedHashMap<>(arrays));
    }

    /// Returns the arrays of a file. Each array is read as by [Npy] and verified with the zip's checksum.
    ///
    /// @throws IOException if the file cannot be read
    /// @throws FormatException if it is not a valid npz file of numbers
    public static Npz read(Path path) throws IOException {
        Input.open(path).close();
        Map<String, Npy> arrays = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(path.toFile())) {
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements();) {
                ZipEntry entry = entries.nextElement();
                String file = entry.getName();
                if (!file.endsWith(SUFFIX)) {
                    throw refuse(path, "the entry " + Quote.of(file) + " is not an .npy array");
                }
                String name = file.substring(0, file.length() - SUFFIX.length());
                if (arrays.containsKey(name)) {
                    throw refuse(path, "the array " + Quote.of(name) + " appears twice");
                }
                arrays.put(name, read(path, zip, entry));
            }
        } catch (EOFException e) {
            throw refuse(path, "the npz file, a zip of npy arrays, is cut off");
        } catch (ZipException | IllegalArgumentException e) {
            throw refuse(path, "not an npz file, a zip of npy arrays ("
                    + Quote.clip(String.valueOf(e.getMessage())) + ")");
        }
        return new Npz(arrays);
    }

    private static Npy read(Path path, ZipFile zip, ZipEntry entry) throws IOException {
        CRC32 sum = new CRC32();
        String source = path + " (" + Quote.clip(entry.getName()) + ")";
        try (Input in = new Input(new CheckedInputStream(new BufferedInputStream(zip.getInputStream(entry)), sum),
                source, -1)) {
            Npy array = Npy.read(in);
            if (sum.getValue() != entry.getCrc()) {
                throw in.refuse("the array is damaged: its checksum differs from the one in the zip");
            }
            return array;
        }
    }

    private static FormatException refuse(Path path, String why) {
        return new FormatException(path.toString(), path + ": " + why);
    }
}
