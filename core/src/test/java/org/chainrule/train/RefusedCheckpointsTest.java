package org.chainrule.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Layers.sequential;
import static org.chainrule.train.CheckpointedTraining.HELD;
import static org.chainrule.train.CheckpointedTraining.TRAIN;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.chainrule.data.Examples;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.FormatException;
import org.chainrule.metric.Metrics;
import org.chainrule.model.Classifier;
import org.chainrule.nn.Losses;
import org.chainrule.optim.Optimizers;
import org.chainrule.optim.Schedule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Checkpoints of another training and invalid settings are refused in one sentence.
class RefusedCheckpointsTest {
    private final Path folder;
    private final CheckpointedTraining training;

    RefusedCheckpointsTest(@TempDir Path folder) {
        this.folder = folder;
        training = new CheckpointedTraining(folder);
    }

    private void refused(ThrowingCallable call, String difference) {
        assertThatThrownBy(call).isInstanceOf(FormatException.class).hasMessage(training.path(18)
                + " belongs to another training: its " + difference
                + "; use the same settings and data, or another folder");
    }

    @Test
    void anotherTrainingIsRefused() {
        training.interrupt();
        Trainer<Classifier> same = training.resuming(c -> c);
        refused(() -> same.batch(8).fit(TRAIN, HELD), "batch changed from 16 to 8");
        refused(() -> same.epochs(13).fit(TRAIN, HELD), "epochs changed from 12 to 13");
        refused(() -> same.patience(4).fit(TRAIN, HELD), "patience changed from 3 to 4");
        refused(() -> same.seed(6).fit(TRAIN, HELD), "seed changed from 5 to 6");
        refused(() -> same.clip(2).fit(TRAIN, HELD), "clip changed from 1.0 to 2.0");
        refused(() -> same.monitor("loss").fit(TRAIN, HELD), "monitor changed from the usual to loss");
        refused(() -> same.freeze("linear/bias"::equals).fit(TRAIN, HELD), "trained parameters changed from "
                + "[linear/weight, linear/bias, batchNorm/weight, batchNorm/bias, linear2/weight, linear2/bias] to "
                + "[linear/weight, batchNorm/weight, batchNorm/bias, linear2/weight, linear2/bias]");
        refused(() -> same.rates(path -> path.startsWith("linear2") ? 0.1 : 1).fit(TRAIN, HELD),
                "rates changed from {} to {linear2/weight=0.1, linear2/bias=0.1}");
        refused(() -> same.optimizer(Optimizers.sgd(0.05)).fit(TRAIN, HELD), "optimizer changed from "
                + Optimizers.averaged(Optimizers.adamW(0.05, 0.01), 0.9).describe() + " to "
                + Optimizers.sgd(0.05).describe());
        refused(() -> same.metrics(Metrics.balancedAccuracy()).fit(TRAIN, HELD),
                "measures changed from [loss, accuracy, logLoss, macroF1] to [loss, accuracy, logLoss, macroF1,"
                        + " balancedAccuracy]");
        assertThatThrownBy(() -> same.schedule(Schedule.cosine(0.001)).fit(TRAIN, HELD))
                .hasMessageContaining("belongs to another training: its schedule changed from 1.0 ");
        assertThatThrownBy(() -> same.loss(Losses.crossEntropy().smoothing(0.1)).fit(TRAIN, HELD))
                .hasMessageContaining("belongs to another training: its first loss changed from ");
        refused(() -> training.resuming(c -> c.about(Map.of("file", "b.csv"))).fit(TRAIN, HELD),
                "file changed from nothing to b.csv");
    }

    @Test
    void otherRowsAreRefused() {
        training.interrupt();
        Trainer<Classifier> same = training.resuming(c -> c);
        assertThatThrownBy(() -> same.fit(Killed.corners(131, 1), HELD)).hasMessageMatching(
                ".* belongs to another training: its training rows changed from 130 with the checksum [0-9a-f]{8} to"
                        + " 131 with the checksum [0-9a-f]{8}; use .*");
        float[][] x = new float[60][2];
        assertThatThrownBy(() -> same.fit(TRAIN, Examples.of(x, new int[60]).weights(ones(60))))
                .hasMessageContaining("its validation rows changed from 60 with the checksum ");
        assertThatThrownBy(() -> same.fit(TRAIN)).isInstanceOf(ArgumentException.class);
    }

    private static float[] ones(int count) {
        float[] ones = new float[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    @Test
    void ofALongNetworkTheDifferenceIsShown() {
        training.interrupt();
        Trainer<Classifier> other = Classifier.of(sequential(linear(16), linear(3)))
                .checkpoints(training.checkpoints().resume());
        assertThatThrownBy(() -> other.fit(TRAIN, HELD)).isInstanceOf(FormatException.class).hasMessageMatching(
                ".* belongs to another training: its network changed from \\.\\.\\..{60}\\.\\.\\. to \\.\\.\\..{1,60}(\\.\\.\\.)?"
                        + "; use the same settings and data, or another folder");
    }

    @Test
    void checkpointsAreNotLostByForgettingToResume() throws IOException {
        training.interrupt();
        List<String> before = training.names();
        assertThatThrownBy(() -> Killed.trainer().checkpoints(training.checkpoints()).fit(TRAIN, HELD))
                .isInstanceOf(ArgumentException.class).hasMessage("checkpoints: " + training.run()
                        + " holds checkpoints already; resume from them, delete them, or choose another folder");
        assertThat(training.names()).isEqualTo(before);
        assertThat(training.checkpoints().present()).isTrue();
        assertThat(training.checkpoints().folder(folder.resolve("none")).present()).isFalse();
    }

    @Test
    void aFileOfAnotherKindIsRefused() throws IOException {
        training.interrupt();
        Step step = Step.of(sequential(linear(3)), Losses.crossEntropy(), Optimizers.sgd(0.1));
        step.start(TRAIN, 16, 1).save(training.path(20));
        assertThatThrownBy(() -> training.model(training.resuming(c -> c))).isInstanceOf(FormatException.class)
                .hasMessage(training.path(20)
                        + " is not a checkpoint of a training: its metadata has no entry 'chainrule.training'");
    }

    @Test
    void wrongIntervalsAreRefused() {
        assertThatThrownBy(() -> training.checkpoints().everySteps(0)).isInstanceOf(ArgumentException.class)
                .hasMessage("checkpoints: got every 0 steps, expected at least 1");
        assertThatThrownBy(() -> training.checkpoints().every(Duration.ofSeconds(-1)))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("checkpoints: every is PT-1S, expected a time of at least 0");
    }

    @Test
    void namesThatTheTrainingIsComparedByAreTaken() {
        assertThatThrownBy(() -> training.model(training.resuming(c -> c.about(Map.of("seed", "any")))))
                .isInstanceOf(ArgumentException.class).hasMessage("checkpoints: about has the name 'seed', under which"
                        + " the training itself is compared; choose another name");
    }
}
