package org.chainrule.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.outcome.ErrorQuantiles;
import org.junit.jupiter.api.Test;

class ErrorQuantilesTest {
    private static ErrorQuantiles ofRows(int rows) {
        return ErrorQuantiles.of(IntStream.rangeClosed(1, rows).map(i -> rows + 1 - i).asDoubleStream().toArray());
    }

    /// The errors are 1 to n, so that a bound is its own position: ceil((n + 1) level).
    @Test
    void theBoundIsThePositionInTheSortedErrors() {
        assertThat(ofRows(9).at(0.9)).isEqualTo(9);
        assertThat(ofRows(99).at(0.9)).isEqualTo(90);
        assertThat(ofRows(99).at(0.07)).as("0.07 times 100 is not 7 in floating point").isEqualTo(7);
        assertThat(ofRows(100).at(0.9)).isEqualTo(91);
        assertThat(ofRows(199).at(0.995)).isEqualTo(199);
        assertThat(ofRows(998).at(0.999)).as("one row too few").isInfinite();
        assertThat(ofRows(999).at(0.999)).isEqualTo(999);
        assertThat(ofRows(999).at(0.925)).as("the next level that is kept is 0.93").isEqualTo(930);
        assertThat(ofRows(8).at(0.9)).isInfinite();
        assertThat(ErrorQuantiles.NONE.at(0.5)).isInfinite();
    }

    /// Of new rows drawn like the validation rows, at least nine of ten have an error within the bound, on average over
    /// the draws, and not many more.
    @Test
    void nineOfTenNewErrorsAreWithinTheBound() {
        SplittableRandom random = new SplittableRandom(3);
        int covered = 0;
        for (int draw = 0; draw < 20_000; draw++) {
            covered += random.nextDouble() <= ErrorQuantiles.of(random.doubles(29).toArray()).at(0.9) ? 1 : 0;
        }
        assertThat(covered / 20_000.0).isBetween(0.893, 0.907);
    }

    @Test
    void errorsThatAreNotFiniteBoundNothing() {
        double[] errors = IntStream.range(0, 20).mapToDouble(i -> i < 3 ? Double.NaN : i).toArray();
        assertThat(ErrorQuantiles.of(errors).at(0.9)).isInfinite();
        assertThat(ErrorQuantiles.of(errors).at(0.8)).isEqualTo(19);
    }

    private static void refused(ErrorQuantiles quantiles, double level, String message) {
        assertThatThrownBy(() -> quantiles.require(level)).isInstanceOf(ArgumentException.class).hasMessage(message);
    }

    @Test
    void aLevelThatCannotBeIsRefused() {
        assertThat(ofRows(19).require(0.95)).isEqualTo(19);
        for (double level : new double[]{0, 1, -0.1, Double.NaN}) {
            refused(ofRows(19), level, "level: got " + level + ", expected a number between 0 and 1");
        }
        refused(ofRows(19), 0.99,
                "the validation rows of the model allow a level of at most 0.95; for 0.99, train "
                        + "it again with at least 99 validation rows");
        refused(ErrorQuantiles.NONE, 0.9,
                "the model keeps no errors of validation rows; for 0.9, train it again "
                        + "with at least 9 validation rows");
        refused(ofRows(5000), 0.9999, "the validation rows of the model allow a level of at most 0.999; for "
                + "0.9999, train it again with a level of at most 0.999");
    }

    @Test
    void listsThatAreNotQuantilesAreRefused() {
        for (Lists wrong : List.of(new Lists(List.of(0.9), List.of()),
                new Lists(List.of(0.9, 0.8), List.of(1.0, 2.0)),
                new Lists(List.of(0.8, 0.9), List.of(2.0, 1.0)), new Lists(List.of(1.0), List.of(1.0)),
                new Lists(List.of(0.9), List.of(-1.0)), new Lists(List.of(0.9), List.of(Double.NaN)))) {
            assertThatThrownBy(() -> new ErrorQuantiles(wrong.levels, wrong.errors))
                    .isInstanceOf(ArgumentException.class);
        }
    }

    private record Lists(List<Double> levels, List<Double> errors) {
    }
}
