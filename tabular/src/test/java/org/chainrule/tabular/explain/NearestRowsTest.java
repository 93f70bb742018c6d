package org.chainrule.tabular.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.Tabular;
import org.chainrule.tabular.TabularModel;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.junit.jupiter.api.Test;

class NearestRowsTest {
    private static Table table(int rows, int width) {
        SplittableRandom random = new SplittableRandom(rows);
        double[][] x = IntStream.range(0, width)
                .mapToObj(_ -> IntStream.range(0, rows).mapToDouble(_ -> random.nextDouble(-1, 1)).toArray())
                .toArray(double[][]::new);
        double[] y = IntStream.range(0, rows).mapToDouble(i -> x[0][i] + x[1][i] * x[1][i]).toArray();
        return Table.of("t", IntStream.rangeClosed(0, width)
                .mapToObj(k -> k == width ? NumberColumn.of("y", y) : NumberColumn.of("x" + k, x[k]))
                .toArray(NumberColumn[]::new));
    }

    @Test
    void ofALinearModelTheDistanceIsThatOfTheInputs() {
        Table table = table(300, 2);
        TabularModel model = Tabular.of("y").linear().epochs(5).fit(table).model();
        NumberColumn a = (NumberColumn) table.column("x0");
        NumberColumn b = (NumberColumn) table.column("x1");
        float[] inputs = model.schema().encode(table, table.rows());
        NearestRows nearest = model.explain(table).nearest(7, 5);
        int[] expected = IntStream.of(table.rows()).filter(row -> row != 7).boxed()
                .sorted(Comparator.comparingDouble(
                        row -> Math.hypot(inputs[2 * row] - inputs[14], inputs[2 * row + 1] - inputs[15])))
                .limit(5).mapToInt(row -> row).toArray();
        assertThat(nearest.rows().stream().mapToInt(NearestRows.Near::row)).containsExactly(
                IntStream.of(expected).boxed().toArray(Integer[]::new));
        NearestRows.Near first = nearest.rows().getFirst();
        assertThat(first.line()).isEqualTo(expected[0] + 1);
        assertThat(first.values()).containsEntry("x0", a.text(expected[0])).containsEntry("x1", b.text(expected[0]));
        assertThat(first.target()).isEqualTo(table.column("y").text(expected[0]));
        assertThat(first.distance()).isCloseTo(Math.hypot(inputs[2 * expected[0]] - inputs[14],
                inputs[2 * expected[0] + 1] - inputs[15]) / Math.sqrt(2), within(0.05));
    }

    @Test
    void aRowOfAnotherTableFindsItselfAmongManyInputs() {
        Table table = table(3000, 40);
        TabularModel model = Tabular.of("y").hidden(16).epochs(2).fit(table).model();
        Table other = table.select("one", 2345);
        NearestRows nearest = model.explain(table).nearest(other, 0, 3);
        assertThat(nearest.rows().getFirst().row()).isEqualTo(2345);
        assertThat(nearest.rows().getFirst().distance()).isZero();
        assertThat(nearest.rows()).hasSize(3).extracting(NearestRows.Near::distance).isSorted();
        assertThat(model.explain(table).nearest(2345, 3).rows().getFirst()).isEqualTo(nearest.rows().get(1));
        // two rows drawn at random differ by twice the variance of the inputs, 1, and of the hidden values, 1/4
        double mean = model.explain(table).nearest(2345, 2999).rows().stream()
                .mapToDouble(NearestRows.Near::distance).average().orElse(0);
        assertThat(mean).isCloseTo(Math.sqrt(2 * 1.25), within(0.3));
    }

    @Test
    void theBitsDoNotDependOnTheThreads() throws Exception {
        Table table = table(3000, 3);
        Explainer explainer = Tabular.of("y").hidden(8).epochs(1).fit(table).model().explain(table);
        NearestRows nearest = explainer.nearest(5, 10);
        for (int threads : new int[]{1, 2, 4}) {
            try (ForkJoinPool pool = new ForkJoinPool(threads)) {
                assertThat(pool.submit((Callable<NearestRows>) () -> explainer.nearest(5, 10)).get())
                        .isEqualTo(nearest);
            }
        }
    }

    @Test
    void wrongRowsAndCountsAreRefused() {
        Table table = table(60, 2);
        Explainer explainer = Tabular.of("y").linear().epochs(1).fit(table).model().explain(table);
        assertThatThrownBy(() -> explainer.nearest(60, 1)).isInstanceOf(ArgumentException.class)
                .hasMessage("t has 60 rows; there is no row 61, so choose one from 1 to 60");
        assertThatThrownBy(() -> explainer.nearest(0, 0)).isInstanceOf(ArgumentException.class)
                .hasMessage("explain: count is 0, expected at least 1");
        assertThat(explainer.nearest(0, 1000).rows()).hasSize(59);
    }
}
