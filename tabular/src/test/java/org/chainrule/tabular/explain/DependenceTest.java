package org.chainrule.tabular.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.chainrule.io.Json;
import org.chainrule.tabular.Tabular;
import org.chainrule.tabular.TabularModel;
import org.chainrule.tabular.encode.DateEncoding;
import org.chainrule.tabular.encode.ListEncoding;
import org.chainrule.tabular.encode.StatisticsEncoding;
import org.chainrule.tabular.encode.TextEncoding;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.junit.jupiter.api.Test;

class DependenceTest {
    private static final Table TABLE = AttributionTest.table(1500, 5);
    private static final TabularModel MODEL = Tabular.of("y").hidden(32).epochs(60).seed(1).text("note")
            .ignore("two", "three").fit(TABLE).model();
    private static final Explainer EXPLAINER = MODEL.explain(TABLE).rows(400);

    @Test
    void allKindsOfEncodingsAreExplained() {
        assertThat(MODEL.schema().encodings()).anyMatch(DateEncoding.class::isInstance)
                .anyMatch(ListEncoding.class::isInstance).anyMatch(TextEncoding.class::isInstance)
                .anyMatch(StatisticsEncoding.class::isInstance);
        for (String column : MODEL.schema().kinds().keySet()) {
            Dependence dependence = EXPLAINER.dependence(column);
            assertThat(dependence.points()).as(column).hasSizeGreaterThan(1);
            assertThat(dependence.rows()).isEqualTo(400);
            assertThat(dependence.classes()).isFalse();
            assertThat(dependence.outputs()).containsExactly("y");
            assertThat(Json.write(dependence.toJson())).contains("\"column\":\"" + column + "\"");
        }
        Json.write(EXPLAINER.importance().toJson());
    }

    @Test
    void numbersHaveQuantilesAndAPointOfMissingValues() {
        Dependence dependence = EXPLAINER.dependence("b");
        List<Dependence.Point> points = dependence.points();
        assertThat(dependence.kind()).isEqualTo(Dependence.Kind.NUMBER);
        assertThat(points).hasSize(22);
        assertThat(points.getLast().missing()).isTrue();
        assertThat(points.getLast().accumulated()).isEmpty();
        assertThat(points.getLast().mean().getFirst()).isCloseTo(overall() + 1, within(0.5));
        assertThat(points.stream().mapToInt(Dependence.Point::rows).sum()).isEqualTo(400);
        assertThat(points.subList(0, 21)).extracting(Dependence.Point::value).isSorted();
        // y has b / 50, and b goes to 100
        assertThat(points.get(20).accumulated().getFirst() - points.getFirst().accumulated().getFirst())
                .isCloseTo(2, within(0.5));
        assertThat(dependence.sentence()).isEqualTo("\"y\" rises with \"b\"");
    }

    /// Returns the direction of a prediction with these accumulated effects.
    private static String words(double[] at, int[] rows, double... effects) {
        return words(at, rows, Double.NaN, effects);
    }

    private static String words(double[] at, int[] rows, double base, double[] effects) {
        List<Dependence.Point> points = IntStream.range(0, at.length).mapToObj(i -> new Dependence.Point(
                Double.toString(at[i]), at[i], rows[i], List.of(effects[i]), List.of(effects[i]))).toList();
        return Direction.of("fare", Dependence.Kind.NUMBER, points, 0, 1, base).words();
    }

    @Test
    void aChangeInAPartOfTheRangeIsSaidToBeThere() {
        int[] even = {10, 10, 10, 10, 10};
        double[] fares = {0, 7.9, 26, 77.96, 512.33};
        assertThat(words(fares, even, 0, 0.3, 0.6, 1, 1.01))
                .isEqualTo("rises with \"fare\" up to about 80, and hardly above");
        assertThat(words(fares, even, 1, 0.7, 0.4, 0, -0.01))
                .isEqualTo("falls with \"fare\" up to about 80, and hardly above");
        double[] years = {1900, 1950, 1960, 1987, 2000};
        assertThat(words(years, even, 0, 0.02, 0.3, 0.7, 1))
                .isEqualTo("rises with \"fare\" from about 1950 on, and hardly below");
        assertThat(words(new double[]{1900, 1950, 1955, 1960, 2000}, even, 0, 0.02, 0.5, 1, 1.02))
                .isEqualTo("rises with \"fare\" between about 1950 and 1960, and hardly elsewhere");
        // few values, but most of the rows
        assertThat(words(new double[]{0, 10, 20, 90, 100}, new int[]{5, 5, 5, 5, 90}, 0, 0.3, 0.6, 1, 1))
                .isEqualTo("rises with \"fare\" up to about 90, and hardly above");
        assertThat(words(new double[]{0, 25, 50, 75, 100}, even, 0, 0.2, 0.5, 0.7, 1))
                .isEqualTo("rises with \"fare\"");
        assertThat(words(new double[]{0, 25, 50, 90, 100}, even, 0, 0.2, 0.5, 1, 1))
                .isEqualTo("rises with \"fare\"");
    }

    /// A probability that grows from 1 % to 4 % is not flat beside one of 60 %.
    @Test
    void aProbabilityThatGrowsSeveralFoldIsNotFlat() {
        double[] calls = {0, 100, 240, 400, 600};
        int[] even = {10, 10, 10, 10, 10};
        double[] effects = {-0.10, -0.09, -0.07, 0.2, 0.5};
        assertThat(words(calls, even, 0.11, effects)).isEqualTo("rises with \"fare\"");
        assertThat(words(calls, even, 0.5, effects))
                .isEqualTo("rises with \"fare\" from about 240 on, and hardly below");
    }

    private static double overall() {
        return EXPLAINER.dependence("a").overall().getFirst();
    }

    @Test
    void datesCategoriesItemsAndWords() {
        Dependence day = EXPLAINER.dependence("day");
        assertThat(day.kind()).isEqualTo(Dependence.Kind.DATE);
        assertThat(day.points().getFirst().text()).startsWith("202");
        Dependence color = EXPLAINER.dependence("color");
        assertThat(color.kind()).isEqualTo(Dependence.Kind.CATEGORY);
        assertThat(color.points()).hasSize(3).allMatch(point -> point.accumulated().isEmpty());
        assertThat(color.sentence()).isEqualTo("\"y\" is highest where \"color\" is \"blue\" and lowest where it is"
                + " \"red\"");
        Dependence city = EXPLAINER.dependence("city");
        assertThat(city.points()).hasSize(12);
        Dependence tags = EXPLAINER.dependence("tags");
        assertThat(tags.kind()).isEqualTo(Dependence.Kind.PART);
        assertThat(tags.points()).extracting(Dependence.Point::text).containsExactlyInAnyOrder("t0", "t1", "t2");
        assertThat(tags.sentence()).startsWith("\"y\" is highest for \"t0\"").endsWith(" in \"tags\"");
        Dependence note = EXPLAINER.dependence("note");
        assertThat(note.kind()).isEqualTo(Dependence.Kind.PART);
        assertThat(note.points()).noneMatch(point -> point.text().startsWith("~"));
    }

    @Test
    void severalClassesHaveACurveEach() {
        TabularModel model = Tabular.of("three").hidden(8).epochs(10).text("note").ignore("y", "two").fit(TABLE)
                .model();
        Dependence dependence = model.explain(TABLE).rows(200).dependence("a");
        assertThat(dependence.outputs()).containsExactly("high", "low", "middle");
        assertThat(dependence.classes()).isTrue();
        for (Dependence.Point point : dependence.points()) {
            assertThat(point.mean().stream().mapToDouble(p -> p).sum()).isCloseTo(1, within(1e-5));
            assertThat(point.accumulated().stream().mapToDouble(p -> p).sum()).isCloseTo(0, within(1e-5));
        }
        assertThat(dependence.directions().getFirst()).isEqualTo(new Direction(false, "rises with \"a\""));
        assertThat(dependence.directions().get(1).words()).isEqualTo("falls with \"a\"");
        assertThat(dependence.sentence()).startsWith("the probability that \"three\" is \"");
    }

    @Test
    void aPeakIsNamed() {
        double[] x = DoubleStream.iterate(-2, value -> value + 0.01).limit(400).toArray();
        Table table = Table.of("t", NumberColumn.of("x", x),
                NumberColumn.of("y", DoubleStream.of(x).map(value -> 4 - value * value).toArray()));
        Dependence dependence = Tabular.of("y").hidden(32).epochs(60).fit(table).model().explain(table).dependence("x");
        assertThat(dependence.sentence()).matches("\"y\" is highest for \"x\" near -?0\\.[0-9]+");
    }

    @Test
    void theBitsDoNotDependOnTheThreads() throws Exception {
        for (String column : List.of("b", "tags", "color")) {
            Dependence one = on(1, column);
            assertThat(on(2, column)).isEqualTo(one);
            assertThat(on(4, column)).isEqualTo(one);
        }
    }

    private static Dependence on(int threads, String column) throws Exception {
        try (ForkJoinPool pool = new ForkJoinPool(threads)) {
            return pool.submit((Callable<Dependence>) () -> EXPLAINER.dependence(column)).get();
        }
    }

    @Test
    void rowsOfASingleValueHaveOnePoint() {
        Table one = TABLE.select("one", 3);
        Dependence dependence = MODEL.explain(one).dependence("a");
        assertThat(dependence.points()).hasSize(1);
        assertThat(dependence.sentence()).isEqualTo("\"y\" has one value of \"a\" to compare");
    }
}
