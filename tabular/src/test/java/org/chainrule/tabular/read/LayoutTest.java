package org.chainrule.tabular.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.chainrule.error.FormatException;
import org.chainrule.tabular.remark.ReadingRemark;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TableFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Lines that are no rows: titles, second headers, units, rules and repeated headers. Totals and footers are in
/// [TotalsTest].
class LayoutTest {
    private static final String[] ROWS = {"town,size,n", "Bern,5,10", "Basel,4.5,20", "Zug,3,30"};

    static Table read(String csv, TableFormat format) {
        try {
            return Tables.read(new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)), "t.csv", format);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /// Returns the names and rows of a table as lines.
    static String text(Table table) {
        String names = table.columns().stream().map(Column::name).collect(Collectors.joining(","));
        return names + "\n" + Arrays.stream(table.rows()).mapToObj(row -> table.columns().stream()
                .map(column -> column.text(row)).collect(Collectors.joining(",")))
                .collect(Collectors.joining("\n")) + "\n";
    }

    static List<String> remarks(Table table) {
        return table.reading().remarks().stream().map(Remark::sentence).toList();
    }

    private static String towns() {
        return String.join("\n", ROWS) + "\n";
    }

    private static void towns(Table table, String... remarks) {
        assertThat(text(table)).isEqualTo(towns());
        assertThat(remarks(table)).containsExactly(remarks);
    }

    static void refused(String csv, String message) {
        assertThatThrownBy(() -> CsvTables.table(csv)).isInstanceOf(FormatException.class).hasMessage(message);
    }

    private static String titles(String lines, int header, int first) {
        return lines + " skipped; the header is in line " + header + "; if line " + first
                + " is the header, say so (TableFormat.headerRow(" + first + "))";
    }

    @ParameterizedTest
    @ValueSource(strings = {"Quarterly report", "Quarterly report,,", "\"Quarterly report\"", "Table 1: towns",
            "\"Report, by quarter\",,", "\"Sales\" of 2026", "Towns,,,", "Stand: 31.12.2024", "2024", "Source: x; y",
            "Date,2024-01-01", "Seen by,Bob and Ann, in May, 2024", "'Towns'", "===", "Äpfel"})
    void aTitleIsSkipped(String title) {
        Table table = CsvTables.table(title + "\n" + towns());
        assertThat(text(table)).isEqualTo(towns());
        assertThat(remarks(table)).hasSize(1);
        assertThat(table.line(0)).isEqualTo(3);
    }

    @Test
    void titlesAreReportedWithTheLineOfTheHeader() {
        towns(CsvTables.table("Report\n" + towns()), titles("line 1 is a title and is", 2, 1));
        towns(CsvTables.table("Report,,\nof 2024,,\n" + towns()), titles("lines 1 and 2 are titles and are", 3, 1));
        towns(CsvTables.table("\nReport\n\nAuthor,Ann\nDate,2024-01-01\n,,\n" + towns()),
                titles("lines 2, 4 and 5 are titles and are", 7, 2));
        towns(CsvTables.table("Report by Ann\nof\nthree\nlines\n\n" + towns()),
                titles("lines 1 to 4 are titles and are", 6, 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 15})
    void manyTitlesMayStandAboveFewRows(int count) {
        for (String title : List.of("Some title", "Author: Ann; Bob", "Author,Ann", "n,,", "a\tb")) {
            String csv = (title + "\n").repeat(title.contains("A") || title.contains("\t") ? Math.min(count, 3) : count)
                    + towns();
            assertThat(text(CsvTables.table(csv))).as(csv).isEqualTo(towns());
        }
    }

    @ParameterizedTest
    @ValueSource(chars = {';', '\t', '|'})
    void titlesDoNotHideTheSeparator(char separator) {
        String rows = towns().replace(',', separator);
        for (String title : List.of("Report, of towns, by quarter", "Report", "a,b", "Key: value")) {
            Table table = CsvTables.table(title + "\nby Ann\n\n" + rows);
            assertThat(text(table)).isEqualTo(towns());
            assertThat(table.reading().separator()).isEqualTo(separator);
        }
    }

    @Test
    void titlesAboveBlanks() {
        assertThat(text(CsvTables.table("Results of the run\nx y z\n1 2 3\n4 5 6\n7 8 9\n")))
                .isEqualTo("x,y,z\n1,2,3\n4,5,6\n7,8,9\n");
    }

    @Test
    void titlesAboveWordsOnly() {
        String pets = "name,kind,town\nRex,dog,Bern\nTim,cat,Zug\nTom,cat,Zug\n";
        assertThat(text(CsvTables.table("Pets\n" + pets))).isEqualTo(pets);
        assertThat(text(CsvTables.table("Pets,,\n" + pets))).isEqualTo(pets);
        assertThat(text(CsvTables.table(pets))).isEqualTo(pets);
    }

    @Test
    void titlesAboveYears() {
        assertThat(text(CsvTables.table("Population\ncountry,2000,2001\nFR,1,2\nDE,3,4\n")))
                .isEqualTo("country,2000,2001\nFR,1,2\nDE,3,4\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"title\ntext\nhello\n", ",a,b\n0,1,2\n1,3,4\n", "a,,\n1,2,3\n4,5,6\n", "name,\nx,y\nz,w\n",
            "text\nhello\n\"x, y\"\n", "a,b,\n1,2,3\n", "n\n1\n2\n"})
    void aHeaderIsNoTitle(String csv) {
        Table table = CsvTables.table(csv);
        assertThat(table.line(0)).isEqualTo(2);
        assertThat(table.reading().remarks()).isEmpty();
    }

    @Test
    void titlesAboveRowsWithoutAHeader() {
        Table table = read("Sales of 2024\n1,2,3\n4,5,6\n", TableFormat.detected().header(false));
        assertThat(text(table)).isEqualTo("c1,c2,c3\n1,2,3\n4,5,6\n");
        assertThat(remarks(table))
                .containsExactly("line 1 is a title and is skipped; the rows begin in line 2; if line 1"
                        + " is a row, say so (TableFormat.skipRows(0))");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sales of 2024\n1,2,3\n4,5,6\n", "Sales of 2024,,\n1,2,3\n4,5,6\n",
            "Sales\n1,2,3\n4,5,6\n"})
    void aTitleWithoutAHeaderIsRefused(String csv) {
        refused(csv, "t.csv, line 1: 1 value where most rows have 3 values, as in a title, and no line below names the"
                + " columns; if line 1 is a title above rows without a header, skip it and read the file without a header"
                + " (TableFormat.skipRows(1), TableFormat.header(false)); if it is the header, say so"
                + " (TableFormat.headerRow(1))");
    }

    @Test
    void aTitleOfSeveralWordsMayBeTheHeader() {
        refused("Report, printed by Bob, 2024\nname,height,weight\nBob,1,2\nAl,3,4\n",
                "t.csv, line 2: words such as \"name\" stand where the rows below have numbers, so line 1 or line 2 may be"
                        + " the header; say which (TableFormat.headerRow(1) or TableFormat.headerRow(2))");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(name),(m),(m/s)", ",m,m/s", "-,km²,%", "[-],[kg],[EUR]", "text,float,int", ",°C,µg/L",
            ",in m,in kg", "string,double,numeric", "-,1,USD", ",m,", "n/a,days,kWh", ",Mio. €,%", "Einheit,m,kg",
            "discrete,continuous,continuous\n,class,"})
    void unitsBelowTheHeaderAreNoRow(String units) {
        String[] rows = ROWS.clone();
        rows[0] += "\n" + units;
        Table table = CsvTables.table(String.join("\n", rows) + "\n");
        assertThat(text(table)).isEqualTo(towns());
        assertThat(remarks(table)).hasSize((int) units.lines().count())
                .allMatch(remark -> remark.contains("below the header it describes the columns"));
    }

    @Test
    void unitsAreReported() {
        towns(CsvTables.table("town,size,n\n(name),(m),\nBern,5,10\nBasel,4.5,20\nZug,3,30\n"),
                "line 2 is left out: below the header it describes the columns (\"(name)\" and \"(m)\") and holds no"
                        + " values");
    }

    @Test
    void questionsBelowTheHeaderAreNoRow() {
        Table table = CsvTables.table("""
                id,Q1,Q2
                Response ID,How old are you?,How many pets do you have?
                {"ImportId":"x"},{"ImportId":"QID1"},{"ImportId":"QID2"}
                r1,30,2
                r2,40,0
                r3,51,1
                """);
        assertThat(text(table)).isEqualTo("id,Q1,Q2\nr1,30,2\nr2,40,0\nr3,51,1\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bern,unknown,5", "Bern,m,5", "m,5,kg", "Bern,,", "(x),5,6", "Bern,NA,-"})
    void aRowWithAWordOrTwoIsARow(String row) {
        assertThat(CsvTables.table("town,size,n\n" + row + "\nBasel,4,20\nZug,3,30\n").size()).isEqualTo(3);
    }

    @Test
    void theHeaderMayHaveTwoLines() {
        String rows = "N,1,2,3,4\nS,5,6,7,8\n";
        String names = "region,2023 q1,2023 q2,2024 q1,2024 q2\n";
        for (String upper : List.of(",2023,,2024,", ",2023,2023,2024,2024", "Sales of towns\n,2023,,2024,",
                "Sales,,,,\n,2023,,2024,")) {
            Table table = CsvTables.table(upper + "\nregion,q1,q2,q1,q2\n" + rows);
            assertThat(text(table)).isEqualTo(names + rows);
        }
        Table full = CsvTables.table("x,x,y,y\nmin,max,min,max\n1,2,3,4\n5,6,7,8\n");
        assertThat(text(full)).isEqualTo("x min,x max,y min,y max\n1,2,3,4\n5,6,7,8\n");
        assertThat(remarks(full)).containsExactly(
                "the header has two lines, 1 and 2, whose names are joined, such as \"x min\"");
        refused("a,b,a\nu,v,w\nx,y,z\n", "t.csv: the header names two columns \"a\" (columns 1 and 3); rename one");
    }

    @Test
    void repeatedHeadersMayDifferInCaseAndBlanks() {
        Table table = CsvTables.table("""
                town,size,n
                (x),m,-
                Bern,5,10

                 Town , SIZE,n
                (x),m,-
                Basel,4.5,20
                town,size,n
                Zug,3,30
                """);
        towns(table, "1 row left out: the line is blank (line 4)",
                "2 rows left out: the line repeats the header (lines 5 and 8)",
                "1 row left out: the line repeats the units (line 6)",
                "line 2 is left out: below the header it describes the columns (\"(x)\", \"m\" and \"-\") and holds no"
                        + " values");
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "| town | size | n |\n|---|---|---|\n| Bern | 5 | 10 |\n| Basel | 4.5 | 20 |\n| Zug | 3 | 30 |\n",
            "|town|size|n|\n|:--|--:|:-:|\n|Bern|5|10|\n|Basel|4.5|20|\n|Zug|3|30|\n",
            " town  | size | n  \n-------+------+----\n Bern  | 5    | 10\n Basel | 4.5  | 20\n Zug   | 3    | 30\n(3 rows)\n\n",
            """
                    +-------+------+----+
                    | town  | size | n  |
                    +-------+------+----+
                    | Bern  | 5    | 10 |
                    | Basel | 4.5  | 20 |
                    | Zug   | 3    | 30 |
                    +-------+------+----+
                    3 rows in set (0.00 sec)
                    """,
            "town,size,n\n----,----,--\nBern,5,10\nBasel,4.5,20\n=====,====,==\nZug,3,30\n",
            "town\tsize\tn\n----------------\nBern\t5\t10\nBasel\t4.5\t20\nZug\t3\t30\n----------------\n"})
    void rulesAreNoRows(String csv) {
        Table table = CsvTables.table(csv);
        assertThat(text(table)).isEqualTo(towns());
        assertThat(remarks(table)).anyMatch(remark -> remark.contains("the line is a rule"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,b\n-,-\n1,2\n", "a,b\n-1,-2\n1,2\n", "a,b\n\"---\",5\n1,2\n"})
    void aDashIsNoRule(String csv) {
        assertThat(CsvTables.table(csv).size()).isEqualTo(2);
    }

    @Test
    void aSecondTableIsRefused() {
        refused(towns() + "\nname,height,weight\nAnn,1,2\n",
                "t.csv, line 6: below a blank line, words such as \"height\" stand where the rows above have numbers, as if"
                        + " another table began; save each table in a file of its own, or say which line is the header"
                        + " (TableFormat.headerRow(6))");
        refused(towns() + "\nname,height\nAnn,1\n",
                "t.csv, line 6: 2 values where the header names 3 columns; complete the row or remove it");
    }

    @Test
    void theLinesOfTheTableMayBeStated() {
        String csv = "a,b,c\n\nx,y,z\ntown,size,n\nBern,5,10\nBasel,4.5,20\nZug,3,30\nTotal,1,2\n\nend\n\n";
        String said = "the first 3 lines and the last 2 lines are skipped, as the format of the file states";
        towns(read(csv, TableFormat.detected().headerRow(4).skipFooter(2)), said);
        towns(read(csv, TableFormat.detected().skipRows(3).skipFooter(2)), said);
        Table rows = read(csv, TableFormat.detected().header(false).skipRows(4).skipFooter(2));
        assertThat(text(rows)).isEqualTo("c1,c2,c3\nBern,5,10\nBasel,4.5,20\nZug,3,30\n");
        assertThat(read("Report,,\ntown,size,n\nBern,5,10\n", TableFormat.detected().headerRow(1)).columns())
                .extracting(Column::name).containsExactly("Report", "column 2", "column 3");
        assertThat(read("name,height,weight\nx,y,z\nBob,1,2\nAl,3,4\n", TableFormat.detected().headerRow(1)).size())
                .isEqualTo(3);
        assertThat(read("Report, printed by Bob, 2024\nname,height,weight\nBob,1,2\nAl,3,4\n",
                TableFormat.detected().headerRow(2)).size()).isEqualTo(2);
    }

    @Test
    void theStatedLinesAreKept() {
        TableFormat format = TableFormat.detected().headerRow(4).skipFooter(2);
        TableFormat kept = TableFormat.fromJson(format.toJson(), "model");
        assertThat(kept.skipRows()).isEqualTo(3);
        assertThat(kept.skipFooter()).isEqualTo(2);
        assertThat(TableFormat.fromJson(TableFormat.detected().toJson(), "model").skipRows()).isEqualTo(-1);
        assertThatThrownBy(() -> TableFormat.detected().headerRow(0))
                .hasMessage("headerRow: got 0, expected at least 1");
        assertThatThrownBy(() -> TableFormat.detected().skipFooter(-1))
                .hasMessage("skipFooter: got -1, expected at least 0");
    }

    @Test
    void aRowOfValuesThatRepeatBelowIsNoLineOfUnits() {
        Table table = CsvTables.table("city,a,b,c\nBonn,c,c,c\nUlm,1,2,3\nBonn,c,5,c\nJena,4,6,7\nUlm,2,3,4\n");
        assertThat(table.size()).isEqualTo(5);
        Table sizes = CsvTables.table("size,kind\nM,m\n38,1\n40,2\n38,1\n",
                TableFormat.detected().kinds(Map.of("size", Column.Kind.TEXT, "kind", Column.Kind.TEXT)));
        assertThat(sizes.size()).isEqualTo(4);
    }

    @Test
    void linesThatTheFormatSkipsAreSaid() {
        Table table = CsvTables.table("x,y\n1,2\n3,4\n5,6\n", TableFormat.detected().skipFooter(1));
        assertThat(table.size()).isEqualTo(2);
        assertThat(table.reading().remarks()).extracting(Remark::sentence)
                .containsExactly("the last line is skipped, as the format of the file states");
        assertThat(new ReadingRemark.Skipped(2, 1).sentence())
                .isEqualTo("the first 2 lines and the last line are skipped, as the format of the file states");
        assertThatThrownBy(() -> CsvTables.table("x,y\n1,2\n", TableFormat.detected().skipFooter(9)))
                .hasMessageStartingWith("t.csv has no rows between the lines that are skipped");
    }

    @Test
    void aRowThatBeginsWithAHashMayHaveSeparatorsInQuotes() {
        Table table = CsvTables.table("id,name,y\n#1,\"a, b\",1\n#2,c,2\n#3,d,3\n");
        assertThat(table.size()).isEqualTo(3);
        assertThat(table.column("name").text(0)).isEqualTo("a, b");
    }

    @Test
    void namesEndWithoutInvisibleMarks() {
        assertThat(CsvTables.table("city\u00a0,\uFEFFage\u200B\na,1\nb,2\n").has("age")).isTrue();
    }
}
