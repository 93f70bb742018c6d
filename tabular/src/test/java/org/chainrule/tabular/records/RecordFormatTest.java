package org.chainrule.tabular.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.FormatException;
import org.chainrule.tabular.read.CsvTables;
import org.chainrule.tabular.read.TableSource;
import org.chainrule.tabular.read.Tables;
import org.chainrule.tabular.remark.Wording;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TableFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordFormatTest {
    @TempDir
    private Path folder = Path.of("");

    private Path file(String... lines) throws IOException {
        return Files.write(folder.resolve("t.sample"), List.of(lines));
    }

    private static void same(Table table, Table csv) {
        assertThat(table.columns()).extracting(Column::name)
                .isEqualTo(csv.columns().stream().map(Column::name).toList());
        assertThat(table.size()).isEqualTo(csv.size());
        for (Column column : csv.columns()) {
            Column other = table.column(column.name());
            assertThat(other.kind()).as(column.name()).isEqualTo(column.kind());
            for (int row = 0; row < csv.size(); row++) {
                assertThat(other.text(row)).as(column.name()).isEqualTo(column.text(row));
            }
        }
    }

    @Test
    void recordsGiveTheTableOfTheSameCsv() throws IOException {
        Table table = Tables.read(file("\u0001records", "number float whole word quoted day moment utc flag",
                "d0.1 f0.1 i-7 tgrün usay_\"hi\",_now D2026-01-31 T2026-01-31T09:05 Z2026-01-31T09:05:00.5Z btrue",
                "d12 f3 i9223372036854775807 tred|blue u D2026-02-28 T2026-02-28T23:59:59 Z2026-02-28T00:00:00Z bfalse",
                "d-1.5e300 fNaN i0 t#x u'a' D2025-12-01  Z2024-02-29T00:00:00.000001Z btrue"));
        same(table, CsvTables.table("""
                number,float,whole,word,quoted,day,moment,utc,flag
                0.1,0.1,-7,grün,"say ""hi"", now",2026-01-31,2026-01-31T09:05:00,2026-01-31T09:05:00.5Z,true
                12,3,9223372036854775807,"red
                blue",,2026-02-28,2026-02-28T23:59:59,2026-02-28T00:00:00Z,false
                -1.5e300,,0,#x,'a',2025-12-01,,2024-02-29T00:00:00.000001Z,true
                """));
        assertThat(table.sentence()).endsWith("t.sample: 3 rows, 9 columns (3 numbers, 3 text, 3 dates)");
        assertThat(table.reading().remarks()).extracting(remark -> remark.sentence(Wording.JAVA))
                .contains("a note\\u0007");
        assertThat(IntStream.range(0, 3).map(table::line)).containsExactly(1, 2, 3);
    }

    /// A row of a database is a row, even if its text looks like a comment, a rule, a total or the header.
    @Test
    void eachRecordIsARow() throws IOException {
        Table table = Tables.read(
                file("\u0001records", "a b", "ta tb", "t#_x i1", "t--- t---", " ", "tTotal i3", "tn i4"),
                kept(TableFormat.detected().skipRows(1).header(false).separator(';')));
        assertThat(table.size()).isEqualTo(6);
        assertThat(table.column("a").text(0)).isEqualTo("a");
        assertThat(table.reading().dropped()).isEmpty();
    }

    /// Returns a format as it is kept to read later tables.
    private static TableFormat kept(TableFormat format) {
        return format.foundIn(CsvTables.table("x,y\n1,2\n"));
    }

    @Test
    void settingsOfCsvTextAreRefused() throws IOException {
        TableFormat format = TableFormat.detected();
        Path records = file("\u0001records", "a", "i1", "i2");
        for (TableFormat stated : List.of(format.separator(';'), format.encoding("UTF-8"), format.header(false),
                format.skipRows(0), format.headerRow(1), format.skipFooter(1))) {
            assertThatThrownBy(() -> Tables.read(records, stated)).isInstanceOf(ArgumentException.class)
                    .hasMessageStartingWith(records + " is not CSV text, so TableFormat.")
                    .hasMessageEndingWith(" does not apply to it; leave it out");
            assertThat(Tables.read(records, kept(stated)).size()).isEqualTo(2);
        }
        assertThat(Tables.read(records, format.header(false).header(true)).size()).isEqualTo(2);
        Path json = Files.writeString(folder.resolve("t.jsonl"), "{\"a\": 1}\n{\"a\": 2}\n");
        assertThatThrownBy(() -> Tables.read(json, format.separator(';'))).hasMessage(
                json + " is not CSV text, so TableFormat.separator does not apply to it; leave it out");
        assertThat(Tables.read(json, format.encoding("UTF-8")).size()).isEqualTo(2);
        Path csv = Files.writeString(folder.resolve("t.csv"), "a;b\n1;2\n");
        TableSource both = TableSource.of(List.of(csv, json));
        assertThat(both.read(format.separator(';'), (_, _, _, _) -> {
        }).size()).isEqualTo(3);
        TableSource none = TableSource.of(List.of(records, json));
        assertThatThrownBy(() -> none.read(format.separator(';'), (_, _, _, _) -> {
        })).hasMessageStartingWith(records + " and 1 other file is not CSV text, so ");
    }

    @Test
    void linesOfASheetCanBeStated() throws IOException {
        Path sheet = file("\u0001sheet", "", "tSales_2026 ", "tshop tsold", "tn i1", "ts i2", "tsource ");
        Table table = Tables.read(sheet, TableFormat.detected().skipRows(1).skipFooter(1));
        assertThat(table.columns()).extracting(Column::name).containsExactly("shop", "sold");
        assertThat(table.size()).isEqualTo(2);
        assertThatThrownBy(() -> Tables.read(sheet, TableFormat.detected().separator(';')))
                .hasMessageEndingWith(" is not CSV text, so TableFormat.separator does not apply to it; leave it out");
    }

    @Test
    void aTypedNumberHasADecimalPoint() throws IOException {
        Path typed = file("\u0001records", "a b", "d1.234 t1,5", "d2.345 t2,5");
        assertThat(Tables.read(typed).column("a").text(0)).isEqualTo("1.234");
        assertThat(Tables.read(typed, TableFormat.detected().decimal(',')).column("a").text(0)).isEqualTo("1.234");
        Table comma = CsvTables.table("a;b\n1.234;1,5\n2.345;2,5\n");
        assertThat(comma.column("a").text(0)).isEqualTo("1234");
        assertThat(Tables.read(typed, TableFormat.detected().foundIn(comma)).column("a").text(0)).isEqualTo("1.234");
    }

    @Test
    void titlesAndTotalsOfASheetAreLeftOut() throws IOException {
        Table table = Tables.read(file("\u0001sheet", "", "tSales_2026 ", " ", "tshop tsold", "tn i1", "ts i2", "tw i7",
                "tTotal i10"), TableFormat.detected().sheet("one"));
        assertThat(table.columns()).extracting(Column::name).containsExactly("shop", "sold");
        assertThat(table.size()).isEqualTo(3);
        assertThat(IntStream.range(0, 3).map(table::line)).containsExactly(4, 5, 6);
        assertThat(table.reading().format().sheet()).isEmpty();
    }

    @Test
    void refusals() throws IOException {
        Path none = file("\u0001records", "", " ");
        assertThatThrownBy(() -> Tables.read(none)).isInstanceOf(FormatException.class)
                .hasMessage(none + " has no columns; a table has at least one");
        Path empty = file("\u0001records", "a");
        assertThatThrownBy(() -> Tables.read(empty))
                .hasMessage(empty + " has no rows; a table needs rows to learn from");
        Path twice = file("\u0001records", "a b a", "i1 i2 i3");
        assertThatThrownBy(() -> Tables.read(twice)).hasMessageContaining("names two columns \"a\"");
        Path zero = file("\u0001records", "a", "tx", "ty\0z");
        assertThatThrownBy(() -> Tables.read(zero)).hasMessage(zero + ", row 2: a text contains the character U+0000,"
                + " which no text in a table can; remove it");
        TableFormat sheet = TableFormat.detected().sheet("two");
        Path csv = Files.writeString(folder.resolve("t.csv"), "a,b\n1,2\n");
        assertThatThrownBy(() -> Tables.read(csv, sheet)).isInstanceOf(ArgumentException.class)
                .hasMessage(csv + " has no sheets, which only a workbook has; read it without the name of a sheet");
        Path workbook = file("\u0001sheet", "", "ta", "i1");
        assertThatThrownBy(() -> Tables.read(workbook, sheet))
                .hasMessage(workbook + " has no such sheet; choose \"one\"");
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    private static Set<Path> temporaryFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> String.valueOf(file.getFileName()).startsWith("chainrule-table-"))
                    .collect(Collectors.toSet());
        }
    }

    /// A stream or a compressed file becomes a temporary file, which is deleted.
    @Test
    void streamsAndCompressedFilesAreRead() throws IOException {
        byte[] bytes = Files.readAllBytes(file("\u0001records", "a b", "i1 tx", "i2 ty"));
        Table table = Tables.read(folder.resolve("t.sample"));
        Path packed = Files.write(folder.resolve("t.sample.gz"), gzip(bytes));
        Set<Path> before = temporaryFiles();
        same(Tables.read(new ByteArrayInputStream(bytes), "standard input"), table);
        same(Tables.read(new ByteArrayInputStream(gzip(bytes)), "standard input"), table);
        same(Tables.read(packed), table);
        TableSource stream = TableSource.of(new ByteArrayInputStream(bytes), "standard input");
        assertThat(stream.digest()).isEqualTo(TableSource.of(folder.resolve("t.sample")).digest());
        for (int i = 0; i < 2; i++) {
            same(stream.read(TableFormat.detected(), (_, _, _, _) -> {
            }), table);
        }
        assertThat(TableSource.of(new ByteArrayInputStream(gzip(bytes)), "s").digest())
                .isEqualTo(TableSource.of(packed).digest());
        same(TableSource.of(List.of(packed, Files.write(folder.resolve("u.sample"), bytes)))
                .read(TableFormat.detected(), (_, _, _, _) -> {
                }), Tables.read(file("\u0001records", "a b", "i1 tx", "i2 ty", "i1 tx", "i2 ty")));
        byte[] faulty = "\u0001records\na a\ni1 i2\n".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> Tables.read(new ByteArrayInputStream(faulty), "standard input"))
                .hasMessageStartingWith("standard input: the header names two columns \"a\"");
        byte[] cut = Arrays.copyOf(
                gzip(("\u0001records\na\n" + "i1\n".repeat(100_000)).getBytes(StandardCharsets.UTF_8)),
                200);
        assertThatThrownBy(() -> Tables.read(new ByteArrayInputStream(cut), "standard input")).hasMessage(
                "standard input is a gzip file that is truncated or damaged; compress it or download it again");
        assertThat(temporaryFiles()).isEqualTo(before);
    }

    @Test
    void aSheetOfAStream() throws IOException {
        byte[] workbook = Files.readAllBytes(file("\u0001sheet", "", "ta", "i1", "i2"));
        TableSource stream = TableSource.of(new ByteArrayInputStream(workbook), "standard input");
        assertThat(stream.digest()).hasSize(64);
        TableFormat format = TableFormat.detected();
        assertThat(stream.read(format.sheet("one"), (_, _, _, _) -> {
        }).size()).isEqualTo(2);
        assertThatThrownBy(() -> stream.read(format.sheet("two"), (_, _, _, _) -> {
        })).hasMessage("standard input has no such sheet; choose \"one\"");
        assertThatThrownBy(() -> Tables.read(new ByteArrayInputStream("a\n1\n".getBytes(StandardCharsets.UTF_8)), "s",
                format.sheet("one"))).hasMessage(
                        "s has no sheets, which only a workbook has; read it without the name of a sheet");
        Path records = file("\u0001records", "a", "i1");
        assertThatThrownBy(() -> Tables.read(records, format.sheet("one"))).hasMessage(
                records + " has no sheets, which only a workbook has; read it without the name of a sheet");
    }

    @Test
    void theReadingTellsItsProgress() throws IOException {
        Path file = file("\u0001records", "a", "i1", "i2");
        long[] last = new long[2];
        Tables.read(file, TableFormat.detected(), (_, _, bytes, size) -> {
            last[0] = bytes;
            last[1] = size;
        });
        assertThat(last).containsExactly(Files.size(file), Files.size(file));
    }

}
