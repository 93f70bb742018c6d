package org.chainrule.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.chainrule.nn.Layers.embedding;
import static org.chainrule.nn.Layers.flatten;
import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Layers.named;
import static org.chainrule.nn.Layers.sequential;
import static org.chainrule.testing.Mistakes.assertMessage;
import static org.chainrule.testing.Mistakes.mistake;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.chainrule.Tensor;
import org.chainrule.data.Examples;
import org.chainrule.nn.Loss;
import org.chainrule.nn.Losses;
import org.chainrule.optim.Optimizers;
import org.chainrule.train.Trainer;
import org.chainrule.type.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Errors before training begins, and measures if the number of outputs differs from the number of target columns.
class FitTest {
    private static final float[][] X = {{0, 1}, {1, 0}, {1, 1}, {0, 0}};
    private static final Examples NUMBERS = Examples.of(X, new float[]{1, 2, 3, 0});
    private static final Examples LABELS = Examples.of(X, new int[]{0, 1, 1, 0});

    private static void refused(ThrowingCallable call, String message) {
        assertMessage(message, call);
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake(() -> Regressor.of(linear(1)).patience(3).fit(NUMBERS),
                        "fit: patience needs a validation set; call"
                                + " fit(train, validation), or leave patience out"),
                mistake(() -> Regressor.of(linear(1)).patience(3, -0.1),
                        "patience: the share is -0.1, expected a number of at least 0"),
                mistake(() -> Classifier.of(linear(2)).monitor("auc").fit(LABELS),
                        "fit: monitor needs a validation set; call"
                                + " fit(train, validation), or leave monitor out"),
                mistake(() -> Regressor.of(linear(1)).epochs(1).onEpoch(epoch -> epoch.validation("rmse")).fit(NUMBERS),
                        "validation: there is no validation set for the measure rmse; call fit(train, validation)"),
                mistake(() -> Regressor.of(linear(1)).fit(LABELS),
                        "fit: a regressor needs numbers (float[]) as targets, got class"
                                + " labels (int[]); pass numbers, or use a Classifier"),
                mistake(() -> Classifier.of(linear(2)).fit(NUMBERS),
                        "fit: a classifier needs class labels (int[]), or a"
                                + " probability for each of its 2 classes, got rows of 1 number; pass labels, or use a Regressor"),
                mistake(() -> Classifier.of(linear(1)).loss(Losses.binaryCrossEntropy()).fit(LABELS),
                        "fit: a classifier needs one"
                                + " logit for each class, two for yes and no; end the network with linear(classes), or train a Regressor"
                                + " with binaryCrossEntropy on numbers 0 and 1: output [n, 1]"),
                mistake(() -> Classifier.of(linear(2)).loss(Losses.binaryCrossEntropy()).fit(LABELS),
                        "binaryCrossEntropy: needs"
                                + " numbers as the target, not class labels; use crossEntropy for labels:"
                                + " prediction f32[n, 2], target i32[n]"),
                mistake(() -> Regressor.of(linear(1)).fit(NUMBERS, Examples.of(X, new float[4][2])),
                        "fit: validation targets"
                                + " differ from training targets: training f32[n, 1], validation f32[n, 2]"),
                mistake(() -> Classifier.of(linear(2)).plan(NUMBERS),
                        "fit: a classifier needs class labels (int[]), or a"
                                + " probability for each of its 2 classes, got rows of 1 number; pass labels, or use a Regressor"),
                mistake(() -> Classifier.of(linear(3)).fit(Examples.of(X).target("y", new int[4][3])),
                        "fit: a classifier needs one class label (int[]) a row, got y i32[3]; pass one label, or a"
                                + " probability for each of its 3 classes"),
                mistake(() -> Classifier.of(linear(2)).fit(Examples.of(X).target("y", new int[]{0, 1, -1, 0})),
                        "fit: label -1 in row 2, but the network has 2 outputs; expected labels from 0 to 1"),
                mistake(() -> Examples.of(X).target("y", new int[]{0, 1, -1, 0}).classWeights(1, 1),
                        "classWeights: row 2 has label -1, but there are weights for 2 classes, expected one for each class"),
                mistake(() -> NUMBERS.classWeights(1, 2),
                        "classWeights: needs one class label (int[]) per row, got y f32[1]; use"
                                + " weights(...) to weight rows"),
                mistake(() -> LABELS.classWeights(1, Float.NaN), "classWeights: the weight of class 1 is NaN,"
                        + " expected a finite number of at least 0"),
                mistake(() -> LABELS.classWeights(0, 0), "classWeights: got no weight above 0, expected at least one"),
                mistake(() -> LABELS.classWeights(1),
                        "classWeights: row 1 has label 1, but there are weights for 1 classes,"
                                + " expected one for each class"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void messages(String message, ThrowingCallable call) {
        assertMessage(message, call);
    }

    @Test
    void aMeasureThatIsNotThereCannotBeMonitored() {
        boolean[] trained = {false};
        refused(() -> Classifier.of(linear(2)).monitor("acuracy").stopWhen(() -> trained[0] = true).fit(LABELS, LABELS),
                "monitor: there is no measure acuracy on these validation rows, expected one of [loss, accuracy, logLoss,"
                        + " macroF1, auc]");
        assertThat(trained[0]).as("refused before the training").isFalse();
        refused(() -> Classifier.of(linear(2)).monitor("auc").fit(LABELS, LABELS.rows(0, 3)), "monitor: there is no"
                + " measure auc on these validation rows, expected one of [loss, accuracy, logLoss, macroF1]");
        refused(() -> Classifier.of(linear(3)).monitor("auc").fit(LABELS, LABELS), "monitor: there is no"
                + " measure auc on these validation rows, expected one of [loss, accuracy, logLoss, macroF1]");
        refused(() -> Regressor.of(linear(2)).loss(gaussian()).monitor("rmse").fit(NUMBERS, NUMBERS),
                "monitor: there is"
                        + " no measure rmse on these validation rows, expected one of [loss]");
    }

    @Test
    void theListOfMeasuresIsWhatIsMeasured() {
        Classifier.of(linear(2)).epochs(1).onEpoch(epoch -> assertThat(epoch.validation().keySet())
                .containsExactly("loss", "accuracy", "logLoss", "macroF1", "auc")).fit(LABELS, LABELS);
        Classifier.of(linear(2)).epochs(1).onEpoch(epoch -> assertThat(epoch.validation().keySet())
                .containsExactly("loss", "accuracy", "logLoss", "macroF1")).fit(LABELS, LABELS.rows(1, 2));
        Regressor.of(linear(1)).epochs(1)
                .onEpoch(epoch -> assertThat(epoch.validation()).containsOnlyKeys("loss", "rmse",
                        "mae", "r2"))
                .fit(NUMBERS, NUMBERS);
    }

    /// The negative log likelihood of a normal distribution whose mean and log variance the network predicts.
    private static Loss gaussian() {
        return (out, y) -> {
            Tensor difference = y.sub(out.slice(1, 0, 1));
            Tensor logVariance = out.slice(1, 1, 2);
            return difference.square().div(logVariance.exp()).add(logVariance).mul(0.5).sum(1);
        };
    }

    @Test
    void twoOutputsForOneColumnAreMeasuredByTheirLossAlone() {
        Examples train = Samples.plane(200, 1);
        Examples held = Samples.plane(50, 2);
        Regressor model = Regressor.of(linear(2)).loss(gaussian()).optimizer(Optimizers.adam(0.05)).epochs(30)
                .patience(5)
                .fit(train, held);
        assertThat(model.history()).allSatisfy(line -> assertThat(line.validation()).containsOnlyKeys("loss"));
        double best = model.history().stream().mapToDouble(line -> line.validation().getOrDefault("loss", 0.0)).min()
                .orElseThrow();
        assertThat(model.evaluate(held, gaussian())).isEqualTo(Map.of("loss", best));
        refused(() -> model.evaluate(held), "evaluate: rmse, mae and r2 need an output for each target column; use"
                + " evaluate(examples, loss) for the loss alone: output [n, 2], target [n, 1]");
        refused(() -> model.trace(new float[]{1, 2}, 3),
                "trace: the model predicts several numbers per row, expected one: output [n, 2]");
    }

    @Test
    void twoHeadsOfOneTargetAreAsWell() {
        Loss both = (out, y) -> out.sub(y).square().sum(1);
        Regressor model = Regressor.of(linear(2)).loss(both).epochs(2).fit(NUMBERS, NUMBERS);
        assertThat(model.history().getLast().validation()).containsOnlyKeys("loss");
    }

    @Test
    void aLossIsMeasuredBesideTheOthers() {
        Regressor model = Regressor.of(linear(1)).epochs(3).fit(NUMBERS);
        Map<String, Double> measures = model.evaluate(NUMBERS, Losses.squared());
        assertThat(measures).containsOnlyKeys("loss", "rmse", "mae", "r2")
                .containsAllEntriesOf(model.evaluate(NUMBERS));
        assertThat(measures.get("loss")).isEqualTo(measures.get("rmse") * measures.get("rmse"), offset(1e-6));
        // weighted by the weights of the rows
        Examples first = NUMBERS.weights(1, 0, 0, 0);
        float error = model.predict(X[0]) - 1;
        assertThat(model.evaluate(first, Losses.absolute()).get("loss")).isEqualTo(Math.abs(error), offset(1e-6));
        Classifier classifier = Classifier.of(linear(2)).epochs(1).fit(LABELS);
        assertThat(classifier.evaluate(LABELS, Losses.crossEntropy()).get("loss"))
                .isEqualTo(classifier.evaluate(LABELS).get("logLoss"), offset(1e-6));
        refused(() -> model.evaluate(LABELS, Losses.squared()),
                "evaluate: a regressor needs numbers (float[]) as targets,"
                        + " got class labels (int[]); pass numbers, or use a Classifier");
        refused(() -> classifier.evaluate(Examples.of(X, new int[]{0, 1, 2, 0}), Losses.crossEntropy()),
                "evaluate: label"
                        + " 2 in row 2, but the network has 2 outputs; expected labels from 0 to 1");
    }

    /// The number of outputs is the product of the sizes of all axes.
    @Test
    void outputsOfTwoAxesAreCountedTogether() {
        Loss loss = (out, y) -> out.reshape(Shape.batch(4)).sub(y).square().mean(1);
        Examples examples = Examples.of(new float[]{1, 2, 3, 4, 5, 6, 7, 8}, 4, new float[]{1, 2});
        Examples wide = Examples.of(new float[][]{{1, 2, 3, 4}, {5, 6, 7, 8}},
                new float[][]{{1, 2, 3, 4}, {5, 6, 7, 8}});
        Regressor model = Regressor.of((x, _) -> x.reshape(Shape.batch(2, 2))).loss(loss).epochs(1).fit(wide, wide);
        assertThat(model.outputs()).isEqualTo(4);
        assertThat(model.predict(new float[][]{{1, 2, 3, 4}, {5, 6, 7, 8}}))
                .isDeepEqualTo(new float[][]{{1, 2, 3, 4}, {5, 6, 7, 8}});
        assertThat(model.evaluate(wide).get("rmse")).isZero();
        assertThat(model.history().getFirst().validation().get("rmse")).isZero();
        refused(() -> model.evaluate(examples), "evaluate: rmse, mae and r2 need an output for each target column; use"
                + " evaluate(examples, loss) for the loss alone: output [n, 4], target [n, 1]");
    }

    /// Cross-entropy also accepts probabilities as targets, which have a loss but no accuracy.
    @Test
    void aClassifierLearnsProbabilities() {
        Examples soft = Examples.of(X, new float[][]{{0.9f, 0.1f}, {0.2f, 0.8f}, {0.3f, 0.7f}, {1, 0}});
        Classifier model = Classifier.of(linear(2)).epochs(3).patience(2).fit(soft, soft);
        assertThat(model.history().getLast().validation()).containsOnlyKeys("loss");
        refused(() -> soft.classWeights(1, 2), "classWeights: needs one class label (int[]) per row, got y f32[2]; use"
                + " weights(...) to weight rows");
    }

    @Test
    void aValidationLossThatIsNoNumberIsNeverTheBest() {
        Loss loss = (out, y) -> out.sub(y).square().sum(1);
        Loss odd = (out, y) -> out.sub(y).square().sum(1).add(out.sum(1).mul(0));
        int[] epoch = {0};
        Examples held = Examples.of((row, out, at) -> Arrays.fill(out, at, at + 2, epoch[0] == 0 ? 3e38f : 1), 2,
                new float[]{0, 0});
        Regressor model = Regressor.of(linear(1)).loss(odd).epochs(4).onEpoch(reached -> epoch[0] = reached.number())
                .fit(NUMBERS, held);
        assertThat(model.history().getFirst().validation().get("loss")).isNotEqualTo(
                model.history().getLast().validation().get("loss"));
        assertThat(model.history().getFirst().validation().get("loss")).isNaN();
        assertThat(model.bestEpoch()).isGreaterThan(1);
        assertThat(model.evaluate(NUMBERS, loss).get("loss")).isFinite();
    }

    @Test
    void aNumberBeyondAnEmbeddingIsPlaced() {
        Examples words = Examples.of(new float[]{0, 1, 2, 3, 4, 9}, 2, new float[]{1, 2, 3});
        Trainer<Regressor> trainer = Regressor.of(sequential(named("words", embedding(8, 3)), flatten(), linear(1)))
                .epochs(1);
        refused(() -> trainer.fit(words), "gather: index 9 at position 1 is out of range, expected 0 to 7"
                + " (in words, row 2)");
        refused(() -> trainer.fit(words.rows(0, 1), words),
                "gather: index 9 at position 1 is out of range, expected 0 to"
                        + " 7 (in words, row 2)");
        Regressor model = trainer.fit(words.rows(0, 1));
        refused(() -> model.predict(1, 8), "gather: index 8 at position 1 is out of range, expected 0 to 7"
                + " (in words, row 0)");
        float[] many = new float[400];
        many[251] = -1;
        refused(() -> model.predictAll(many), "gather: index -1 at position 1 is out of range, expected 0 to 7"
                + " (in words, row 125)");
        refused(() -> model.evaluate(words), "gather: index 9 at position 1 is out of range, expected 0 to 7"
                + " (in words, row 2)");
        refused(() -> model.hidden("flatten", new float[]{1, 2, 8, 1}), "gather: index 8 at position 0 is out of range,"
                + " expected 0 to 7 (in words, row 1)");
        refused(() -> model.trace(new float[]{8, 1}), "gather: index 8 at position 0 is out of range, expected 0 to 7"
                + " (in words, row 0)");
        assertThat(model.predict(7, 0)).isFinite();
    }
}
