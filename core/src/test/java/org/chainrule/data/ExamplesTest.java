package org.chainrule.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;
import org.junit.jupiter.api.Test;

/// Examples return the values that were added, by name and type.
class ExamplesTest {
    private static final float[][] X = {{1, 2}, {3, 4}, {5, 6}};

    private static List<Float> input(Examples examples, int field, int row) {
        float[] out = new float[examples.type().inputs().get(field).width()];
        examples.readInput(field, row, out, 0);
        return list(out, out.length);
    }

    private static List<Float> target(Examples examples, int field, int row) {
        float[] out = new float[examples.type().targets().get(field).width()];
        examples.readTarget(field, row, out, 0);
        return list(out, out.length);
    }

    private static List<Float> list(float[] values, int count) {
        Float[] boxed = new Float[count];
        Arrays.setAll(boxed, i -> values[i]);
        return List.of(boxed);
    }

    @Test
    void oneInputAndOneTargetAreCalledXAndY() {
        assertThat(Examples.of(X, new int[]{0, 2, 1}).type()).hasToString("x f32[2] -> y i32[]");
        assertThat(Examples.of(X, new float[3]).type()).hasToString("x f32[2] -> y f32[1]");
        assertThat(Examples.of(X, new float[3][4]).type()).hasToString("x f32[2] -> y f32[4]");
        assertThat(Examples.of(new float[12], Shape.of(2, 2), new int[3]).type())
                .hasToString("x f32[2, 2] -> y i32[]");
        assertThat(Examples.of(X).type()).hasToString("x f32[2]");
        assertThat(Examples.of(X, new float[3]).weights(1, 2, 3).type()).hasToString("x f32[2] -> y f32[1] (weighted)");
        assertThat(Examples.of(X, new float[3])).hasToString("3 rows of x f32[2] -> y f32[1]");
    }

    @Test
    void doublesAreRounded() {
        Examples examples = Examples.of(new double[][]{{0.1, 2}, {3, 1e-50}}, new double[]{1 / 3.0, -0.7});
        assertThat(input(examples, 0, 0)).containsExactly(0.1f, 2f);
        assertThat(input(examples, 0, 1)).containsExactly(3f, 0f);
        assertThat(target(examples, 0, 0)).containsExactly(1 / 3f);
        assertThat(target(examples, 0, 1)).containsExactly(-0.7f);
        Examples several = Examples.of(new double[][]{{0.1}}, new double[][]{{0.2, 0.3}});
        assertThat(target(several, 0, 0)).containsExactly(0.2f, 0.3f);
        assertThat(target(Examples.of(new double[][]{{1}}, new int[]{7}), 0, 0)).containsExactly(7f);
    }

    @Test
    void namedFieldsOfEveryKind() {
        Examples examples = Examples.named().input("a", X).input("b", new double[][]{{1}, {2}, {3}})
                .input("c", new int[][]{{1, 2, 3}, {4, 5, 6}, {7, 8, -9}}).input("d", new int[]{10, 11, 12})
                .input("e", new boolean[][]{{true, false}, {false, false}, {false, true}})
                .input("f", new boolean[]{true, false, true}).input("g", new float[]{0.5f, 1.5f, 2.5f})
                .input("h", new float[]{1, 2, 3, 4, 5, 6}, Shape.of(2, 1))
                .input("i", new int[]{1, 2, 3, 4, 5, 6}, Shape.of(1, 2)).input("j", new double[]{1, 2, 3})
                .input("k", (row, out, at) -> out[at] = row * 2, TensorType.i32(Shape.scalar()));
        assertThat(examples.type()).hasToString("a f32[2], b f32[1], c i32[3], d i32[], e bool[2], f bool[],"
                + " g f32[1], h f32[2, 1], i i32[1, 2], j f32[1], k i32[]");
        assertThat(examples.size()).isEqualTo(3);
        List<List<Float>> last = List.of(List.of(5f, 6f), List.of(3f), List.of(7f, 8f, -9f), List.of(12f),
                List.of(0f, 1f), List.of(1f), List.of(2.5f), List.of(5f, 6f), List.of(5f, 6f), List.of(3f),
                List.of(4f));
        for (int field = 0; field < last.size(); field++) {
            assertThat(input(examples, field, 2)).isEqualTo(last.get(field));
        }
    }

    @Test
    void namedTargetsOfEveryKind() {
        Examples examples = Examples.of(X).target("a", X).target("b", new double[][]{{1}, {2}, {3}})
                .target("c", new int[][]{{1, 2}, {4, 5}, {7, -8}}).target("d", new int[]{10, 11, 12})
                .target("e", new boolean[][]{{true, false}, {false, false}, {false, true}})
                .target("f", new boolean[]{true, false, true}).target("g", new float[]{0.5f, 1.5f, 2.5f})
                .target("h", new float[]{1, 2, 3, 4, 5, 6}, Shape.of(2, 1))
                .target("i", new int[]{1, 2, 3, 4, 5, 6}, Shape.of(1, 2)).target("j", new double[]{1, 2, 3})
                .target("k", (row, out, at) -> out[at] = row * 2, TensorType.i32(Shape.scalar()));
        assertThat(examples.type()).hasToString("x f32[2] -> a f32[2], b f32[1], c i32[2], d i32[], e bool[2],"
                + " f bool[], g f32[1], h f32[2, 1], i i32[1, 2], j f32[1], k i32[]");
        List<List<Float>> last = List.of(List.of(5f, 6f), List.of(3f), List.of(7f, -8f), List.of(12f),
                List.of(0f, 1f), List.of(1f), List.of(2.5f), List.of(5f, 6f), List.of(5f, 6f), List.of(3f),
                List.of(4f));
        for (int field = 0; field < last.size(); field++) {
            assertThat(target(examples, field, 2)).isEqualTo(last.get(field));
        }
    }

    @Test
    void aTargetMayBeAnInput() {
        Examples examples = Examples.of(X).targetFrom("y", "x");
        assertThat(examples.type()).hasToString("x f32[2] -> y f32[2]");
        assertThat(target(examples, 0, 1)).containsExactly(3f, 4f);
        assertThat(Examples.of(X).targetFrom("x", "x").type()).hasToString("x f32[2] -> x f32[2]");
    }

    @Test
    void fieldsThatAreAllMadeWhenReadNeedANumberOfRows() {
        RowSource source = (row, out, at) -> out[at] = row;
        Examples examples = Examples.named(5).input("x", source, TensorType.f32(Shape.of(1)));
        assertThat(examples.size()).isEqualTo(5);
        assertThat(input(examples, 0, 4)).containsExactly(4f);
        assertThat(examples.batch().size()).isEqualTo(5);
        assertThat(Examples.named().input("x", source, TensorType.f32(Shape.of(1))))
                .hasToString("? rows of x f32[1]");
    }

    @Test
    void rowsAreChosenInAnyOrderWithTheirWeights() {
        Examples examples = Examples.of(X, new int[]{7, 8, 9}).weights(0.5f, 1.5f, 2.5f);
        Examples chosen = examples.rows(2, 0, 2).rows(1, 2);
        assertThat(chosen.size()).isEqualTo(2);
        assertThat(input(chosen, 0, 0)).containsExactly(1f, 2f);
        assertThat(input(chosen, 0, 1)).containsExactly(5f, 6f);
        assertThat(target(chosen, 0, 1)).containsExactly(9f);
        assertThat(chosen.weight(0)).isEqualTo(0.5f);
        assertThat(chosen.weight(1)).isEqualTo(2.5f);
        assertThat(examples.weighted()).isTrue();
        assertThat(Examples.of(X, new int[3]).weighted()).isFalse();
        assertThat(Examples.of(X, new int[3]).weight(1)).isEqualTo(1);
        Examples more = chosen.target("z", new float[]{10, 20});
        assertThat(target(more, 1, 1)).containsExactly(20f);
        assertThat(more.weight(1)).isEqualTo(2.5f);
    }

    @Test
    void typesAreEqualByContent() {
        RowType type = Examples.of(X, new int[3]).type();
        assertThat(type).isEqualTo(Examples.of(new float[4], 2, new int[2]).type())
                .isNotEqualTo(Examples.of(X, new float[3]).type());
        assertThat(type.input("x")).isEqualTo(new Field("x", TensorType.f32(Shape.of(2))));
        assertThat(type.target("y").batch()).isEqualTo(TensorType.i32(Shape.batch()));
        assertThat(type.input("x").batch()).hasToString("f32[n, 2]");
        assertThat(type.input("x").width()).isEqualTo(2);
    }

    @Test
    void theOnlyInputHasAShape() {
        Examples images = Examples.of(new float[12], Shape.of(3, 2), new int[2]);
        assertThat(images.row()).isEqualTo(Shape.of(3, 2));
        assertThat(images.features()).isEqualTo(6);
    }

    @Test
    void allRowsMakeOneBatch() {
        Batch batch = Examples.of(X, new int[]{7, 8, 9}).weights(0.5f, 1.5f, 2.5f).rows(2, 0).batch();
        assertThat(batch.size()).isEqualTo(2);
        assertThat(batch.epoch()).isZero();
        assertThat(batch.number()).isZero();
        assertThat(batch.row(1)).isEqualTo(1);
        assertThat(list(batch.input(0), 4)).containsExactly(5f, 6f, 1f, 2f);
        assertThat(list(batch.target(0), 2)).containsExactly(9f, 7f);
        assertThat(list(batch.weights(), 2)).containsExactly(2.5f, 0.5f);
        assertThat(Examples.of(X).batch().weights()).isNull();
    }
}
