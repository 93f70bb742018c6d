package org.chainrule.tabular.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.chainrule.tabular.explain.Dependence;
import org.chainrule.tabular.explain.Direction;
import org.chainrule.tabular.explain.Importance;
import org.chainrule.tabular.outcome.Interval;
import org.junit.jupiter.api.Test;

/// What a report concludes from its numbers.
class JudgementsTest {
    private static TestResults.Gap gap(String measure, double known, double own, Interval... interval) {
        String trained = "3,215 of the 16,512 rows of the training";
        return new TestResults(4128, "test rows", false, measure, measure, "", List.of(
                new TestResults.Entry("this model", "this model", TestResults.Role.MODEL, Map.of(measure, own),
                        interval.length == 0 ? Map.of() : Map.of(measure, interval[0])),
                new TestResults.Entry(trained, trained, TestResults.Role.LEARNED, Map.of(measure, known), Map.of())),
                1000, "").gap().orElseThrow();
    }

    /// Chance is judged by the interval, and then the size by the share of the error.
    @Test
    void overfittingFollowsFromTheInterval() {
        TestResults.Gap houses = gap("rmse", 39040, 47010, new Interval(44990, 49140));
        assertThat(houses.verdict()).isEqualTo(TestResults.Gap.Verdict.SOME);
        assertThat(houses.words()).isEqualTo("The root mean square error is 39,040 on 3,215 of the 16,512 rows of the"
                + " training and 47,010 on the 4,128 new rows (95 % interval 44,990 to 49,140). The former is 17 % lower,"
                + " more than chance explains: the model also learned details of the training rows that do not carry over");
        TestResults.Gap bank = gap("logLoss", 0.2029, 0.2346, new Interval(0.2008, 0.2699));
        assertThat(bank.verdict()).isEqualTo(TestResults.Gap.Verdict.NO);
        assertThat(bank.words()).endsWith("(95 % interval 0.2008 to 0.2699). Chance can explain the difference");
        assertThat(gap("rmse", 46000, 47010, new Interval(46900, 47100)).verdict())
                .isEqualTo(TestResults.Gap.Verdict.LITTLE);
        assertThat(gap("accuracy", 0.99, 0.9, new Interval(0.88, 0.92)).verdict())
                .isEqualTo(TestResults.Gap.Verdict.MUCH);
        TestResults.Gap better = gap("rmse", 48000, 47010, new Interval(46900, 47100));
        assertThat(better.verdict()).isEqualTo(TestResults.Gap.Verdict.NO);
        assertThat(better.words()).endsWith("to 47,100)");
        assertThat(gap("rmse", 39040, 47010).words())
                .contains("The former is 17 % lower: the model also learned");
    }

    private static Importance.Column column(String name, double mean) {
        return new Importance.Column(name, mean, 0.01 * mean);
    }

    @Test
    void relatedColumnsAreRankedTogether() {
        Importance.Group rooms = new Importance.Group(List.of("rooms", "bedrooms"), 0.95, 45, 1);
        Importance importance = new Importance("rmse", 46, 100, 5, 5, List.of(column("latitude", 59),
                column("longitude", 44), column("income", 41.3), column("rooms", 39.8), column("population", 38.5),
                column("a", 38), column("b", 37.9), column("c", 37.8), column("bedrooms", 9)), List.of(),
                List.of(rooms));
        Reliance all = new Reliance(importance, List.of(), Reliance.first(importance));
        assertThat(Summary.matter(all)).isEqualTo("Most of all \"latitude\", \"longitude\" and \"income\". \"rooms\","
                + " \"population\", \"a\" and 2 more may matter as much as \"income\". \"rooms\" and \"bedrooms\" say nearly"
                + " the same; together they would rank second. \"bedrooms\" matters less.");
        assertThat(ExplanationSections.importance(all, 100)).contains("together: 45, which would rank second");
        // a group that is no better than its first column has no rank of its own
        assertThat(all.rank(new Importance.Group(List.of("rooms", "bedrooms"), 0.95, 41, 1))).isEmpty();
        assertThat(all.rank(new Importance.Group(List.of("latitude", "bedrooms"), 0.95, 90, 1))).isEmpty();
    }

    /// Only columns that look less important than they are together are said to do so, and each rank is given once.
    @Test
    void groupsThatMatterNoMoreTogetherAreNotNamed() {
        Importance.Group second = new Importance.Group(List.of("x", "y"), 0.95, 70, 1);
        Importance.Group first = new Importance.Group(List.of("a", "b"), 0.95, 90, 1);
        Importance.Group same = new Importance.Group(List.of("income", "job"), 0.95, 50, 1);
        Importance.Group unclear = new Importance.Group(List.of("c", "d"), 0.95, 30, 20);
        Importance importance = new Importance("rmse", 46, 100, 5, 5, List.of(column("income", 51), column("a", 40),
                column("x", 30), column("y", 20), column("b", 9), column("job", 8), column("c", 3), column("d", 2)),
                List.of(), List.of(first, second, same, unclear));
        Reliance all = new Reliance(importance, List.of(), Reliance.first(importance));
        assertThat(all.masked()).containsExactly(first, second);
        assertThat(all.rank(first)).contains("first");
        assertThat(all.rank(second)).contains("second");
        assertThat(ExplanationSections.importance(all, 100)).doesNotContain("together: 50", "together: 30");
    }

    /// A column that may not matter at all is not said to matter as much as another one.
    @Test
    void aColumnWithinChanceIsNoTie() {
        Importance importance = new Importance("rmse", 46, 100, 5, 5, List.of(column("x", 3), column("y", 2.9),
                new Importance.Column("z", 2.8, 2)), List.of(), List.of());
        assertThat(new Reliance(importance, List.of(), List.of()).ties(0)).containsExactly("y");
    }

    /// Accumulated effects can add up to less than 0 or more than 1, which no probability is.
    @Test
    void effectsAreDrawnAsProbabilities() {
        Dependence number = dependence(new double[]{0.2, 0.5, 0.9}, -0.6, 0, 0.9);
        Dependence probability = new Dependence("population", Dependence.Kind.NUMBER, 10, "paid", List.of("yes"), true,
                List.of(0.5), number.points(), number.directions());
        assertThat(drawn(probability)).doesNotContain(">-0.5<");
        assertThat(drawn(number)).contains(">-0.5<");
    }

    /// The spread of a column without importance is drawn on both sides of 0.
    @Test
    void spreadsAreNotCutAtZero() {
        Importance importance = new Importance("rmse", 1, 9, 5, 5, List.of(new Importance.Column("x", 1, 0.1),
                new Importance.Column("wind", 0.01, 0.2)), List.of(), List.of());
        Matcher bar = Pattern.compile("<rect x=\"([0-9.]+)\".*?<path d=\"M([0-9.]+) [^>]*whisker", Pattern.DOTALL)
                .matcher(ExplanationSections.importance(new Reliance(importance, List.of(), List.of()), 9));
        assertThat(bar.results().map(found -> Double.parseDouble(found.group(2)) < Double.parseDouble(found.group(1))))
                .containsExactly(false, true);
    }

    private static Dependence dependence(double[] partial, double... effects) {
        return new Dependence("population", Dependence.Kind.NUMBER, 10, "price", List.of("price"), false, List.of(0.0),
                IntStream.range(0, partial.length).mapToObj(i -> new Dependence.Point(Integer.toString(i), i, 5,
                        List.of(partial[i]), List.of(effects[i]))).toList(),
                List.of(new Direction(false, "falls with \"population\"")));
    }

    private static String drawn(Dependence dependence) {
        Importance importance = new Importance("rmse", 46, 100, 5, 5, List.of(column("population", 59)), List.of(),
                List.of());
        return ExplanationSections.dependence(new Reliance(importance, List.of(dependence), List.of()), Map.of());
    }

    /// The sentence follows the solid line.
    @Test
    void aPartialDependenceThatGoesTheOtherWayIsSaid() {
        String opposite = "the dashed line goes the other way";
        String page = drawn(dependence(new double[]{3, 2, 2.5}, 4, 2, 0));
        assertThat(page).contains(opposite);
        assertThat(page.indexOf("class=\"line s-blue\"")).isPositive();
        assertThat(drawn(dependence(new double[]{3, 2, 1}, 4, 2, 0))).doesNotContain(opposite);
    }

    @Test
    void rowsMostWrongAreNotRepeatedAsSuspects() {
        ErrorAnalysis.Row first = new ErrorAnalysis.Row(299, "0", "1", 0.017, List.of());
        ErrorAnalysis.Row second = new ErrorAnalysis.Row(645, "1", "0", 0.6, List.of());
        ErrorAnalysis errors = new ErrorAnalysis(178, 26 / 178.0, List.of(), 0, List.of(), List.of(first),
                List.of(first, second), 17, List.of());
        List<Page.Section> sections = ErrorSections.of(errors, true, "");
        assertThat(sections.getLast().content()).doesNotContain(">299<")
                .contains(">645<", "17 rows may have a wrong label", "it predicts 26 rows wrong",
                        "The first 1 is in the table of the rows most wrong, and the next one here.");
        // the largest errors are not those that are unusual among similar rows
        assertThat(ErrorSections.of(errors, false, "price").getLast().content()).contains(">299<", ">645<",
                "The table has the first 2.");
    }

    private static Origin origin(String command) {
        return new Origin("1", "25", "my houses.csv", "", command, "mlp", 0, List.of(1, 1, 1), 2, Optional.empty(),
                false, true);
    }

    @Test
    void commandsAreInTheirOrderAndSayWhatTheyRepeat() {
        Origin timed = origin("chainrule train houses.csv --target price --time 40s");
        assertThat(timed.timed()).isTrue();
        assertThat(timed.repeat()).isEqualTo("chainrule reproduce MODEL 'my houses.csv'");
        assertThat(origin("chainrule train houses.csv --target price").timed()).isFalse();
    }

    private static String gradients(double... sizes) {
        List<NetworkSummary.Layer> layers = IntStream.range(0, sizes.length)
                .mapToObj(
                        i -> new NetworkSummary.Layer("linear" + i, "linear", "[4]", 1, 1, List.of(), Optional.empty(),
                                1, sizes[i]))
                .toList();
        return new NetworkSummary("mlp", 1, 1, 4, new NetworkSummary.Flow(1, 1), layers, 3, 3, "loss").gradients();
    }

    @Test
    void gradientsHaveAVerdict() {
        assertThat(gradients(0.005, 0.007, 0.01, 0.5)).isEqualTo("The gradients are healthy, since they neither vanish"
                + " nor explode: they are 0.5 times as large at linear0 as at linear2");
        assertThat(gradients(1e-6, 0.001, 0.01, 0.5)).startsWith("The gradients shrink towards the input");
        assertThat(gradients(100, 1, 0.01, 0.5)).startsWith("The gradients grow towards the input");
        assertThat(gradients(0.1, 0.5)).isEmpty();
    }

    @Test
    void numbersOfThePageHaveOneStyle() {
        assertThat(Page.grouped("always the mean, 206900")).isEqualTo("always the mean, 206,900");
        assertThat(Page.grouped("always the mean, 0.123456")).isEqualTo("always the mean, 0.123456");
        assertThat(Page.grouped("12345.678 and x12345")).isEqualTo("12,345.678 and x12345");
        assertThat(Page.measure("rmse", 47010)).isEqualTo("47,010");
    }

    /// A stopped linear model is named without its epochs, and a baseline that takes too long is said to be missing.
    @Test
    void baselinesAreNamedAsTheyAre() {
        assertThat(TestResults.named("linear, stopped after 77 epochs")).isEqualTo("linear model (stopped early)");
        assertThat(TestResults.named("linear")).isEqualTo("linear model");
        assertThat(TestResults.missing(Set.of("constant", "linear")))
                .startsWith("The nearest neighbors are no baseline");
        assertThat(TestResults.missing(Set.of("constant", "linear", "neighbors"))).isEmpty();
        assertThat(TestResults.missing(Set.of("constant"))).isEmpty();
    }
}
