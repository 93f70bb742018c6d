package org.chainrule.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.chainrule.tabular.outcome.Assessment;
import org.chainrule.tabular.outcome.Interval;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TextColumn;
import org.junit.jupiter.api.Test;

/// What a training tells about the trust that its measures deserve.
class AssessmentTest {
    /// Returns rows of which `x` tells a class or a number with much noise. Each customer has several equal rows.
    private static Table noisy(int rows, int classes, int copies) {
        SplittableRandom random = new SplittableRandom(7);
        double[] xs = new double[rows];
        double[] ys = new double[rows];
        String[] words = new String[rows];
        double[] customers = new double[rows];
        for (int i = 0; i < rows; i++) {
            boolean copy = i % copies != 0;
            xs[i] = copy ? xs[i - 1] : random.nextDouble();
            ys[i] = copy ? ys[i - 1] : xs[i] + random.nextDouble();
            words[i] = "c" + (int) (ys[i] * classes / 2);
            customers[i] = copy ? customers[i - 1] : i;
        }
        return Table.of("noisy.csv", NumberColumn.of("x", xs), NumberColumn.of("customer", customers),
                NumberColumn.of("y", ys), TextColumn.of("word", words));
    }

    private static Tabular quick(String target) {
        return Tabular.of(target).linear().epochs(20).ignore(target.equals("y") ? "word" : "y");
    }

    @Test
    void eachMeasureLiesInItsInterval() {
        for (Tabular training : List.of(quick("y"), quick("word"))) {
            for (int classes : new int[]{2, 3}) {
                TabularResult result = training.ignore("customer").fit(noisy(400, classes, 1));
                Assessment assessment = result.assessment();
                assertThat(assessment.intervals().keySet()).isEqualTo(result.test().keySet());
                assertThat(assessment.resamples()).isEqualTo(1000);
                Map<String, Map<String, Double>> kept = result.model().provenance().results();
                assessment.intervals().forEach((name, interval) -> {
                    assertThat(interval.contains(result.test().get(name))).as("%s in %s", name, interval).isTrue();
                    assertThat(kept.get("testLow").get(name)).isEqualTo(interval.low());
                    assertThat(kept.get("testHigh").get(name)).isEqualTo(interval.high());
                });
            }
        }
    }

    private static double width(Interval interval) {
        return interval.high() - interval.low();
    }

    /// Nine equal rows of a customer count as one: their interval is three times as wide as that of nine customers.
    @Test
    void rowsOfAGroupAreDrawnTogether() {
        Table table = noisy(1800, 2, 9);
        Interval grouped = quick("y").groupColumn("customer").fit(table).assessment().intervals().get("mae");
        Interval single = quick("y").ignore("customer").fit(table).assessment().intervals().get("mae");
        assertThat(width(grouped) / width(single)).isBetween(2.0, 4.0);
    }

    @Test
    void withoutTestRowsThereIsNothingToAssess() {
        assertThat(quick("y").testFraction(0).fit(noisy(60, 2, 1)).assessment()).isEqualTo(Assessment.NONE);
        assertThat(quick("y").fit(noisy(60, 2, 1), noisy(1, 2, 1)).assessment().intervals()).isEmpty();
    }

    /// Many rows of noise: the intervals and sets of new rows contain the truth as often as they promise.
    @Test
    void intervalsAndSetsContainTheTruthAsOftenAsTheyPromise() {
        Table table = noisy(3000, 4, 1);
        TabularModel numbers = quick("y").ignore("customer").fit(table).model();
        TabularModel words = quick("word").ignore("customer").fit(table).model();
        Predictions.Numbers ys = (Predictions.Numbers) numbers.predict(table);
        Predictions.Classes labels = (Predictions.Classes) words.predict(table);
        for (double level : new double[]{0.5, 0.8, 0.95}) {
            double error = 3 * Math.sqrt(level * (1 - level) / 480); // three standard errors of 480 validation rows
            int inside = 0;
            int within = 0;
            for (int row = 0; row < 3000; row++) {
                NumberPrediction y = ys.withIntervals(level).prediction(row);
                double truth = ((NumberColumn) table.column("y")).value(row);
                inside += y.low() <= truth && truth <= y.high() ? 1 : 0;
                List<String> set = labels.set(row, level);
                assertThat(set).contains(labels.text(row));
                within += set.contains(table.column("word").text(row)) ? 1 : 0;
            }
            assertThat(inside / 3000.0).as("intervals at %s", level).isCloseTo(level, within(error));
            assertThat(within / 3000.0).as("sets at %s", level).isBetween(level - error, Math.max(0.75, level + error));
        }
        assertThat(ys.prediction(0)).isEqualTo(ys.withIntervals(0.9).prediction(0));
    }

    @Test
    void theCoverageIsThatOfTheTestRows() {
        Table test = noisy(500, 4, 1);
        for (String target : List.of("y", "word")) {
            TabularResult result = quick(target).ignore("customer").fit(noisy(900, 4, 1), test);
            Assessment.Coverage coverage = result.assessment().coverage().orElseThrow();
            int covered = 0;
            double size = 0;
            Predictions predictions = result.model().predict(test);
            for (int row = 0; row < 500; row++) {
                switch (predictions) {
                    case Predictions.Numbers ys -> {
                        NumberPrediction y = ys.prediction(row);
                        double truth = ((NumberColumn) test.column("y")).value(row);
                        covered += y.low() <= truth && truth <= y.high() ? 1 : 0;
                        size += (y.high() - y.low()) / 2 / 500;
                    }
                    case Predictions.Quantiles _ -> throw new AssertionError();
                    case Predictions.Classes words -> {
                        covered += words.set(row, 0.9).contains(test.column("word").text(row)) ? 1 : 0;
                        size += words.set(row, 0.9).size() / 500.0;
                    }
                }
            }
            assertThat(coverage.level()).isEqualTo(0.9);
            assertThat(coverage.share()).isEqualTo(covered / 500.0);
            assertThat(coverage.size()).isCloseTo(size, within(1e-9));
        }
    }
}
