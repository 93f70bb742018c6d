package org.chainrule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.chainrule.type.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Products of vectors, matrices and stacks compared with explicit sums.
class ProductsTest {
    @Test
    void aVectorIsARowOrAColumn() {
        Tensor matrix = Tensor.of(new float[][]{{1, 2, 3}, {4, 5, 6}});
        Tensor three = Tensor.of(1, 10, 100);
        Tensor two = Tensor.of(1, 10);
        assertThat(matrix.matmul(three).shape()).isEqualTo(Shape.of(2));
        assertThat(matrix.matmul(three).values()).containsExactly(321, 654);
        assertThat(two.matmul(matrix).values()).containsExactly(41, 52, 63);
        assertThat(three.matmul(three).shape()).isEqualTo(Shape.scalar());
        assertThat(three.matmul(three).value()).isEqualTo(10101);
        assertThat(matrix.matmul(three).sum().gradient(three).values()).containsExactly(5, 7, 9);
        assertThat(matrix.matmul(three).sum().gradient(matrix).values()).containsExactly(1, 10, 100, 1, 10, 100);
        assertThat(three.matmul(three).gradient(three).values()).containsExactly(2, 20, 200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"2,3|3|2", "3|3,4|4", "3|3|''", "5,2,3|3|5,2", "3|5,3,2|5,2",
            "2,3|3,4|2,4", "5,2,3|3,4|5,2,4", "2,3|5,3,4|5,2,4", "5,2,3|5,3,4|5,2,4", "5,1,2,3|6,3,4|5,6,2,4",
            "6,2,3|5,1,3,4|5,6,2,4", "5,6,2,3|6,3,4|5,6,2,4", "5,6,2,3|1,1,3,4|5,6,2,4", "1,2,3|5,3,4|5,2,4",
            "2,3|1,3,4|1,2,4", "5,1,2,3|1,6,3,4|5,6,2,4", "1,2,3|1,3,1|1,2,1", "2,1|1,1,4|1,2,4",
            "2,1|1,1,1,1|1,1,2,1", "1,1|3,1,1|3,1,1", "2,3,1,4|3,4,1|2,3,1,1", "7,2,1,4,5|2,3,5,6|7,2,3,4,6",
            "7,1,3,4,5|2,1,5,6|7,2,3,4,6", "2,3,4,5|2,1,5,6|2,3,4,6", "7,1,3|3,4|7,1,4"})
    void leadingAxesAreBroadcast(String lhs, String rhs, String result) {
        Shape a = shape(lhs);
        Shape b = shape(rhs);
        Tensor x = Tensor.input("x", a);
        Tensor y = Tensor.input("y", b);
        Tensor product = x.matmul(y);
        assertThat(product.shape()).isEqualTo(shape(result));
        SplittableRandom random = new SplittableRandom(5);
        double[] left = random.doubles(a.elements(), -1, 1).map(v -> (float) v).toArray();
        double[] right = random.doubles(b.elements(), -1, 1).map(v -> (float) v).toArray();
        Tensor weights = Tensor.of(floats(random, product.shape().elements()), product.shape());
        List<Tensor> outputs = new ArrayList<>(List.of(product));
        outputs.addAll(product.gradients(List.of(x, y), weights));
        List<float[]> actual = ReferenceRun.floats(outputs, Map.of(x, left, y, right), 1);
        double[][] expected = {new double[product.shape().elements()], new double[left.length],
                new double[right.length]};
        multiply(a, b, product.shape(), left, right, weights.values(), expected);
        for (int i = 0; i < 3; i++) {
            assertThat(actual.get(i)).hasSameSizeAs(expected[i]);
            for (int j = 0; j < expected[i].length; j++) {
                assertThat((double) actual.get(i)[j]).isCloseTo(expected[i][j], offset(1e-5));
            }
        }
    }

    /// Computes every element of the result, and the gradients it contributes to both operands.
    private static void multiply(Shape a, Shape b, Shape out, double[] x, double[] y, float[] g, double[][] results) {
        int k = a.size(-1);
        int m = a.rank() > 1 ? a.size(-2) : 1;
        int n = b.rank() > 1 ? b.size(-1) : 1;
        int stacks = out.elements() / (m * n);
        int lead = out.rank() - (a.rank() > 1 ? 1 : 0) - (b.rank() > 1 ? 1 : 0);
        for (int stack = 0; stack < stacks; stack++) {
            int xAt = m * k * part(stack, out, lead, a);
            int yAt = k * n * part(stack, out, lead, b);
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < n; j++) {
                    int at = (stack * m + i) * n + j;
                    for (int l = 0; l < k; l++) {
                        results[0][at] += x[xAt + i * k + l] * y[yAt + l * n + j];
                        results[1][xAt + i * k + l] += g[at] * y[yAt + l * n + j];
                        results[2][yAt + l * n + j] += g[at] * x[xAt + i * k + l];
                    }
                }
            }
        }
    }

    /// Returns the matrix of an operand that belongs to a matrix of the result, aligned at the last leading axis.
    private static int part(int stack, Shape out, int lead, Shape operand) {
        int own = Math.max(0, operand.rank() - 2);
        int rest = stack;
        int part = 0;
        int stride = 1;
        for (int i = 1; i <= lead; i++) {
            int size = out.size(lead - i);
            int at = rest % size;
            rest /= size;
            if (i <= own) {
                part += operand.size(own - i) == 1 ? 0 : at * stride;
                stride *= operand.size(own - i);
            }
        }
        return part;
    }

    @Test
    void batchesAreBroadcast() {
        Tensor x = Tensor.input("x", Shape.batch(1, 2, 3));
        assertThat(x.matmul(Tensor.input("y", Shape.of(4, 3, 5))).shape()).isEqualTo(Shape.batch(4, 2, 5));
        assertThat(x.matmul(Tensor.input("y", Shape.of(3))).shape()).isEqualTo(Shape.batch(1, 2));
        Tensor rows = Tensor.input("x", Shape.batch(3));
        assertThat(rows.matmul(Tensor.input("y", Shape.of(3))).shape()).isEqualTo(Shape.batch());
        assertThat(rows.matmul(Tensor.input("y", Shape.of(3, 4))).shape()).isEqualTo(Shape.batch(4));
    }

    /// The batch as the axis of columns, as the inner axis and as the axis of rows.
    @Test
    void theBatchMayStandAnywhere() {
        Tensor columns = Tensor.input("x", Shape.batch(3)).transpose();
        Tensor stack = Tensor.input("y", Shape.of(5, 2, 3));
        assertThat(stack.matmul(columns).shape()).hasToString("[5, 2, n]");
        assertThat(stack.matmul(columns.unsqueeze(0)).shape()).hasToString("[5, 2, n]");
        Tensor inner = Tensor.input("z", Shape.batch(4));
        assertThat(columns.expand(Shape.ofEntries(5, 3, -1)).matmul(inner).shape()).hasToString("[5, 3, 4]");
        assertThat(columns.matmul(inner.expand(Shape.ofEntries(5, -1, 4))).shape()).hasToString("[5, 3, 4]");
        assertThat(columns.matmul(Tensor.input("v", Shape.batch())).shape()).hasToString("[3]");
        Tensor x = Tensor.input("x", Shape.batch(2));
        Program program = Program.of(List.of(x), List.of(x.transpose().unsqueeze(0).expand(Shape.ofEntries(2, 2, -1))
                .matmul(x), Tensor.of(1, 10).matmul(x.transpose())));
        List<Tensor> results = program.run(Tensor.of(new float[][]{{1, 2}, {3, 4}, {5, 6}}));
        assertThat(results.get(0).values()).containsExactly(35, 44, 44, 56, 35, 44, 44, 56);
        assertThat(results.get(1).values()).containsExactly(21, 43, 65);
    }

    private static Shape shape(String sizes) {
        int[] all = sizes.isEmpty()
                ? new int[0]
                : java.util.Arrays.stream(sizes.split(",")).mapToInt(Integer::parseInt).toArray();
        return Shape.of(all);
    }

    private static float[] floats(SplittableRandom random, int count) {
        float[] floats = new float[count];
        for (int i = 0; i < count; i++) {
            floats[i] = (float) random.nextDouble(-1, 1);
        }
        return floats;
    }
}
