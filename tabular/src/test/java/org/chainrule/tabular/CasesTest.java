package org.chainrule.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.chainrule.error.FormatException;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.read.Tables;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.testing.SharedData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The tables of `data/cases`, written as people write them: each is trained with default settings but fewer epochs,
/// and must reach the quality that its README names.
class CasesTest {
    private static final int EPOCHS = 60;

    /// A table with its target, and the least that a training must reach on the test rows.
    ///
    /// @param sentence a part of a remark that must be made; empty if none must
    record Case(String file, String target, String measure, double least, String sentence,
            UnaryOperator<Tabular> settings) {
        Case(String file, String target, String measure, double least, String sentence) {
            this(file, target, measure, least, sentence, training -> training);
        }

        @Override
        public String toString() {
            return file + ", " + target;
        }
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case("money.csv", "margin", "r2", 0.9,
                        "column \"list price\": \"$300.91\" is read as 300.91"),
                new Case("money.csv", "returned", "accuracy", 0.5, "column \"discount\": \"50.0%\" is read as 50"),
                new Case("trailing-minus.csv", "side", "accuracy", 0.9,
                        "column \"amount\": \"104,55-\" is read as -104.55"),
                new Case("unicode-minus.csv", "side", "accuracy", 0.9,
                        "column \"amount\": \"−104,55\" is read as -104.55"),
                new Case("below-limit.csv", "verdict", "accuracy", 0.9, "\"<0.19\" is read as 0.095",
                        training -> training.ignore("risk")),
                // without the hour, a regression on the day and the temperature explains 0.70
                new Case("date-month-name.csv", "load", "r2", 0.67,
                        "column \"when\": \"Sep 19, 2022\" is read as the date 2022-09-19"),
                new Case("date-two-digit-year.csv", "load", "r2", 0.95, "is read with the month first"),
                new Case("date-utc.csv", "load", "r2", 0.95, ""),
                // without the date, a regression on harmonics of the hour and on the temperature explains 0.83
                new Case("clock-times.csv", "load", "r2", 0.8, "\"09:30:00\" is read as the time 09:30"),
                new Case("durations.csv", "score", "r2", 0.9, "\"0:47:05\" is read as 2825 seconds"),
                new Case("zero-dates.csv", "y", "r2", 0.9, "\"0000-00-00\""),
                new Case("mysql-null.tsv", "cost", "r2", 0.8, ""),
                new Case("sentinel.csv", "load", "r2", 0.8, "-9999"),
                new Case("word-for-missing.csv", "load", "r2", 0.8, "\"n.d.\""),
                new Case("indian-numbers.csv", "size", "accuracy", 0.9, ""),
                new Case("three-decimals.csv", "summe", "r2", 0.25, "121,693 is read as 121.693"),
                new Case("leading-zero-codes.csv", "sales", "r2", 0.95,
                        "column \"branch\" holds codes, not numbers, because \"07384\" has a leading zero"),
                new Case("many-categories.csv", "demand", "r2", 0.95, ""),
                new Case("versions.csv", "y", "r2", 0.99,
                        "\"1.1\" and \"1.10\" are different spellings of one number"),
                new Case("code-target.csv", "code", "accuracy", 0.9, ""),
                new Case("plus-minus-target.csv", "class", "accuracy", 0.7, ""),
                new Case("excel-errors-target.csv", "grade", "accuracy", 0.7, ""),
                new Case("label-variants.csv", "kind", "accuracy", 0.7, ""),
                new Case("total-row.csv", "yield", "r2", 0.9, "TOTAL"),
                new Case("title-lines.csv", "yield", "r2", 0.97, "line"),
                new Case("comma-in-name.csv", "Yield, t/ha", "r2", 0.5, "",
                        training -> training.ignore("Height, cm")),
                new Case("r-write-table.txt", "yield", "r2", 0.97, "row names"),
                new Case("caret-separated.csv", "yield", "r2", 0.97, ""));
    }

    private static Path file(String name) {
        return SharedData.require("cases/" + name);
    }

    private static Table table(String name) throws IOException {
        return Tables.read(file(name));
    }

    private static List<String> sentences(List<Remark> remarks) {
        return remarks.stream().map(Remark::sentence).toList();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void reachesTheQualityThatTheValuesAllow(Case wanted) throws IOException {
        Tabular training = wanted.settings.apply(Tabular.of(wanted.target).epochs(EPOCHS));
        TrainingPlan plan = training.prepare(file(wanted.file));
        assertThat(String.join("\n", sentences(plan.table().reading().remarks()))).contains(wanted.sentence);
        assertThat(plan.fit().test().get(wanted.measure)).isGreaterThanOrEqualTo(wanted.least);
    }

    @Test
    void readsTheNumbersThatTheFilesWrite() throws IOException {
        assertThat(number(table("money.csv"), "revenue", 0)).isEqualTo(1203.90);
        assertThat(number(table("money.csv"), "weight", 1)).isEqualTo(6.31);
        assertThat(number(table("indian-numbers.csv"), "amount", 0)).isEqualTo(3_547_799.97);
        assertThat(number(table("three-decimals.csv"), "summe", 0)).isEqualTo(1662.333);
        assertThat(table("mysql-null.tsv").column("x").kind()).isEqualTo(Column.Kind.NUMBER);
        assertThat(table("mysql-null.tsv").column("street").missing(0)).isTrue();
    }

    private static double number(Table table, String column, int row) {
        return ((NumberColumn) table.column(column)).value(row);
    }

    @Test
    void labelsAreAsWritten() throws IOException {
        assertThat(labels("code-target.csv", "code")).contains("0111", "0112", "1111");
        assertThat(labels("plus-minus-target.csv", "class")).containsExactly("+", "-");
        assertThat(labels("excel-errors-target.csv", "grade")).containsExactly("high", "low");
    }

    private static List<String> labels(String file, String target) throws IOException {
        return ((Target.Classes) Tabular.of(target).prepare(file(file)).target()).labels();
    }

    @Test
    void namesAnArffFile() {
        assertThatThrownBy(() -> table("iris-like.arff")).isInstanceOf(FormatException.class)
                .hasMessageContaining("ARFF");
    }
}
