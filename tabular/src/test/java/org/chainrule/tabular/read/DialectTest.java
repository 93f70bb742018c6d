package org.chainrule.tabular.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.chainrule.error.FormatException;
import org.chainrule.tabular.remark.ReadingRemark.Dropped;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TableFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Dialects of CSV files: separators, quotes, comments, character sets, compression.
class DialectTest {
    private static List<String> row(Table table, int row) {
        return table.columns().stream().map(column -> column.text(row)).toList();
    }

    private static List<String> names(Table table) {
        return table.columns().stream().map(Column::name).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a|b|c\nx|1,5|z, y\n", "sep=|\na|b|c\nx|1,5|z, y\n", "a|b|c\rx|1,5|\"z, y\"\r",
            "a|b|c\r\nx|1,5|'z, y'\r\n"})
    void separatorsAndQuotesAreFoundOut(String csv) {
        Table table = CsvTables.table(csv);
        assertThat(names(table)).containsExactly("a", "b", "c");
        assertThat(row(table, 0)).containsExactly("x", "1.5", "z, y");
        assertThat(table.sentence()).endsWith("separated by \"|\"");
    }

    @Test
    void theSeparatorIsTheOneThatCutsAllRowsAlike() {
        assertThat(names(CsvTables.table("a,x;b\n1;2\n3;4\n"))).containsExactly("a,x", "b");
        assertThat(names(CsvTables.table("Last, First;Age\nDoe, J;3\nRoe, K, Jr;4\n"))).containsExactly("Last, First",
                "Age");
        assertThat(names(CsvTables.table("one\nx\ny\n"))).containsExactly("one");
    }

    @Test
    void rowsOrTheHeaderMayEndInASeparator() {
        Table rows = CsvTables.table("a,b\n1,2,\n3,4\n5,,\n");
        assertThat(names(rows)).containsExactly("a", "b");
        assertThat(row(rows, 2)).containsExactly("5", "");
        assertThat(rows.reading().remarks()).extracting(Remark::sentence)
                .containsExactly(
                        "rows end in a separator and the header does not; nothing follows it, so it is ignored");
        Table header = CsvTables.table("a,b,,\n1,2\n3,4\n");
        assertThat(names(header)).containsExactly("a", "b");
        assertThat(header.reading().remarks()).extracting(Remark::sentence)
                .containsExactly(
                        "the header ends in a separator and rows do not; nothing follows it, so it is ignored");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a\",\"b\"\n\"1\",5,x\n\"2\",6,y\n", "\"a\" \"b\"\n\"1\" 5 x\n\"2\" 6 y\n"})
    void namesOfRowsHaveNoNameInFilesOfR(String csv) {
        Table table = CsvTables.table(csv);
        assertThat(names(table)).containsExactly("column 1", "a", "b");
        assertThat(row(table, 1)).containsExactly("2", "6", "y");
        assertThat(table.reading().remarks()).extracting(Remark::sentence)
                .containsExactly("the header has one name fewer than rows have values, so the first column"
                        + " holds row names, as R writes them; it is called \"column 1\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b\n1 5 x\n2 6 y\n", "   a b\n1  5 x\n2 6  y\n", "a\tb\n1\t5\tx\n2\t6\ty\n",
            "a\tb\r\nMazda RX4\t5\tx\r\nDatsun\t6\ty\r\n", "    a  b\n0  5  x\n1  6  y\n",
            "a b\nMazda 5 x\nDatsun 6 y\n"})
    void namesOfRowsHaveNoNameAndNoQuotesInFilesOfRAndPandas(String csv) {
        Table table = CsvTables.table(csv);
        assertThat(names(table)).containsExactly("column 1", "a", "b");
        assertThat(row(table, 1).subList(1, 3)).containsExactly("6", "y");
        assertThat(table.reading().remarks()).extracting(Remark::sentence)
                .containsExactly("the header has one name fewer than rows have values, so the first column"
                        + " holds row names, as R writes them; it is called \"column 1\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\tb\n1\t5\tx\n3\t6\ty\n", "a,b\n1,5,x\n2,6,y\n", "id\tab\nx\t5\tx\ny\t6\ty\n",
            "a\tb\nx\t5\tx\nx\t6\ty\n"})
    void valuesThatAreNoNamesOfRowsAreRefused(String csv) {
        assertThatThrownBy(() -> CsvTables.table(csv)).isInstanceOf(FormatException.class)
                .hasMessage("t.csv, line 1: the header names 2 columns where most rows have 3 values;"
                        + " insert the separator that is missing between two names, or name all columns");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '/', textBlock = """
            ^      / "^"
            ~      / "~"
            :      / ":"
            u0001  / "\\u0001"
            u001F  / "\\u001f"
            """)
    void rareSeparatorsSplitAllLinesAlike(String written, String word) {
        String mark = written.length() > 1
                ? String.valueOf((char) Integer.parseInt(written.substring(1), 16))
                : written;
        for (String csv : List.of("a^b^c\nx^1.5^3\ny^2.5^4\n", "a^b^c\r\nx^1,5^\"u^v\"\r\ny^2,5^z\r\n",
                "size^Price (EUR)^c\nDoe^1^\n^2^x\n", "a^b\n1^x\n2^y\n")) {
            Table table = CsvTables.table(csv.replace("^", mark));
            assertThat(table.columns()).hasSize(csv.startsWith("a^b\n") ? 2 : 3);
            assertThat(table.sentence()).endsWith("separated by " + word);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"time\n09:30:00\n10:15:00\n", "hh:mm\n09:30\n10:15\n", "url\nhttp://a.de\nhttp://b.de\n",
            "http://a.de\nhttps://b.de\n", "name: Bob\nage: 3\ncity: X\n", "x^2\ny^2\n", "~5\n~6\n",
            "ratio\n3:1\n4:1\n",
            "3:1\n4:1\n", "a^b\n1\n2^3\n", "C:\\x\nD:\\y\n"})
    void marksInsideValuesAreNoSeparators(String csv) {
        assertThat(CsvTables.table(csv).columns()).hasSize(1);
    }

    @Test
    void usualSeparatorsComeFirst() {
        assertThat(names(CsvTables.table("a:b,c:d\n1:2,3:4\n5:6,7:8\n"))).containsExactly("a:b", "c:d");
        assertThat(names(CsvTables.table("a^b,c^d\n1,2\n3,4\n"))).containsExactly("a^b", "c^d");
        assertThat(names(CsvTables.table("Weight, kg^Height\n1,5^2\n2,5^3\n"))).containsExactly("Weight, kg", "Height");
        assertThat(names(CsvTables.table("date,x\n2020-01-01 10:00:00,3\n2020-01-02 10:00:00,4\n"))).containsExactly(
                "date",
                "x");
    }

    @Test
    void alignedColumnsMayEndInBlanks() {
        Table table = CsvTables
                .table("  size   sales  buys  \n  1.5   20      yes   \n 12.5    3      no\n  7      1      no \n");
        assertThat(names(table)).containsExactly("size", "sales", "buys");
        assertThat(row(table, 1)).containsExactly("12.5", "3", "no");
        assertThat(table.reading().remarks()).isEmpty();
    }

    @Test
    void blanksMaySeparate() throws IOException {
        Table table = CsvTables.table("size  sales  buys\n  1.5   20   \"yes no\"\n 12.5    3   no\n");
        assertThat(names(table)).containsExactly("size", "sales", "buys");
        assertThat(row(table, 0)).containsExactly("1.5", "20", "yes no");
        assertThat(table.sentence()).endsWith("separated by blanks");
        byte[] housing = " 0.006  18.00 2\n 0.027   0.00 3\n 0.03  1  4\n".getBytes(StandardCharsets.UTF_8);
        Table unnamed = Tables.read(new ByteArrayInputStream(housing), "t.csv", TableFormat.detected().header(false));
        assertThat(row(unnamed, 1)).containsExactly("0.027", "0", "3");
    }

    @Test
    void wordsOfOneColumnAreNotCutAtBlanks() {
        assertThat(names(CsvTables.table("full name\nAda Lovelace\nAlan Turing\n"))).containsExactly("full name");
        assertThat(row(CsvTables.table("n\n1 234\n2 345\n"), 0)).containsExactly("1234");
    }

    @Test
    void aSeparatorMayBeSaid() throws IOException {
        byte[] csv = "a,b:c\n1,2:3\n".getBytes(StandardCharsets.UTF_8);
        Table table = Tables.read(new ByteArrayInputStream(csv), "t.csv", TableFormat.detected().separator(':'));
        assertThat(names(table)).containsExactly("a,b", "c");
        byte[] hive = "a,b\u0001c\n1,2\u00013\n".getBytes(StandardCharsets.UTF_8);
        assertThat(names(Tables.read(new ByteArrayInputStream(hive), "t.csv",
                TableFormat.detected().separator('\u0001')))).containsExactly("a,b", "c");
    }

    @Test
    void apostrophesInWordsAreNoQuotes() {
        Table table = CsvTables.table("a,b\n'tis,1\nrock 'n' roll,2\n");
        assertThat(row(table, 0)).containsExactly("'tis", "1");
        assertThat(row(table, 1)).containsExactly("rock 'n' roll", "2");
        assertThat(row(CsvTables.table("a,b\n'it''s, so',1\n"), 0)).containsExactly("it's, so", "1");
    }

    @Test
    void blanksMayStandAroundQuotes() {
        assertThat(row(CsvTables.table("a, \"b\" ,c\n1, \"x, y\" ,3\n"), 0)).containsExactly("1", "x, y", "3");
    }

    @Test
    void commentsAreLeftOutAndCounted() {
        Table table = CsvTables.table("# made by hand\n# it's \"so\n\na,b\n1,2\n# half time, really, yes\n#3,4\n");
        assertThat(names(table)).containsExactly("a", "b");
        assertThat(table.size()).isEqualTo(2);
        assertThat(row(table, 1)).containsExactly("#3", "4");
        assertThat(table.line(1)).isEqualTo(7);
        assertThat(table.reading().dropped()).containsExactly(new Dropped("the line is a comment", 1, List.of(6)));
    }

    @Test
    void aHeaderMayBeginWithAHash() {
        Table table = CsvTables.table("# a file\n#id\tx\n7\t2\n");
        assertThat(names(table)).containsExactly("id", "x");
        assertThat(names(CsvTables.table("#,Name,HP\n1,Bulbasaur,45\n"))).containsExactly("#", "Name", "HP");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "windows-1252", "UTF-8"})
    void characterSetsAreFoundOut(String charset) {
        String csv = "Größe,n\n" + "1,3\n2,3\n".repeat(20_000) + "süß,4\n";
        Table table = CsvTables.table(csv.getBytes(Charset.forName(charset)), Map.of());
        assertThat(names(table)).containsExactly("Größe", "n");
        assertThat(row(table, 40_000)).containsExactly("süß", "4");
    }

    @Test
    void saysWhereTextIsNotUtf8() {
        byte[] csv = "a,b\n1,2\nM\u00FCller,4\n".getBytes(StandardCharsets.ISO_8859_1);
        Table table = CsvTables.table(csv, Map.of());
        assertThat(table.column("a").text(1)).isEqualTo("Müller");
        assertThat(table.reading().remarks()).extracting(Remark::sentence)
                .contains("line 3 is not UTF-8 text, so the file is read as Windows-1252"
                        + " (Latin-1); if letters are wrong, state its encoding (TableFormat.encoding)");
    }

    @Test
    void charactersBeyond16BitsSurviveUtf16() {
        String word = "😀".repeat(5_000);
        String csv = "\uFEFFa,b\nx" + word + ",1\n" + word + ",2\n";
        Table table = CsvTables.table(csv.getBytes(StandardCharsets.UTF_16BE), Map.of());
        assertThat(table.column("a").text(0)).isEqualTo("x" + word);
        assertThat(table.column("a").text(1)).isEqualTo(word);
    }

    @Test
    void packedFilesAreUnpacked() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(("\uFEFFa;b\n" + "1,5;x\n".repeat(100_000)).getBytes(StandardCharsets.UTF_16LE));
        }
        Table table = CsvTables.table(packed.toByteArray(), Map.of());
        assertThat(table.size()).isEqualTo(100_000);
        assertThat(row(table, 99_999)).containsExactly("1.5", "x");
    }

    @Test
    void recordsMayBeLongerThanTheBuffer() {
        String text = "x\n\"\"y".repeat(200_000);
        Table table = CsvTables.table("a,b\n1,2\n\"" + text + "\",3\nz,4\n");
        assertThat(table.column("a").text(1)).isEqualTo(text.replace("\"\"", "\""));
        assertThat(IntStream.range(0, 3).map(table::line)).containsExactly(2, 3, 200_004);
    }

    @Test
    void apostrophesInFrontOfWordsAreNoQuotes() {
        Table table = CsvTables.table("title,y\n'Heroes',1\nBlue,2\n'Round Midnight,3\nFly,4\nRun,5\nRockin',6\n");
        assertThat(table.size()).isEqualTo(6);
        assertThat(table.column("title").text(2)).isEqualTo("'Round Midnight");
    }
}
