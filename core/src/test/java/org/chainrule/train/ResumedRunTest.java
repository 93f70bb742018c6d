package org.chainrule.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.chainrule.nn.Layers.batchNorm;
import static org.chainrule.nn.Layers.dropout;
import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Layers.sequential;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.chainrule.data.Batch;
import org.chainrule.data.Examples;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.FormatException;
import org.chainrule.io.Safetensors;
import org.chainrule.nn.Losses;
import org.chainrule.optim.Optimizers;
import org.chainrule.optim.Schedule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A run that is saved and resumed takes the same steps as one without interruption.
class ResumedRunTest {
    private static final Examples ROWS = Killed.corners(50, 1);
    private static final Step STEP = Step
            .of(sequential(linear(8), batchNorm(), dropout(0.4), linear(3)), Losses.crossEntropy(),
                    Optimizers.averaged(Optimizers.adam(0.02), 0.9))
            .schedule(Schedule.linear(0)).steps(10).clip(1).seed(3);

    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("run.safetensors");
    }

    private static List<Batch> batches() {
        List<Batch> batches = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            batches.add(ROWS.rows(10 * i, 10 * i + 1, 10 * i + 2, 10 * i + 3, 10 * i + 4).batch());
        }
        return batches;
    }

    private static List<Integer> bits(Run run) {
        List<Integer> bits = new ArrayList<>();
        run.state().arrays().forEach(array -> {
            for (float value : array) {
                bits.add(Float.floatToRawIntBits(value));
            }
        });
        return bits;
    }

    @Test
    void aResumedRunGoesOnToTheSameBits() throws IOException {
        List<Batch> batches = batches();
        Run whole = STEP.start(ROWS, 5, 1);
        for (int i = 0; i < 2; i++) {
            whole.step(batches.get(i));
        }
        whole.rate(0.01);
        whole.save(file());
        Run resumed = STEP.resume(file());
        assertThat(resumed.steps()).isEqualTo(2);
        assertThat(resumed.progress()).isEqualTo(0.2f);
        assertThat(bits(resumed)).isEqualTo(bits(whole));
        for (int i = 2; i < 5; i++) {
            assertThat(resumed.step(batches.get(i))).as("the loss of step " + i).isEqualTo(whole.step(batches.get(i)));
        }
        assertThat(bits(resumed)).isEqualTo(bits(whole));
        Gradients gradients = whole.gradients(batches.getFirst());
        assertThat(resumed.gradients(batches.getFirst()).norm()).isEqualTo(gradients.norm());
    }

    @Test
    void aRunOfAnotherStepIsRefused() throws IOException {
        STEP.start(ROWS, 5, 1).save(file());
        refused(STEP.seed(4), "holds a run with the seed 3, but this one has 4");
        refused(STEP.optimizer(Optimizers.sgd(0.1)), "holds a run with the optimizer "
                + STEP.optimizer().describe() + ", but this one has " + Optimizers.sgd(0.1).describe());
        Step wider = Step.of(sequential(linear(9), batchNorm(), linear(3)), Losses.crossEntropy(), STEP.optimizer())
                .seed(3);
        refused(wider, "holds a run of another network: linear/weight of shape [2, 9] has the shape [2, 8] there");
    }

    private void refused(Step step, String reason) {
        assertThatThrownBy(() -> step.resume(file())).isInstanceOf(FormatException.class)
                .hasMessage(file() + " " + reason);
    }

    @Test
    void whatIsNoRunIsRefused() throws IOException {
        new Safetensors(Map.of(), Map.of()).write(file());
        refused(STEP, "is not a saved run: its metadata has no entry 'chainrule.run'");
        STEP.start(ROWS, 5, 1).save(file());
        byte[] bytes = Files.readAllBytes(file());
        Files.write(file(), Arrays.copyOf(bytes, bytes.length - 3));
        assertThatThrownBy(() -> STEP.resume(file())).isInstanceOf(FormatException.class)
                .hasMessageContaining(file().toString());
        bytes[bytes.length - 1] ^= 2;
        Files.write(file(), bytes);
        assertThatThrownBy(() -> STEP.resume(file())).isInstanceOf(FormatException.class)
                .hasMessageStartingWith(file() + " is damaged: it was saved with the checksum ");
        assertThatThrownBy(() -> STEP.resume(folder.resolve("none"))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> STEP.start(ROWS.type(), 0, 1)).isInstanceOf(ArgumentException.class);
    }
}
