package org.chainrule.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.chainrule.nn.Layers.batchNorm;
import static org.chainrule.nn.Layers.dropout;
import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Layers.relu;
import static org.chainrule.nn.Layers.sequential;
import static org.chainrule.nn.Losses.squared;
import static org.chainrule.optim.Optimizers.adamW;
import static org.chainrule.optim.Optimizers.averaged;
import static org.chainrule.optim.Optimizers.sgd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.chainrule.data.Batch;
import org.chainrule.data.Examples;
import org.chainrule.error.FormatException;
import org.chainrule.model.Regressor;
import org.chainrule.nn.Layer;
import org.chainrule.optim.Schedule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Runs that are saved and resumed.
class RunFileTest {
    private static final Layer NET = sequential(linear(11), batchNorm(), relu(), dropout(0.3), linear(1));
    private static final Step STEP = Step.of(NET, squared(), averaged(adamW(0.01), 0.9)).clip(1).steps(21).seed(9)
            .schedule(Schedule.cosine());
    private static final Examples ROWS = rows();

    @TempDir
    Path folder;

    private static Examples rows() {
        float[][] x = new float[61][3];
        float[] y = new float[61];
        for (int i = 0; i < 61; i++) {
            for (int k = 0; k < 3; k++) {
                x[i][k] = (float) Math.sin(7 * i + 3 * k);
            }
            y[i] = x[i][0] * x[i][1];
        }
        return Examples.of(x, y);
    }

    private byte[] saved(Run run) throws IOException {
        Path file = folder.resolve("saved");
        run.save(file);
        return Files.readAllBytes(file);
    }

    /// Three epochs of seven steps, where the last batch has one row. The run is saved and resumed after each step.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aResumedRunGoesOnToTheSameBits(int threads) throws IOException {
        Run straight = STEP.start(ROWS, 10, threads);
        Run broken = STEP.start(ROWS, 10, threads);
        for (int epoch = 1; epoch <= 3; epoch++) {
            int number = 0;
            for (Batch batch : ROWS.shuffled(9, epoch).batches(10)) {
                straight.step(batch);
                // the batch that a run without interruption gets in the middle of the epoch
                broken.step(ROWS.shuffled(9, epoch).batches(10, number++).iterator().next());
                Path file = folder.resolve("broken");
                broken.save(file);
                broken = STEP.resume(file);
                assertThat(broken.steps()).isEqualTo(straight.steps());
            }
        }
        assertThat(saved(broken)).isEqualTo(saved(straight));
        float[] average = straight.parameters().get("linear/weight").values();
        assertThat(broken.parameters().get("linear/weight").values()).isEqualTo(average);
        assertThat(average).isNotEqualTo(straight.variables().get("linear/weight").values());
    }

    @Test
    void gradientsInTheMiddleOfAnAccumulationAreTheSame() throws IOException {
        Run run = STEP.start(ROWS, 10, 1);
        Batch batch = ROWS.shuffled(9, 1).batches(10).iterator().next();
        run.gradients(batch);
        Path file = folder.resolve("middle");
        run.save(file);
        Run resumed = STEP.resume(file);
        Gradients own = run.gradients(batch);
        Gradients other = resumed.gradients(batch);
        assertThat(other.loss()).isEqualTo(own.loss());
        own.byPath().forEach((path, gradient) -> assertThat(
                Arrays.equals(other.byPath().get(path).values(), gradient.values())).as(path).isTrue());
    }

    @Test
    void theRateIsSaved() throws IOException {
        Run run = STEP.start(ROWS, 10, 1);
        run.rate(0.125);
        Path file = folder.resolve("rate");
        run.save(file);
        assertThat(STEP.resume(file).rate()).isEqualTo(0.125f);
    }

    private void assertRefused(Step step, Path file, String message) {
        assertThatThrownBy(() -> step.resume(file)).isInstanceOf(FormatException.class).hasMessage(file + message);
    }

    @Test
    void anotherRunIsRefused() throws IOException {
        Run run = STEP.start(ROWS, 10, 1);
        Path file = folder.resolve("run");
        run.save(file);
        assertRefused(STEP.optimizer(sgd(0.1)), file, " holds a run with the optimizer adamW(lr 0.01, decay 0.01)"
                + " averaged(0.9), but this one has sgd(lr 0.1)");
        assertRefused(STEP.seed(8), file, " holds a run with the seed 9, but this one has 8");
        assertRefused(Step.of(sequential(linear(12), batchNorm(), relu(), dropout(0.3), linear(1)), squared(),
                STEP.optimizer()).seed(9), file,
                " holds a run of another network: linear/weight of shape [3, 12] has the"
                        + " shape [3, 11] there");
        assertRefused(
                Step.of(sequential(linear(11), relu(), linear(1), linear(1)), squared(), STEP.optimizer()).seed(9),
                file, " holds a run of another network: linear3/weight of shape [1, 1] is missing");
        assertRefused(Step.of(sequential(linear(11), relu(), linear(1)), squared(), STEP.optimizer()).seed(9), file,
                " holds a run of another network: it has batchNorm/bias, which this network does not have");
        assertRefused(STEP.freeze(path -> path.equals("linear/bias")), file,
                " holds a run of another network: it has linear/bias average, which this network does not have");
    }

    /// A run that resumed with one of these would end in other bits than a run without interruption.
    @Test
    void anotherPlanIsRefused() throws IOException {
        Step plain = Step.of(linear(1), squared(), sgd(0.1)).steps(100);
        Path file = folder.resolve("plan");
        plain.start(ROWS, 10, 1).save(file);
        assertThat(plain.resume(file).steps()).isZero();
        assertRefused(plain.clip(1), file, " holds a run with the clip 0.0, but this one has 1.0");
        assertRefused(plain.steps(99), file, " holds a run with the planned number of steps 100, but this one has 99");
        assertRefused(plain.schedule(Schedule.linear(0)), file, " holds a run with the schedule 1.0 1.0 1.0 1.0 1.0 1.0"
                + " 1.0 1.0 1.0 1.0 1.0, but this one has 1.0 0.9 0.8 0.7 0.6 0.5 0.4 0.3 0.2 0.1 0.0");
    }

    /// The factors of a decay are compared where they act: on the parameters of the network.
    @Test
    void anotherDecayIsRefused() throws IOException {
        Step plain = Step.of(linear(1), squared(), adamW(0.1).decayFactors(path -> path.endsWith("bias") ? 0 : 1));
        Path file = folder.resolve("decay");
        plain.start(ROWS, 10, 1).save(file);
        assertThat(plain.optimizer(adamW(0.1).decayFactors(path -> path.equals("linear/bias") ? 0 : 1)).resume(file)
                .steps()).isZero();
        assertRefused(plain.optimizer(adamW(0.1)), file, " holds a run with the optimizer adamW(lr 0.1, decay 0.01"
                + " by path {linear/bias=0.0}), but this one has adamW(lr 0.1, decay 0.01)");
    }

    @Test
    void otherFilesAreRefused() throws IOException {
        Path model = folder.resolve("model.safetensors");
        Regressor.of(linear(1)).epochs(1).fit(ROWS).save(model);
        assertRefused(STEP, model, " is not a saved run: its metadata has no entry 'chainrule.run'");
        Path text = Files.writeString(folder.resolve("text"), "not a run at all, but a text");
        assertThatThrownBy(() -> STEP.resume(text)).isInstanceOf(FormatException.class).hasMessageStartingWith(
                text.toString());
        assertThatThrownBy(() -> STEP.resume(folder.resolve("none"))).isInstanceOf(IOException.class);
    }

    @Test
    void aDamagedFileIsRefusedWhereverTheDamageIs() throws IOException {
        Run run = STEP.start(ROWS, 10, 1);
        run.step(ROWS.inOrder().batches(10).iterator().next());
        byte[] whole = saved(run);
        Path file = folder.resolve("damaged");
        for (int at = 0; at < whole.length; at += 97) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 4;
            Files.write(file, damaged);
            assertThatThrownBy(() -> STEP.resume(file)).as("byte " + at).isInstanceOf(FormatException.class);
        }
        for (int length = 0; length < whole.length; length += 397) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> STEP.resume(file)).as("length " + length).isInstanceOf(FormatException.class);
        }
    }
}
