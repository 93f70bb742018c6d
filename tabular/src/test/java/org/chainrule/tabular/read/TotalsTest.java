package org.chainrule.tabular.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TableFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Rows of totals, and lines below the table.
class TotalsTest {
    private static final String ROWS = "town,size,n\nBern,5,10\nBasel,4.5,20\nZug,3,30\n";
    private static final String KEEP = "; to keep it as a row, say that there is no footer (TableFormat.skipFooter(0))";
    private static final String KEEP_NOTE = "; to keep it, say that there is no footer (TableFormat.skipFooter(0))";

    @ParameterizedTest
    @ValueSource(strings = {"TOTAL,12.5,60", "Total:,12.5,60", "total,,60", "Sum,12.5,60", "Summe,12.5,60",
            "Gesamt,,60",
            "Grand Total,12.5,60", "Итого,12.5,60", "合計,12.5,60", "Total général,12.5,60", "Totale,12.5,60",
            "All towns total,12.5,60", "Total for all,12.5,60", "** Total **,12.5,60", "Subtotal,12.5,60", ",12.5,60",
            "TOTAL,,", "Average,4.1667,20", "Mean,4.167,20", "Mittelwert,4.17,20", "Total,4.1667,60", "Razem,12.5,60",
            "Toplam,12.5,60", "Всего:,12.5,60", "总计,12.5,60"})
    void totalsOfAllRowsAreNoRow(String line) {
        Table table = CsvTables.table(ROWS + "Ulm,0,0\n" + line + "\n");
        boolean means = line.contains("20");
        String csv = means ? ROWS : ROWS + "Ulm,0,0\n";
        table = means ? CsvTables.table(ROWS + line + "\n") : table;
        assertThat(LayoutTest.text(table)).isEqualTo(csv);
        assertThat(LayoutTest.remarks(table)).hasSize(1).first().asString().startsWith("line " + (means ? 5 : 6)
                + " is left out: it holds ");
    }

    @Test
    void totalsAreReported() {
        assertThat(LayoutTest.remarks(CsvTables.table(ROWS + "TOTAL,12.5,60\n"))).containsExactly(
                "line 5 is left out: it holds totals (\"TOTAL\" and the sums of other rows)" + KEEP);
        assertThat(LayoutTest.remarks(CsvTables.table(ROWS + "Ulm,0,0\n,12.5,60\n")))
                .containsExactly("line 6 is left out: it holds the sums of other rows" + KEEP);
        assertThat(LayoutTest.remarks(CsvTables.table(ROWS + "Mean,4.167,20\n"))).containsExactly(
                "line 5 is left out: it holds totals (\"Mean\" and the means of other rows)" + KEEP);
    }

    @Test
    void subtotalsAreNoRows() {
        Table table = CsvTables.table("""
                town,size,n
                Bern,5,10
                Basel,4.5,20
                Subtotal,9.5,30
                Zug,3,30
                Ulm,1,1
                Subtotal,4,31
                Grand total,13.5,61
                """);
        assertThat(LayoutTest.text(table)).isEqualTo("town,size,n\nBern,5,10\nBasel,4.5,20\nZug,3,30\nUlm,1,1\n");
        assertThat(LayoutTest.remarks(table)).containsExactly("lines 4, 7 and 8 are left out: they hold totals"
                + " (\"Subtotal\" and the sums of other rows); to keep them as rows, say that there is no footer"
                + " (TableFormat.skipFooter(0))");
    }

    @Test
    void theTotalMayBeTheFirstRow() {
        Table table = CsvTables.table("town,size,n\nTotal,12.5,60\nBern,5,10\nBasel,4.5,20\nZug,3,30\n");
        assertThat(LayoutTest.text(table)).isEqualTo(ROWS);
        assertThat(LayoutTest.remarks(table)).containsExactly(
                "line 2 is left out: it holds totals (\"Total\" and the sums of other rows)" + KEEP);
        assertThat(CsvTables.table("town,size,n\nTotal,12.6,61\nBern,5,10\nBasel,4.5,20\nZug,3,30\n").size())
                .isEqualTo(4);
    }

    @Test
    void aTotalMayStandAmongNumbers() {
        Table table = CsvTables.table("id,size,n\n1,5,10\n2,4.5,20\n3,3,30\nTotal,12.5,60\n");
        assertThat(LayoutTest.text(table)).isEqualTo("id,size,n\n1,5,10\n2,4.5,20\n3,3,30\n");
        assertThat(LayoutTest.remarks(table)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"total,7,8", "Total Recall,8,9", "mean,1,2", "all,5,6", ",7,8", ",12.5,", "Summe,1,60.5",
            "Average Joe,9,9", "sum,12.4,70"})
    void aCategoryOfThatNameIsARow(String line) {
        Table table = CsvTables.table(ROWS + "Ulm,0,0\n" + line + "\n");
        assertThat(table.size()).isEqualTo(5);
        assertThat(LayoutTest.remarks(table)).isEmpty();
    }

    @Test
    void totalsAreRowsIfTheUserSaysSo() {
        assertThat(LayoutTest.read(ROWS + "TOTAL,12.5,60\n", TableFormat.detected().skipFooter(0)).size()).isEqualTo(4);
        assertThat(LayoutTest.text(LayoutTest.read(ROWS + "TOTAL,12.5,60\n\n", TableFormat.detected().skipFooter(1))))
                .isEqualTo(ROWS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Source: World Bank", "Source: World Bank,,", "* preliminary", "*) preliminary, see notes",
            "(c) 2024 Statistics Office", "© 2024", "Generated on 2024-01-01", "-- end of file --", "\nNotes", "\nx",
            "Quelle: Bundesamt; 2024", "Last updated: 2024-01-01 10:00", "(3 rows)", "3 rows selected.", "Page 1 of 1",
            "End of report", "\"Source: A, B, C, D\"", "Source: A, B, C, D",
            "\nThe figures are rounded.\nSee the report.",
            "Total 3 rows", "Exported by Ann,,", "Note: n is in thousands,,", "Data from the census of 2020",
            "1) estimated",
            "EOF", "Anzahl: 3", "Zug is new in this year"})
    void footersAreNoRows(String footer) {
        Table table = CsvTables.table(ROWS + footer + "\n");
        assertThat(LayoutTest.text(table)).isEqualTo(ROWS);
        assertThat(LayoutTest.remarks(table)).anyMatch(remark -> remark.contains("as a footer")
                || remark.contains("as footers"));
    }

    @Test
    void footersAreReported() {
        assertThat(LayoutTest.remarks(CsvTables.table(ROWS + "Source: World Bank\n"))).containsExactly(
                "line 5 is left out as a footer: \"Source: World Bank\"" + KEEP_NOTE);
        assertThat(LayoutTest.remarks(CsvTables.table(ROWS + "TOTAL,12.5,60\nSource: World Bank,,\n* new,,\n")))
                .containsExactly(
                        "line 5 is left out: it holds totals (\"TOTAL\" and the sums of other rows)" + KEEP,
                        "lines 6 and 7 are left out as footers: \"Source: World Bank\"; to keep them, say that there is no"
                                + " footer (TableFormat.skipFooter(0))");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "Zug", "Zug,5", "2024-01-01", "\"Zug\"", "12.5,60", "$5"})
    void aRowCutOffIsRefused(String line) {
        LayoutTest.refused(ROWS + line + "\n", "t.csv, line 5: " + (line.contains(",") ? "2 values" : "1 value")
                + " where the header names 3 columns; complete the row or remove it");
    }

    @Test
    void aFooterInTheMiddleIsRefused() {
        String message = "t.csv, line 5: 1 value where the header names 3 columns; complete the row or remove it";
        for (String after : List.of("Ulm,1,2\n", "\nUlm,1,2\n", "* new\nUlm,1,2\n")) {
            LayoutTest.refused(ROWS + "Source: World Bank\n" + after, message);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ulm,,", "New Ulm,,", "Note,5,6", "Source,1,2"})
    void aRowWithMissingValuesIsARow(String line) {
        assertThat(CsvTables.table(ROWS + "Rome,,\n" + line + "\n").size()).isEqualTo(5);
    }

    @Test
    void aCategoryNamedLikeAMeanIsARow() {
        Table ratings = CsvTables.table("""
                rating,year
                good,2014
                poor,2016
                average,2015
                good,2017
                average,2015
                poor,2013
                average,2016
                good,2012
                """);
        assertThat(ratings.size()).isEqualTo(8);
        Table claims = CsvTables.table("brand,claims\nTotal,0\nShell,0\nEsso,0\nTotal,0\nShell,3\n");
        assertThat(claims.size()).isEqualTo(5);
    }

    @Test
    void theLastRowOfNumbersOnlyIsATotalIfItHoldsAllSums() {
        String rows = IntStream.range(1, 21).mapToObj(i -> i + "," + 3 * i % 7 + "\n").collect(Collectors.joining());
        Table table = CsvTables
                .table("a,b\n" + rows + "210," + IntStream.range(1, 21).map(i -> 3 * i % 7).sum() + "\n");
        assertThat(table.size()).isEqualTo(20);
        assertThat(table.reading().remarks()).hasSize(1);
        assertThat(CsvTables.table("a,b\n" + rows + "210,4\n").size()).isEqualTo(21);
    }
}
