package org.chainrule.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.chainrule.nn.Layers.embedding;
import static org.chainrule.nn.Layers.flatten;
import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Layers.relu;
import static org.chainrule.nn.Layers.sequential;
import static org.chainrule.testing.Mistakes.assertMessage;
import static org.chainrule.testing.Mistakes.missing;
import static org.chainrule.testing.Mistakes.mistake;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.chainrule.data.Examples;
import org.chainrule.data.RowSource;
import org.chainrule.error.ArgumentException;
import org.chainrule.nn.Layer;
import org.chainrule.nn.Loss;
import org.chainrule.type.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Rows that do not fit a model, and the whole message of each; no rows at all, which have no answers.
class RowErrorsTest {
    private static final Classifier CLASSIFIER = Classifier.of(sequential(linear(4), relu(), linear(3))).epochs(1)
            .fit(Samples.rings(30, 1));
    private static final Regressor REGRESSOR = Regressor.of(linear(1)).epochs(1).fit(Samples.plane(30, 1));
    private static final String FINITE = ", expected finite numbers; fill or drop missing values first";
    private static final float NAN = Float.NaN;

    @Test
    void noRowsHaveNoAnswers() {
        float[][] none = {};
        assertThat(CLASSIFIER.predict(none)).isEmpty();
        assertThat(CLASSIFIER.oneHot(none)).isEmpty();
        assertThat(CLASSIFIER.probabilities(none)).isEmpty();
        assertThat(CLASSIFIER.predictAll(new float[0])).isEmpty();
        assertThat(CLASSIFIER.probabilitiesAll(new float[0])).isEmpty();
        assertThat(REGRESSOR.predict(none)).isEmpty();
        assertThat(REGRESSOR.predictAll(new float[0])).isEmpty();
        float[] results = {7};
        CLASSIFIER.probabilitiesAll(new float[0], results);
        REGRESSOR.predictAll(new float[0], results);
        assertThat(results).containsExactly(7);
    }

    @Test
    void wholeNumbersAndTruthValuesAreSuch() {
        Classifier codes = Classifier.of(sequential(embedding(3, 2), flatten(), linear(2))).epochs(1)
                .fit(Examples.named().input("x", new int[][]{{0, 1}, {2, 0}}).target("y", new int[]{0, 1}));
        Layer numbers = (x, scope) -> scope.call("line", linear(1), x.cast(DType.F32));
        Regressor flags = Regressor.of(numbers).epochs(1)
                .fit(Examples.named().input("x", new boolean[2][2]).target("y", new float[2]));
        String whole = ", expected whole numbers from -2^24 to 2^24";
        assertThatThrownBy(() -> codes.predict(1, 1.5f)).isInstanceOf(ArgumentException.class)
                .hasMessage("predict: row 0 holds 1.5 in column 1" + whole);
        assertThatThrownBy(() -> codes.probabilities(new float[][]{{0, 1}, {2e9f, 1}}))
                .isInstanceOf(ArgumentException.class).hasMessage("predict: row 1 holds 2.0E9 in column 0" + whole);
        assertThatThrownBy(() -> codes.trace(new float[]{0.5f, 1})).isInstanceOf(ArgumentException.class)
                .hasMessage("trace: row 0 holds 0.5 in column 0" + whole);
        assertThatThrownBy(() -> flags.predict(0, 2)).isInstanceOf(ArgumentException.class)
                .hasMessage("predict: row 0 holds 2.0 in column 1, expected 0 or 1");
        assertThat(codes.predict(2, 0)).isBetween(0, 1);
        assertThat(flags.predict(0, 1)).isFinite();
    }

    static Stream<Arguments> mistakes() {
        float[] late = new float[400];
        late[251] = Float.NEGATIVE_INFINITY;
        float[] y = {1, 2};
        RowSource source = (row, out, at) -> Arrays.fill(out, at, at + 2, row == 1 ? NAN : 1);
        return Stream.of(
                mistake(() -> CLASSIFIER.predict(1, NAN), "predict: row 0 holds NaN in column 1" + FINITE),
                mistake(() -> CLASSIFIER.logits(NAN, 1), "predict: row 0 holds NaN in column 0" + FINITE),
                mistake(() -> CLASSIFIER.probabilities(1, NAN), "predict: row 0 holds NaN in column 1" + FINITE),
                mistake(() -> CLASSIFIER.predict(new float[][]{{1, 2}, {NAN, 2}}),
                        "predict: row 1 holds NaN in column 0" + FINITE),
                mistake(() -> CLASSIFIER.probabilitiesAll(late),
                        "predict: row 125 holds -Infinity in column 1" + FINITE),
                mistake(() -> REGRESSOR.predict(Float.POSITIVE_INFINITY, 1),
                        "predict: row 0 holds Infinity in column 0" + FINITE),
                mistake(() -> REGRESSOR.predictAll(late), "predict: row 125 holds -Infinity in column 1" + FINITE),
                mistake(() -> REGRESSOR.trace(new float[]{1, NAN}), "trace: row 0 holds NaN in column 1" + FINITE),
                mistake(() -> CLASSIFIER.trace(new float[]{1, NAN}, 1), "trace: row 0 holds NaN in column 1" + FINITE),
                mistake(() -> CLASSIFIER.hidden("relu", new float[]{1, 2, NAN, 1}),
                        "hidden: row 1 holds NaN in column 0" + FINITE),
                mistake(() -> REGRESSOR.evaluate(Examples.of(source, 2, y)),
                        "evaluate: row 1 holds NaN in column 0" + FINITE),
                mistake(() -> Regressor.of(linear(1)).fit(Samples.plane(9, 1), Examples.of(source, 2, y)),
                        "validation: row 1 holds NaN in column 0" + FINITE),
                mistake(() -> CLASSIFIER.hidden("relu", new float[0]), "hidden: got no rows, expected at least one"),
                mistake(() -> CLASSIFIER.hidden("relu", new float[3]),
                        "hidden: the number of values is not a multiple of the row size: 3 values, row [2] = 2"),
                mistake(() -> CLASSIFIER.predictAll(new float[3]),
                        "predict: the number of values is not a multiple of the row size: 3 values, row [2] = 2"),
                mistake(() -> CLASSIFIER.predict(new float[][]{{1, 2}, {1}}),
                        "predict: a row does not have the model's features: row 1 has 1, model takes [2]"),
                mistake(() -> CLASSIFIER.predict(new float[][]{{1, 2}, missing()}),
                        "predict: number 1 of rows is null, expected a value"),
                mistake(() -> CLASSIFIER.predict((float[]) missing()), "predict: row is null, expected a value"),
                mistake(() -> CLASSIFIER.predict((float[][]) missing()), "predict: rows is null, expected a value"),
                mistake(() -> CLASSIFIER.oneHot(missing()), "predict: rows is null, expected a value"),
                mistake(() -> CLASSIFIER.trace(new float[]{1, 2}, -1),
                        "trace: label -1 is not among the model's classes, expected 0 to 2"),
                mistake(() -> CLASSIFIER.evaluate(Examples.of(new float[4], 2, new int[]{0, 5})),
                        "evaluate: label 5 in row 1, but the network has 3 outputs; expected labels from 0 to 2"),
                mistake(() -> CLASSIFIER.predict(1, 2, 3),
                        "predict: the row does not have the model's features: row has 3, model takes [2]"),
                mistake(() -> CLASSIFIER.parameter("linear/wait"), "parameter: there is no linear/wait in the model,"
                        + " expected one of [linear/weight, linear/bias, linear2/weight, linear2/bias]"),
                mistake(() -> CLASSIFIER.hidden("rely", new float[]{1, 2}),
                        "hidden: there is no layer rely in the network, expected one of [linear, relu, linear2]"),
                mistake(() -> Classifier.of(linear(2)).fit(Samples.rings(30, 1)),
                        "fit: label 2 in row 2, but the network has 2 outputs; expected labels from 0 to 1"),
                mistake(() -> Classifier.of(linear(2)).epochs(0), "epochs: got 0, expected at least 1"),
                mistake(() -> CLASSIFIER.save(missing()), "save: file is null, expected a value"),
                mistake(() -> Classifier.load((Path) missing()), "load: file is null, expected a value"),
                mistake(() -> Regressor.load((InputStream) missing()), "load: stream is null, expected a value"),
                mistake(() -> Regressor.load(missing(), Path.of("m")), "load: net is null, expected a value"),
                mistake(() -> Model.load((Path) missing()), "load: file is null, expected a value"),
                mistake(() -> REGRESSOR.predict((float[][]) missing()), "predict: rows is null, expected a value"),
                mistake(() -> REGRESSOR.predictAll(missing()), "predict: rows is null, expected a value"),
                mistake(() -> REGRESSOR.predictAll(new float[2], missing()),
                        "predict: results is null, expected a value"),
                mistake(() -> REGRESSOR.evaluate(missing()), "evaluate: examples is null, expected a value"),
                mistake(() -> REGRESSOR.evaluate(Samples.plane(3, 1), (Loss) missing()),
                        "evaluate: loss is null, expected a value"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void messages(String message, ThrowingCallable code) {
        assertMessage(message, code);
    }
}
