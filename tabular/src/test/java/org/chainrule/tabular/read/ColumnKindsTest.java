package org.chainrule.tabular.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.chainrule.error.FormatException;
import org.chainrule.io.Json;
import org.chainrule.tabular.encode.CategoryEncoding;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TableFormat;
import org.chainrule.tabular.table.TextColumn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Types of columns in files: decimal and thousands marks, words among numbers, dates of unknown order, booleans.
class ColumnKindsTest {
    private static double[] numbers(Column column) {
        return IntStream.range(0, column.size()).mapToDouble(((NumberColumn) column)::value).toArray();
    }

    private static String lines(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> i + "\n").collect(Collectors.joining());
    }

    private static Table read(String csv, TableFormat format) {
        try {
            return Tables.read(new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)), "t.csv", format);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {"1,234,567|1234567", "1,234.5|1234.5", "-12,345|-12345",
            "1 234 567,5|1234567.5", "1.234,5|1234.5", "1'234.5|1234.5", "1’234|1234", "1\u00A0234|1234",
            "1\u202F234,25|1234.25", "0,5|0.5", "-3,25e2|-325", "1.234.567|1234567", ",5|0.5"})
    void marksOfAllKinds(String text, double value) {
        assertThat(numbers(CsvTables.table("x;y\n" + text + ";a\n").column("x"))).containsExactly(value);
    }

    @Test
    void aDecimalCommaAnywhereSettlesWhatAPointMeans() {
        Table table = CsvTables.table("price;stock;id\n2,5;1.500;1\n3;2.750;2\n");
        assertThat(numbers(table.column("price"))).containsExactly(2.5, 3);
        assertThat(numbers(table.column("stock"))).containsExactly(1500, 2750);
        assertThat(table.reading().remarks()).extracting(Remark::sentence)
                .containsExactly("column \"stock\": 1.500 is read as 1500, since column \"price\" has decimal commas;"
                        + " if it is 1.5, write it with a comma",
                        "column \"price\" has decimal commas: 1,5 is read as 1.5");
        assertThat(numbers(CsvTables.table("a;b\n1.500;x\n2.75;y\n").column("a"))).containsExactly(1.5, 2.75);
    }

    @Test
    void aNumberReadInTheOtherStyleIsReadAgain() {
        Table table = CsvTables.table("x;y\n1.234;a\n7;b\n1.234,5;c\n");
        assertThat(numbers(table.column("x"))).containsExactly(1234, 7, 1234.5);
    }

    @Test
    void saysHowACommaThatMayMeanBothIsTaken() {
        Table table = CsvTables.table("x;y\n1,234;a\n2,000;b\n");
        assertThat(numbers(table.column("x"))).containsExactly(1234, 2000);
        assertThat(table.reading().remarks()).extracting(Remark::sentence)
                .containsExactly("column \"x\": commas are read as thousands separators,"
                        + " 1,234 as 1234; if it is 1.234, read numbers with decimal commas (TableFormat.decimal(','))");
        assertThat(numbers(read("x;y\n1,234;a\n", TableFormat.detected().decimal(',')).column("x")))
                .containsExactly(1.234);
    }

    @Test
    void aFewWordsAmongManyNumbersCountAsMissing() {
        Table table = CsvTables.table("age\n" + lines(1, 40) + "unknown\n" + lines(40, 60) + "unknown\nn.a.\n");
        assertThat(numbers(table.column("age"))[39]).isNaN();
        assertThat(table.reading().remarks()).extracting(Remark::sentence)
                .containsExactly("column \"age\" is numeric; 3 values that are not numbers"
                        + " count as missing, such as \"unknown\" in line 41; to keep them, treat the column as"
                        + " categorical (Tabular.categorical(\"age\"))");
        Table first = CsvTables.table("age\nunknown\n" + lines(1, 40));
        assertThat(first.column("age").kind()).isEqualTo(Column.Kind.NUMBER);
        assertThat(first.reading().remarks()).extracting(Remark::sentence)
                .containsExactly("column \"age\" is numeric; 1 value that is not a number"
                        + " counts as missing, such as \"unknown\"; to keep them, treat the column as"
                        + " categorical (Tabular.categorical(\"age\"))");
    }

    @Test
    void manyWordsOrFewNumbersMakeWords() {
        Column words = CsvTables.table("x\n" + lines(0, 50) + "a\nb\n".repeat(3)).column("x");
        assertThat(words.text(3)).isEqualTo("3");
        assertThat(words.kind()).isEqualTo(Column.Kind.TEXT);
        assertThat(CsvTables.table("grade\n" + "1\n2\n3\n".repeat(30) + "A\n").column("grade").kind())
                .isEqualTo(Column.Kind.TEXT);
    }

    @Test
    void infiniteNumbersCountAsMissingAndAreSaid() {
        Table table = CsvTables.table("x,y\n1,2\ninf,3\n-Infinity,4\n1e999,5\n");
        assertThat(numbers(table.column("x"))).containsExactly(1, Double.NaN, Double.NaN, Double.NaN);
        assertThat(table.reading().remarks()).extracting(Remark::sentence)
                .containsExactly("column \"x\": 3 infinite numbers count as missing, the first in line 3");
    }

    @Test
    void numbersKnownBeforehandTakeAFewWordsAsMissing() {
        Table table = CsvTables.table("x,y\n1,2\nunknown,3\n5,4\n".getBytes(StandardCharsets.UTF_8),
                Map.of("x", Column.Kind.NUMBER));
        assertThat(numbers(table.column("x"))).containsExactly(1, Double.NaN, 5);
        assertThat(table.reading().remarks()).extracting(Remark::sentence)
                .containsExactly("column \"x\" is numeric; 1 value that is not a number"
                        + " counts as missing, such as \"unknown\" in line 3");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"31/01/2026;02/03/2026|2026-01-31|2026-03-02",
            "01/31/2026;02/03/2026|2026-01-31|2026-02-03", "01-02-2026;28-02-2026|2026-02-01|2026-02-28"})
    void theOrderOfDayAndMonthIsFoundOut(String days, String first, String second) {
        Table table = CsvTables.table("d,n\n" + days.replace(";", ",1\n") + ",2\n");
        assertThat(table.column("d").text(0)).isEqualTo(first);
        assertThat(table.column("d").text(1)).isEqualTo(second);
        assertThat(table.reading().remarks()).hasSize(1).first().extracting(Remark::sentence).asString()
                .endsWith(" first");
    }

    @Test
    void saysWhereTheOrderOfDayAndMonthChanges() {
        Table table = CsvTables.table("d,n\n27/01/2026,1\n02/03/2026,2\n01/28/2026,3\n04/05/2026,4\n");
        assertThat(table.column("d").kind()).isEqualTo(Column.Kind.TEXT);
        assertThat(table.reading().remarks()).extracting(Remark::sentence)
                .containsExactly("column \"d\" is text because some dates have the day first, such as \"27/01/2026\","
                        + " and others the month, such as \"01/28/2026\"; write all dates alike");
    }

    @Test
    void saysWhereDayAndMonthCannotBeToldApart() {
        String csv = "d,n\n01/02/2026,1\n03/04/2026,2\n";
        Table table = CsvTables.table(csv);
        assertThat(table.column("d").kind()).isEqualTo(Column.Kind.TEXT);
        assertThat(table.reading().remarks()).extracting(Remark::sentence)
                .containsExactly("column \"d\" is text because day and month cannot be told apart in dates such as"
                        + " \"01/02/2026\"; state which comes first (TableFormat.dayFirst)");
        assertThat(read(csv, TableFormat.detected().dayFirst(true)).column("d").text(0)).isEqualTo("2026-02-01");
        assertThat(read(csv, TableFormat.detected().dayFirst(false)).column("d").text(0)).isEqualTo("2026-01-02");
        assertThatThrownBy(() -> read(csv, TableFormat.detected().kinds(Map.of("d", Column.Kind.DATE))))
                .isInstanceOf(FormatException.class)
                .hasMessage("t.csv: day and month cannot be told apart in the dates of column \"d\", such as"
                        + " \"01/02/2026\"; state which comes first (TableFormat.dayFirst)");
    }

    @Test
    void aWordAmongDatesMakesWords() {
        Table table = CsvTables.table("d\n2026-01-31\nsoon\n");
        assertThat(table.column("d").text(0)).isEqualTo("2026-01-31");
        assertThat(table.column("d").kind()).isEqualTo(Column.Kind.TEXT);
        assertThat(table.reading().remarks()).extracting(Remark::sentence)
                .containsExactly("column \"d\" is text because line 3 holds \"soon\" among dates");
        Table mixed = CsvTables.table("d\n2026-01-31\n31/12/2025\n");
        assertThat(mixed.column("d").kind()).isEqualTo(Column.Kind.DATE);
        assertThat(mixed.reading().remarks()).extracting(Remark::sentence)
                .containsExactly("column \"d\": the date \"31/12/2025\" is read with the day first");
    }

    @Test
    void truthIsOneValueInAnyLetterCase() {
        Table table = CsvTables.table("b,c\nTrue,Yes\nfalse,no\nTRUE,Yes\nFALSE,no\n");
        assertThat(((TextColumn) table.column("b")).dictionary()).containsExactly("True", "false");
        assertThat(table.column("b").text(2)).isEqualTo("True");
        assertThat(((TextColumn) table.column("c")).dictionary()).containsExactly("Yes", "no");
        assertThat(table.reading().remarks()).extracting(Remark::sentence).containsExactly(
                "column \"b\": \"True\" and \"TRUE\" count as one value, \"True\"",
                "column \"b\": \"false\" and \"FALSE\" count as one value, \"false\"");
    }

    @Test
    void truthIsKnownAgainInAnyLetterCase() {
        CategoryEncoding encoding = new CategoryEncoding("b", List.of("No", "Yes"), false);
        assertThat(encoding.input("YES")).isEqualTo(1);
        assertThat(encoding.input("true")).isEqualTo(-1);
        assertThat(new CategoryEncoding("gene", List.of("A", "C", "T"), false).input("t")).isEqualTo(-1);
        Target.Classes classes = new Target.Classes("b", Column.Kind.TEXT, List.of("False", "True"));
        assertThat(classes.classes(CsvTables.table("b\nTRUE\nfalse\nyes\n"), new int[]{0, 1, 2}))
                .containsExactly(1, 0, -1);
    }

    @Test
    void whatWasFoundOutIsKeptForFilesToCome() {
        TableFormat found = CsvTables.table("x;d\n1,5;31/01/2026\n2;02/02/2026\n").reading().format();
        TableFormat kept = TableFormat.fromJson(Json.parse(Json.write(found.toJson()), "m"), "m")
                .kinds(Map.of("x", Column.Kind.NUMBER, "d", Column.Kind.DATE));
        Table table = read("x;d\n1.500;03/02/2026\n", kept);
        assertThat(numbers(table.column("x"))).containsExactly(1500);
        assertThat(table.column("d").text(0)).isEqualTo("2026-02-03");
        assertThat(List.of(found.toJson())).isNotEmpty();
    }
}
