package org.chainrule.tabular.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.chainrule.io.Json;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TableFormat;
import org.junit.jupiter.api.Test;

/// The meaning of `17.351` and `17,351` in a column that leaves it open: other columns decide, or the training.
class DecimalMarksTest {
    private static Table read(String csv, TableFormat format) {
        try {
            return Tables.read(new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)), "t.csv", format);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Table read(String csv) {
        return read(csv, TableFormat.detected());
    }

    /// Returns the first value of each column.
    private static List<Double> first(Table table) {
        return table.columns().stream().map(column -> ((NumberColumn) column).value(0)).toList();
    }

    /// Returns the format that a model keeps.
    private static TableFormat kept(Table training) {
        TableFormat found = training.reading().format();
        return TableFormat.fromJson(Json.parse(Json.write(found.toJson()), "m"), "m").kinds(training.columns().stream()
                .collect(Collectors.toMap(Column::name, Column::kind)));
    }

    @Test
    void aPointThatIsADecimalMarkElsewhereIsOne() {
        Table table = read("a;b;c\n0.793340;1,5;17.351\n0.1;2,5;18.002\n");
        assertThat(first(table)).containsExactly(0.793340, 1.5, 17.351);
        assertThat(table.reading().remarks()).extracting(Remark::sentence)
                .containsExactly("column \"c\": 17.351 is read as 17.351, since column"
                        + " \"a\" has decimal points; if it is 17351, write it without the point",
                        "column \"b\" has decimal commas: 1,5 is read as 1.5");
        assertThat(first(read("a;c\n0.5;17.351\n"))).containsExactly(0.5, 17.351);
        assertThat(read("a;c\n0.5;17.351\n").reading().remarks()).isEmpty();
    }

    @Test
    void aPointIsAThousandsMarkWhereOnlyCommasAreDecimalMarks() {
        Table table = read("b;c\n1,5;17.351\n2,5;18.002\n");
        assertThat(first(table)).containsExactly(1.5, 17351.0);
        assertThat(table.reading().remarks()).extracting(Remark::sentence)
                .containsExactly("column \"c\": 17.351 is read as 17351, since column"
                        + " \"b\" has decimal commas; if it is 17.351, write it with a comma",
                        "column \"b\" has decimal commas: 1,5 is read as 1.5");
    }

    @Test
    void aCommaThatIsADecimalMarkElsewhereIsOne() {
        for (String other : List.of("", "0.5;")) {
            Table table = read((other.isEmpty() ? "" : "a;") + "b;c\n" + other + "121,693;1662,333\n" + other
                    + "233,681;2864,148\n");
            assertThat(first(table)).endsWith(121.693, 1662.333);
            assertThat(table.reading().remarks()).extracting(Remark::sentence).containsExactly(
                    "column \"b\": 121,693 is read as 121.693, since column"
                            + " \"c\" has decimal commas; if it is 121693, write it without the comma",
                    "column \"c\" has decimal commas: 1,5 is read as 1.5");
        }
    }

    @Test
    void aCommaIsAThousandsMarkWherePointsAreDecimalMarks() {
        Table table = read("a;b\n0.5;121,693\n");
        assertThat(first(table)).containsExactly(0.5, 121693.0);
        assertThat(table.reading().remarks()).extracting(Remark::sentence)
                .containsExactly("column \"b\": commas are read as thousands separators, 1,234"
                        + " as 1234; if it is 1.234, read numbers with decimal commas"
                        + " (TableFormat.decimal(','))");
    }

    @Test
    void whatIsSaidDecides() {
        String csv = "a;b\n0,5;17.351\n";
        assertThat(first(read(csv, TableFormat.detected().decimal(',')))).containsExactly(0.5, 17351.0);
        assertThat(read(csv, TableFormat.detected().decimal(',')).reading().remarks()).isEmpty();
        assertThat(((NumberColumn) read(csv, TableFormat.detected().decimal('.')).column("b")).value(0))
                .isEqualTo(17.351);
    }

    @Test
    void aColumnWithTheOtherMarkHoldsNoStrayWords() {
        String rows = IntStream.range(10, 40).mapToObj(i -> "0." + i + ";1,5\n").collect(Collectors.joining());
        Table table = read("a;b\n" + rows, TableFormat.detected().decimal(','));
        assertThat(first(table)).containsExactly(0.1, 1.5);
        assertThat(table.reading().remarks()).isEmpty();
    }

    @Test
    void aColumnThatBeginsWithAWordIsReadAsTheOthers() {
        String rows = IntStream.range(0, 40).mapToObj(i -> i + ",5;" + (i + 1) + ".351\n")
                .collect(Collectors.joining());
        Table table = read("b;c\n7,5;unknown\n" + rows);
        assertThat(((NumberColumn) table.column("c")).value(1)).isEqualTo(1351);
        Table both = read("b;c\nunknown;unknown\n" + rows);
        assertThat(((NumberColumn) both.column("c")).value(1)).isEqualTo(1351);
        assertThat(both.reading().remarks()).extracting(Remark::sentence)
                .contains("column \"c\": 1.351 is read as 1351, since column \"b\" has"
                        + " decimal commas; if it is 1.351, write it with a comma");
    }

    @Test
    void aColumnThatBeginsWithAWordHasTheStyleOfMostOfItsNumbers() {
        String rows = IntStream.range(0, 40).mapToObj(i -> i + 1 + ",351;x\n")
                .collect(Collectors.joining());
        Table table = read("b;c\nunknown;x\n" + rows + "7,5;x\n");
        assertThat(((NumberColumn) table.column("b")).value(1)).isEqualTo(1.351);
        assertThat(((NumberColumn) table.column("b")).value(41)).isEqualTo(7.5);
    }

    @Test
    void theTrainingDecidesForFilesToCome() {
        TableFormat german = kept(read("b;c;d\n1,5;17.351;7\n2,5;18.002;8\n"));
        assertThat(first(read("b;c;d\n1,234;17.351;7\n", german))).containsExactly(1.234, 17351.0, 7.0);
        TableFormat mixed = kept(read("a;b;c\n0.793340;1,5;17.351\n"));
        assertThat(first(read("a;b;c\n1;2,5;17.351\n", mixed))).containsExactly(1.0, 2.5, 17.351);
        TableFormat english = kept(read("a;b\n0.5;\n"));
        assertThat(first(read("a;b\n1.234;1\n", english))).containsExactly(1.234, 1.0);
    }

    @Test
    void aFileWithTheOtherMarkThanTheTrainingIsReadByItsOwn() {
        TableFormat german = kept(read("b;c;d\n1,5;17.351;1,234\n2,5;18.002;2,345\n"));
        Table english = read("b;c;d\n2.5;17,351;1.234\n", german);
        assertThat(first(english)).containsExactly(2.5, 17351.0, 1.234);
        assertThat(english.reading().remarks()).extracting(Remark::sentence).containsExactly(
                "column \"c\": commas are read as thousands separators, 1,234 as 1234; if it is 1.234, read numbers with decimal commas"
                        + " (TableFormat.decimal(','))",
                "column \"d\": 1.234 is read as 1.234, since column \"b\" has decimal points; if it is 1234, write it"
                        + " without the point");
        TableFormat points = kept(read("b;c\n1.5;17,351\n"));
        assertThat(first(read("b;c\n2,5;17.351\n", points))).containsExactly(2.5, 17351.0);
    }

    @Test
    void modelsFromBeforeKeepTheirDecimalCommas() {
        Object old = Json.parse("{\"format\":2,\"header\":true,\"separator\":\"\",\"missing\":[],\"decimal\":\"\","
                + "\"dates\":\"UNKNOWN\",\"columns\":{\"b\":{\"decimal\":\",\",\"dates\":\"UNKNOWN\"}}}", "m");
        TableFormat format = TableFormat.fromJson(old, "m").kinds(Map.of("b", Column.Kind.NUMBER));
        assertThat(first(read("b;c\n1,234;1\n", format)).getFirst()).isEqualTo(1.234);
    }

    @Test
    void moneyFollowsTheDecimalMarksOfOtherColumns() {
        Table table = CsvTables.table("a;b\n1.234 €;4,5\n2.500 €;12,25\n3.750 €;7,5\n");
        assertThat(((NumberColumn) table.column("a")).value(0)).isEqualTo(1234);
        table = CsvTables.table("a;b\n1.234 €;4.950,34 €\n2.500 €;12,25 €\n3.750 €;7,5 €\n");
        assertThat(((NumberColumn) table.column("a")).value(0)).isEqualTo(1234);
    }
}
