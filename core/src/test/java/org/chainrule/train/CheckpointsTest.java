package org.chainrule.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.chainrule.nn.Layers.linear;
import static org.chainrule.nn.Layers.sequential;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.chainrule.data.Examples;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.FormatException;
import org.chainrule.metric.Metrics;
import org.chainrule.model.Classifier;
import org.chainrule.nn.Losses;
import org.chainrule.optim.Optimizers;
import org.chainrule.optim.Schedule;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A training that is killed and goes on from its checkpoints ends in the same model file, byte for byte.
class CheckpointsTest {
    private static final Examples TRAIN = Killed.corners(130, 1);
    private static final Examples HELD = Killed.corners(60, 2);
    /// Steps of an epoch of [#TRAIN].
    private static final int STEPS = 9;

    private static String expected = "";
    private static int epochs;

    @TempDir
    Path folder;

    private final List<String> reports = new ArrayList<>();

    @BeforeAll
    static void trainUninterrupted(@TempDir Path elsewhere) throws IOException {
        Classifier model = Killed.trainer().fit(TRAIN, HELD);
        expected = Killed.file(model, elsewhere);
        epochs = model.history().size();
        assertThat(epochs).as("patience ends the training before its last epoch").isBetween(4, 11);
        assertThat(model.bestEpoch()).isEqualTo(epochs - 3);
    }

    private Path run() {
        return folder.resolve("run");
    }

    private Checkpoints checkpoints() {
        return Checkpoints.in(run()).report(reports::add);
    }

    private Trainer<Classifier> resuming(UnaryOperator<Checkpoints> how) {
        return Killed.trainer().checkpoints(how.apply(checkpoints()).resume());
    }

    /// Leaves checkpoints after 6, 12 and 18 steps, of which the latest two are kept.
    private void interrupt() {
        assertThatThrownBy(() -> Killed.after(resuming(c -> c.everySteps(6)), 20).fit(TRAIN, HELD))
                .isInstanceOf(Killed.class);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(run())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static String name(int steps) {
        return String.format("checkpoint-%012d.safetensors", steps);
    }

    private Path path(int steps) {
        return run().resolve(name(steps));
    }

    private String model(Trainer<Classifier> trainer) throws IOException {
        return Killed.file(trainer.fit(TRAIN, HELD), folder);
    }

    static Stream<UnaryOperator<Checkpoints>> intervals() {
        return Stream.of(c -> c.every(Duration.ZERO), c -> c.everySteps(1), c -> c.everySteps(7),
                c -> new Checkpoints(c.folder(), Duration.ZERO, 0, false, true, Map.of(), c.report()));
    }

    @ParameterizedTest
    @MethodSource("intervals")
    void atRandomStepsAndAsOftenAsOneLikes(UnaryOperator<Checkpoints> interval) throws IOException {
        SplittableRandom random = new SplittableRandom(3);
        Classifier model = Killed.killed(resuming(interval), TRAIN, HELD, _ -> random.nextInt(1, 40));
        assertThat(Killed.file(model, folder)).isEqualTo(expected);
        assertThat(names()).hasSize(2).last().isEqualTo(name(epochs * STEPS));
        assertThat(reports).isEmpty();
    }

    @Test
    void afterEverySevenSteps() throws IOException {
        Classifier model = Killed.killed(resuming(c -> c.everySteps(1)), TRAIN, HELD, _ -> 7);
        assertThat(Killed.file(model, folder)).isEqualTo(expected);
    }

    @Test
    void theNumberOfThreadsMayChange() throws IOException {
        interrupt();
        assertThat(model(resuming(c -> c).threads(3))).isEqualTo(expected);
    }

    @Test
    void withoutValidationRows() throws IOException {
        Trainer<Classifier> trainer = Classifier.of(sequential(linear(8), linear(3))).epochs(3).batch(16).seed(1);
        String whole = Killed.file(trainer.fit(TRAIN), folder);
        Trainer<Classifier> kept = trainer.checkpoints(checkpoints().everySteps(4).resume());
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
        Classifier model = Killed.killed(resuming(c -> c.everySteps(1)), train, HELD, _ -> random.nextInt(2, 40));
        assertThat(Killed.file(model, folder)).isEqualTo(whole);
    }

    @Test
    void whatIsKeptIsTheEndOfAnEpochUnlessAskedForMore() throws IOException {
        UnaryOperator<Checkpoints> ends = c -> new Checkpoints(c.folder(), Duration.ZERO, 0, false, false, Map.of(),
                c.report());
        assertThatThrownBy(() -> Killed.after(Killed.trainer().checkpoints(ends.apply(checkpoints())), 3 * STEPS + 2)
                .fit(TRAIN, HELD)).isInstanceOf(Killed.class);
        assertThat(names()).isEqualTo(List.of(name(2 * STEPS), name(3 * STEPS)));
    }

    @Test
    void atMostOneASecondUnlessAskedForMore() throws IOException {
        long start = System.nanoTime();
        assertThatThrownBy(() -> Killed.after(Killed.trainer().checkpoints(checkpoints()), 3 * STEPS + 2)
                .fit(TRAIN, HELD)).isInstanceOf(Killed.class);
        assertThat(names().size()).isLessThanOrEqualTo((int) ((System.nanoTime() - start) / 1_000_000_000));
    }

    @Test
    void aTrainingThatHadEndedGivesItsModelAgain() throws IOException {
        assertThat(model(resuming(c -> c))).isEqualTo(expected);
        List<String> before = names();
        assertThat(model(resuming(c -> c).onStep((_, _, _) -> {
            throw new AssertionError("no step is left");
        }))).isEqualTo(expected);
        assertThat(names()).isEqualTo(before);
    }

    @Test
    void aTrainingThatIsStoppedSavesWhereItIs() throws IOException {
        int[] asked = {0};
        Classifier stopped = resuming(c -> c).stopWhen(() -> ++asked[0] > 2 * STEPS + 4).fit(TRAIN, HELD);
        assertThat(stopped.history()).hasSize(2);
        assertThat(names()).isEqualTo(List.of(name(2 * STEPS + 4)));
        assertThat(model(resuming(c -> c))).isEqualTo(expected);
    }

    @Test
    void aTrainingThatIsStoppedWhileItIsMeasuredMeasuresAgain() throws IOException {
        Examples many = Killed.corners(600, 2);
        String whole = Killed.file(Killed.trainer().fit(TRAIN, many), folder);
        int[] asked = {0};
        resuming(c -> c).stopWhen(() -> ++asked[0] > STEPS + 1).fit(TRAIN, many);
        assertThat(names()).isEqualTo(List.of(name(STEPS)));
        Classifier model = resuming(c -> c).fit(TRAIN, many);
        assertThat(Killed.file(model, folder)).isEqualTo(whole);
    }

    @Test
    void secondsGoOn() {
        Trainer<Classifier> kept = resuming(c -> c.everySteps(1));
        assertThatThrownBy(() -> Killed.after(kept, 2 * STEPS).fit(TRAIN, HELD)).isInstanceOf(Killed.class);
        List<EpochRecord> history = kept.fit(TRAIN, HELD).history();
        for (int i = 1; i < history.size(); i++) {
            assertThat(history.get(i).seconds()).isGreaterThan(history.get(i - 1).seconds());
        }
    }

    // ---- Damage

    /// Damages a file so that it is never whole again.
    enum Damage {
        CUT {
            @Override
            byte[] of(byte[] bytes) {
                return Arrays.copyOf(bytes, bytes.length - 1);
            }
        },
        EMPTY {
            @Override
            byte[] of(byte[] bytes) {
                return new byte[0];
            }
        },
        LAST_BIT {
            @Override
            byte[] of(byte[] bytes) {
                bytes[bytes.length - 1] ^= 1;
                return bytes;
            }
        },
        CHECKSUM_NAME {
            @Override
            byte[] of(byte[] bytes) {
                String text = new String(bytes, StandardCharsets.ISO_8859_1);
                bytes[text.indexOf("chainrule.crc32c")] ^= 1;
                return bytes;
            }
        },
        LENGTH {
            @Override
            byte[] of(byte[] bytes) {
                bytes[6] ^= 64;
                return bytes;
            }
        };

        abstract byte[] of(byte[] bytes);
    }

    private void damage(Path file, Damage damage) throws IOException {
        Files.write(file, damage.of(Files.readAllBytes(file)));
    }

    @ParameterizedTest
    @EnumSource
    void aDamagedCheckpointIsReportedAndTheOneBeforeIsUsed(Damage damage) throws IOException {
        interrupt();
        damage(path(18), damage);
        int[] first = {0};
        String model = model(resuming(c -> c.everySteps(6))
                .onStep((epoch, rows, _) -> first[0] = first[0] == 0 ? 1000 * epoch + rows : first[0]));
        assertThat(first[0]).as("step 13 is the fourth of epoch 2").isEqualTo(2000 + 4 * 16);
        assertThat(model).isEqualTo(expected);
        assertThat(reports).isEqualTo(List.of(path(18) + " is damaged; the training goes on from " + path(12)));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void anyFlippedBitIsFound(long seed) throws IOException {
        interrupt();
        byte[] whole = Files.readAllBytes(path(18));
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 1; i <= 5; i++) {
            byte[] bytes = whole.clone();
            int bit = random.nextInt(8 * bytes.length);
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(path(18), bytes);
            assertThatThrownBy(() -> Killed.after(resuming(c -> c), 1).fit(TRAIN, HELD)).as("bit " + bit)
                    .isInstanceOf(Killed.class);
            assertThat(reports).as("bit " + bit).hasSize(i);
        }
    }

    @Test
    void ofDamagedCheckpointsNoneIsKept() throws IOException {
        interrupt();
        damage(path(12), Damage.CUT);
        damage(path(18), Damage.EMPTY);
        assertThatThrownBy(() -> Killed.after(resuming(c -> c.everySteps(4)), 9).fit(TRAIN, HELD))
                .isInstanceOf(Killed.class);
        assertThat(reports).isEqualTo(List.of(path(18) + " is damaged; the training goes on from " + path(12),
                path(12) + " is damaged; there is no other checkpoint, so the training begins anew"));
        assertThat(names()).isEqualTo(List.of(name(4), name(8)));
        assertThat(model(resuming(c -> c))).isEqualTo(expected);
    }

    @Test
    void whatAKilledProcessLeftOfACheckpointIsDeleted() throws IOException {
        interrupt();
        Files.write(run().resolve(".chainrule-0f9a.tmp"), new byte[10]);
        assertThat(model(resuming(c -> c))).isEqualTo(expected);
        assertThat(names()).allMatch(name -> name.startsWith("checkpoint-"));
    }

    // ---- Another training

    private void refused(ThrowingCallable training, String difference) {
        assertThatThrownBy(training).isInstanceOf(FormatException.class).hasMessage(path(18)
                + " is of another training: its " + difference
                + "; give the same settings and data, or another folder");
    }

    @Test
    void anotherTrainingIsRefused() {
        interrupt();
        Trainer<Classifier> same = resuming(c -> c);
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
                .hasMessageContaining("is of another training: its schedule changed from 1.0 ");
        assertThatThrownBy(() -> same.loss(Losses.crossEntropy().smoothing(0.1)).fit(TRAIN, HELD))
                .hasMessageContaining("is of another training: its first loss changed from ");
        refused(() -> resuming(c -> c.about(Map.of("file", "b.csv"))).fit(TRAIN, HELD),
                "file changed from nothing to b.csv");
    }

    @Test
    void otherRowsAreRefused() {
        interrupt();
        Trainer<Classifier> same = resuming(c -> c);
        assertThatThrownBy(() -> same.fit(Killed.corners(131, 1), HELD)).hasMessageMatching(
                ".* is of another training: its training rows changed from 130 with the checksum [0-9a-f]{8} to 131"
                        + " with the checksum [0-9a-f]{8}; give .*");
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
        interrupt();
        Trainer<Classifier> other = Classifier.of(sequential(linear(16), linear(3)))
                .checkpoints(checkpoints().resume());
        assertThatThrownBy(() -> other.fit(TRAIN, HELD)).isInstanceOf(FormatException.class).hasMessageMatching(
                ".* is of another training: its network changed from \\.\\.\\..{60}\\.\\.\\. to \\.\\.\\..{1,60}(\\.\\.\\.)?;"
                        + " give the same settings and data, or another folder");
    }

    @Test
    void checkpointsAreNotLostByForgettingToResume() throws IOException {
        interrupt();
        List<String> before = names();
        assertThatThrownBy(() -> Killed.trainer().checkpoints(checkpoints()).fit(TRAIN, HELD))
                .isInstanceOf(ArgumentException.class).hasMessage("checkpoints: " + run()
                        + " holds checkpoints already; resume from them, delete them, or choose another folder");
        assertThat(names()).isEqualTo(before);
        assertThat(checkpoints().present()).isTrue();
        assertThat(checkpoints().folder(folder.resolve("none")).present()).isFalse();
    }

    @Test
    void aFileOfAnotherKindIsRefused() throws IOException {
        interrupt();
        Step step = Step.of(sequential(linear(3)), Losses.crossEntropy(), Optimizers.sgd(0.1));
        step.start(TRAIN, 16, 1).save(path(20));
        assertThatThrownBy(() -> model(resuming(c -> c))).isInstanceOf(FormatException.class).hasMessage(path(20)
                + " is not a checkpoint of a training: its metadata has no entry 'chainrule.training'");
    }

    // ---- Where nothing can be written

    @Test
    void aFolderThatCannotBeMadeIsSaidBeforeTheFirstStep() throws IOException {
        Files.write(run(), new byte[1]);
        Trainer<Classifier> trainer = resuming(c -> c).onStep((_, _, _) -> {
            throw new AssertionError("no step is taken");
        });
        assertThatThrownBy(() -> trainer.fit(TRAIN, HELD)).isInstanceOf(UncheckedIOException.class)
                .hasMessage("cannot make the folder " + run()
                        + " for checkpoints: there is a file of that name; choose another folder");
        assertThatThrownBy(() -> trainer.checkpoints(checkpoints().folder(run().resolve("in"))).fit(TRAIN, HELD))
                .isInstanceOf(UncheckedIOException.class).hasMessageStartingWith("cannot make the folder "
                        + run().resolve("in") + " for checkpoints: ");
    }

    @Test
    void aCheckpointThatCannotBeWrittenEndsTheTraining() throws IOException {
        Path moved = folder.resolve("moved");
        Trainer<Classifier> trainer = resuming(c -> c.everySteps(6)).onStep((epoch, rows, _) -> {
            if (epoch == 2 && rows == 32) {
                try {
                    Files.move(run(), moved);
                    Files.write(run(), new byte[1]);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        });
        assertThatThrownBy(() -> trainer.fit(TRAIN, HELD)).isInstanceOf(UncheckedIOException.class)
                .hasMessage("cannot write " + path(12) + ": " + run() + " is not a folder; choose another path; the"
                        + " training ended after step 12 and can go on from " + path(6));
        Files.delete(run());
        Files.move(moved, run());
        assertThat(model(resuming(c -> c))).isEqualTo(expected);
    }

    @Test
    void aStoppedTrainingGivesItsModelWithoutACheckpointToo() {
        Trainer<Classifier> trainer = resuming(c -> c).stopWhen(() -> Files.isRegularFile(run()))
                .onStep((epoch, rows, _) -> {
                    if (epoch == 2 && rows == 32) {
                        try {
                            Files.delete(run());
                            Files.write(run(), new byte[1]);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    }
                });
        assertThat(trainer.fit(TRAIN, HELD).history()).hasSize(1);
        assertThat(reports).isEqualTo(List.of("cannot write " + path(11) + ": " + run()
                + " is not a folder; choose another path; the training ended after step 11, before its first"
                + " checkpoint"));
    }

    // ---- Processes

    /// A training in a process of its own is killed at random moments, while it starts or between checkpoints, and resumed
    /// until it is through, time and again.
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
    void wrongIntervalsAreRefused() {
        assertThatThrownBy(() -> checkpoints().everySteps(0)).isInstanceOf(ArgumentException.class)
                .hasMessage("checkpoints: got every 0 steps, expected at least 1");
        assertThatThrownBy(() -> checkpoints().every(Duration.ofSeconds(-1))).isInstanceOf(ArgumentException.class)
                .hasMessage("checkpoints: every is PT-1S, expected a time of at least 0");
    }

    @Test
    void anIntervalMayBeLongerThanAnyTraining() {
        Killed.trainer().epochs(1).patience(1).checkpoints(checkpoints().every(Duration.ofSeconds(Long.MAX_VALUE)))
                .fit(TRAIN, HELD);
        assertThat(reports).isEmpty();
    }

    @Test
    void namesThatTheTrainingIsComparedByAreTaken() {
        assertThatThrownBy(() -> model(resuming(c -> c.about(Map.of("seed", "any")))))
                .isInstanceOf(ArgumentException.class).hasMessage("checkpoints: about has the name 'seed', under which"
                        + " the training itself is compared; choose another name");
    }

    @Test
    void otherFilesInTheFolderStay() throws IOException {
        Files.createDirectories(run());
        Path other = run().resolve("checkpoint-mine.safetensors");
        Files.writeString(other, "mine");
        interrupt();
        assertThat(model(resuming(c -> c.everySteps(6)))).isEqualTo(expected);
        assertThat(reports).isEmpty();
        assertThat(other).hasContent("mine");
    }
}
