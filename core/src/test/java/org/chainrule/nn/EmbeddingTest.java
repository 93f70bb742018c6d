package org.chainrule.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.chainrule.nn.Layers.embedding;
import static org.chainrule.nn.Layers.flatten;
import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Layers.named;
import static org.chainrule.nn.Layers.recompute;
import static org.chainrule.nn.Layers.sequential;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.chainrule.Program;
import org.chainrule.Tensor;
import org.chainrule.Tensors;
import org.chainrule.data.Examples;
import org.chainrule.error.ArgumentException;
import org.chainrule.model.Regressor;
import org.chainrule.type.Shape;
import org.chainrule.type.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Indices of an embedding as whole or as real numbers.
class EmbeddingTest {
    private static final Layer NET = sequential(embedding(7, 3), flatten(), linear(1));
    private static final float[][] REAL = {{0, 6}, {1, 5}, {2, 4}, {3, 3}, {6, 1}};
    private static final int[][] WHOLE = {{0, 6}, {1, 5}, {2, 4}, {3, 3}, {6, 1}};
    private static final float[] Y = {1, 2, 3, 4, 5};
    private static final Regressor MODEL = Regressor.of(NET).epochs(3).batch(2).fit(Examples.of(REAL, Y));

    private static float[][] with(int row, int column, float value) {
        float[][] rows = new float[REAL.length][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = REAL[i].clone();
        }
        rows[row][column] = value;
        return rows;
    }

    private static Examples examples(float[][] rows) {
        // real numbers of a source are not checked before use
        return Examples.of((row, out, at) -> System.arraycopy(rows[row], 0, out, at, 2), 2, Y);
    }

    @Test
    void bothKindsOfNumbersTrainTheSameModel() {
        Regressor whole = Regressor.of(NET).epochs(3).batch(2)
                .fit(Examples.named().input("x", WHOLE).target("y", new float[][]{{1}, {2}, {3}, {4}, {5}}));
        assertThat(whole.parameters().keySet()).isEqualTo(MODEL.parameters().keySet());
        whole.parameters().forEach((path, values) -> assertThat(MODEL.parameter(path).values()).as(path)
                .isEqualTo(values.values()));
        Tensor table = MODEL.parameter("embedding/weight");
        Network network = Network.of(embedding(7, 3), TensorType.f32(Shape.batch(2)),
                Map.of("embedding/weight", table));
        Tensor rows = Program.of(List.of(network.input()), List.of(network.output()))
                .run(Tensor.of(REAL)).getFirst();
        for (int i = 0; i < REAL.length; i++) {
            for (int k = 0; k < 2; k++) {
                for (int j = 0; j < 3; j++) {
                    assertThat(rows.at(i, k, j)).isEqualTo(table.at(WHOLE[i][k], j));
                }
            }
        }
    }

    static Stream<Arguments> mistakes() {
        Layer inner = named("words", recompute(embedding(7, 3)));
        Net two = (in, s) -> {
            Tensor a = s.call("words", embedding(7, 3), in.get("a")).reshape(Shape.batch(3));
            return Tensors.of("y", s.call("linear", linear(1), Tensor.concat(-1, a, in.get("b"))));
        };
        Regressor pair = Regressor.of(two).epochs(1).fit(Examples.named().input("a", new float[]{1, 2})
                .input("b", new float[][]{{1, 2}, {3, 4}}).target("y", new float[][]{{1}, {2}}));
        return Stream.of(
                mistake(() -> MODEL.predict(5.5f, 1), "5.5 is not a whole number (in embedding, row 0)"),
                mistake(() -> MODEL.predict(with(3, 1, 2.25f)), "2.25 is not a whole number (in embedding, row 3)"),
                mistake(() -> MODEL.evaluate(examples(with(4, 0, -0.5f))),
                        "-0.5 is not a whole number (in embedding, row 4)"),
                mistake(() -> MODEL.trace(new float[]{1, 0.1f}), "0.1 is not a whole number (in embedding, row 0)"),
                mistake(() -> MODEL.hidden("flatten", new float[]{1, 2, 1, 0.1f}),
                        "0.1 is not a whole number (in embedding, row 1)"),
                mistake(() -> Regressor.of(NET).batch(2).fit(examples(with(3, 0, 1.5f))),
                        "1.5 is not a whole number (in embedding, row 3)"),
                mistake(() -> Regressor.of(NET).batch(2).fit(examples(with(2, 1, Float.NaN))),
                        "NaN is not a whole number (in embedding, row 2)"),
                mistake(() -> Regressor.of(NET).batch(2).fit(examples(with(2, 1, Float.POSITIVE_INFINITY))),
                        "Infinity is not a whole number (in embedding, row 2)"),
                mistake(() -> Regressor.of(NET).fit(examples(REAL), examples(with(1, 1, 3.5f))),
                        "3.5 is not a whole number (in embedding, row 1)"),
                mistake(() -> Regressor.of(sequential(inner, flatten(), linear(1))).fit(examples(with(3, 0, 1.5f))),
                        "1.5 is not a whole number (in words, row 3)"),
                mistake(() -> pair.predict(Examples.named().input("a", new float[]{1, 2.5f})
                        .input("b", new float[][]{{1, 2}, {3, 4}})), "2.5 is not a whole number (in words, row 1)"));
    }

    private static Arguments mistake(ThrowingCallable code, String message) {
        return Arguments.of("embedding: index " + message, code);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void indicesThatAreNotWholeAreRefused(String message, ThrowingCallable code) {
        assertThatThrownBy(code).isInstanceOf(ArgumentException.class).hasMessage(message);
    }

    @Test
    void indicesOutOfRangeAreRefusedAsBefore() {
        assertThatThrownBy(() -> MODEL.predict(1, 7)).isInstanceOf(ArgumentException.class)
                .hasMessage("gather: index 7 at position 1 is out of range, expected 0 to 6 (in embedding, row 0)");
        assertThatThrownBy(() -> MODEL.predict(-1, 2)).isInstanceOf(ArgumentException.class)
                .hasMessage("gather: index -1 at position 0 is out of range, expected 0 to 6 (in embedding, row 0)");
    }
}
