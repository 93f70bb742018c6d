package org.chainrule.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.chainrule.Tensor;
import org.chainrule.data.Examples;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.DivergedException;
import org.chainrule.error.FormatException;
import org.chainrule.metric.OutputKind;
import org.chainrule.nn.Layer;
import org.chainrule.nn.Layers;
import org.chainrule.nn.Losses;
import org.chainrule.nn.Scope;
import org.chainrule.optim.Optimizers;
import org.chainrule.train.EpochRecord;
import org.chainrule.train.Plan;
import org.chainrule.train.Trainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerTest {
    @TempDir
    Path folder;

    private static Trainer<Classifier> rings() {
        return Classifier.of(Layers.sequential(Layers.linear(32), Layers.relu(), Layers.linear(3)))
                .optimizer(Optimizers.adam(1e-2)).batch(16).seed(3);
    }

    @Test
    void aLineIsFound() {
        Regressor line = Regressor.of(Layers.linear(1)).optimizer(Optimizers.adam(0.02)).epochs(60)
                .fit(Samples.plane(200, 1));
        assertThat(line.parameter("linear/weight").values()).containsExactly(new float[]{2, -3}, offset(0.02f));
        assertThat(line.parameter("linear/bias").value()).isCloseTo(0.5f, offset(0.02f));
        assertThat(line.evaluate(Samples.plane(100, 2)).get("r2")).isGreaterThan(0.999);
        assertThat(line.predict(1, 1)).isCloseTo(-0.5f, offset(0.05f));
    }

    @Test
    void ringsAreTold() {
        Classifier model = rings().epochs(60).fit(Samples.rings(300, 1));
        assertThat(model.evaluate(Samples.rings(300, 2)).get("accuracy")).isGreaterThan(0.97);
        float[] probabilities = model.probabilities(0.4f, 0);
        assertThat(probabilities[0] + probabilities[1] + probabilities[2]).isCloseTo(1, offset(1e-6f));
        assertThat(model.predict(0.4f, 0)).isZero();
        assertThat(model.oneHot(new float[][]{{0.4f, 0}})).isEqualTo(new float[][]{{1, 0, 0}});
    }

    @Test
    void theBestEpochIsRestored() {
        List<Double> accuracies = new ArrayList<>();
        Classifier model = rings().epochs(40).patience(6)
                .onEpoch(epoch -> accuracies.add(epoch.validation("accuracy")))
                .fit(Samples.rings(90, 1), Samples.rings(90, 2));
        assertThat(model.evaluate(Samples.rings(90, 2)).get("accuracy")).isEqualTo(Collections.max(accuracies));
        assertThat(accuracies.get(model.bestEpoch() - 1)).isEqualTo(Collections.max(accuracies));
        assertThat(model.history()).hasSize(accuracies.size());
    }

    /// Labels without a pattern are learned by heart, so the loss on other rows soon grows.
    @Test
    void patienceMayGrowWithTheBestEpoch() {
        Random random = new Random(5);
        float[][] x = new float[60][2];
        int[] labels = new int[x.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = new float[]{(float) random.nextGaussian(), (float) random.nextGaussian()};
            labels[i] = random.nextInt(3);
        }
        Examples noise = Examples.of(x, labels);
        Trainer<Classifier> trainer = rings().epochs(200).monitor("loss");
        for (double share : new double[]{0, 0.5, 2}) {
            Classifier model = trainer.patience(3, share).fit(noise, Samples.rings(60, 1));
            int best = model.bestEpoch();
            assertThat(model.history()).hasSize((int) Math.ceil(best + 3 + share * best)).hasSizeLessThan(200);
        }
    }

    @Test
    void trainingStopsWhenAsked() {
        Classifier model = rings().epochs(40).onEpoch(epoch -> {
            if (epoch.number() == 3) {
                epoch.stop();
            }
        }).fit(Samples.rings(90, 1));
        assertThat(model.history()).hasSize(3);
        int[] steps = {0};
        Classifier early = rings().epochs(40).stopWhen(() -> ++steps[0] > 20).fit(Samples.rings(90, 1),
                Samples.rings(30, 2));
        assertThat(early.history()).hasSize(3);
    }

    @Test
    void rowsMadeWhenReadGiveTheSameModel() {
        float[][] x = new float[90][2];
        float[] y = new float[90];
        for (int i = 0; i < 90; i++) {
            x[i][0] = (i * 37 % 90) / 45f - 1;
            x[i][1] = (i * 53 % 90) / 45f - 1;
            y[i] = x[i][0] - x[i][1];
        }
        Examples kept = Examples.of(x, y);
        Examples made = Examples.of((row, out, at) -> System.arraycopy(x[row], 0, out, at, 2), 2, y);
        Regressor first = Regressor.of(Layers.linear(1)).epochs(3).seed(1).fit(kept, kept.rows(5, 3));
        Regressor second = Regressor.of(Layers.linear(1)).epochs(3).seed(1).fit(made, made.rows(5, 3));
        assertThat(second.parameter("linear/weight").values()).isEqualTo(first.parameter("linear/weight").values());
        assertThat(second.evaluate(made)).isEqualTo(first.evaluate(kept));
        assertThat(made.rows(7, 7).size()).isEqualTo(2);
        assertThatThrownBy(() -> first.evaluate(Examples.of(new float[][]{{1, 2, 3}}, new float[]{1})))
                .hasMessageContaining("rows [3]").hasMessageContaining("model takes [2]");
    }

    @Test
    void nullIsRefusedBeforeATraining() {
        assertThatThrownBy(() -> Classifier.of(Layers.linear(2)).onStep(nothing()))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("trainer: listener is null, expected a value");
        assertThatThrownBy(() -> Trainer.of(Layers.linear(2), OutputKind.CLASSES, Losses.crossEntropy(), nothing()))
                .isInstanceOf(ArgumentException.class).hasMessage("trainer: finish is null, expected a value");
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T nothing() {
        return null;
    }

    /// Each batch counts by its rows: if the parameters hardly change, the loss of an epoch is that of all rows.
    @Test
    void theLossOfAnEpochIsWeightedByRows() {
        Examples rows = Samples.plane(7, 1).weights(1, 1, 1, 100, 2, 0.5f, 30);
        Regressor model = Regressor.of(Layers.linear(1)).optimizer(Optimizers.sgd(1e-30)).epochs(1).batch(2).fit(rows);
        double loss = model.evaluate(rows, Losses.squared()).getOrDefault("loss", Double.NaN);
        assertThat(model.history().getFirst().loss()).isCloseTo(loss, within(1e-6 * loss));
    }

    @Test
    void classWeightsMoveTheDecision() {
        Classifier model = Classifier.of(Layers.linear(3)).optimizer(Optimizers.adam(0.05)).epochs(30)
                .fit(Samples.rings(90, 1).classWeights(1, 1, 100));
        assertThat(model.predictAll(new float[]{0.1f, 0, 1, 0, 0, 1})).containsOnly(2);
    }

    @Test
    void aModelSurvivesItsFile() throws IOException {
        Classifier model = rings().epochs(3).fit(Samples.rings(90, 1), Samples.rings(30, 2));
        Path file = folder.resolve("rings.safetensors");
        model.save(file, java.util.Map.of("note", "für später"));
        Classifier loaded = Classifier.load(file);
        assertThat(loaded.metadata()).containsEntry("note", "für später");
        assertThat(loaded.bestEpoch()).isEqualTo(model.bestEpoch());
        assertThat(loaded.history().getFirst().validation()).isEqualTo(model.history().getFirst().validation());
        assertThat(loaded.probabilities(0.3f, 0.2f)).isEqualTo(model.probabilities(0.3f, 0.2f));
        Classifier streamed = Classifier.load(new ByteArrayInputStream(Files.readAllBytes(file)));
        assertThat(streamed.logits(0.3f, 0.2f)).isEqualTo(model.logits(0.3f, 0.2f));
        assertThatThrownBy(() -> Regressor.load(file)).isInstanceOf(FormatException.class)
                .hasMessage(file + " is a model for classification, not for regression");
    }

    @Test
    void aLongHistoryIsThinnedInTheFile() throws IOException {
        Regressor model = Regressor.of(Layers.linear(1)).epochs(20_001).threads(1).fit(Samples.plane(2, 1));
        Path file = folder.resolve("long.safetensors");
        model.save(file);
        List<EpochRecord> lines = Regressor.load(file).history();
        assertThat(lines.size()).isBetween(5_000, 10_001);
        assertThat(lines.getLast()).isEqualTo(new EpochRecord(20_001, model.history().getLast().loss(),
                java.util.Map.of(), 0));
        assertThat(model.history()).hasSize(20_001);
    }

    record Residual(Layer inner) implements Layer {
        @Override
        public Tensor apply(Tensor x, Scope s) {
            return x.add(s.call("inner", inner, x));
        }
    }

    @Test
    void aModelWithLayersOfOnesOwnIsLoadedIntoItsNet() throws IOException {
        Layer net = Layers.sequential(new Residual(Layers.linear(2)), Layers.linear(3));
        Classifier model = Classifier.of(net).epochs(1).fit(Samples.rings(30, 1));
        assertThat(model.parameters().keySet()).containsExactly("residual/inner/weight", "residual/inner/bias",
                "linear/weight", "linear/bias");
        Path file = folder.resolve("own.safetensors");
        model.save(file);
        assertThatThrownBy(() -> Classifier.load(file)).isInstanceOf(FormatException.class).hasMessage(
                file + " holds a network with custom layers; load it with load(net, file), or with"
                        + " load(file, layers), where layers maps 'residual' to that layer");
        assertThat(Classifier.load(net, file).logits(1, 2)).isEqualTo(model.logits(1, 2));
        assertThatThrownBy(() -> Classifier.load(Layers.linear(3), file)).isInstanceOf(FormatException.class)
                .hasMessage(
                        file + " holds the parameters [residual/inner/weight, residual/inner/bias], which the network"
                                + " does not have; the parameters belong to another network");
        assertThatThrownBy(() -> Classifier.load(Layers.sequential(Layers.linear(3), Layers.linear(3)), file))
                .isInstanceOf(FormatException.class)
                .hasMessage(file + ": network: the parameter linear2/weight of shape [3, 3] is missing;"
                        + " the parameters belong to another network");
    }

    @Test
    void manyThreadsPredictAtOnceAndGetTheirOwnAnswers() throws Exception {
        Classifier model = rings().epochs(2).fit(Samples.rings(60, 1));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<float[]>> answers = new ArrayList<>();
            for (int i = 0; i < 2000; i++) {
                float at = i / 1000f;
                answers.add(threads.submit(() -> model.logits(at, -at)));
            }
            for (int i = 0; i < answers.size(); i += 97) {
                assertThat(answers.get(i).get()).isEqualTo(model.logits(i / 1000f, -i / 1000f));
            }
        }
    }

    @Test
    void aTraceShowsValuesAndGradients() {
        Regressor line = Regressor.of(Layers.linear(1)).epochs(1).fit(Samples.plane(20, 1));
        float[] weight = line.parameter("linear/weight").values();
        Trace trace = line.trace(new float[]{1, 2});
        assertThat(trace.steps()).extracting(Trace.Step::path).containsExactly("input", "linear");
        assertThat(trace.value()).isEqualTo(line.predict(1, 2));
        assertThat(trace.steps().getFirst().gradient().values()).isEqualTo(weight);
        assertThat(trace.parameters().get("linear/weight").values()).containsExactly(1, 2);
    }

    @Test
    void aLossThatIsNotANumberStopsTheTraining() {
        assertThatThrownBy(() -> Regressor.of(Layers.sequential(Layers.linear(8), Layers.relu(), Layers.linear(1)))
                .optimizer(Optimizers.sgd(1e18)).epochs(50).fit(Samples.plane(64, 1)))
                .isInstanceOf(DivergedException.class)
                .hasMessage(
                        "training: the loss became Infinity for row 33 of the examples, of finite outputs, in epoch 1,"
                                + " step 2; check the loss at the outputs that the network can produce, or try a smaller learning rate,"
                                + " scaled inputs, or clip(1)");
    }

    @Test
    void planStatesParametersAndMemory() {
        Plan plan = rings().plan(Samples.rings(90, 1));
        assertThat(plan.parameters()).isEqualTo(2 * 32 + 32 + 32 * 3 + 3);
        assertThat(plan.rows()).extracting(Plan.Row::path).containsExactly("linear", "relu", "linear2");
        assertThat(plan.training().total()).isGreaterThan(plan.forward().total());
    }
}
