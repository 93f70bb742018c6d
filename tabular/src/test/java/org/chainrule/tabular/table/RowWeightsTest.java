package org.chainrule.tabular.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.read.CsvTables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Weights of rows, and a table without the rows of weight 0.
class RowWeightsTest {
    private static Table table(String weight) {
        return CsvTables
                .table("x;day;word;w\n1;2024-01-01;a;1\n;;;3\n<3;2024-01-03;b;" + weight + "\n4;2024-01-04;a;0\n");
    }

    @Test
    void theirMeanIsOne() {
        assertThat(RowWeights.of(table("8"), "w", new int[]{0, 1, 2, 3})).containsExactly(1 / 3f, 1, 8 / 3f, 0);
        assertThat(RowWeights.of(table("8"), "w", new int[]{1})).containsExactly(1);
        Table tiny = Table.of("t", NumberColumn.of("w", 1e-300, 2e-300, 0));
        assertThat(RowWeights.of(tiny, "w", tiny.rows())).containsExactly(1, 2, 0);
        Table far = Table.of("t", NumberColumn.of("w", 1e-300, 1));
        assertThat(RowWeights.of(far, "w", far.rows())).as("no weight becomes 0").containsExactly(Float.MIN_NORMAL, 2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''    | t.csv, line 4: the weight "w" is missing; write a number of at least 0, where 0 leaves the row out
            -0.5  | t.csv, line 4: the weight "w" is "-0.5"; weights are finite numbers of at least 0
            1e39  | t.csv, line 4: the weight "w" is "1.0E39"; weights are finite numbers of at least 0
            many  | t.csv, line 4: the weight "w" is "many", which is not a number; write a number of at least 0, or choose another column
            """)
    void wrongOnesAreRefusedWithTheirLine(String weight, String sentence) {
        assertThatThrownBy(() -> RowWeights.counted(table(weight), "w")).isInstanceOf(ArgumentException.class)
                .hasMessage(sentence);
    }

    @Test
    void columnsThatHoldNoWeightsAreRefused() {
        assertThatThrownBy(() -> RowWeights.counted(table("1"), "weight")).isInstanceOf(ArgumentException.class)
                .hasMessageStartingWith("t.csv has no column \"weight\"");
        Table zeros = Table.of("t", NumberColumn.of("w", 0, 0));
        assertThatThrownBy(() -> RowWeights.counted(zeros, "w")).isInstanceOf(ArgumentException.class)
                .hasMessage(
                        "t: all weights in \"w\" are 0, so no row counts; write a number above 0 for each row that does");
        Table days = Table.of("t", DateColumn.of("w", 0, 86_400));
        assertThatThrownBy(() -> RowWeights.counted(days, "w")).isInstanceOf(ArgumentException.class).hasMessage(
                "t, line 1: the weight \"w\" is \"1970-01-01\", which is not a number; write a number of at least 0, or "
                        + "choose another column");
    }

    @Test
    void selectedRowsKeepTheirValuesAndLines() {
        Table all = table("0");
        Table kept = all.select("that was asked for", RowWeights.counted(all, "w"));
        assertThat(kept.size()).isEqualTo(2);
        assertThat(kept.line(1)).isEqualTo(3);
        assertThat(kept.reading().dropped()).extracting(dropped -> dropped.sentence())
                .containsExactly("2 rows left out: that was asked for (lines 4 and 5)");
        Table last = all.select("x", 2, 3);
        assertThat(last.column("word").text(0)).isEqualTo("b");
        assertThat(((TextColumn) last.column("word")).dictionary()).containsExactly("b", "a");
        assertThat(last.column("day").text(0)).isEqualTo("2024-01-03");
        assertThat(((NumberColumn) last.column("x")).limited(0)).isTrue();
        assertThat(((NumberColumn) last.column("x")).limited(1)).isFalse();
        assertThat(all.select("x", 1).column("x").missing(0)).isTrue();
    }
}
