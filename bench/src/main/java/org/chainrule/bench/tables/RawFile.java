package org.chainrule.bench.tables;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/// The cells of a file as text, with blanks around them removed. It does not use Chainrule's reader, so that nothing
/// that reader detects or repairs reaches the other libraries, or is missing from them.
///
/// @param names the names of the columns
/// @param cells the cells of each row
record RawFile(List<String> names, List<List<String>> cells) {
    private static final Set<String> MISSING = Set.of("", "?", "NA");

    /// Reads a file of separated values, which may be compressed with gzip and may quote cells.
    ///
    /// @param separator the character between cells
    /// @param names     the names of the columns; none if the file has a header
    static RawFile read(Path file, char separator, String... names) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file));
                Reader text = new InputStreamReader(
                        file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes,
                        StandardCharsets.UTF_8);
                CsvReader<CsvRecord> records = CsvReader.builder().fieldSeparator(separator).ofCsvRecord(text)) {
            for (CsvRecord record : records) {
                rows.add(record.getFields().stream().map(String::strip).toList());
            }
        }
        return of(rows, names);
    }

    /// Reads a file of numbers separated by white space.
    static RawFile readBlanks(Path file, String... names) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return of(new ArrayList<>(lines.map(String::strip).filter(line -> !line.isEmpty())
                    .map(line -> List.of(line.split("\\s+"))).toList()), names);
        }
    }

    private static RawFile of(List<List<String>> rows, String... names) {
        List<String> header = names.length > 0 ? List.of(names) : rows.removeFirst();
        rows.removeIf(row -> row.size() == 1 && row.getFirst().isEmpty()); // a blank line at the end
        for (List<String> row : rows) {
            if (row.size() != header.size()) {
                throw new IllegalArgumentException("table: a row has " + row.size() + " cells, expected "
                        + header.size() + ": " + row);
            }
        }
        return new RawFile(header, rows);
    }

    /// Returns the rows of this file, then those of another one with the same columns.
    RawFile then(RawFile other) {
        return new RawFile(names, Stream.concat(cells.stream(), other.cells.stream()).toList());
    }

    /// Returns a column as text.
    List<String> text(String name) {
        int column = names.indexOf(name);
        if (column < 0) {
            throw new IllegalArgumentException("table: there is no column " + name + ", expected one of " + names);
        }
        return cells.stream().map(row -> row.get(column)).toList();
    }

    /// Returns a column of numbers; NaN where it is empty, `?` or `NA`.
    double[] numbers(String name) {
        return text(name).stream().mapToDouble(cell -> MISSING.contains(cell) ? Double.NaN : Double.parseDouble(cell))
                .toArray();
    }

    /// Returns the rows that have a value of a column.
    RawFile with(String name) {
        List<String> text = text(name);
        return new RawFile(names, IntStream.range(0, text.size()).filter(row -> !MISSING.contains(text.get(row)))
                .mapToObj(cells::get).toList());
    }

    /// Returns whether all cells of a column are numbers or missing.
    private boolean numeric(String name) {
        return text(name).stream().allMatch(cell -> MISSING.contains(cell)
                || cell.matches("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?"));
    }

    /// The values of a column, with its categories.
    record Values(Attribute attribute, double[] values) {
        /// Returns a column of numbers.
        static Values numbers(String name, double... values) {
            return new Values(new Attribute(name, List.of()), values);
        }
    }

    /// Returns a column as numbers if all its cells are numbers or missing, and otherwise as categories.
    Values values(String name) {
        return numeric(name) ? Values.numbers(name, numbers(name)) : categories(name);
    }

    /// Returns a column as categories, in sorted order.
    Values categories(String name) {
        List<String> text = text(name);
        List<String> sorted = List
                .copyOf(new TreeSet<>(text.stream().filter(cell -> !MISSING.contains(cell)).toList()));
        return new Values(new Attribute(name, sorted), text.stream()
                .mapToDouble(cell -> MISSING.contains(cell) ? Double.NaN : sorted.indexOf(cell)).toArray());
    }

    /// Returns a table without splits.
    ///
    /// @param inputs the input columns
    /// @param target the target: categories if it is a class
    static Dataset table(List<Values> inputs, Values target) {
        double[][] rows = new double[target.values.length][inputs.size()];
        for (int j = 0; j < inputs.size(); j++) {
            for (int row = 0; row < rows.length; row++) {
                rows[row][j] = inputs.get(j).values[row];
            }
        }
        if (Arrays.stream(target.values).anyMatch(Double::isNaN)) {
            throw new IllegalArgumentException("table: a target is missing");
        }
        return new Dataset(inputs.stream().map(Values::attribute).toList(), target.attribute.categories(), rows,
                target.values, List.of());
    }
}
