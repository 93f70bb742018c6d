package org.chainrule.tabular.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.chainrule.tabular.outcome.FarValues;
import org.chainrule.tabular.table.NumberColumn;
import org.junit.jupiter.api.Test;

class FarValuesTest {
    private static final int ROWS = 500;

    private static FarValues far(double... values) {
        return FarValues.of(NumberColumn.of("y", values), IntStream.range(0, values.length).toArray());
    }

    private static double[] draw(ToDoubleFunction<Random> draw, int rows, long seed) {
        Random random = new Random(seed);
        return IntStream.range(0, rows).mapToDouble(_ -> draw.applyAsDouble(random)).toArray();
    }

    /// Ordinary targets, among them some with heavy tails.
    private static final Map<String, ToDoubleFunction<Random>> ORDINARY = Map.of("normal", Random::nextGaussian,
            "uniform", Random::nextDouble,
            "exponential", random -> -StrictMath.log(random.nextDouble()),
            "lognormal", random -> StrictMath.exp(2 * random.nextGaussian()),
            "pareto", random -> StrictMath.pow(random.nextDouble(), -1 / 1.2),
            "cauchy", random -> StrictMath.tan(Math.PI * (random.nextDouble() - 0.5)),
            "mostly zero",
            random -> random.nextInt(10) > 0 ? 0 : StrictMath.exp(5 + 1.5 * random.nextGaussian()),
            "ratings", random -> 1 + random.nextInt(5),
            "constant", _ -> 3);

    @Test
    void ordinaryTargetsHaveNone() {
        ORDINARY.forEach((name, draw) -> {
            for (int seed = 0; seed < 100; seed++) {
                for (int rows : new int[]{5, 30, ROWS}) {
                    assertThat(far(draw(draw, rows, seed)).rows()).as("%s, seed %d", name, seed).isEmpty();
                }
            }
        });
    }

    @Test
    void aTypingErrorIsFound() {
        for (double factor : new double[]{1000, 1e6, -1000}) {
            double[] prices = draw(random -> 200_000 * StrictMath.exp(0.4 * random.nextGaussian()), ROWS, 7);
            prices[41] = 200_000 * factor;
            FarValues far = far(prices);
            assertThat(far.rows()).as("factor %s", factor).containsExactly(41);
            assertThat(far.median()).isCloseTo(200_000, within(20_000.0));
            assertThat(far.clip(prices[40])).isEqualTo(prices[40]);
            double[] others = IntStream.range(0, ROWS).filter(i -> i != 41).mapToDouble(i -> prices[i]).sorted()
                    .toArray();
            assertThat(far.clip(prices[41])).isEqualTo(factor > 0 ? others[ROWS - 2] : others[0]);
            assertThat(far.clip(Double.NaN)).isNaN();
        }
    }

    /// Several errors hide each other from a rule that compares each value with the next.
    @Test
    void severalTypingErrorsAreFoundTheFarthestFirst() {
        double[] values = draw(Random::nextGaussian, ROWS, 3);
        values[5] = 1e6;
        values[6] = -1.01e6;
        values[7] = 1.02e6;
        FarValues far = far(values);
        assertThat(far.rows()).containsExactly(7, 6, 5);
        // The nearest of the three and the farthest of all others, by their distance from the median.
        double rest = IntStream.range(0, ROWS).filter(i -> i < 5 || i > 7)
                .mapToDouble(i -> Math.abs(values[i] - far.median())).max().orElseThrow();
        assertThat(far.gap()).isEqualTo(Math.abs(values[5] - far.median()) / rest);
    }

    @Test
    void aSecondGroupOfValuesIsNotAnError() {
        double[] values = draw(random -> random.nextGaussian() + (random.nextInt(50) == 0 ? 1000 : 0), ROWS, 3);
        assertThat(far(values).rows()).isEmpty();
    }
}
