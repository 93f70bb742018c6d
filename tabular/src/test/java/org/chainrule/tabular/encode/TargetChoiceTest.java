package org.chainrule.tabular.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.outcome.TargetChoice;
import org.chainrule.tabular.outcome.Task;
import org.chainrule.tabular.read.CsvTables;
import org.chainrule.tabular.read.Tables;
import org.chainrule.tabular.remark.ReadingRemark.Dropped;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TextColumn;
import org.chainrule.testing.SharedData;
import org.junit.jupiter.api.Test;

class TargetChoiceTest {
    private static TargetChoice choice(String values) {
        return TargetChoice.of(table(values), "y");
    }

    private static Table table(String values) {
        return CsvTables.table("y,x\n" + values.replace(" ", ",0\n") + ",0\n");
    }

    @Test
    void textIsClassification() {
        TargetChoice choice = choice("b a b c");
        assertThat(choice.sentence()).isEqualTo("classification of \"y\", because it is text with 3 distinct values");
        assertThat(choice.labels()).containsExactly("a", "b", "c");
        assertThat(choice.fit(new int[]{0}))
                .isEqualTo(new Target.Classes("y", Column.Kind.TEXT, List.of("a", "b", "c")));
    }

    @Test
    void fewWholeNumbersAreClassificationInTheOrderOfTheirSize() {
        TargetChoice choice = choice("10 9 10 9 -1 -1.0");
        assertThat(choice.sentence()).isEqualTo("classification of \"y\", because it holds only 3 distinct whole "
                + "numbers (Tabular.task(Task.REGRESSION) changes that)");
        assertThat(choice.labels()).containsExactly("-1", "9", "10");
        assertThat(
                ((Target.Classes) choice.fit(choice.rows())).classes(table("9 -1.0 10 8 ?"), new int[]{0, 1, 2, 3, 4}))
                .containsExactly(1, 0, 2, -1, -1);
    }

    @Test
    void twoWholeNumbersAreClassificationEvenWhenOneIsRare() {
        assertThat(choice("0 -0 0 1").labels()).containsExactly("0", "1");
        assertThat(choice("0 0 0 1").task()).isEqualTo(Task.CLASSIFICATION);
    }

    @Test
    void otherNumbersAreRegression() {
        assertThat(choice("1 2 3 1 2").sentence()).isEqualTo(
                "regression of \"y\", because it is numeric with 3 distinct values, some in one row only "
                        + "(Tabular.task(Task.CLASSIFICATION) changes that)");
        assertThat(choice("0.5 1 0.5 1").sentence())
                .isEqualTo("regression of \"y\", because it is numeric with 2 distinct values, not all whole "
                        + "(Tabular.task(Task.CLASSIFICATION) changes that)");
        StringBuilder many = new StringBuilder("0");
        for (int i = 0; i < 42; i++) {
            many.append(' ').append(i / 2);
        }
        assertThat(choice(many.toString()).sentence())
                .isEqualTo("regression of \"y\", because it is numeric with 21 distinct values "
                        + "(Tabular.task(Task.CLASSIFICATION) changes that)");
    }

    @Test
    void aTaskThatIsAskedForOverrides() {
        TargetChoice numbers = TargetChoice.of(table("1 1 2 2"), "y", Task.REGRESSION);
        assertThat(numbers.sentence()).isEqualTo("regression of \"y\", because that was requested");
        assertThat(numbers.labels()).isEmpty();
        TargetChoice classes = TargetChoice.of(table("0.5 1.5 10.5"), "y", Task.CLASSIFICATION);
        assertThat(classes.labels()).containsExactly("0.5", "1.5", "10.5");
        assertThatThrownBy(() -> TargetChoice.of(table("no yes"), "y", Task.REGRESSION))
                .isInstanceOf(ArgumentException.class)
                .hasMessage(
                        "t.csv: the target \"y\" cannot be predicted as a number, because \"no\" in line 2 and 1 other "
                                + "value are not numbers; write plain numbers, predict classes instead, or choose another "
                                + "target");
    }

    @Test
    void theWordsThatPreventNumbersAreNamed() {
        assertThatThrownBy(() -> TargetChoice.of(table("7 8 zz 9"), "y", Task.REGRESSION)).hasMessage(
                "t.csv: the target \"y\" cannot be predicted as a number, because \"zz\" in line 4 is not a number; "
                        + "write plain numbers, count this value as missing (Tabular.numeric(\"y\")), or choose another "
                        + "target");
        assertThat(choice("1 2 zz 1 2").sentence()).isEqualTo("classification of \"y\", because it is text with 3 "
                + "distinct values (Tabular.numeric(\"y\") changes that)");
        String[] prices = IntStream.range(0, 60).mapToObj(i -> i == 7 || i == 9 ? "c" + i : "" + i)
                .toArray(String[]::new);
        assertThatThrownBy(() -> TargetChoice.of(Table.of("t", TextColumn.of("y", prices)), "y")).hasMessage(
                "t: the target \"y\" is taken for classes, because \"c7\" in line 8 and 1 other value are not numbers, but "
                        + "has 60 distinct values in 60 rows, too many for classes; to predict numbers, write plain "
                        + "numbers, or count such values as missing (Tabular.numeric(\"y\")); to predict classes, merge "
                        + "values; or choose another target");
        double[] numbers = IntStream.range(0, 60).asDoubleStream().toArray();
        assertThatThrownBy(
                () -> TargetChoice.of(Table.of("t", NumberColumn.of("y", numbers)), "y", Task.CLASSIFICATION))
                .hasMessage("t: the target \"y\" has 60 distinct values in 60 rows, too many for classes; predict "
                        + "numbers (Tabular.task(Task.REGRESSION)), or choose another target");
        String[] digits = IntStream.range(0, 60).mapToObj(i -> "0" + i).toArray(String[]::new);
        assertThatThrownBy(() -> TargetChoice.of(Table.of("t", TextColumn.of("y", digits)), "y")).hasMessage(
                "t: the target \"y\" is taken for classes, because it is text, but has 60 distinct "
                        + "values in 60 rows, too many for classes; to predict numbers, write plain numbers; to predict "
                        + "classes, merge values; or choose another target");
    }

    @Test
    void standardizesNumbersWithTrainingRowsOnly() {
        Table table = table("1.5 3.5 1000");
        Target.Numbers target = (Target.Numbers) TargetChoice.of(table, "y").fit(new int[]{0, 1});
        assertThat(target).isEqualTo(new Target.Numbers("y", 2.5, 1));
        assertThat(target.standardized(table, table.rows())).containsExactly(-1, 1, 997.5f);
        assertThat(target.restore(997.5f)).isEqualTo(1000);
    }

    @Test
    void aTargetThatIsConstantInTrainingRowsStaysFinite() {
        Table table = table("2.5 2.5 9");
        assertThat(TargetChoice.of(table, "y").fit(new int[]{0, 1})).isEqualTo(new Target.Numbers("y", 2.5, 1));
    }

    @Test
    void leavesOutRowsWithoutATarget() {
        TargetChoice choice = choice("a NA b ? a");
        assertThat(choice.rows()).containsExactly(0, 2, 4);
        assertThat(choice.dropped()).extracting(Dropped::sentence)
                .containsExactly("2 rows left out: the target \"y\" is missing (lines 3 and 5)");
        assertThat(choice("a b").dropped()).isEmpty();
        assertThat(choice("a" + " ?".repeat(12) + " b").dropped().get(0).sentence()).isEqualTo(
                "12 rows left out: the target \"y\" is missing (lines 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 and 2 more)");
    }

    @Test
    void refusesTargetsThatCannotBeLearned() {
        assertThatThrownBy(() -> TargetChoice.of(table("1 2"), "Y2")).isInstanceOf(ArgumentException.class)
                .hasMessage("t.csv has no column \"Y2\"; did you mean \"y\"?");
        assertThatThrownBy(() -> choice("a a ?")).isInstanceOf(ArgumentException.class)
                .hasMessage(
                        "t.csv: the target \"y\" is always \"a\" or missing, as in line 4; an empty value, NA, N/A, ?,"
                                + " null, NaN, - and errors of spreadsheets such as #N/A mean missing, so write classes as other words, choose another target or add"
                                + " rows where it differs");
        assertThatThrownBy(() -> choice("a a")).isInstanceOf(ArgumentException.class)
                .hasMessage("t.csv: the target \"y\" is always \"a\"; there is nothing to learn; choose another "
                        + "target or add rows where it differs");
        assertThatThrownBy(() -> choice("a"))
                .hasMessage("t.csv has only one row; training needs rows to learn from, to "
                        + "choose the epoch and to test, so add more");
        String[] codes = IntStream.range(0, 30_003).mapToObj(i -> "c" + i % 10_001).toArray(String[]::new);
        assertThatThrownBy(() -> TargetChoice.of(Table.of("t", TextColumn.of("y", codes)), "y"))
                .hasMessage(
                        "t: the target \"y\" is taken for classes, because \"c0\" in line 1 and 30,002 other values are "
                                + "not numbers, but has 10,001 distinct values, more than the 10,000 classes that can be told "
                                + "apart; to predict numbers, write plain numbers; to predict classes, merge values; or choose "
                                + "another target");
        assertThatThrownBy(() -> choice("? NA")).hasMessage("t.csv: the target \"y\" has no value in any row; "
                + "an empty value, NA, N/A, ?, null, NaN, - and errors of spreadsheets such as #N/A mean missing, so write classes as other words, or choose"
                + " another target");
        StringBuilder names = new StringBuilder("n");
        for (int i = 0; i < 60; i++) {
            names.append(" n").append(i);
        }
        assertThatThrownBy(() -> choice(names.toString())).hasMessage("t.csv: the target \"y\" is taken for classes, "
                + "because \"n\" in line 2 and 60 other values are not numbers, but has 61 distinct values in 61 rows, too "
                + "many for classes; to predict numbers, write plain numbers; to predict classes, merge values; or choose "
                + "another target");
        assertThatThrownBy(() -> TargetChoice.numbers(table("a b"), "y"))
                .hasMessage("t.csv: the target \"y\" should hold numbers, but here it is text; "
                        + "use numbers, and leave missing values empty");
        Table huge = table("1e300 -1e300 0.5");
        assertThatThrownBy(() -> TargetChoice.of(huge, "y").fit(huge.rows()))
                .hasMessage("t.csv: the values of the target \"y\" are too large to be "
                        + "standardized; use larger units, or remove rows where it is infinite or absurd");
    }

    @Test
    void decidesForRealTables() throws IOException {
        Table titanic = Tables.read(SharedData.require("tabular/titanic/titanic.csv"));
        assertThat(TargetChoice.of(titanic, "Survived").sentence())
                .isEqualTo("classification of \"Survived\", because it holds only 2 "
                        + "distinct whole numbers (Tabular.task(Task.REGRESSION) changes that)");
        Table housing = Tables.read(SharedData.require("tabular/california_housing/housing.csv"));
        assertThat(TargetChoice.of(housing, "median_house_value").sentence())
                .isEqualTo("regression of \"median_house_value\", because it is numeric "
                        + "with 3,842 distinct values (Tabular.task(Task.CLASSIFICATION) changes that)");
        Table penguins = Tables.read(SharedData.require("tabular/penguins/penguins.csv"));
        assertThat(TargetChoice.of(penguins, "sex").dropped().get(0).count()).isEqualTo(11);
        assertThatThrownBy(() -> TargetChoice.of(penguins, "specis"))
                .hasMessageEndingWith("penguins.csv has no column \"specis\"; did you mean \"species\"?");
    }

    @Test
    void spellingsOfAWordAreOneClassWithTheMostFrequentAsLabel() {
        Table table = CsvTables.table("y,x\nboots,0\nBOOTS,1\n\"boots\u00a0\",2\nBOOTS,3\nCo,4\nCO,5\nhat,6\n");
        TargetChoice choice = TargetChoice.of(table, "y");
        assertThat(choice.labels()).containsExactly("BOOTS", "CO", "Co", "hat");
        assertThat(choice.remarks()).extracting(Remark::sentence).containsExactly(
                "the target \"y\": \"BOOTS\", \"boots\" and \"boots\\u00a0\" differ only in case or blanks and are one "
                        + "class, \"BOOTS\"; to keep them apart, treat it as categorical (Tabular.categorical(\"y\"))",
                "the target \"y\": \"CO\" and \"Co\" differ only in case or blanks and are 2 classes; if they mean the "
                        + "same, write them alike");
        Target.Classes classes = (Target.Classes) choice.fit(table.rows());
        assertThat(classes.classes(table, table.rows())).containsExactly(0, 0, 0, 0, 2, 1, 3);
        Table later = CsvTables.table("y,x\nBoots,0\nHAT,1\nco,2\ncap,3\n,4\n");
        assertThat(classes.classes(later, later.rows())).containsExactly(0, 3, -1, -1, -1);
        TargetChoice apart = TargetChoice.of(table, "y", true);
        assertThat(apart.labels()).containsExactly("BOOTS", "CO", "Co", "boots", "boots\u00a0", "hat");
        assertThat(((Target.Classes) apart.fit(table.rows())).classes(later, later.rows()))
                .as("each spelling is a class of its own").containsExactly(-1, -1, -1, -1, -1);
    }
}
