package org.chainrule.tabular.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.chainrule.tabular.encode.Encoding;
import org.chainrule.tabular.encode.Schema;
import org.chainrule.tabular.encode.ValueReader;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.DateColumn;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TableFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Values as people write them are read as the kind of value they are, alike from training files, later files and Java.
class RecognitionTest {
    private static Table table(String name, String... words) {
        return CsvTables.table("row;" + name + "\n" + IntStream.range(0, words.length)
                .mapToObj(i -> "r" + i + ";" + words[i] + "\n").collect(Collectors.joining()));
    }

    private static double value(Column column, int row) {
        return switch (column) {
            case NumberColumn numbers -> numbers.value(row);
            case DateColumn dates -> dates.seconds(row);
            default -> throw new AssertionError(column.name() + " is text: " + column.text(row));
        };
    }

    private static double[] values(Column column) {
        return IntStream.range(0, column.size()).mapToDouble(row -> value(column, row)).toArray();
    }

    private static List<String> remarks(Table table) {
        return table.reading().remarks().stream().map(Remark::sentence).toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            // money
            "price|$300.91 $1,200.50 $5|300.91 1200.5 5", "price|4.950,34€ 12,00€ 7€|4950.34 12 7",
            "price|CHF12.50 CHF1'200.00 CHF3|12.5 1200 3", "price|($5.00) $7.25 -$8|-5 7.25 -8",
            "price|US$5.10 US$6 US$7.25|5.1 6 7.25",
            "price|₹35,47,799.97 ₹360.92 ₹1,38,164.14|3547799.97 360.92 138164.14",
            "price|Rs.89,052/- Rs.1,200/- Rs.900/-|89052 1200 900",
            // percent and units
            "share|13.8% 50.0% 10.9%|13.8 50 10.9", "share|13,8% 50,0% 10,9%|13.8 50 10.9",
            "weight|6.31kg 628.5g 9.88kg|6.31 0.6285 9.88", "price|$3.50 €4.25 $5 €6|3.5 4.25 5 6",
            "heat|20°C 21.5°C -3°C|20 21.5 -3",
            // signs
            "amount|104,55- 37,81 5,94-|-104.55 37.81 -5.94", "amount|−104.55 37.81 −5.94|-104.55 37.81 -5.94",
            "amount|(104.55) 37.81 (5.94)|-104.55 37.81 -5.94",
            // magnitudes, other digits, powers
            "users|3.5M 900k 1.2B|3500000 900000 1200000000", "n|١٢ ٣٤ ٥٦|12 34 56", "n|1.5e3 2×10^3 7|1500 2000 7",
            // durations
            "time|0:47:05 1:02:58 0:36:20|2825 3778 2180", "time|1h30m 45m 2h|5400 2700 7200",
            "time|PT1H30M PT45M PT2H|5400 2700 7200", "lap|26:15:00 1:00:00 30:00:30|94500 3600 108030",
            // times of day
            "when|09:30 17:05 00:15|34200 61500 900", "when|09:30:15 17:05:00 23:59:59|34215 61500 86399",
            "when|9:30AM 5:05PM 12:15AM|34200 61500 900",
            // dates
            "day|19-Sep-2022 01-Oct-2022 05-Jan-2023|1663545600 1664582400 1672876800",
            "day|9/19/22 10/1/22 1/5/23|1663545600 1664582400 1672876800",
            "day|22-09-19 22-10-01 23-01-05 23-01-31 22-09-20 22-09-21 22-09-22 22-09-23 22-09-24 22-09-25"
                    + "|1663545600 1664582400 1672876800 1675123200 1663632000 1663718400 1663804800 1663891200"
                    + " 1663977600 1664064000",
            "month|2022-09 2022-10 2023-01|1661990400 1664582400 1672531200",
            "quarter|Q3-2022 Q4-2022 Q1-2023|1656633600 1664582400 1672531200",
            "day|20220919 20221001 20230105|1663545600 1664582400 1672876800",
            "day|2022-09-19T09:30:00Z 2022-10-01T00:00:00Z 2023-01-05T00:00:00Z|1663579800 1664582400 1672876800",
            "created_at|1663579800 1664582400 1672876800|1663579800 1664582400 1672876800",
            "ts|1663579800000 1664582400000 1672876800000|1663579800 1664582400 1672876800",
            // coordinates
            "lat|52°30'0\"N 33°51'36\"S 0°0'36\"N|52.5 -33.86 0.01"})
    void readsAllKinds(String name, String words, String values) {
        String[] written = words.split(" ");
        double[] expected = Arrays.stream(values.split(" ")).mapToDouble(Double::parseDouble).toArray();
        Table table = table(name, written);
        Column column = table.column(name);
        assertThat(values(column)).usingComparatorWithPrecision(1e-9).containsExactly(expected);

        Schema schema = Schema.fit(table, table.rows(), Set.of("row"));
        TableFormat format = TableFormat.fromJson(TableFormat.detected().foundIn(table).toJson(), "model");
        Table later = CsvTables.table("row;" + name + "\nr;" + written[1] + "\n", format.kinds(schema.kinds()));
        assertThat(value(later.column(name), 0)).isEqualTo(value(column, 1));
        Encoding encoding = schema.encodings().getFirst();
        ValueReader reader = encoding.values(format);
        assertThat(reader.read(written[2])).isEqualTo(value(column, 2));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"year|1999 2005 2010 1999", "age|07 8 9 10", "count|1 2 3 10",
            "price|1.50 1.5 2.05 3.00", "price|5 12.50 7 100", "size|100 200 300 400", "n|1.0 2 3.0 4"})
    void numbersStayNumbers(String name, String words) {
        assertThat(table(name, words.split(" ")).column(name).kind()).isEqualTo(Column.Kind.NUMBER);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"zip|01234 98765 02134 10001", "v|1.9 1.10 1.11 1.1 1.8 1.7 1.10 1.1 1.6",
            "sku|A12 B13 C14", "phone|+49-30-1234 +49-30-5678", "ip|10.0.0.1 10.0.0.2", "range|10-20 20-30",
            "code|12A 7B 3C", "ordinal|1st 2nd 3rd", "income|>50K <=50K <=50K >50K", "age|<18 18+ 18+"})
    void codesStayWords(String name, String words) {
        assertThat(table(name, words.split(" ")).column(name).kind()).isEqualTo(Column.Kind.TEXT);
    }

    @Test
    void saysHowItReads() {
        assertThat(remarks(table("price", "$300.91", "$1,200.50"))).containsExactly(
                "column \"price\": \"$300.91\" is read as 300.91; to keep the words, treat the column as categorical"
                        + " (Tabular.categorical(\"price\"))");
        assertThat(remarks(table("lead", "<0.5", "1.5", "2.5", "<0.5"))).containsExactly(
                "column \"lead\": 2 values are only a limit; \"<0.5\" is read as 0.25, and an input flags such values");
        assertThat(remarks(table("price", "$3.50", "€4.25", "$5", "€6"))).containsExactly(
                "column \"price\" holds several currencies, such as \"$3.50\" and \"€4.25\"; its amounts are read as"
                        + " numbers without converting them, so convert them, or treat the column as categorical"
                        + " (Tabular.categorical(\"price\"))");
        assertThat(remarks(table("day", "1. Januar 2015", "2. März 2016"))).hasSize(1);
        assertThat(remarks(table("day", "2015-01-01T08:30:00Z", "2016-03-02T08:30:00+01:00"))).isEmpty();
        assertThat(remarks(table("zip", "01234", "98765", "02134"))).containsExactly(
                "column \"zip\" holds codes, not numbers, because \"01234\" has a leading zero; to read numbers, declare"
                        + " them (Tabular.numeric(\"zip\"))");
        assertThat(remarks(table("v", "1.1 1.10 1.2 2.0 ".repeat(10).split(" ")))).containsExactly(
                "column \"v\" holds codes, not numbers, because \"1.1\" and \"1.10\" are different spellings of one"
                        + " number; to read numbers, declare them (Tabular.numeric(\"v\"))");
        assertThat(remarks(table("created_at", "1663579800", "1664582400"))).containsExactly(
                "column \"created_at\": \"1663579800\" is read as the date 2022-09-19T09:30; to keep the numbers,"
                        + " declare them (Tabular.numeric(\"created_at\"))");
        assertThat(remarks(table("day", "2022-09-19", "2022-09-20", "soon", "2022-09-21"))).containsExactly(
                "column \"day\" is text because line 4 holds \"soon\" among dates");
        assertThat(remarks(table("t", "09:30", "17:05", "soon", "later", "00:15"))).containsExactly(
                "column \"t\" is text because 2 of 5 values are not times of day, such as \"soon\"");
    }

    @Test
    void numbersThatAreDeclaredStayNumbers() {
        String csv = "row;zip;ts\na;01234;1663579800\nb;98765;1664582400\nc;02134;1672876800\n";
        Table table = CsvTables.table(csv, TableFormat.detected()
                .kinds(Map.of("zip", Column.Kind.NUMBER, "ts", Column.Kind.NUMBER)));
        assertThat(values(table.column("zip"))).containsExactly(1234, 98765, 2134);
        assertThat(values(table.column("ts"))).containsExactly(1663579800, 1664582400, 1672876800);
        Table days = CsvTables.table("row;day\na;44823\nb;44835.5\n",
                TableFormat.detected().kinds(Map.of("day", Column.Kind.DATE)));
        assertThat(days.column("day").text(0)).isEqualTo("2022-09-19T00:00");
        assertThat(days.column("day").text(1)).isEqualTo("2022-10-01T12:00");
    }

    @Test
    void straysUpToATenthAreMissingInColumnsOfEachKind() {
        for (String form : List.of("$%d", "%d%%", "0:%02d:10", "2022-09-%02d", "%02d:15")) {
            String[] words = IntStream.range(0, 44)
                    .mapToObj(i -> i == 7 ? "soon" : i == 9 ? "later" : String.format(form, 1 + i % 22))
                    .toArray(String[]::new);
            Column column = table("x", words).column("x");
            assertThat(column.kind()).isNotEqualTo(Column.Kind.TEXT);
            assertThat(IntStream.range(0, 44).filter(column::missing)).containsExactly(7, 9);
        }
    }

    @Test
    void aCompactDateMayEndInAPointAndZero() {
        TableFormat format = TableFormat.detected().foundIn(table("day", "20220919", "20221001", "20230105"));
        Table later = CsvTables.table("row;day\na;20220919.0\nb;\n",
                format.kinds(Map.of("day", Column.Kind.DATE)));
        assertThat(later.column("day").text(0)).isEqualTo("2022-09-19");
    }

    @Test
    void laterFilesAndJavaKnowTheWordsThatMeantMissing() {
        String[] words = IntStream.range(0, 90).mapToObj(i -> i % 3 == 0 ? "" + i : "not taken").toArray(String[]::new);
        Table table = table("conc", words);
        assertThat(remarks(table)).containsExactly("column \"conc\": \"not taken\" stands among numbers in 60 rows and"
                + " counts as missing; if it is a value, treat the column as categorical (Tabular.categorical(\"conc\"))");
        TableFormat format = TableFormat.detected().foundIn(table).kinds(Map.of("conc", Column.Kind.NUMBER));
        Table later = CsvTables.table("row;conc\na;not taken\n", format);
        assertThat(later.column("conc").missing(0)).isTrue();
        assertThat(later.reading().remarks()).isEmpty();
        Encoding encoding = Schema.fit(table, table.rows(), Set.of("row")).encodings().getFirst();
        assertThat(encoding.values(format).read("not taken")).isNaN();
    }

    @Test
    void limitsOfManyNumbersAreNumbers() {
        String[] most = IntStream.range(0, 60).mapToObj(i -> 1000 + 37 * i).map(n -> String.format("%,d+", n))
                .toArray(String[]::new);
        assertThat(values(table("price", most).column("price"))[1]).isEqualTo(1037);
        String[] lab = IntStream.range(0, 100).mapToObj(i -> i % 3 != 0 ? "<0.5" : "" + (1 + i / 7.0))
                .toArray(String[]::new);
        assertThat(table("conc", lab).column("conc").kind()).isEqualTo(Column.Kind.NUMBER);
    }

    @Test
    void datesThatAreTheSameInBothOrdersAreNotAmbiguous() {
        assertThat(table("day", "2019-05-05", "05/05/2019", "06/06/2019").column("day").text(1))
                .isEqualTo("2019-05-05");
        assertThat(remarks(table("day", "2019-05-05", "05/06/2019", "06/07/2019")).getLast())
                .contains("such as \"05/06/2019\"");
    }

    @Test
    void aFewOtherNumbersAmongDatesInDigitsAreMissing() {
        String[] days = IntStream.range(0, 40)
                .mapToObj(i -> i == 5 ? "0" : i == 9 ? "99991231" : "201902" + (10 + i % 18)).toArray(String[]::new);
        Table table = table("order_date", days);
        assertThat(table.column("order_date").text(0)).isEqualTo("2019-02-10");
        assertThat(IntStream.range(0, 40).filter(table.column("order_date")::missing)).containsExactly(5, 9);
        assertThat(remarks(table).getFirst()).isEqualTo("column \"order_date\" holds dates; 2 other values count as"
                + " missing, such as \"0\"");
        assertThat(table("timestamp", "20170803210320", "20170804081500").column("timestamp").text(1))
                .isEqualTo("2017-08-04T08:15");
    }
}
