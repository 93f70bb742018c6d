package org.chainrule.tabular.read;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.chainrule.error.FormatException;
import org.chainrule.tabular.read.PollutedTable.Fault;
import org.chainrule.tabular.remark.ReadingRemark.Dropped;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TableFormat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Polluted files are read with the cells of the clean table, or refused: none is accepted with shifted cells.
class PollutionTest {
    private static final Map<String, Column.Kind> TEXT = new LinkedHashMap<>();
    static {
        // a fault may add a quote to a name
        for (String name : PollutedTable.NAMES) {
            TEXT.put(name, Column.Kind.TEXT);
            TEXT.put("'" + name + "'", Column.Kind.TEXT);
            for (int at = 0; at <= name.length(); at++) {
                TEXT.put(name.substring(0, at) + '"' + name.substring(at), Column.Kind.TEXT);
            }
        }
    }

    /// Returns the table in a text, with all values as written; null if it is refused.
    private static Table read(byte[] bytes) {
        try {
            return Tables.read(new ByteArrayInputStream(bytes), "t.csv", TableFormat.detected().kinds(TEXT));
        } catch (FormatException e) {
            return null;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /// Returns what is wrong with a table that was read from a polluted file; empty if nothing is. Quotes do not count,
    /// because a pollution may add one to a value. Rows that were left out must be counted in the report.
    private static String shift(Table table) {
        List<String> names = table.columns().stream().map(column -> bare(column.name())).toList();
        if (!names.containsAll(PollutedTable.NAMES)) {
            return "the columns are " + names;
        }
        List<Column> columns = PollutedTable.NAMES.stream().map(name -> table.columns().get(names.indexOf(name)))
                .toList();
        int expected = 1;
        for (int row : table.rows()) {
            List<String> values = columns.stream().map(column -> bare(column.text(row))).toList();
            int found = expected;
            while (found <= PollutedTable.ROWS && !values.equals(bare(PollutedTable.row(found)))) {
                found++;
            }
            if (found > PollutedTable.ROWS) {
                return "row " + row + " is " + values + " where " + bare(PollutedTable.row(Math.min(expected, 84)))
                        + " was expected";
            }
            expected = found + 1;
        }
        int dropped = table.reading().dropped().stream().mapToInt(Dropped::count).sum();
        return table.size() + dropped < PollutedTable.ROWS ? table.size() + " rows and " + dropped + " left out" : "";
    }

    private static String bare(String value) {
        return value.replace("\"", "").replace("\\", "").strip();
    }

    private static List<String> bare(List<String> values) {
        return values.stream().map(PollutionTest::bare).toList();
    }

    private static void readOrRefused(String csv, String what) {
        Table table = read(csv.getBytes(UTF_8));
        if (table != null) {
            assertThat(shift(table)).as(what).isEmpty();
        }
    }

    private static Table readWell(byte[] csv) {
        Table table = read(csv);
        assertThat(table).isNotNull();
        assertThat(shift(table)).isEmpty();
        assertThat(table.size()).isEqualTo(PollutedTable.ROWS);
        return table;
    }

    private static List<PollutedTable> dialects() {
        List<PollutedTable> dialects = new ArrayList<>();
        for (PollutedTable table : List.of(PollutedTable.QUOTED, PollutedTable.PLAIN)) {
            for (String separator : List.of(",", ";", "\t", "|", "^", "~", "\u0001", "\u001F")) {
                dialects.add(table.separator(separator));
            }
        }
        return dialects;
    }

    static Stream<Arguments> clean() {
        Stream<PollutedTable> more = Stream.of(PollutedTable.QUOTED.separator(", "),
                PollutedTable.QUOTED.separator(":"),
                PollutedTable.QUOTED.separator(" "), PollutedTable.QUOTED.quote("'"), PollutedTable.PLAIN.quote("'"),
                PollutedTable.QUOTED.end("\r"), PollutedTable.QUOTED.end("\n"), PollutedTable.PLAIN.end("\r"));
        return Stream.concat(dialects().stream(), more).map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("clean")
    void everySeparatorQuoteAndLineEndIsRead(PollutedTable table) {
        String csv = String.join("", table.lines());
        readWell(csv.getBytes(UTF_8));
        readWell(csv.substring(0, csv.length() - table.end().length()).getBytes(UTF_8));
        readWell((csv + table.end()).getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
    void everyEncodingIsRead(String charset) {
        readWell(("\uFEFF" + String.join("", PollutedTable.QUOTED.lines())).getBytes(Charset.forName(charset)));
    }

    /// Faults of whole files. What is a layout that can be recognised may be read; the others are refused.
    static Stream<Arguments> files() {
        List<Arguments> files = new ArrayList<>();
        for (PollutedTable table : List.of(PollutedTable.QUOTED, PollutedTable.PLAIN)) {
            String csv = String.join("", table.lines());
            String end = table.end();
            String padded = table.line(List.of("Sales of 2018", "", "", "", "", "", "", "", ""));
            String empty = ",".repeat(8) + end;
            List<String> header = new ArrayList<>(PollutedTable.NAMES);
            files.add(Arguments.of("title", "Sales of 2018" + end + csv));
            files.add(Arguments.of("three titles", ("Sales of 2018" + end).repeat(3) + csv));
            files.add(Arguments.of("padded titles", padded.repeat(3) + csv));
            files.add(Arguments.of("padded titles and separators", padded.repeat(3) + empty + csv));
            files.add(Arguments.of("padded footnotes", csv + padded.repeat(3)));
            files.add(Arguments.of("padded footnotes after separators", csv + empty + padded.repeat(3)));
            files.add(Arguments.of("header of two different rows",
                    table.line(List.of("when", "", "what", "", "", "", "", "", "")) + csv));
            files.add(Arguments.of("titles and an empty line", ("Sales of 2018" + end).repeat(3) + end + csv));
            files.add(Arguments.of("title with separators", "Sales, of: 2018; by | day" + end + csv));
            files.add(Arguments.of("footnotes", csv + ("End of the sales" + end).repeat(3)));
            files.add(Arguments.of("footnotes after an empty line", csv + end + ("End of the sales" + end).repeat(3)));
            files.add(Arguments.of("header of two rows", table.line(header) + csv));
            files.add(Arguments.of("second, narrower table", csv + end + "a,b,c" + end + "1,2,3" + end));
            files.add(Arguments.of("second, wider table", csv + end + "a,b,c,d,e,f,g,h,i,j,k" + end
                    + "1,2,3,4,5,6,7,8,9,10,11" + end));
            files.add(Arguments.of("narrower table before", "a,b,c" + end + "1,2,3" + end + end + csv));
            files.add(Arguments.of("table at the side", table.lines().stream()
                    .map(line -> line.substring(0, line.length() - end.length()) + ",,x,1" + end)
                    .reduce("", String::concat)));
            files.add(Arguments.of("empty lines", csv.replace(end, end + end)));
            files.add(Arguments.of("lines of separators", csv.replace(end, end + empty)));
            files.add(Arguments.of("separator at all ends", csv.replace(end, "," + end)));
            files.add(Arguments.of("backslash before quotes", String.join("", table.escape("\\").lines())));
            files.add(Arguments.of("two tabs", String.join("", table.separator("\t\t").lines())));
            files.add(Arguments.of("a written tab", String.join("", table.separator("\\t").lines())));
            files.add(Arguments.of("no header", csv.substring(csv.indexOf(end) + end.length())));
            files.add(Arguments.of("nothing", ""));
            files.add(Arguments.of("no rows", table.line(header)));
            for (int row : List.of(0, 1, 2, 50, PollutedTable.ROWS)) {
                List<String> lines = table.lines();
                lines.set(row, table.separator(";").line(PollutedTable.row(row)));
                files.add(Arguments.of("other separator in row " + row, String.join("", lines)));
                lines.set(row, table.quote("'").line(PollutedTable.row(row)));
                files.add(Arguments.of("other quote in row " + row, String.join("", lines)));
                lines.set(row, table.end("\n").line(PollutedTable.row(row)));
                files.add(Arguments.of("other line end in row " + row, String.join("", lines)));
                lines.set(row, table.escape("\\").line(PollutedTable.row(row)));
                files.add(Arguments.of("other escape in row " + row, String.join("", lines)));
                lines.set(row, table.line(PollutedTable.row(row).subList(0, 5)));
                files.add(Arguments.of("5 fields in row " + row, String.join("", lines)));
                lines.set(row, table.line(Stream.concat(PollutedTable.row(row).stream(),
                        Stream.of("a", "b", "c", "d", "e", "f")).toList()));
                files.add(Arguments.of("15 fields in row " + row, String.join("", lines)));
                lines.set(row, end);
                files.add(Arguments.of("row " + row + " is empty", String.join("", lines)));
            }
        }
        return files.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void faultsOfFiles(String what, String csv) {
        Table table = read(csv.getBytes(UTF_8));
        if (table != null && !what.equals("no header") && !what.equals("row 0 is empty")) {
            assertThat(shift(table)).isEmpty();
        }
    }

    @Test
    void faultsOfFields() {
        Random random = new Random(17);
        List<PollutedTable> dialects = dialects();
        List<Fault> faults = List.of(Fault.values());
        for (int i = 0; i < 300; i++) {
            fault(random, dialects.get(i % dialects.size()), faults.get(i % faults.size()),
                    random.nextInt(i % 4 == 0 ? 2 : PollutedTable.ROWS + 1), random.nextInt(9));
        }
    }

    /// All rows and columns.
    @Test
    @Tag("full")
    void faultsOfAllFields() {
        Random random = new Random(17);
        for (PollutedTable table : dialects()) {
            for (Fault fault : Fault.values()) {
                for (int row = 0; row <= PollutedTable.ROWS; row++) {
                    for (int column = 0; column < 9; column++) {
                        fault(random, table, fault, row, column);
                    }
                }
            }
        }
    }

    private static void fault(Random random, PollutedTable table, Fault fault, int row, int column) {
        PollutedTable written = random.nextBoolean() ? table : table.end(random.nextBoolean() ? "\n" : "\r");
        readOrRefused(written.with(fault, row, column),
                written + " with " + fault + " in row " + row + ", column " + column);
    }
}
