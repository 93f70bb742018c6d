package org.chainrule.tabular.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.FormatException;
import org.chainrule.tabular.read.CsvTables;
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
                TableFormat.detected().skipRows(1).header(false).separator(';'));
        assertThat(table.size()).isEqualTo(6);
        assertThat(table.column("a").text(0)).isEqualTo("a");
        assertThat(table.reading().dropped()).isEmpty();
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

    @Test
    void aStreamIsRefused() throws IOException {
        Path file = file("\u0001records", "a", "i1");
        assertThatThrownBy(() -> Tables.read(Files.newInputStream(file), "standard input"))
                .hasMessage(
                        "standard input is compressed or comes from a stream, which a file of the kind sample"
                                + " must not be; save it as a file, not compressed, and read that");
        assertThatThrownBy(() -> Tables.read(file, TableFormat.detected().sheet("one"))).hasMessage(
                file + " has no sheets, which only a workbook has; read it without the name of a sheet");
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
