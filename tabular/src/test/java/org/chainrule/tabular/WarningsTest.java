package org.chainrule.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.encode.LeftOut;
import org.chainrule.tabular.encode.NumberEncoding;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.outcome.TargetChoice;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.RowSplit;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TextColumn;
import org.junit.jupiter.api.Test;

class WarningsTest {
    private static final int ROWS = 200;

    private static double[] noise(long seed) {
        return new SplittableRandom(seed).doubles(ROWS).toArray();
    }

    private static Column y() {
        return TextColumn.of("y", IntStream.range(0, ROWS).mapToObj(i -> i * 7 % 5 < 2 ? "a" : "b")
                .toArray(String[]::new));
    }

    private static List<String> warnings(String target, Column... columns) {
        return Tabular.of(target).prepare(Table.of("t", columns)).warnings().stream().map(Remark::sentence).toList();
    }

    @Test
    void nothingIsSaidWithoutReason() {
        assertThat(warnings("y", NumberColumn.of("x", noise(1)), y())).isEmpty();
        assertThat(warnings("x", NumberColumn.of("x", noise(1)), NumberColumn.of("z", noise(2)), y())).isEmpty();
    }

    @Test
    void rowsOnBothSidesAreCounted() {
        double[] x = noise(1);
        String[] words = new String[ROWS];
        for (int i = 0; i < ROWS; i++) {
            x[i] = x[i / 2 * 2];
            words[i] = i / 2 % 3 == 0 ? "p" : "q";
        }
        Table table = Table.of("t", NumberColumn.of("x", x), TextColumn.of("w", words));
        TrainingPlan training = Tabular.of("w").prepare(table);
        String sentence = training.warnings().getLast().sentence();
        assertThat(sentence).matches("(\\d+) test rows of 40 are also among the training rows, value by value, which "
                + "makes the test look better than new rows would; remove copies, or keep rows that belong together on "
                + "one side \\(Tabular.groupColumn\\)");
        double[] pairs = IntStream.range(0, ROWS).mapToDouble(i -> Math.floor(i / 2.0)).toArray();
        Table grouped = Table.of("t", NumberColumn.of("x", x), TextColumn.of("w", words), NumberColumn.of("g", pairs));
        TrainingPlan apart = Tabular.of("w").groupColumn("g").prepare(grouped);
        assertThat(apart.warnings()).isEmpty();
        assertThat(apart.drawn()).isEqualTo("in whole groups of \"g\"");
        assertThat(apart.testRows()).isEqualTo(40);
        assertThat(apart.schema().leftOut()).extracting(LeftOut::sentence).containsExactly("column \"g\" is left out: "
                + "its groups are kept together in the split, and new rows have others");
    }

    @Test
    void theSameRowsInAnotherTableAreCounted() {
        Table table = Table.of("t", NumberColumn.of("x", noise(1)), y());
        String[] words = new String[50];
        Arrays.setAll(words, i -> table.column("y").text(49 - i));
        double[] x = IntStream.range(0, 50).mapToDouble(i -> noise(1)[49 - i]).toArray();
        Table tests = Table.of("u", TextColumn.of("y", words), NumberColumn.of("x", x));
        int[] classes = ((Target.Classes) TargetChoice.of(table, "y").fit(table.rows())).classes(table, table.rows());
        long trained = Arrays.stream(RowSplit.stratified(table.rows(), classes, 0.2, ~0L).kept()).filter(i -> i < 50)
                .count();
        assertThat(Tabular.of("y").prepare(table, tests).warnings().getFirst().sentence())
                .startsWith(trained + " test rows of 50 are also among the training rows");
    }

    @Test
    void columnsThatGiveTheTargetAwayAreNamed() {
        String sentence = "column \"c\" alone gives the target away; if it is not known when predictions are needed, "
                + "leave it out (Tabular.ignore(\"c\"))";
        double[] code = IntStream.range(0, ROWS).mapToDouble(i -> i * 7 % 5 < 2 ? 3 : 4).toArray();
        double[] score = IntStream.range(0, ROWS).mapToDouble(i -> noise(3)[i] + (code[i] == 3 ? 2 : 0)).toArray();
        String[] spelled = IntStream.range(0, ROWS).mapToObj(i -> code[i] == 3 ? "yes" : i % 3 == 0 ? "no" : "never")
                .toArray(String[]::new);
        NumberColumn x = NumberColumn.of("x", noise(1));
        assertThat(warnings("y", x, NumberColumn.of("c", code), y())).containsExactly(sentence);
        assertThat(warnings("y", x, NumberColumn.of("c", score), y())).containsExactly(sentence);
        assertThat(warnings("y", x, TextColumn.of("c", spelled), y())).containsExactly(sentence);
        double[] squared = Arrays.stream(noise(1)).map(v -> -v * v).toArray();
        assertThat(warnings("x", x, NumberColumn.of("c", squared), y())).containsExactly(sentence);
    }

    @Test
    void classesWithOneRowAreNamed() {
        String[] words = IntStream.range(0, ROWS).mapToObj(i -> i == 9 ? "c" : i % 2 == 0 ? "a" : "b")
                .toArray(String[]::new);
        assertThat(warnings("w", NumberColumn.of("x", noise(1)), TextColumn.of("w", words))).containsExactly(
                "class \"c\" has only one row, too few to learn from and to test; add rows, or remove it");
    }

    @Test
    void theLatestRowsAreTheTest() {
        double[] times = IntStream.range(0, ROWS).mapToDouble(i -> i * 37 % ROWS).toArray();
        Table table = Table.of("t", NumberColumn.of("t", times), NumberColumn.of("x", noise(1)), y());
        TrainingPlan training = Tabular.of("y").timeColumn("t").prepare(table);
        assertThat(training.drawn()).isEqualTo("the latest by \"t\"");
        assertThat(training.testRows()).isEqualTo(40);
        NumberEncoding time = (NumberEncoding) training.schema().encodings().getFirst();
        assertThat(time.mean()).as("the first 128 times train").isEqualTo(63.5);
    }

    @Test
    void splitsThatCannotBeAreRefused() {
        Table table = Table.of("t.csv", NumberColumn.of("x", noise(1)), y(), TextColumn.of("w",
                IntStream.range(0, ROWS).mapToObj(i -> i % 2 == 0 ? "p" : "q").toArray(String[]::new)));
        assertThatThrownBy(() -> Tabular.of("y").timeColumn("t").groupColumn("g")).isInstanceOf(ArgumentException.class)
                .hasMessage("a time column and a group column exclude each other: rows are held out by one of them; "
                        + "choose one");
        assertThatThrownBy(() -> Tabular.of("x").timeColumn("w").prepare(table)).hasMessage(
                "t.csv, column \"w\": it holds words, such as \"p\", not times; choose a column of dates or numbers");
        assertThatThrownBy(() -> Tabular.of("x").groupColumn("W1").prepare(table))
                .hasMessage("t.csv has no column \"W1\"; did you mean \"w\"?");
        assertThatThrownBy(() -> Tabular.of("x").timeColumn("x").prepare(table))
                .hasMessage("the rows cannot be split by the target \"x\"; choose another column");
    }
}
