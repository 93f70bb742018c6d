package org.chainrule.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.chainrule.nn.Layers.sequential;
import static org.chainrule.nn.Layers.tangentLinear;
import static org.chainrule.nn.Layers.tanh;
import static org.chainrule.optim.Optimizers.sgd;

import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.chainrule.Tensor;
import org.chainrule.data.Examples;
import org.chainrule.nn.Layer;
import org.chainrule.nn.Loss;
import org.junit.jupiter.api.Test;

/// The start values of a linear layer in the neural tangent parametrization that are computed from rows, against formulas.
class TangentStartsTest {
    private static Examples examples(float[][] x) {
        return Examples.of(x, new float[x.length]);
    }

    private static float[][] rows(int count, int columns) {
        SplittableRandom random = new SplittableRandom(3);
        float[][] x = new float[count][columns];
        for (float[] row : x) {
            for (int k = 0; k < columns; k++) {
                row[k] = (float) (10 * k + (k + 1) * random.nextGaussian());
            }
        }
        return x;
    }

    private static Map<String, Tensor> start(Layer net, float[][] x, int threads) {
        Loss any = (prediction, target) -> prediction.square().mean(-1);
        return Step.of(net, any, sgd(0.01)).seed(4).start(examples(x), 64, threads).variables();
    }

    /// Returns `x W / sqrt(in)`, in float64: one array for each unit.
    private static double[][] units(double[][] x, Tensor weight) {
        double[][] units = new double[weight.shape().size(1)][x.length];
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < units.length; j++) {
                for (int k = 0; k < x[i].length; k++) {
                    units[j][i] += x[i][k] * weight.at(k, j) / Math.sqrt(x[i].length);
                }
            }
        }
        return units;
    }

    private static double[][] wide(float[][] x) {
        return Arrays.stream(x).map(row -> {
            double[] wide = new double[row.length];
            Arrays.setAll(wide, k -> row[k]);
            return wide;
        }).toArray(double[][]::new);
    }

    private static double deviation(double... values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        return Math.sqrt(Arrays.stream(values).map(value -> (value - mean) * (value - mean)).average().orElseThrow());
    }

    /// The later layer reads what the earlier one computes from its start values.
    @Test
    void everyUnitOfEveryLayerHasDeviationOne() {
        float[][] x = rows(600, 4);
        Map<String, Tensor> start = start(sequential(tangentLinear(9).dataDriven(), tanh(),
                tangentLinear(7).dataDriven()), x, 2);
        double[][] z = units(wide(x), start.get("tangentLinear/weight"));
        double[][] hidden = new double[x.length][z.length];
        for (int j = 0; j < z.length; j++) {
            assertThat(deviation(z[j])).isCloseTo(1, within(1e-4));
            for (int i = 0; i < x.length; i++) {
                hidden[i][j] = Math.tanh(z[j][i] + start.get("tangentLinear/bias").at(j));
            }
        }
        for (double[] unit : units(hidden, start.get("tangentLinear2/weight"))) {
            assertThat(deviation(unit)).isCloseTo(1, within(1e-4));
        }
    }

    /// Far from 0, the mean of a unit has fewer digits than its deviation needs.
    @Test
    void valuesFarFromZeroAreMeasuredAsWell() {
        float[][] x = rows(3000, 1);
        for (float[] row : x) {
            row[0] += 65536;
        }
        double[] unit = units(wide(x), start(tangentLinear(1).dataDriven(), x, 1).get("tangentLinear/weight"))[0];
        assertThat(deviation(unit)).isCloseTo(1, within(1e-3));
    }

    /// A bias is a mean of five values of its unit, of random rows with random weights: its deviation is that of the values
    /// times the root of the mean of `sum(lambda^2)`, which is 2 / 6.
    @Test
    void biasesAreMeansOfFiveRandomValues() {
        float[][] x = rows(500, 3);
        Map<String, Tensor> start = start(tangentLinear(3000).dataDriven(), x, 2);
        double[][] z = units(wide(x), start.get("tangentLinear/weight"));
        double[] centered = new double[z.length];
        for (int j = 0; j < z.length; j++) {
            double point = -start.get("tangentLinear/bias").at(j);
            assertThat(point).isBetween(Arrays.stream(z[j]).min().orElseThrow() - 1e-4,
                    Arrays.stream(z[j]).max().orElseThrow() + 1e-4);
            centered[j] = point - Arrays.stream(z[j]).average().orElseThrow();
        }
        assertThat(deviation(centered)).isCloseTo(Math.sqrt(1 / 3.0), within(0.03));
        assertThat(Arrays.stream(centered).average().orElseThrow()).isCloseTo(0, within(0.04));
    }

    @Test
    void eachUnitHasItsOwnRows() {
        Map<String, Tensor> start = start(tangentLinear(50).dataDriven(), rows(500, 1), 1);
        TreeSet<Float> sizes = new TreeSet<>();
        for (float bias : start.get("tangentLinear/bias").values()) {
            sizes.add(Math.abs(bias));
        }
        assertThat(sizes).hasSizeGreaterThan(45);
    }

    /// Units whose values are all equal keep the drawn weights, which other rows only rescale; the output is 0.
    @Test
    void aConstantRowKeepsTheDrawnWeights() {
        float[][] constant = new float[10][];
        Arrays.fill(constant, new float[]{0.1f, 0, -3});
        Map<String, Tensor> same = start(tangentLinear(20).dataDriven(), constant, 1);
        Map<String, Tensor> other = start(tangentLinear(20).dataDriven(), rows(100, 3), 1);
        double[][] z = units(wide(constant), same.get("tangentLinear/weight"));
        double square = 0;
        for (int j = 0; j < 20; j++) {
            double factor = other.get("tangentLinear/weight").at(0, j) / same.get("tangentLinear/weight").at(0, j);
            for (int k = 0; k < 3; k++) {
                float drawn = same.get("tangentLinear/weight").at(k, j);
                square += drawn * drawn / 60;
                assertThat(other.get("tangentLinear/weight").at(k, j)).isCloseTo((float) (factor * drawn),
                        within(1e-5f));
            }
            assertThat(factor).isPositive();
            assertThat(-(double) same.get("tangentLinear/bias").at(j)).isCloseTo(z[j][0], within(1e-5));
        }
        assertThat(square).isBetween(0.5, 1.6);
    }

    @Test
    void threadsDoNotMatter() {
        Layer net = sequential(tangentLinear(33).dataDriven(), tanh(), tangentLinear(5).dataDriven());
        Map<String, Tensor> one = start(net, rows(5000, 6), 1);
        for (int threads = 2; threads <= 3; threads++) {
            start(net, rows(5000, 6), threads)
                    .forEach((path, value) -> assertThat(value.values()).as(path).isEqualTo(one.get(path).values()));
        }
    }
}
