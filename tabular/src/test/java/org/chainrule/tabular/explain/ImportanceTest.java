package org.chainrule.tabular.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.Tabular;
import org.chainrule.tabular.TabularModel;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TextColumn;
import org.junit.jupiter.api.Test;

class ImportanceTest {
    private static final TabularModel LINE = Tabular.of("y").linear().epochs(60).seed(1).fit(line(600, 1)).model();

    /// Returns rows with `y = 3a - 2b + e`, and a column `c` that tells nothing.
    private static Table line(int rows, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] a = IntStream.range(0, rows).mapToDouble(_ -> random.nextDouble(-1, 1)).toArray();
        double[] b = IntStream.range(0, rows).mapToDouble(_ -> random.nextDouble(-1, 1)).toArray();
        double[] c = IntStream.range(0, rows).mapToDouble(_ -> random.nextDouble(-1, 1)).toArray();
        double[] y = IntStream.range(0, rows)
                .mapToDouble(i -> 3 * a[i] - 2 * b[i] + random.nextDouble(-0.1, 0.1)).toArray();
        return Table.of("line", NumberColumn.of("a", a), NumberColumn.of("b", b), NumberColumn.of("c", c),
                NumberColumn.of("y", y));
    }

    @Test
    void aKnownFunctionRanksItsColumnsAndGivesTheirDirections() {
        Explainer explainer = LINE.explain(line(500, 2));
        Importance importance = explainer.importance();
        assertThat(importance.metric()).isEqualTo("rmse");
        assertThat(importance.columns()).extracting(Importance.Column::column).containsExactly("a", "b", "c");
        // shuffling a column adds twice the variance of its term to the squared error
        assertThat(importance.columns().get(0).mean()).isCloseTo(Math.sqrt(2 * 9 / 3.0), within(0.15));
        assertThat(importance.columns().get(1).mean()).isCloseTo(Math.sqrt(2 * 4 / 3.0), within(0.15));
        assertThat(importance.columns().get(2).mean()).isCloseTo(0, within(0.005));
        assertThat(importance.groups()).isEmpty();
        assertThat(explainer.dependence("a").sentence()).isEqualTo("\"y\" rises with \"a\"");
        assertThat(explainer.dependence("b").sentence()).isEqualTo("\"y\" falls with \"b\"");
        assertThat(explainer.dependence("c").sentence()).isEqualTo("\"y\" hardly changes with \"c\"");
    }

    @Test
    void theScoreIsThatOfTheEvaluation() {
        Table test = line(500, 2);
        Importance importance = LINE.explain(test).importance();
        assertThat(importance.rows()).isEqualTo(500);
        assertThat(importance.score()).isCloseTo(LINE.evaluate(test).measures().getOrDefault("rmse", 0.0),
                within(1e-6));
    }

    @Test
    void theBitsDependOnTheSeedAndNotOnTheThreads() throws Exception {
        Explainer explainer = LINE.explain(line(500, 2)).repeats(3).rows(300);
        Importance one = on(1, explainer);
        assertThat(on(2, explainer)).isEqualTo(one);
        assertThat(on(4, explainer)).isEqualTo(one);
        assertThat(explainer.importance()).isEqualTo(one);
        assertThat(one.rows()).isEqualTo(300);
        assertThat(one.repeats()).isEqualTo(3);
        assertThat(explainer.seed(1).importance()).isNotEqualTo(one);
    }

    /// A clock that is over decides how far the list of shuffles goes, and not what they tell.
    @Test
    void aTimeLimitOnlyShortensTheList() {
        int columns = 200;
        SplittableRandom random = new SplittableRandom(4);
        double[][] values = new double[columns + 1][300];
        for (double[] column : values) {
            Arrays.setAll(column, _ -> random.nextDouble());
        }
        Table table = Table.of("wide", IntStream.rangeClosed(0, columns)
                .mapToObj(i -> NumberColumn.of(i == 0 ? "y" : "x" + i, values[i])).toArray(Column[]::new));
        Explainer explainer = Tabular.of("y").linear().epochs(2).fit(table).model().explain(table).rows(150);
        Importance whole = explainer.importance();
        assertThat(whole.planned()).isEqualTo(whole.repeats()).isEqualTo(5);
        assertThat(whole.unmeasured()).isEmpty();
        Importance once = explainer.atMost(Duration.ofNanos(1)).importance();
        int measured = once.columns().size();
        assertThat(measured).isBetween(1, columns - 1);
        assertThat(once.repeats()).isEqualTo(1);
        assertThat(once.planned()).isEqualTo(5);
        assertThat(once.unmeasured()).hasSize(columns - measured).startsWith("x" + (measured + 1)).endsWith("x200");
        assertThat(once.columns()).allMatch(column -> explainer.repeats(1).importance().columns().contains(column));
        // the second repeat is not finished
        AtomicInteger asked = new AtomicInteger();
        int twice = 2 * columns / (2 * Runtime.getRuntime().availableProcessors()) - 1;
        Importance some = explainer.importance(PermutationImportance.Orders.drawn(0),
                () -> asked.incrementAndGet() >= twice);
        assertThat(some).extracting(Importance::repeats, Importance::columns, Importance::unmeasured)
                .containsExactly(1, explainer.repeats(1).importance().columns(), List.of());
        // of many rows, a part comes first
        Explainer many = explainer.rows(300);
        assertThat(many.atMost(Duration.ofMinutes(10)).importance()).isEqualTo(many.importance());
        AtomicInteger often = new AtomicInteger();
        int part = 5 * columns / (2 * Runtime.getRuntime().availableProcessors()) + 3;
        assertThat(
                many.importance(PermutationImportance.Orders.drawn(0), () -> often.incrementAndGet() >= part).columns())
                .isEqualTo(many.rows(100).importance().columns());
        assertThatThrownBy(() -> explainer.atMost(Duration.ZERO)).isInstanceOf(ArgumentException.class)
                .hasMessageContaining("the time is PT0S, expected more than 0");
    }

    private static Importance on(int threads, Explainer explainer) throws Exception {
        try (ForkJoinPool pool = new ForkJoinPool(threads)) {
            return pool.submit((Callable<Importance>) explainer::importance).get();
        }
    }

    @Test
    void columnsThatSayTheSameAreMeasuredTogether() {
        Table plain = line(600, 3);
        NumberColumn a = (NumberColumn) plain.column("a");
        double[] twice = IntStream.of(plain.rows()).mapToDouble(row -> 100 - 5 * a.value(row)).toArray();
        String[] sign = IntStream.of(plain.rows()).mapToObj(row -> row % 3 == 0 ? "x" : "z").toArray(String[]::new);
        String[] same = IntStream.of(plain.rows()).mapToObj(row -> row % 3 == 0 ? "yes" : "no").toArray(String[]::new);
        Table table = Table.of("t", a, NumberColumn.of("twice", twice), plain.column("b"), TextColumn.of("sign", sign),
                TextColumn.of("same", same), plain.column("y"));
        Importance importance = Tabular.of("y").linear().epochs(60).fit(table).model().explain(table).importance();
        assertThat(importance.groups()).extracting(Importance.Group::columns)
                .containsExactly(List.of("a", "twice"), List.of("sign", "same"));
        Importance.Group group = importance.groups().getFirst();
        assertThat(group.link()).isCloseTo(1, within(1e-9));
        assertThat(group.mean()).isCloseTo(Math.sqrt(2 * 9 / 3.0), within(0.15))
                .isGreaterThan(1.2 * importance.columns().getFirst().mean());
        assertThat(group.sentence())
                .startsWith("\"a\" and \"twice\" say nearly the same, so each may look less important "
                        + "than it is; together: 2.");
    }

    @Test
    void rowsWithoutATargetAreNoRowsToShuffle() {
        Table table = Table.of("t", NumberColumn.of("a", 1, 2), NumberColumn.of("b", 1, 2), NumberColumn.of("c", 1, 2),
                NumberColumn.of("y", Double.NaN, Double.NaN));
        assertThatThrownBy(() -> LINE.explain(table).importance()).isInstanceOf(ArgumentException.class)
                .hasMessage("t: the target \"y\" has no value in any row; add rows with a target");
    }

    @Test
    void aColumnThatTheModelDoesNotReadIsRefused() {
        Explainer explainer = LINE.explain(line(50, 2));
        assertThatThrownBy(() -> explainer.dependence("y")).isInstanceOf(ArgumentException.class)
                .hasMessage("\"y\" is the target of the model; choose one of \"a\", \"b\" and \"c\"");
        assertThatThrownBy(() -> explainer.dependence("d")).isInstanceOf(ArgumentException.class)
                .hasMessage("the model reads no column \"d\"; choose one of \"a\", \"b\" and \"c\"");
        assertThatThrownBy(() -> explainer.rows(0)).isInstanceOf(ArgumentException.class)
                .hasMessage("explain: rows is 0, expected at least 1");
    }
}
