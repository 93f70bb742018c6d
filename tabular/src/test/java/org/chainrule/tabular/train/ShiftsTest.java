package org.chainrule.tabular.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.chainrule.tabular.encode.Schema;
import org.chainrule.tabular.outcome.TargetChoice;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TextColumn;
import org.junit.jupiter.api.Test;

/// Rows of 500 days. From day 400 on, which are the test rows, `price` is higher and `shop` is mostly another one.
class ShiftsTest {
    private static final int[] TRAIN = IntStream.range(0, 400).toArray();
    private static final int[] TEST = IntStream.range(400, 500).toArray();

    private final Table table = table(400);

    private static Table table(int from) {
        SplittableRandom random = new SplittableRandom(3);
        return Table.of("t.csv", NumberColumn.of("day", IntStream.range(0, 500).asDoubleStream().toArray()),
                NumberColumn.of("noise", random.doubles(500).toArray()),
                NumberColumn.of("price",
                        IntStream.range(0, 500).mapToDouble(i -> random.nextDouble() + (i < from ? 0 : 0.7)).toArray()),
                TextColumn.of("shop",
                        IntStream.range(0, 500).mapToObj(i -> random.nextInt(10) < (i < from ? 7 : 3) ? "old" : "new")
                                .toArray(String[]::new)),
                NumberColumn.of("y", random.doubles(500).toArray()));
    }

    private List<String> sentences(Holdout holdout, Table tests, Set<String> known) {
        Codec codec = new Codec(Schema.fit(table, TRAIN, Set.of("y")), TargetChoice.of(table, "y").fit(TRAIN));
        return Shifts.of(holdout, codec, table, TRAIN, tests, TEST, known).stream().map(Remark::sentence).toList();
    }

    @Test
    void columnsWithALargeShiftAreNamed() {
        List<String> sentences = sentences(new Holdout.Latest("day"), table, Set.of());
        assertThat(sentences).hasSize(1);
        assertThat(sentences.getFirst())
                .matches("columns \"price\" and \"shop\" are distributed differently in the test "
                        + "rows \\(population stability index up to [1-9]\\.[0-9]; above 0\\.25 is a large shift\\); the measures "
                        + "are those of such rows, so train again when more of them are known");
        assertThat(sentences(new Holdout.Latest("day"), table, Set.of("price")).getFirst())
                .startsWith(
                        "column \"shop\" is distributed differently in the test rows (population stability index 0.");
    }

    @Test
    void anotherFileIsCompared() {
        assertThat(sentences(new Holdout.Random(), table(400), Set.of("day"))).hasSize(1);
        assertThat(sentences(new Holdout.Random(), table(500), Set.of("day"))).isEmpty();
    }

    @Test
    void rowsThatAreDrawnAlikeAreNot() {
        assertThat(sentences(new Holdout.Random(), table, Set.of())).isEmpty();
        assertThat(sentences(new Holdout.Groups("shop"), table, Set.of())).isEmpty();
    }
}
