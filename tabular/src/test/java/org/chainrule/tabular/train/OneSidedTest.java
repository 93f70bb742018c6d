package org.chainrule.tabular.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.chainrule.tabular.Tabular;
import org.chainrule.tabular.remark.DataRemark;
import org.chainrule.tabular.remark.DataRemark.OneSidedClasses;
import org.chainrule.tabular.remark.DataRemark.OneSidedClasses.Part;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TextColumn;
import org.junit.jupiter.api.Test;

/// Classes on one side of a split by time: of 100 rows, 0 to 63 train, 64 to 79 validate and 80 to 99 test.
class OneSidedTest {
    private static Table table(int rows, IntFunction<String> label) {
        return Table.of("t",
                NumberColumn.of("t", IntStream.range(0, rows).asDoubleStream().toArray()),
                NumberColumn.of("x", IntStream.range(0, rows).mapToDouble(i -> i * 37 % 101).toArray()),
                TextColumn.of("y", IntStream.range(0, rows).mapToObj(label).toArray(String[]::new)));
    }

    private static List<Remark> remarks(IntFunction<String> label) {
        return Tabular.of("y").timeColumn("t").prepare(table(100, label)).warnings().stream()
                .filter(OneSidedClasses.class::isInstance).toList();
    }

    private static String usual(int row) {
        return row % 3 == 0 ? "a" : "b";
    }

    @Test
    void classesOnOneSideAreTold() {
        assertThat(remarks(OneSidedTest::usual)).isEmpty();
        assertThat(remarks(i -> i >= 85 ? "new" : usual(i)))
                .containsExactly(new OneSidedClasses(List.of("new"), 0.75, Part.TEST, Part.TRAINING));
        assertThat(remarks(i -> i >= 64 ? "new" : usual(i))).containsExactly(
                new OneSidedClasses(List.of("new"), 1, Part.TEST, Part.TRAINING),
                // Of the 64 training rows, 22 have class a and 42 have class b.
                new OneSidedClasses(List.of("a", "b"), 1, Part.TRAINING, Part.TEST));
        assertThat(remarks(i -> i == 70 || i == 71 ? "brief" : usual(i)))
                .containsExactly(new OneSidedClasses(List.of("brief"), 2 / 16.0, Part.VALIDATION, Part.TRAINING));
        assertThat(remarks(i -> i < 16 ? "old" : usual(i)))
                .containsExactly(new OneSidedClasses(List.of("old"), 0.25, Part.TRAINING, Part.TEST));
        assertThat(remarks(i -> i < 15 ? "old" : usual(i))).as("4.7 would be expected among the test rows").isEmpty();
    }

    @Test
    void aSeparateTestFileIsCompared() {
        Table train = table(100, OneSidedTest::usual);
        assertThat(Tabular.of("y").prepare(train, table(20, _ -> "b")).warnings())
                .filteredOn(OneSidedClasses.class::isInstance).hasSize(1).first()
                .satisfies(remark -> assertThat(((DataRemark) remark).sentence()).startsWith("class \"a\" is in "));
        assertThat(Tabular.of("y").prepare(train, table(20, OneSidedTest::usual)).warnings())
                .noneMatch(OneSidedClasses.class::isInstance);
    }
}
