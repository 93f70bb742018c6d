package org.chainrule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.chainrule.type.DType;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;
import org.junit.jupiter.api.Test;

class AxesTest {
    private static final Tensor MATRIX = Tensor.of(new float[][]{{1, 2, 3}, {4, 5, 6}});

    /// A tensor `[2, 3, 4]` whose element at `i, j, k` is `100 i + 10 j + k`.
    private static final Tensor CUBE = cube();

    private static Tensor cube() {
        float[] values = new float[24];
        for (int at = 0; at < values.length; at++) {
            values[at] = 100 * (at / 12) + 10 * (at / 4 % 3) + at % 4;
        }
        return Tensor.of(values, Shape.of(2, 3, 4));
    }

    @Test
    void sizesMayLeaveOneOpen() {
        assertThat(MATRIX.reshape(3, 2).rows()).isEqualTo(new float[][]{{1, 2}, {3, 4}, {5, 6}});
        assertThat(MATRIX.reshape(-1).values()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(MATRIX.reshape(1, -1, 2).shape()).isEqualTo(Shape.of(1, 3, 2));
        assertThat(MATRIX.reshape(2, -1, 3).shape()).isEqualTo(Shape.of(2, 1, 3));
        assertThat(Tensor.of(7).reshape().shape()).isEqualTo(Shape.scalar());
        assertThat(Tensor.scalar(7).reshape(1, 1).shape()).isEqualTo(Shape.of(1, 1));
    }

    @Test
    void theOpenSizeIsTheBatch() {
        Tensor images = Tensor.input("x", Shape.batch(784));
        assertThat(images.reshape(-1, 28, 28).shape()).isEqualTo(Shape.batch(28, 28));
        assertThat(images.reshape(784, -1).shape()).hasToString("[784, n]");
        Tensor words = Tensor.input("x", Shape.batch(5, 6));
        assertThat(words.reshape(-1, 6).shape()).hasToString("[5n, 6]");
        assertThat(words.reshape(-1, 6).reshape(-1, 5, 6).shape()).isEqualTo(Shape.batch(5, 6));
        Program program = Program.of(List.of(words), List.of(words.reshape(-1, 30).sum(1)));
        assertThat(program.run(Tensor.fill(1, Shape.of(2, 5, 6)).mul(Tensor.of(new float[]{1, 2}, Shape.of(2, 1, 1)))
                .detach()).getFirst().values()).containsExactly(30, 60);
    }

    @Test
    void axesAreReordered() {
        Tensor turned = CUBE.permute(2, 0, 1);
        assertThat(turned.shape()).isEqualTo(Shape.of(4, 2, 3));
        assertThat(turned.at(3, 1, 2)).isEqualTo(123);
        assertThat(CUBE.permute(-1, 0, -2).values()).isEqualTo(turned.values());
    }

    @Test
    void axesOfSizeOneComeAndGo() {
        assertThat(MATRIX.unsqueeze(0).shape()).isEqualTo(Shape.of(1, 2, 3));
        assertThat(MATRIX.unsqueeze(1).shape()).isEqualTo(Shape.of(2, 1, 3));
        assertThat(MATRIX.unsqueeze(-1).shape()).isEqualTo(Shape.of(2, 3, 1));
        assertThat(MATRIX.unsqueeze(-3).shape()).isEqualTo(Shape.of(1, 2, 3));
        assertThat(MATRIX.unsqueeze(1).squeeze(1).values()).isEqualTo(MATRIX.values());
        assertThat(MATRIX.unsqueeze(-1).squeeze(-1).shape()).isEqualTo(Shape.of(2, 3));
        assertThat(Tensor.input("x", Shape.batch(3)).unsqueeze(1).shape()).isEqualTo(Shape.batch(1, 3));
    }

    @Test
    void tensorsAreStacked() {
        Tensor a = Tensor.of(1, 2, 3);
        Tensor b = Tensor.of(4, 5, 6);
        assertThat(Tensor.stack(0, a, b).rows()).isEqualTo(MATRIX.rows());
        assertThat(Tensor.stack(1, a, b).rows()).isEqualTo(new float[][]{{1, 4}, {2, 5}, {3, 6}});
        assertThat(Tensor.stack(-1, a, b).shape()).isEqualTo(Shape.of(3, 2));
        assertThat(Tensor.stack(-2, a, b).shape()).isEqualTo(Shape.of(2, 3));
        assertThat(Tensor.stack(0, Tensor.scalar(3), Tensor.scalar(4)).values()).containsExactly(3, 4);
        assertThat(Tensor.stack(0, Tensor.ofInts(3), Tensor.ofInts(4)).type())
                .isEqualTo(TensorType.i32(Shape.of(2, 1)));
        assertThat(Tensor.stack(1, a, b).square().sum().gradient(b).values()).containsExactly(8, 10, 12);
    }

    @Test
    void axesAreSplit() {
        List<Tensor> halves = CUBE.split(-1, 2);
        assertThat(halves).hasSize(2);
        assertThat(halves.get(1).shape()).isEqualTo(Shape.of(2, 3, 2));
        assertThat(halves.get(1).at(1, 2, 0)).isEqualTo(122);
        List<Tensor> uneven = CUBE.splitSizes(1, 1, 2);
        assertThat(uneven.get(0).at(1, 0, 3)).isEqualTo(103);
        assertThat(uneven.get(1).at(1, 0, 3)).isEqualTo(113);
        assertThat(Tensor.concat(1, uneven.toArray(Tensor[]::new)).values()).isEqualTo(CUBE.values());
        assertThat(MATRIX.split(1, 3).get(2).square().sum().gradient(MATRIX).values())
                .containsExactly(0, 0, 6, 0, 0, 12);
    }

    /// The definition of `numpy.take`: the element at `(before.., indices.., behind..)`.
    @Test
    void elementsAreTakenAlongAnyAxis() {
        Tensor indices = Tensor.ofInts(2, 0, 0, 1);
        Tensor square = Tensor.stack(0, Tensor.ofInts(2, 0), Tensor.ofInts(0, 1));
        int[][] numbers = {{2, 0}, {0, 1}};
        assertThat(CUBE.gather(1, indices).shape()).isEqualTo(Shape.of(2, 4, 4));
        Tensor middle = CUBE.gather(1, square);
        Tensor last = CUBE.gather(-1, square);
        assertThat(middle.shape()).isEqualTo(Shape.of(2, 2, 2, 4));
        assertThat(last.shape()).isEqualTo(Shape.of(2, 3, 2, 2));
        for (int i = 0; i < 2; i++) {
            for (int a = 0; a < 2; a++) {
                for (int b = 0; b < 2; b++) {
                    assertThat(middle.at(i, a, b, 3)).isEqualTo(CUBE.at(i, numbers[a][b], 3));
                    assertThat(last.at(i, 2, a, b)).isEqualTo(CUBE.at(i, 2, numbers[a][b]));
                }
            }
        }
        assertThat(MATRIX.gather(0, Tensor.ofInts(1)).values()).containsExactly(4, 5, 6);
        Tensor one = Tensor.ofInts(2).reshape();
        assertThat(MATRIX.gather(1, one).values()).containsExactly(3, 6);
        assertThat(MATRIX.gather(1, Tensor.ofInts(2, 2, 0)).sum().gradient(MATRIX).values())
                .containsExactly(1, 0, 2, 1, 0, 2);
    }

    /// The definition of `numpy.take_along_axis`.
    @Test
    void eachIndexTakesOneElement() {
        Tensor labels = Tensor.ofInts(2, 0);
        Tensor picked = MATRIX.takeAlong(1, labels.unsqueeze(1));
        assertThat(picked.rows()).isEqualTo(new float[][]{{3}, {4}});
        assertThat(picked.square().sum().gradient(MATRIX).values()).containsExactly(0, 0, 6, 8, 0, 0);
        Tensor places = Tensor.ofInts(2, 0, 1, 1, 0, 2, 2, 1).reshape(2, 1, 4);
        assertThat(CUBE.takeAlong(1, places).values()).containsExactly(20, 1, 12, 13, 100, 121, 122, 113);
        assertThat(CUBE.takeAlong(0, Tensor.ofInts(1).reshape(1, 1, 1).expand(Shape.of(1, 3, 4)))
                .values()).isEqualTo(CUBE.slice(0, 1, 2).values());
        Tensor broken = Tensor.of(new float[][]{{1, Float.NaN}});
        assertThat(broken.takeAlong(1, Tensor.ofInts(0).unsqueeze(1)).value()).isEqualTo(1);
    }

    @Test
    void numbersCount() {
        assertThat(Tensor.iota(4).type()).isEqualTo(TensorType.i32(Shape.of(4)));
        assertThat(Tensor.iota(4).ints()).containsExactly(0, 1, 2, 3);
        assertThat(MATRIX.gather(Tensor.iota(2)).rows()).isEqualTo(MATRIX.rows());
    }

    @Test
    void trianglesAreCutOut() {
        assertThat(Tensor.lowerTriangle(3).type().dtype()).isEqualTo(DType.BOOL);
        assertThat(Tensor.lowerTriangle(3).ints()).containsExactly(1, 0, 0, 1, 1, 0, 1, 1, 1);
        Tensor square = Tensor.of(new float[][]{{1, 2, 3}, {4, 5, 6}, {7, 8, 9}});
        assertThat(square.tril(0).values()).containsExactly(1, 0, 0, 4, 5, 0, 7, 8, 9);
        assertThat(square.tril(-1).values()).containsExactly(0, 0, 0, 4, 0, 0, 7, 8, 0);
        assertThat(square.tril(1).values()).containsExactly(1, 2, 0, 4, 5, 6, 7, 8, 9);
        assertThat(square.triu(0).values()).containsExactly(1, 2, 3, 0, 5, 6, 0, 0, 9);
        assertThat(square.triu(-1).values()).containsExactly(1, 2, 3, 4, 5, 6, 0, 8, 9);
        assertThat(MATRIX.triu(1).values()).containsExactly(0, 2, 3, 0, 0, 6);
        assertThat(square.tril(Integer.MAX_VALUE).values()).isEqualTo(square.values());
        assertThat(square.tril(Integer.MIN_VALUE).sum().value()).isZero();
        assertThat(CUBE.tril(0).at(1, 0, 1)).isZero();
        assertThat(CUBE.tril(0).at(1, 2, 1)).isEqualTo(121);
        Tensor broken = Tensor.of(new float[][]{{1, Float.NaN}, {2, 3}});
        assertThat(broken.tril(0).values()).containsExactly(1, 0, 2, 3);
        assertThat(broken.tril(0).sum().gradient(broken).values()).containsExactly(1, 0, 1, 1);
    }

    @Test
    void reductionsKeepTheirAxes() {
        assertThat(MATRIX.sumKeeping(1).rows()).isEqualTo(new float[][]{{6}, {15}});
        assertThat(MATRIX.meanKeeping(-2).rows()).isEqualTo(new float[][]{{2.5f, 3.5f, 4.5f}});
        assertThat(MATRIX.maxKeeping(1).rows()).isEqualTo(new float[][]{{3}, {6}});
        assertThat(MATRIX.minKeeping().rows()).isEqualTo(new float[][]{{1}});
        assertThat(MATRIX.sub(MATRIX.meanKeeping(1)).values()).containsExactly(-1, 0, 1, -1, 0, 1);
        assertThat(CUBE.sumKeeping(0, -1).shape()).isEqualTo(Shape.of(1, 3, 1));
        assertThat(CUBE.sumKeeping(0, 2).reshape(-1).values()).isEqualTo(CUBE.sum(0, 2).values());
        assertThat(Tensor.input("x", Shape.batch(3)).meanKeeping(0).shape()).isEqualTo(Shape.of(1, 3));
    }

    @Test
    void variancesAreOfThePopulation() {
        Tensor x = Tensor.of(new float[][]{{1, 3}, {5, 5}});
        assertThat(x.var(1).values()).containsExactly(1, 0);
        assertThat(x.varKeeping(0).rows()).isEqualTo(new float[][]{{4, 1}});
        assertThat(x.var().value()).isEqualTo(2.75f);
        assertThat(x.std(0).values()).containsExactly(2, 1);
        // 2 (x - mean) / count
        assertThat(x.var(1).sum().gradient(x).values()).containsExactly(-1, 1, 0, 0);
        assertThat(Tensor.of(1e6f, 1e6f + 1, 1e6f + 2).var().value()).isEqualTo(2 / 3f);
    }
}
