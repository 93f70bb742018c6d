package org.chainrule.tabular.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.chainrule.io.Json;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.value.NormalQuantile;
import org.junit.jupiter.api.Test;

class QuantileTransformTest {
    private static double[] numbers(int n, IntToDoubleFunction value) {
        return IntStream.range(0, n).mapToDouble(value).toArray();
    }

    /// Percentage points by the NormalDist of Python, which has the same algorithm.
    @Test
    void normalQuantilesOfKnownShares() {
        Map<Double, Double> known = Map.of(1e-12, -7.034483825301132, 1e-4, -3.71901648545568, 0.05,
                -1.6448536269514726, 0.25, -0.6744897501960817, 0.5, 0.0, 0.7, 0.5244005127080407, 0.975,
                1.9599639845400536, 0.999999999, 5.997807019601638);
        known.forEach((share, quantile) -> assertThat(NormalQuantile.of(share)).isCloseTo(quantile, within(1e-14)));
    }

    /// Of 4, 2, 2, 9 the middle ranks are 2 of 8 for 2, 5 of 8 for 4 and 7 of 8 for 9.
    @Test
    void tiesHaveTheirMiddleRank() {
        QuantileTransform transform = QuantileTransform.fit(new double[]{4, 2, 2, 9});
        assertThat(transform.values()).containsExactly(2.0, 4.0, 9.0);
        assertThat(transform.scores()).containsExactly(NormalQuantile.of(0.25), NormalQuantile.of(0.625),
                NormalQuantile.of(0.875));
        assertThat(transform.input(2, 3)).isEqualTo(NormalQuantile.of(0.25));
        assertThat(transform.input(3, 3))
                .isCloseTo((NormalQuantile.of(0.25) + NormalQuantile.of(0.625)) / 2, within(1e-15));
    }

    @Test
    void twoValuesAndConstants() {
        assertThat(QuantileTransform.fit(new double[]{1, 0, 0, 0})).isEqualTo(new QuantileTransform(List.of(0.0, 1.0),
                List.of(NormalQuantile.of(0.375), NormalQuantile.of(0.875))));
        assertThat(QuantileTransform.fit(new double[]{7, 7, 7})).isEqualTo(QuantileTransform.NONE);
        assertThat(QuantileTransform.fit(new double[]{0.0, -0.0})).isEqualTo(QuantileTransform.NONE);
        assertThat(QuantileTransform.fit(new double[0])).isEqualTo(QuantileTransform.NONE);
    }

    /// Ten different values all fit; more rows keep one value for 30 of them, but at most 256, at even distances.
    @Test
    void fewValuesAreStored() {
        for (int[] rowsAndMost : new int[][]{{10, 10}, {300, 10}, {3000, 100}, {100_000, 256}}) {
            QuantileTransform transform = QuantileTransform.fit(numbers(rowsAndMost[0], i -> i));
            int most = rowsAndMost[1];
            assertThat(transform.values()).hasSizeBetween(most / 2, most).startsWith(0.0)
                    .endsWith(rowsAndMost[0] - 1.0);
            assertThat(transform.scores().getFirst()).isEqualTo(NormalQuantile.of(0.5 / rowsAndMost[0]));
        }
    }

    /// What scikit-learn 1.2.1 gives for the same 2,000 values with a Pareto tail, with as many quantiles as values. Beyond
    /// the ends it gives 5.2 deviations, and this half a rank and at most 1 more.
    @Test
    void agreesWithScikitLearn() {
        QuantileTransform transform = QuantileTransform.fit(numbers(2000, i -> {
            double rest = 1 - (i * 7919 % 2000 + 0.5) / 2000;
            return 1 / (rest * rest);
        }));
        Map<Double, Double> known = new TreeMap<>(Map.of(1.05, -1.9798218128756386, 1.3, -1.1613329801910566, 2.0,
                -0.5452537474150569, 4.0, -4.7022787617916644e-07, 10.0, 0.4785317686022625, 40.0, 1.0029465543893523,
                400.0, 1.6470219864686313, 10000.0, 2.335285515226288));
        known.forEach(
                (value, score) -> assertThat(transform.input(value, 1e5)).as("input of %s", value).isCloseTo(score,
                        within(0.02)));
        double end = NormalQuantile.of(1 - 0.5 / 2000);
        assertThat(transform.input(1.6e7, 1e5)).isCloseTo(end, within(1e-9));
        assertThat(transform.input(1e300, 1e5)).isCloseTo(end + 1, within(1e-5));
    }

    @Test
    void inputsIncreaseAndAreBounded() {
        QuantileTransform transform = QuantileTransform.fit(numbers(500, i -> StrictMath.exp(i / 50.0)));
        double before = -10;
        for (double value = -50_000; value < 100_000; value += 7) {
            double input = transform.input(value, 5000);
            assertThat(input).isGreaterThan(before);
            before = input;
        }
        double end = NormalQuantile.of(1 - 0.5 / 500);
        assertThat(transform.input(Double.MAX_VALUE, 1e-300)).isBetween(end, end + 1);
        assertThat(transform.input(-Double.MAX_VALUE, 1e-300)).isBetween(-end - 1, -end);
    }

    /// A value that stands alone is not ranked, and a column that is always the same or always missing stays as it is.
    @Test
    void aSchemaRanksItsNumbers() {
        double[] tail = numbers(600, i -> i == 99 ? 1e9 : i % 300);
        double[] missing = numbers(600, i -> i < 300 ? 4 : Double.NaN);
        Table table = Table.of("t", NumberColumn.of("x", tail), NumberColumn.of("m", missing));
        Schema plain = Schema.fit(table, table.rows(), Set.of());
        Schema ranked = plain.ranked(table, table.rows());
        QuantileTransform transform = ((NumberEncoding) ranked.encodings().getFirst()).quantiles();
        assertThat(transform.values()).startsWith(0.0).endsWith(299.0);
        assertThat(ranked.encodings().get(1)).isEqualTo(plain.encodings().get(1));
        assertThat(ranked.encodings().getFirst().description())
                .isEqualTo("rank among the training rows, as a normal quantile from -2.93468 to 2.93468");
        assertThat(plain.toJson()).containsEntry("format", 2);
        assertThat(ranked.toJson()).containsEntry("format", 5);
        assertThat(Schema.fromJson(Json.parse(Json.write(ranked.toJson()), "m"), "m")).isEqualTo(ranked);
    }

    @Test
    void wrongQuantilesAreRefused() {
        refused(tree -> tree.put("values", List.of(1.0, 1.0, 2.0)));
        refused(tree -> tree.put("scores", List.of(-1.0, 2.0, 0.0)));
        refused(tree -> tree.put("scores", List.of(-1.0, 2.0)));
        refused(tree -> tree.put("values", List.of(-1e308, 0.0, 1e308)));
        refused(tree -> {
            tree.put("values", List.of(1.0));
            tree.put("scores", List.of(1.0));
        });
    }

    private static void refused(Consumer<Map<String, Object>> change) {
        Map<String, Object> encoding = new NumberEncoding("x", 10, 2, true, Range.UNKNOWN, false,
                NumberScaling.STANDARD, new QuantileTransform(List.of(1.0, 2.0, 3.0), List.of(-1.0, 0.0, 1.0)), false)
                .toJson();
        Map<String, Object> quantiles = new TreeMap<>(
                Map.of("values", List.of(1.0, 2.0, 3.0), "scores", List.of(-1.0, 0.0, 1.0)));
        change.accept(quantiles);
        encoding.put("quantiles", quantiles);
        assertThatThrownBy(() -> Encoding.fromJson(encoding, "m")).hasMessage("m: the encoding of a column has "
                + "\"quantiles\" that are not two or more increasing values and as many increasing scores; the file is "
                + "damaged, so copy it again or train again");
    }
}
