package org.chainrule.tabular.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.remark.ReadingRemark.Dropped;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TextColumn;
import org.chainrule.testing.SharedData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

public class TablesTest {
    private static List<String> texts(Column column) {
        return IntStream.range(0, column.size()).mapToObj(column::text).toList();
    }

    private static double[] numbers(Column column) {
        return IntStream.range(0, column.size()).mapToDouble(((NumberColumn) column)::value).toArray();
    }

    @Test
    void findsOutWhatColumnsHold() {
        Table table = CsvTables.table("name,height\nAda,1.5\n\"Lovelace, A.\",-2e-1\n");
        assertThat(texts(table.column("name"))).containsExactly("Ada", "Lovelace, A.");
        assertThat(numbers(table.column("height"))).containsExactly(1.5, -0.2);
        assertThat(table.sentence()).isEqualTo("t.csv: 2 rows, 2 columns (1 number, 1 text), separated by commas");
    }

    @Test
    void takesTheWordsForMissingInAnyLetterCaseAndWithBlanksAround() {
        Table table = CsvTables.table("x,w\n,\"\"\n NA ,n/a\n?,\"?\"\nnull,NULL\nnan,\" \"\n7,Nano\n");
        assertThat(numbers(table.column("x"))).containsExactly(Double.NaN, Double.NaN, Double.NaN, Double.NaN,
                Double.NaN, 7);
        assertThat(texts(table.column("w"))).containsExactly("", "", "", "", "", "Nano");
        assertThat(table.column("w").missing(4)).isTrue();
        assertThat(table.column("w").missing(5)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1f", "0x10", "1_00", "1e", "e5", ".", "--", "1.2.3", "--1", "1,5,2", "1,23,4",
            "0,123,456", "1,234.567,8", "1 23", "12345,678,901", "infinit", "١a"})
    void wordsThatOnlyLookLikeNumbersAreText(String word) {
        assertThat(CsvTables.table("x\n\"" + word + "\"\n").column("x").kind()).isEqualTo(Column.Kind.TEXT);
    }

    @Test
    void aColumnWithoutAnyValueIsNumericAndMissing() {
        Column column = CsvTables.table("a,b\n1,\n2,NA\n").column("b");
        assertThat(column.kind()).isEqualTo(Column.Kind.NUMBER);
        assertThat(column.missing(0)).isTrue();
    }

    @Test
    void aLateWordMakesAColumnTextWithItsSpellingKept() {
        Table table = CsvTables.table("zip,n\n007,1\n 1.50,2\nA1,3\n");
        assertThat(texts(table.column("zip"))).containsExactly("007", "1.50", "A1");
        assertThat(numbers(table.column("n"))).containsExactly(1, 2, 3);
        assertThat(table.reading().remarks()).extracting(Remark::sentence)
                .containsExactly("column \"zip\" is text because line 4 holds \"A1\" after 2 numbers");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a;b;c\n1,5;2;3\n", "a\tb\tc\n1,5\t2\t3\n", "\n\n\"a,,,,\";b;c\n1,5;2;3\n"})
    void findsTheSeparatorFromTheHeaderLine(String csv) {
        Table table = CsvTables.table(csv);
        assertThat(table.columns()).hasSize(3);
        assertThat(table.columns().get(0).text(0)).isEqualTo("1.5");
        assertThat(table.sentence()).endsWith(csv.contains("\t") ? "separated by tabs" : "separated by semicolons");
    }

    @Test
    void countsBlankLinesAndKnowsTheLineOfEveryRow() {
        Table table = CsvTables.table("a,b\r\n1,\"two\r\nlines\"\r\n\r\n3,x\r\n\r\n\r\n");
        assertThat(table.size()).isEqualTo(2);
        assertThat(IntStream.range(0, 2).map(table::line)).containsExactly(2, 5);
        assertThat(table.reading().dropped()).containsExactly(new Dropped("the line is blank", 3, List.of(4, 6, 7)));
        assertThat(table.reading().remarks()).extracting(Remark::sentence)
                .containsExactly("3 rows left out: the line is blank (lines 4, 6 and 7)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
    void toleratesAByteOrderMark(String charset) {
        Table table = CsvTables.table("\uFEFFÄ,b\nü,2\n".getBytes(Charset.forName(charset)), Map.of());
        assertThat(table.columns()).extracting(Column::name).containsExactly("Ä", "b");
        assertThat(table.column("Ä").text(0)).isEqualTo("ü");
    }

    @Test
    void namesAColumnWithoutNameByItsPlace() {
        assertThat(CsvTables.table("\"\",x\n1,2\n").columns()).extracting(Column::name).containsExactly("column 1",
                "x");
    }

    @Test
    void remarksOnAHeaderThatLooksLikeARow() {
        assertThat(CsvTables.table("5.1,setosa\n4.9,virginica\n").reading().remarks()).extracting(Remark::sentence)
                .containsExactly("the header line holds the number \"5.1\"; if the file has no header line, read it"
                        + " without one (TableFormat.header(false))");
        assertThat(CsvTables.table("x,y\n1,2\n").reading().remarks()).isEmpty();
    }

    @Test
    void kindsKnownBeforehandAreKept() {
        Table table = CsvTables.table("code\n01\n1\n".getBytes(StandardCharsets.UTF_8),
                Map.of("code", Column.Kind.TEXT));
        assertThat(texts(table.column("code"))).containsExactly("01", "1");
    }

    @Test
    void offersTheNearestNameForAnUnknownColumn() {
        Table table = CsvTables.table("species,island,mass\na,b,1\n");
        assertThatThrownBy(() -> table.column("Speices")).isInstanceOf(ArgumentException.class)
                .hasMessage("t.csv has no column \"Speices\"; did you mean \"species\"?");
        assertThatThrownBy(() -> table.column("price"))
                .hasMessage("t.csv has no column \"price\"; its columns are \"species\", \"island\" and \"mass\"");
    }

    @Test
    void columnsOfAProgramMustAgree() {
        NumberColumn x = NumberColumn.of("x", 1, 2);
        assertThat(Table.of("query", x, TextColumn.of("w", "a", "")).column("w").missing(1)).isTrue();
        assertThatThrownBy(() -> Table.of("query", x, TextColumn.of("w", "a"))).isInstanceOf(ArgumentException.class)
                .hasMessage("query: columns differ in length: \"x\" has 2 values, \"w\" has 1 value; "
                        + "use columns of the same length");
        assertThatThrownBy(() -> Table.of("query", x, x)).hasMessage("query: two columns are named \"x\"; rename one");
        assertThatThrownBy(() -> Table.of("query")).hasMessage("query: a table needs at least one column; add one");
    }

    @Test
    void readsPenguins() throws IOException {
        Table table = Tables.read(SharedData.require("tabular/penguins/penguins.csv"));
        assertThat(table.sentence())
                .endsWith("penguins.csv: 344 rows, 8 columns (5 numbers, 3 text), separated by commas");
        assertThat(((TextColumn) table.column("species")).dictionary()).containsExactly("Adelie", "Gentoo",
                "Chinstrap");
        assertThat(IntStream.range(0, 344).filter(table.column("sex")::missing).count()).isEqualTo(11);
        assertThat(table.column("bill_length_mm").missing(3)).isTrue();
    }

    @Test
    void readsTitanicWithItsQuotedNames() throws IOException {
        Table table = Tables.read(SharedData.require("tabular/titanic/titanic.csv"));
        assertThat(table.sentence())
                .endsWith("titanic.csv: 891 rows, 12 columns (7 numbers, 5 text), separated by commas");
        assertThat(table.column("Name").text(0)).isEqualTo("Braund, Mr. Owen Harris");
        assertThat(IntStream.range(0, 891).filter(table.column("Age")::missing).count()).isEqualTo(177);
        assertThat(IntStream.range(0, 891).filter(table.column("Cabin")::missing).count()).isEqualTo(687);
    }

    @Test
    void readsHousing() throws IOException {
        Table table = Tables.read(SharedData.require("tabular/california_housing/housing.csv"));
        assertThat(table.sentence())
                .endsWith("housing.csv: 20,640 rows, 10 columns (9 numbers, 1 text), separated by commas");
        assertThat(numbers(table.column("longitude"))).startsWith(-122.23, -122.22, -122.24);
        assertThat(IntStream.range(0, 20_640).filter(table.column("total_bedrooms")::missing).count()).isEqualTo(207);
    }
}
