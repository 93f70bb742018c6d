package org.chainrule.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.List;
import org.chainrule.type.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class InitsTest {
    /// An initializer, its variance for a weight `[300, 200]`, and whether its distribution is normal.
    record Case(String name, Init init, double variance, boolean normal) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final Shape WEIGHT = Shape.of(300, 200);

    static List<Case> cases() {
        return List.of(new Case("uniform", Inits.uniform(-2, 2), 4 / 3.0, false),
                new Case("normal", Inits.normal(0.5), 0.25, true),
                new Case("xavierUniform", Inits.xavierUniform(), 2 / 500.0, false),
                new Case("xavierNormal", Inits.xavierNormal(), 2 / 500.0, true),
                new Case("heUniform", Inits.heUniform(), 2 / 300.0, false),
                new Case("heNormal", Inits.heNormal(), 2 / 300.0, true),
                new Case("leCunUniform", Inits.leCunUniform(), 1 / 300.0, false),
                new Case("leCunNormal", Inits.leCunNormal(), 1 / 300.0, true));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void hasTheMomentsItPromises(Case row) {
        float[] values = row.init().values(WEIGHT, Draws.of(11, "weight"));
        assertThat(values).hasSize(60_000);
        double deviation = Math.sqrt(row.variance());
        double count = values.length;
        double mean = 0;
        double square = 0;
        double fourth = 0;
        double largest = 0;
        for (float value : values) {
            double unit = value / deviation;
            mean += unit / count;
            square += unit * unit / count;
            fourth += unit * unit * unit * unit / count;
            largest = Math.max(largest, Math.abs(unit));
        }
        // five standard errors of each moment; kurtosis is 3 for the normal and 9/5 for the uniform distribution
        double kurtosis = row.normal() ? 3 : 1.8;
        assertThat(mean).isCloseTo(0, offset(5 / Math.sqrt(count)));
        assertThat(square).isCloseTo(1, offset(5 * Math.sqrt((kurtosis - 1) / count)));
        assertThat(fourth).isCloseTo(kurtosis, offset(5 * Math.sqrt((row.normal() ? 96 : 5.76) / count)));
        if (row.normal()) {
            assertThat(largest).isBetween(3.5, 6.0);
        } else {
            assertThat(largest).isBetween(Math.sqrt(3) * 0.999, Math.sqrt(3) * 1.000001);
        }
    }

    @Test
    void convolutionWeightsCountThePlacesTheyRead() {
        Shape kernel = Shape.of(3, 3, 64, 32);
        float[] values = Inits.heUniform().values(kernel, Draws.of(1, "kernel"));
        double limit = Math.sqrt(6 / (9.0 * 64));
        double largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        assertThat(largest).isBetween(limit * 0.999, limit);
        float[] xavier = Inits.xavierUniform().values(kernel, Draws.of(1, "kernel"));
        assertThat((double) xavier[0] / values[0]).isCloseTo(
                Math.sqrt(6 / (9.0 * 96)) / limit, offset(1e-6));
    }

    @Test
    void constantsAreConstant() {
        assertThat(Inits.zeros().values(Shape.of(2, 2), Draws.of(1, "x"))).containsExactly(0, 0, 0, 0);
        assertThat(Inits.ones().values(Shape.of(2), Draws.of(1, "x"))).containsExactly(1, 1);
        assertThat(Inits.constant(0.25).values(Shape.scalar(), Draws.of(1, "x"))).containsExactly(0.25f);
    }

    @ParameterizedTest
    @CsvSource({"40, 40", "60, 25", "25, 60", "1, 1", "7, 1", "1, 7", "200, 200"})
    void orthogonalColumnsOrRowsStandAtRightAngles(int rows, int columns) {
        float[] values = Inits.orthogonal(2).values(Shape.of(rows, columns), Draws.of(5, "weight"));
        boolean tall = rows >= columns;
        int count = Math.min(rows, columns);
        int size = Math.max(rows, columns);
        for (int a = 0; a < count; a++) {
            for (int b = 0; b <= a; b++) {
                double product = 0;
                for (int i = 0; i < size; i++) {
                    product += tall
                            ? (double) values[i * columns + a] * values[i * columns + b]
                            : (double) values[a * columns + i] * values[b * columns + i];
                }
                assertThat(product).as("%d . %d", a, b).isCloseTo(a == b ? 4 : 0, offset(2e-6));
            }
        }
    }

    /// The first entries of many random matrices have mean 0, and variance 1 / size as on a sphere.
    @Test
    void orthogonalMatricesHaveNoFavoriteDirection() {
        int draws = 4000;
        double mean = 0;
        double square = 0;
        double trace = 0;
        for (int i = 0; i < draws; i++) {
            float[] values = Inits.orthogonal().values(Shape.of(3, 3), Draws.of(i, "weight"));
            mean += values[0] / (double) draws;
            square += values[0] * values[0] / (double) draws;
            trace += (values[0] + values[4] + values[8]) / (double) draws;
        }
        assertThat(mean).isCloseTo(0, offset(5 * Math.sqrt(1 / 3.0 / draws)));
        assertThat(square).isCloseTo(1 / 3.0, offset(5 * Math.sqrt(0.09 / draws)));
        // the trace of a uniformly drawn orthogonal matrix has mean 0 and variance 1 (Diaconis and Shahshahani, 1994).
        assertThat(trace).isCloseTo(0, offset(5 * Math.sqrt(1.0 / draws)));
    }

    @Test
    void dependentDrawsStillGiveABasis() {
        double[][] basis = Orthonormal.vectors(3, 3, new float[]{1, 0, 0, 2, 0, 0, 0, 0, 0});
        assertThat(basis).isDeepEqualTo(new double[][]{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}});
    }

    @Test
    void theSameSeedAndPathGiveTheSameStart() {
        for (Init init : List.of(Inits.heUniform(), Inits.heNormal(), Inits.orthogonal())) {
            float[] first = init.values(WEIGHT, Draws.of(1, "linear/weight"));
            assertThat(init.values(WEIGHT, Draws.of(1, "linear/weight"))).isEqualTo(first);
            assertThat(init.values(WEIGHT, Draws.of(2, "linear/weight"))).isNotEqualTo(first);
            assertThat(init.values(WEIGHT, Draws.of(1, "linear2/weight"))).isNotEqualTo(first);
        }
    }
}
