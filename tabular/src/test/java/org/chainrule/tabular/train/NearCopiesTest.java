package org.chainrule.tabular.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.chainrule.tabular.encode.Schema;
import org.chainrule.tabular.outcome.TargetChoice;
import org.chainrule.tabular.remark.DataRemark;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.RowSplit;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TextColumn;
import org.junit.jupiter.api.Test;

class NearCopiesTest {
    private static final int ROWS = 2000;

    private final SplittableRandom random = new SplittableRandom(9);

    private static NumberColumn number(String name, IntToDoubleFunction value) {
        return NumberColumn.of(name, IntStream.range(0, ROWS).mapToDouble(value).toArray());
    }

    /// Returns the remarks on a random split of columns with a target of noise.
    private List<Remark> remarks(List<? extends Column> columns) {
        List<Column> all = new ArrayList<>(columns);
        all.add(number("y", _ -> random.nextDouble()));
        Table table = Table.of("t.csv", all.toArray(Column[]::new));
        RowSplit split = RowSplit.random(table.rows(), 0.2, 1);
        int[] train = split.kept();
        Codec codec = new Codec(Schema.fit(table, train, Set.of("y")), TargetChoice.of(table, "y").fit(train));
        return NearCopies.of(codec, table, train, table, split.held());
    }

    /// Returns columns of things that are measured several times, with an error.
    private List<NumberColumn> measured(int columns, int times, double error) {
        return IntStream.range(0, columns).mapToObj(c -> {
            double[] things = random.doubles(ROWS).toArray();
            return number("x" + c, i -> things[i / times] + error * random.nextGaussian());
        }).toList();
    }

    @Test
    void thingsThatAreMeasuredSeveralTimesAreFound() {
        List<Remark> remarks = remarks(measured(6, 4, 1e-4));
        assertThat(remarks).hasSize(1);
        DataRemark.NearDuplicates near = (DataRemark.NearDuplicates) remarks.getFirst();
        assertThat(near.rows()).isEqualTo(400);
        assertThat(near.count()).isBetween(300L, 400L);
        assertThat(near.sentence()).isEqualTo(near.count()
                + " test rows of 400 are nearly equal to a training row, as if "
                + "one thing were measured several times, which makes the test look better than new rows would; keep "
                + "rows that belong together on one side (Tabular.groupColumn)");
        assertThat(remarks(measured(2, 3, 1e-5))).as("in a plane, where others are near by chance").hasSize(1);
    }

    @Test
    void rowsThatAreNearByChanceAreNot() {
        for (int columns : new int[]{1, 2, 3, 8}) {
            assertThat(remarks(measured(columns, 1, 0))).as("%d columns", columns).isEmpty();
        }
        assertThat(remarks(List.of(number("x", _ -> random.nextInt(2000)), number("z", _ -> random.nextInt(5)))))
                .as("whole numbers").isEmpty();
        assertThat(remarks(List.of(number("x", _ -> random.nextInt(12) / 10.0), number("z", _ -> random.nextInt(9)))))
                .as("few different rows").isEmpty();
        assertThat(remarks(List.of(number("x", _ -> Math.abs(1 / random.nextGaussian()))))).as("a heavy tail")
                .isEmpty();
        assertThat(remarks(List.of(number("x", i -> i % 3 == 0 ? random.nextGaussian() : 0),
                number("z", i -> i % 5 == 0 ? Double.NaN : random.nextDouble())))).as("many zeros, and missing values")
                .isEmpty();
        assertThat(remarks(measured(6, 4, 0.1))).as("large errors").isEmpty();
    }

    /// Rows that are equal in every value are the matter of another remark.
    @Test
    void equalRowsDoNotCount() {
        assertThat(remarks(measured(6, 4, 0))).isEmpty();
    }

    @Test
    void wordsHaveToBeEqual() {
        List<Column> columns = new ArrayList<>(measured(5, 4, 1e-4));
        TextColumn words = TextColumn.of("w", IntStream.range(0, ROWS).mapToObj(i -> "w" + i % 4 + random.nextInt(3))
                .toArray(String[]::new));
        columns.add(words);
        assertThat(remarks(columns)).isEmpty();
    }
}
