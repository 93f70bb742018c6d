package org.chainrule.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Layers.sequential;
import static org.chainrule.train.CheckpointedTraining.HELD;
import static org.chainrule.train.CheckpointedTraining.STEPS;
import static org.chainrule.train.CheckpointedTraining.TRAIN;
import static org.chainrule.train.CheckpointedTraining.expected;
import static org.chainrule.train.CheckpointedTraining.name;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.chainrule.data.Examples;
import org.chainrule.model.Classifier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A training that is killed and resumed from its checkpoints ends in the same model file, byte for byte.
class CheckpointsTest {
    private final Path folder;
    private final CheckpointedTraining training;

    CheckpointsTest(@TempDir Path folder) {
        this.folder = folder;
        training = new CheckpointedTraining(folder);
    }

    static Stream<UnaryOperator<Checkpoints>> intervals() {
        return Stream.of(c -> c.every(Duration.ZERO), c -> c.everySteps(1), c -> c.everySteps(7),
                c -> new Checkpoints(c.folder(), Duration.ZERO, 0, false, true, Map.of(), c.report()));
    }

    @ParameterizedTest
    @MethodSource("intervals")
    void atRandomStepsAndAsOftenAsOneLikes(UnaryOperator<Checkpoints> interval) throws IOException {
        SplittableRandom random = new SplittableRandom(3);
        Classifier model = Killed.killed(training.resuming(interval), TRAIN, HELD, _ -> random.nextInt(1, 40));
        assertThat(Killed.file(model, folder)).isEqualTo(expected());
        assertThat(training.names()).hasSize(2).last()
                .isEqualTo(name(CheckpointedTraining.Whole.TRAINED.epochs() * STEPS));
        assertThat(training.reports).isEmpty();
    }

    @Test
    void afterEverySevenSteps() throws IOException {
        Classifier model = Killed.killed(training.resuming(c -> c.everySteps(1)), TRAIN, HELD, _ -> 7);
        assertThat(Killed.file(model, folder)).isEqualTo(expected());
    }

    @Test
    void theNumberOfThreadsMayChange() throws IOException {
        training.interrupt();
        assertThat(training.model(training.resuming(c -> c).threads(3))).isEqualTo(expected());
    }

    @Test
    void withoutValidationRows() throws IOException {
        Trainer<Classifier> trainer = Classifier.of(sequential(linear(8), linear(3))).epochs(3).batch(16).seed(1);
        String whole = Killed.file(trainer.fit(TRAIN), folder);
        Trainer<Classifier> kept = trainer.checkpoints(training.checkpoints().everySteps(4).resume());
        for (int steps : new int[]{3, 6, 11}) {
            assertThatThrownBy(() -> Killed.after(kept, steps).fit(TRAIN)).isInstanceOf(Killed.class);
        }
        assertThat(Killed.file(kept.fit(TRAIN), folder)).isEqualTo(whole);
    }

    @Test
    void aStream() throws IOException {
        Examples train = Killed.stream(130, 1);
        String whole = Killed.file(Killed.trainer().fit(train, HELD), folder);
        SplittableRandom random = new SplittableRandom(4);
        Classifier model = Killed.killed(training.resuming(c -> c.everySteps(1)), train, HELD,
                _ -> random.nextInt(2, 40));
        assertThat(Killed.file(model, folder)).isEqualTo(whole);
    }

    @Test
    void whatIsKeptIsTheEndOfAnEpochUnlessAskedForMore() throws IOException {
        UnaryOperator<Checkpoints> ends = c -> new Checkpoints(c.folder(), Duration.ZERO, 0, false, false, Map.of(),
                c.report());
        assertThatThrownBy(
                () -> Killed.after(Killed.trainer().checkpoints(ends.apply(training.checkpoints())), 3 * STEPS + 2)
                        .fit(TRAIN, HELD))
                .isInstanceOf(Killed.class);
        assertThat(training.names()).isEqualTo(List.of(name(2 * STEPS), name(3 * STEPS)));
    }

    @Test
    void atMostOneASecondUnlessAskedForMore() throws IOException {
        long start = System.nanoTime();
        assertThatThrownBy(() -> Killed.after(Killed.trainer().checkpoints(training.checkpoints()), 3 * STEPS + 2)
                .fit(TRAIN, HELD)).isInstanceOf(Killed.class);
        assertThat(training.names().size()).isLessThanOrEqualTo((int) ((System.nanoTime() - start) / 1_000_000_000));
    }

    @Test
    void aTrainingThatHadEndedGivesItsModelAgain() throws IOException {
        assertThat(training.model(training.resuming(c -> c))).isEqualTo(expected());
        List<String> before = training.names();
        assertThat(training.model(training.resuming(c -> c).onStep((_, _, _) -> {
            throw new AssertionError("no step is left");
        }))).isEqualTo(expected());
        assertThat(training.names()).isEqualTo(before);
    }

    @Test
    void aTrainingThatIsStoppedSavesWhereItIs() throws IOException {
        int[] asked = {0};
        Classifier stopped = training.resuming(c -> c).stopWhen(() -> ++asked[0] > 2 * STEPS + 4).fit(TRAIN, HELD);
        assertThat(stopped.history()).hasSize(2);
        assertThat(training.names()).isEqualTo(List.of(name(2 * STEPS + 4)));
        assertThat(training.model(training.resuming(c -> c))).isEqualTo(expected());
    }

    @Test
    void aTrainingThatIsStoppedWhileItIsMeasuredMeasuresAgain() throws IOException {
        Examples many = Killed.corners(600, 2);
        String whole = Killed.file(Killed.trainer().fit(TRAIN, many), folder);
        int[] asked = {0};
        training.resuming(c -> c).stopWhen(() -> ++asked[0] > STEPS + 1).fit(TRAIN, many);
        assertThat(training.names()).isEqualTo(List.of(name(STEPS)));
        Classifier model = training.resuming(c -> c).fit(TRAIN, many);
        assertThat(Killed.file(model, folder)).isEqualTo(whole);
    }

    @Test
    void secondsGoOn() {
        Trainer<Classifier> kept = training.resuming(c -> c.everySteps(1));
        assertThatThrownBy(() -> Killed.after(kept, 2 * STEPS).fit(TRAIN, HELD)).isInstanceOf(Killed.class);
        List<EpochRecord> history = kept.fit(TRAIN, HELD).history();
        for (int i = 1; i < history.size(); i++) {
            assertThat(history.get(i).seconds()).isGreaterThan(history.get(i - 1).seconds());
        }
    }

    // ---- Processes

    /// A training in another process is killed at random moments, while it starts or between checkpoints, and resumed
    /// until it ends. This is repeated until the number of kills is reached.
    @Test
    @Tag("full")
    void aHundredKills() throws IOException, InterruptedException {
        Classifier unkilled = Killed.trainer().epochs(40).patience(40).fit(TRAIN, HELD);
        String whole = Killed.file(unkilled, folder);
        SplittableRandom random = new SplittableRandom(7);
        Path file = folder.resolve("killed.safetensors");
        int kills = 0;
        for (int training = 1; kills < Integer.getInteger("chainrule.kills", 100); training++) {
            Path checkpoints = folder.resolve("run" + training);
            boolean ended = false;
            while (!ended) {
                Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                        System.getProperty("java.class.path"), Killed.class.getName(), checkpoints.toString(),
                        file.toString()).redirectErrorStream(true).redirectOutput(folder.resolve("said").toFile())
                        .start();
                if (random.nextInt(4) > 0) {
                    String[] before = checkpoints.toFile().list();
                    while (process.isAlive() && Arrays.equals(before, checkpoints.toFile().list())) {
                        Thread.sleep(5);
                    }
                }
                ended = process.waitFor(random.nextLong(400), TimeUnit.MILLISECONDS);
                if (!ended) {
                    process.destroyForcibly().waitFor();
                    kills++;
                } else {
                    assertThat(process.exitValue()).isZero();
                }
            }
            assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)).isEqualTo(whole);
            assertThat(checkpoints.toFile().list()).hasSize(2).allMatch(name -> name.startsWith("checkpoint-"));
            assertThat(folder.toFile().list()).noneMatch(name -> name.endsWith(".tmp"));
        }
    }

    @Test
    void anIntervalMayBeLongerThanAnyTraining() {
        Killed.trainer().epochs(1).patience(1)
                .checkpoints(training.checkpoints().every(Duration.ofSeconds(Long.MAX_VALUE)))
                .fit(TRAIN, HELD);
        assertThat(training.reports).isEmpty();
    }

    @Test
    void otherFilesInTheFolderStay() throws IOException {
        Files.createDirectories(training.run());
        Path other = training.run().resolve("checkpoint-mine.safetensors");
        Files.writeString(other, "mine");
        training.interrupt();
        assertThat(training.model(training.resuming(c -> c.everySteps(6)))).isEqualTo(expected());
        assertThat(training.reports).isEmpty();
        assertThat(other).hasContent("mine");
    }
}
