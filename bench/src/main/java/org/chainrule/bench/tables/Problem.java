package org.chainrule.bench.tables;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.chainrule.io.Json;

/// What a competitor is given: the training rows with their targets, and the test rows without.
///
/// @param attributes the input columns
/// @param labels     the classes in sorted order; empty if the target is a number
/// @param train      the values of each training row, one for each attribute; NaN if missing
/// @param targets    the target of each training row: a number, or the index of its class
/// @param test       the values of each test row
public record Problem(List<Attribute> attributes, List<String> labels, double[][] train, double[] targets,
        double[][] test) {
    /// Creates a problem; copies the lists, but not the arrays.
    public Problem {
        attributes = List.copyOf(attributes);
        labels = List.copyOf(labels);
    }

    /// Returns whether the target is a class.
    public boolean classes() {
        return !labels.isEmpty();
    }

    /// Returns the number of values in a prediction: the number of classes, or 1 for a number.
    public int outputs() {
        return Math.max(1, labels.size());
    }

    /// Writes `problem.json`, and `train.bin`, `targets.bin` and `test.bin` with little-endian doubles, row by row.
    void write(Path folder) throws IOException {
        Files.writeString(folder.resolve("problem.json"), Json.write(Map.of("labels", labels, "attributes",
                attributes.stream().map(a -> Map.of("name", a.name(), "categories", a.categories())).toList())));
        write(folder.resolve("train.bin"), train);
        write(folder.resolve("targets.bin"), new double[][]{targets});
        write(folder.resolve("test.bin"), test);
    }

    /// Reads a problem from the files in a folder.
    static Problem read(Path folder) throws IOException {
        Map<?, ?> json = (Map<?, ?>) Json.parse(Files.readString(folder.resolve("problem.json")));
        List<Attribute> attributes = list(json, "attributes").stream().map(entry -> (Map<?, ?>) entry)
                .map(entry -> new Attribute(String.valueOf(entry.get("name")), strings(entry, "categories"))).toList();
        return new Problem(attributes, strings(json, "labels"), read(folder.resolve("train.bin"), attributes.size()),
                numbers(folder.resolve("targets.bin")).array(), read(folder.resolve("test.bin"), attributes.size()));
    }

    private static List<?> list(Map<?, ?> json, String key) {
        return json.get(key) instanceof List<?> list ? list : List.of();
    }

    private static List<String> strings(Map<?, ?> json, String key) {
        return list(json, key).stream().map(String::valueOf).toList();
    }

    /// Writes rows of equal width as little-endian doubles.
    static void write(Path file, double[][] rows) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(rows.length == 0 ? 0 : rows.length * rows[0].length * Double.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        for (double[] row : rows) {
            bytes.asDoubleBuffer().put(row);
            bytes.position(bytes.position() + row.length * Double.BYTES);
        }
        Files.write(file, bytes.array());
    }

    /// Reads rows of a width.
    static double[][] read(Path file, int width) throws IOException {
        java.nio.DoubleBuffer numbers = numbers(file);
        double[][] rows = new double[numbers.capacity() / width][width];
        for (double[] row : rows) {
            numbers.get(row);
        }
        return rows;
    }

    private static java.nio.DoubleBuffer numbers(Path file) throws IOException {
        java.nio.DoubleBuffer stored = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN)
                .asDoubleBuffer();
        return java.nio.DoubleBuffer.allocate(stored.capacity()).put(stored).flip();
    }
}
