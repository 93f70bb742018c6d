package org.chainrule.tabular.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TableFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Missing values as people and programs write them, in columns of words, numbers and dates.
class MissingValuesTest {
    private static Table read(byte[] csv, TableFormat format) {
        try {
            return Tables.read(new ByteArrayInputStream(csv), "t.csv", format);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /// Returns the column `v` of a table whose other column has no missing value.
    private static Column column(TableFormat format, String... values) {
        return read(("v;n\n" + String.join(";1\n", values) + ";1\n").getBytes(StandardCharsets.UTF_8),
                format).column("v");
    }

    private static Column column(String... values) {
        return column(TableFormat.detected(), values);
    }

    /// Returns the distinct words of a column in the order of their first rows.
    private static List<String> words(Column column) {
        assertThat(column.kind()).isEqualTo(Column.Kind.TEXT);
        return IntStream.range(0, column.size()).filter(row -> !column.missing(row)).mapToObj(column::text).distinct()
                .toList();
    }

    private static List<Integer> missing(Column column) {
        return IntStream.range(0, column.size()).filter(column::missing).boxed().toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\N", "<NA>", "<null>", "(null)", "[NULL]", "#N/A", "#DIV/0!", "#VALUE!", "#REF!",
            "#NAME?",
            "#NUM!", "#NULL!", "#NV", "#BEZUG!", "#VALEUR!", "#N/D", "-nan", "1.#QNAN", "NaT", "\u2013", "\u00A0"})
    void isMissingInColumnsOfEachKind(String word) {
        Column words = column("red", word, "blue", word);
        assertThat(words(words)).containsExactly("red", "blue");
        assertThat(missing(words)).containsExactly(1, 3);
        Column numbers = column(word, "1.5", word, "2", word, word, word);
        assertThat(numbers.kind()).isEqualTo(Column.Kind.NUMBER);
        assertThat(missing(numbers)).containsExactly(0, 2, 4, 5, 6);
        Column dates = column("2026-01-31", word, "2026-02-28");
        assertThat(dates.kind()).isEqualTo(Column.Kind.DATE);
        assertThat(missing(dates)).containsExactly(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "nil", "unknown", "n.d.", "#1", "N"})
    void isACategoryAmongWords(String word) {
        assertThat(words(column("red", word, "blue"))).containsExactly("red", word, "blue");
    }

    @Test
    void aKeptWordIsAValue() {
        TableFormat kept = TableFormat.detected().keep("NA", "#N/A");
        assertThat(words(column(kept, "DE", "NA", "FR", "#N/A", "na", "?")))
                .containsExactly("DE", "NA", "FR", "#N/A", "na");
        assertThat(words(column(TableFormat.detected().keep("-"), "yes", "-", "no")))
                .containsExactly("yes", "-", "no");
        double[] numbers = Stream.of(column(TableFormat.detected().missing("-9", "7").keep("-9.0"), "-9", "7", "3"))
                .flatMapToDouble(c -> IntStream.range(0, 3).mapToDouble(((NumberColumn) c)::value)).toArray();
        assertThat(numbers).containsExactly(-9, Double.NaN, 3);
    }

    @ParameterizedTest
    @CsvSource({"+ - + -,+ -", "- - + -,- +", "+ - ? +,+ -", "+ - 0 -,+ - 0", "0 - + 0,0 - +", "- 0 + 0,- 0 +",
            "++ + - --,++ + - --", "+ \u2212 +,+ \u2212", "+ \u2013 +,+ \u2013", "\uFF0B \uFF0D \uFF0B,\uFF0B \uFF0D",
            "\u2713 - \u2713,\u2713 -"})
    void theDashIsAValueBesideOtherMarks(String values, String words) {
        Column column = column(values.split(" "));
        assertThat(words(column)).containsExactly(words.split(" "));
    }

    @ParameterizedTest
    @CsvSource({"yes - no,yes no", "yes \u2013 no \u2014,yes no", "A+ - B+,A+ B+", "low \u2212 high,low high"})
    void theDashIsMissingBesideWords(String values, String words) {
        assertThat(words(column(values.split(" ")))).containsExactly(words.split(" "));
    }

    @Test
    void aDashOfAnyWidthIsMissingIfADashIsSaidToBe() {
        TableFormat said = TableFormat.detected().missing("-");
        assertThat(words(column(said, "+", "\u2212", "++", "-"))).containsExactly("+", "++");
        assertThat(read("v;n\n+;1\n-;2\n".getBytes(StandardCharsets.UTF_8), said).reading().remarks())
                .extracting(Remark::sentence).isEmpty();
    }

    @Test
    void wordsAreRecognisedInWesternEuropeanFiles() {
        Charset western = Charset.forName("windows-1252");
        Table table = read("v;n\n\u00FCber;1\n\u2013;2\nf\u00E4llt weg;3\n#\u00A1VALOR!;4\n".getBytes(western),
                TableFormat.detected().missing("f\u00E4llt weg"));
        assertThat(words(table.column("v"))).containsExactly("\u00FCber");
        assertThat(missing(table.column("v"))).containsExactly(1, 2, 3);
    }

    /// Returns 150 values of which every fifth is a word.
    private static String[] everyFifth(String word, IntFunction<String> value) {
        return IntStream.range(0, 150).mapToObj(i -> i % 5 == 0 ? word : value.apply(i)).toArray(String[]::new);
    }

    private static String temperature(int i) {
        return (i * 37 % 200 + 50) / 10 + "." + i % 10;
    }

    private static String day(int i) {
        return LocalDate.of(2024, 1, 1).plusDays(i * 7L).toString();
    }

    private static void isMissingInEveryFifthRow(Column column, Column.Kind kind) {
        assertThat(column.kind()).isEqualTo(kind);
        assertThat(missing(column)).isEqualTo(IntStream.range(0, 30).mapToObj(i -> 5 * i).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"n.d.", "unknown", "keine Angabe", ".", "--", "x", "no reading", "Sensor 7 aus", "***",
            "s/d",
            "(blank)", "[unknown]"})
    void aRepeatedWordAmongNumbersIsMissing(String word) {
        isMissingInEveryFifthRow(column(everyFifth(word, MissingValuesTest::temperature)), Column.Kind.NUMBER);
    }

    @ParameterizedTest
    @CsvSource({"unknown,NUMBER", "k.A.,NUMBER", ".,NUMBER", "n/d,NUMBER", "none,TEXT", "x,TEXT", "A,TEXT"})
    void besideFewNumbersAWordMustSayThatTheValueIsUnknown(String word, Column.Kind kind) {
        assertThat(column(everyFifth(word, i -> "" + (1 + i % 4))).kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0000-00-00", "0000-00-00 00:00:00", "00/00/0000", "1900-01-00", "n.d.", "unbekannt",
            "9999-12-31",
            "1900-01-01", "1970-01-01", "0001-01-01"})
    void aRepeatedWordOrSentinelAmongDatesIsMissing(String word) {
        isMissingInEveryFifthRow(column(everyFifth(word, MissingValuesTest::day)), Column.Kind.DATE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-9999", "-9999.0", "-9999.00", "9999", "999", "-999.9", "1e20", "-99", "-32768", "99999"})
    void aSentinelIsMissing(String value) {
        isMissingInEveryFifthRow(column(everyFifth(value, MissingValuesTest::temperature)), Column.Kind.NUMBER);
    }

    @Test
    void aSentinelIsSaidAndMissingInLaterFilesTooUnlessItIsKept() {
        String csv = "v;n\n" + String.join(";1\n", everyFifth("-9999.0", MissingValuesTest::temperature)) + ";1\n";
        byte[] bytes = csv.getBytes(StandardCharsets.UTF_8);
        Table table = read(bytes, TableFormat.detected());
        assertThat(table.reading().remarks()).extracting(Remark::sentence)
                .containsExactly("column \"v\": -9999 stands alone, far from all other values, in 30 rows and counts as"
                        + " missing; if it is a value, keep it (TableFormat.keep(\"-9999\"))");
        TableFormat later = TableFormat.detected().foundIn(table).kinds(Map.of("v", Column.Kind.NUMBER));
        assertThat(missing(column(later, "20.1", "-9999", "-9999.0", "9999"))).containsExactly(1, 2);
        Table kept = read(bytes, TableFormat.detected().keep("-9999"));
        assertThat(missing(kept.column("v"))).isEmpty();
        assertThat(kept.reading().remarks()).isEmpty();
    }
}
