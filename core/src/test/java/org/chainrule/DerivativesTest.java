package org.chainrule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.chainrule.type.Shape;
import org.junit.jupiter.api.Test;

class DerivativesTest {
    @Test
    void aJacobianHasARowForEachResult() {
        Tensor x = Tensor.of(2, 3);
        Tensor y = Tensor.stack(0, x.slice(0, 0, 1).mul(x.slice(0, 1, 2)), x.slice(0, 0, 1).square(),
                x.slice(0, 1, 2).pow(3)).reshape(3);
        // x0 x1, x0^2, x1^3
        assertThat(y.jacobian(x).rows()).isEqualTo(new float[][]{{3, 2}, {4, 0}, {0, 27}});
    }

    @Test
    void itsShapeIsThatOfBoth() {
        Tensor x = Tensor.of(new float[][]{{1, 2, 3}, {4, 5, 6}});
        Tensor jacobian = x.transpose().mul(2).jacobian(x);
        assertThat(jacobian.shape()).isEqualTo(Shape.of(3, 2, 2, 3));
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 2; j++) {
                for (int k = 0; k < 2; k++) {
                    for (int l = 0; l < 3; l++) {
                        assertThat(jacobian.at(i, j, k, l)).isEqualTo(i == l && j == k ? 2 : 0);
                    }
                }
            }
        }
        assertThat(x.sum().jacobian(x).shape()).isEqualTo(Shape.of(2, 3));
        assertThat(x.sum().jacobian(x.sum()).shape()).isEqualTo(Shape.scalar());
        assertThat(x.jacobian(Tensor.of(1, 2)).values()).containsOnly(0).hasSize(12);
    }

    @Test
    void softmaxHasItsJacobian() {
        Tensor x = Tensor.of(0.5f, -1, 2);
        Tensor p = x.softmax(0);
        float[] share = p.values();
        float[][] jacobian = p.jacobian(x).rows();
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                assertThat(jacobian[i][j]).isCloseTo(share[i] * ((i == j ? 1 : 0) - share[j]), offset(1e-6f));
            }
        }
    }

    @Test
    void aJacobianIsDifferentiable() {
        Tensor x = Tensor.of(1, 2);
        Tensor diagonal = x.pow(3).jacobian(x); // 3 x^2
        assertThat(diagonal.values()).containsExactly(3, 0, 0, 12);
        assertThat(diagonal.sum().gradient(x).values()).containsExactly(6, 12);
        assertThat(diagonal.jacobian(x).shape()).isEqualTo(Shape.of(2, 2, 2));
        assertThat(diagonal.jacobian(x).values()).containsExactly(6, 0, 0, 0, 0, 0, 0, 12);
    }

    @Test
    void aJacobianStandsInAProgram() {
        Tensor x = Tensor.input("x", Shape.of(2));
        Program program = Program.of(List.of(x), List.of(x.square().jacobian(x)));
        assertThat(program.run(Tensor.of(3, 4)).getFirst().values()).containsExactly(6, 0, 0, 8);
        assertThat(program.run(Tensor.of(5, 0)).getFirst().values()).containsExactly(10, 0, 0, 0);
    }

    /// The Hessian of `x' A x` is `A + A'`.
    @Test
    void aQuadraticFormHasItsHessian() {
        Tensor a = Tensor.of(new float[][]{{1, 2, 0}, {-3, 4, 5}, {6, 1, -2}});
        Tensor x = Tensor.of(0.5f, -1, 2);
        Tensor form = x.matmul(a).matmul(x);
        float[][] expected = {{2, -1, 6}, {-1, 8, 6}, {6, 6, -4}};
        assertThat(form.hessian(x).rows()).isEqualTo(expected);
        assertThat(form.hvp(x, Tensor.of(1, 10, 100)).values()).containsExactly(592, 679, -334);
    }

    /// The second derivatives of Rosenbrock's function `(1 - a)^2 + 100 (b - a^2)^2`: `2 - 400 b + 1200 a^2, -400 a,
    /// 200`.
    @Test
    void rosenbrock() {
        Tensor x = Tensor.of(-1.5f, 2);
        Tensor a = x.slice(0, 0, 1);
        Tensor b = x.slice(0, 1, 2);
        Tensor y = a.neg().add(1).square().add(b.sub(a.square()).square().mul(100)).sum();
        assertThat(y.hessian(x).rows()).isEqualTo(new float[][]{{1902, 600}, {600, 200}});
        assertThat(y.hvp(x, Tensor.of(1, -1)).values()).containsExactly(1302, 400);
    }

    @Test
    void differencesAgree() {
        Tensor x = Tensor.input("x", Shape.of(2, 2));
        Tensor v = Tensor.input("v", Shape.of(2, 2));
        Tensor y = x.matmul(x).tanh().sum().mul(x.exp().sum().log());
        Tensor gradient = y.gradient(x);
        double[] at = {0.3, -0.7, 1.1, 0.2};
        double[] vector = {1, -2, 0.5, 3};
        List<double[]> exact = ReferenceRun.doubles(List.of(y.hessian(x), y.hvp(x, v)), Map.of(x, at, v, vector), 1);
        double h = 1e-5;
        double[] product = new double[4];
        for (int column = 0; column < 4; column++) {
            double[] up = moved(at, column, h);
            double[] down = moved(at, column, -h);
            double[] above = ReferenceRun.doubles(List.of(gradient), Map.of(x, up), 1).getFirst();
            double[] below = ReferenceRun.doubles(List.of(gradient), Map.of(x, down), 1).getFirst();
            for (int row = 0; row < 4; row++) {
                double slope = (above[row] - below[row]) / (2 * h);
                assertThat(exact.get(0)[row * 4 + column]).isCloseTo(slope, offset(1e-7));
                product[row] += slope * vector[column];
            }
        }
        for (int row = 0; row < 4; row++) {
            assertThat(exact.get(1)[row]).isCloseTo(product[row], offset(1e-6));
        }
    }

    private static double[] moved(double[] at, int index, double by) {
        double[] moved = Arrays.copyOf(at, at.length);
        moved[index] += by;
        return moved;
    }
}
