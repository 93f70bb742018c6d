package org.chainrule.tabular.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.chainrule.error.FormatException;
import org.chainrule.tabular.remark.ReadingRemark.Dropped;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TableFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Missing and extra separators, lost quotes, and lines that are not rows: no value ends up in the column next to its
/// own.
class ShiftedRowsTest {
    private static final String TOO_MANY = "; put values that contain the separator in quotes, or remove the extra "
            + "separator";
    private static final String LACKING = "; insert the separator that is missing between two names, or name all columns";

    private static List<String> row(Table table, int row) {
        return table.columns().stream().map(column -> column.text(row)).toList();
    }

    private static Table read(byte[] csv, TableFormat format) {
        try {
            return Tables.read(new ByteArrayInputStream(csv), "t.csv", format);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] packed(byte[] csv) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(csv);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return packed.toByteArray();
    }

    /// Checks the refusal with commas, and with other separators, other line ends, compression, and a given separator.
    private static void refused(String csv, String message) {
        for (char separator : new char[]{',', ';', '\t', '|'}) {
            for (String end : new String[]{"\n", "\r\n"}) {
                byte[] bytes = csv.replace(',', separator).replace("\n", end).getBytes(StandardCharsets.UTF_8);
                refused(bytes, TableFormat.detected(), message);
                refused(packed(bytes), TableFormat.detected(), message);
                refused(bytes, TableFormat.detected().separator(separator), message);
            }
        }
    }

    private static void refused(byte[] csv, TableFormat format, String message) {
        assertThatThrownBy(() -> read(csv, format)).isInstanceOf(FormatException.class).hasMessage(message);
    }

    @Test
    void aSeparatorTooManyInOneRow() {
        String message = ": 4 values where the header names 3 columns" + TOO_MANY;
        refused("a,b,c\nx,,5,\ny,2,3\nz,4,5\n", "t.csv, line 2" + message);
        refused("a,b,c\nx,2,5\ny,,3,\nz,4,5\n", "t.csv, line 3" + message);
        refused("a,b,c\nx,2,5\ny,2,3\nz,,5,\n", "t.csv, line 4" + message);
        refused("a,b,c\nx,,2,5\ny,2,3\nz,5,6\n", "t.csv, line 2: 4 values where the header names 3 columns;"
                + " put values that contain the separator in quotes, or name all columns in the header");
    }

    @Test
    void aSeparatorTooManyOrLackingInTheFirstOfRowsWithoutAHeader() {
        TableFormat format = TableFormat.detected().header(false);
        refused("x,,5,\ny,2,3\nz,4,5\n".getBytes(StandardCharsets.UTF_8), format,
                "t.csv, line 1: 4 values where most rows have 3" + TOO_MANY);
        refused("x,5\ny,2,3\nz,4,5\n".getBytes(StandardCharsets.UTF_8), format,
                "t.csv, line 1: 2 values where most rows have 3; complete the row or remove it");
        refused("x,2,5\ny,2,3\nz,5\n".getBytes(StandardCharsets.UTF_8), format,
                "t.csv, line 3: 2 values where the first row has 3 values; complete the row or remove it");
    }

    @Test
    void rowsThatEndInASeparatorMayLackItOnlyWhereNothingCanShift() {
        Table table = CsvTables.table("a,b\n3,4\n1,2,\n5,,\n");
        assertThat(row(table, 0)).containsExactly("3", "4");
        assertThat(row(table, 2)).containsExactly("5", "");
        refused("a,b\n1,2,\n3,\n5,6,\n", "t.csv, line 3: 1 value before the separator at the end where the header names"
                + " 2 columns; complete the row or remove it");
    }

    @Test
    void aSeparatorLostInTheHeader() {
        refused("a,bc\n1,2,3\n4,5,6\n",
                "t.csv, line 1: the header names 2 columns where most rows have 3 values" + LACKING);
        refused("id,ab\n\"x\",2,3\n\"y\",5,6\n",
                "t.csv, line 1: the header names 2 columns where most rows have 3 values" + LACKING);
        refused("\"id\",\"a\"\"b\"\n\"x\",2,3\n\"y\",5,6\n",
                "t.csv, line 1: the header names 2 columns where most rows have 3 values" + LACKING);
        refused("\"id\",\"ab\"\n\"x\",\"2\",3\n\"y\",\"5\",6\n",
                "t.csv, line 1: the header names 2 columns where most rows have 3 values" + LACKING);
        refused("\"kind\",\"ab\"\n\"x\",2,3\n\"x\",5,6\n",
                "t.csv, line 1: the header names 2 columns where most rows have 3 values" + LACKING);
        refused("a,bc\n1,2,\n3,4,5\n6,7,8\n",
                "t.csv, line 1: the header names 2 columns where most rows have 3 values" + LACKING);
    }

    @Test
    void aSeparatorTooManyInTheHeaderOfRowsThatEndInOne() {
        refused("a,,b,c\n1,2,3,\n4,5,6,\n",
                "t.csv, line 1: column 2 has no name, and the last column, \"c\", has no value in any of"
                        + " the first rows; name column 2, or remove the extra separator");
        assertThat(row(CsvTables.table("a,,b\n1,2,3\n4,5,\n"), 1)).containsExactly("4", "5", "");
    }

    @Test
    void aNameThatIsALineEndIsNone() {
        refused("\"a\",\"b\",\"\n\"\n\"1\",2,3,4\n\"2\",5,6,7\n",
                "t.csv, line 1: the header names 3 columns where most rows have 4 values" + LACKING);
        assertThat(row(CsvTables.table("\"a\",\"b\",\"\n\"\n\"1\",2,3\n\"2\",5,6\n"), 1)).containsExactly("2", "5",
                "6");
        assertThat(CsvTables.table("a,\"height\nin cm\"\n1,2\n").has("height\nin cm")).isTrue();
    }

    @Test
    void aSeparatorLostBeforeAQuote() {
        String message = ": a quote opens inside the value \"$74.69\"Throw Pillow\" and closes in another one, as if the"
                + " separator before it were missing; insert the separator, or put values that contain a quote in quotes and double it";
        refused("price,item,n\n$5.10,\"Lamp, Brass\",1\n$74.69\"Throw Pillow, Wooden\",2\n", "t.csv, line 3" + message);
        refused("price,item,n\n$74.69\"Throw Pillow, Wooden\",2\n$5.10,\"Lamp, Brass\",1\n", "t.csv, line 2" + message);
        refused("price\"item, one\",n\n$5.10,\"Lamp, Brass\"\n", "t.csv, line 1: a quote opens inside the value"
                + " \"price\"item\" and closes in another one, as if the separator before it were missing; insert the separator,"
                + " or put values that contain a quote in quotes and double it");
    }

    @Test
    void inchesAreNoQuotes() {
        Table table = CsvTables.table("size,pipe\n5\",3\" x\n4\" x 2\",7\" x\n");
        assertThat(row(table, 1)).containsExactly("4\" x 2\"", "7\" x");
        assertThat(table.reading().remarks()).isEmpty();
        Table threads = CsvTables.table("thread,length\n1/2\"-13,3/4\"\n1/4\"-20,long\n");
        assertThat(row(threads, 0)).containsExactly("1/2\"-13", "3/4\"");
        assertThat(threads.reading().remarks()).extracting(Remark::sentence)
                .containsExactly("line 2: a quote opens inside the value \"1/2\"-13\" and"
                        + " closes in another one, as if the separator before it were missing; if so, insert it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x,y\n1,2\nx,y\n3,4\n", "\uFEFFx,y\r\n1,2\r\n\uFEFFx,y\r\n3,4\r\n",
            "\"x\";y\n1;2\nx;\"y\"\n3;4\n",
            "x,y,\n1,2,\nx,y,\n3,4,\n", "#x\ty\n1\t2\n#x\ty\n3\t4\n", "x,y\n1,2,\nx,y\n3,4,\n"})
    void theHeaderOnceMoreIsNoRow(String csv) {
        Table table = CsvTables.table(csv);
        assertThat(table.column("x").kind()).isEqualTo(Column.Kind.NUMBER);
        assertThat(table.size()).isEqualTo(2);
        assertThat(table.column("y").text(1)).isEqualTo("4");
        assertThat(table.reading().dropped())
                .containsExactly(new Dropped("the line repeats the header", 1, List.of(3)));
    }

    @Test
    void aWordThatIsTheNameOfItsColumnIsAValue() {
        Table table = CsvTables.table("colour,kind\nred,x\ncolour,x\nred,kind\n");
        assertThat(table.size()).isEqualTo(3);
        assertThat(CsvTables.table("colour\nred\ncolour\n").size()).isEqualTo(2);
        assertThat(CsvTables.table("7.4,good\n7.8,bad\n7.4,good\n").size()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x,y\n1,2\n,\n ,\t\n3,4\n", "x;y\r\n1;2\r\n;;;;\r\n;\r\n3;4\r\n",
            "x|y|\n1|2|\n||\n|\n3|4|\n"})
    void nothingButSeparatorsIsNoRow(String csv) {
        Table table = CsvTables.table(csv);
        assertThat(table.size()).isEqualTo(2);
        assertThat(table.line(1)).isEqualTo(5);
        assertThat(table.reading().dropped())
                .containsExactly(new Dropped("the line holds only separators", 2, List.of(3, 4)));
    }

    @Test
    void nothingButSeparatorsIsNoHeader() {
        assertThat(CsvTables.table(",\nx,y\n1,2\n").has("y")).isTrue();
    }

    @Test
    void aRowOfMissingValuesIsARow() {
        assertThat(CsvTables.table("x,y\n1,2\nNA,\n\"\",\n").size()).isEqualTo(3);
    }
}
