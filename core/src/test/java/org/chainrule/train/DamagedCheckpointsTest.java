package org.chainrule.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.chainrule.train.CheckpointedTraining.HELD;
import static org.chainrule.train.CheckpointedTraining.TRAIN;
import static org.chainrule.train.CheckpointedTraining.expected;
import static org.chainrule.train.CheckpointedTraining.name;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.chainrule.model.Classifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A damaged checkpoint is reported, and the training resumes from the one before it; a checkpoint that cannot be
/// written ends the training.
class DamagedCheckpointsTest {
    private final Path folder;
    private final CheckpointedTraining training;

    DamagedCheckpointsTest(@TempDir Path folder) {
        this.folder = folder;
        training = new CheckpointedTraining(folder);
    }

    /// A kind of damage to a file.
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
        training.interrupt();
        damage(training.path(18), damage);
        int[] first = {0};
        String model = training.model(training.resuming(c -> c.everySteps(6))
                .onStep((epoch, rows, _) -> first[0] = first[0] == 0 ? 1000 * epoch + rows : first[0]));
        assertThat(first[0]).as("step 13 is the fourth of epoch 2").isEqualTo(2000 + 4 * 16);
        assertThat(model).isEqualTo(expected());
        assertThat(training.reports)
                .isEqualTo(List.of(training.path(18) + " is damaged; the training resumes from " + training.path(12)));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void anyFlippedBitIsFound(long seed) throws IOException {
        training.interrupt();
        byte[] whole = Files.readAllBytes(training.path(18));
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 1; i <= 5; i++) {
            byte[] bytes = whole.clone();
            int bit = random.nextInt(8 * bytes.length);
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(training.path(18), bytes);
            assertThatThrownBy(() -> Killed.after(training.resuming(c -> c), 1).fit(TRAIN, HELD)).as("bit " + bit)
                    .isInstanceOf(Killed.class);
            assertThat(training.reports).as("bit " + bit).hasSize(i);
        }
    }

    @Test
    void ofDamagedCheckpointsNoneIsKept() throws IOException {
        training.interrupt();
        damage(training.path(12), Damage.CUT);
        damage(training.path(18), Damage.EMPTY);
        assertThatThrownBy(() -> Killed.after(training.resuming(c -> c.everySteps(4)), 9).fit(TRAIN, HELD))
                .isInstanceOf(Killed.class);
        assertThat(training.reports)
                .isEqualTo(List.of(training.path(18) + " is damaged; the training resumes from " + training.path(12),
                        training.path(12) + " is damaged; there is no other checkpoint; the training starts again"));
        assertThat(training.names()).isEqualTo(List.of(name(4), name(8)));
        assertThat(training.model(training.resuming(c -> c))).isEqualTo(expected());
    }

    @Test
    void whatAKilledProcessLeftOfACheckpointIsDeleted() throws IOException {
        training.interrupt();
        Files.write(training.run().resolve(".chainrule-0f9a.tmp"), new byte[10]);
        assertThat(training.model(training.resuming(c -> c))).isEqualTo(expected());
        assertThat(training.names()).allMatch(name -> name.startsWith("checkpoint-"));
    }

    @Test
    void aFolderThatCannotBeMadeIsSaidBeforeTheFirstStep() throws IOException {
        Files.write(training.run(), new byte[1]);
        Trainer<Classifier> trainer = training.resuming(c -> c).onStep((_, _, _) -> {
            throw new AssertionError("no step is taken");
        });
        assertThatThrownBy(() -> trainer.fit(TRAIN, HELD)).isInstanceOf(UncheckedIOException.class)
                .hasMessage("cannot make the folder " + training.run()
                        + " for checkpoints: there is a file of that name; choose another folder");
        assertThatThrownBy(
                () -> trainer.checkpoints(training.checkpoints().folder(training.run().resolve("in"))).fit(TRAIN, HELD))
                .isInstanceOf(UncheckedIOException.class).hasMessageStartingWith("cannot make the folder "
                        + training.run().resolve("in") + " for checkpoints: ");
    }

    @Test
    void aCheckpointThatCannotBeWrittenEndsTheTraining() throws IOException {
        Path moved = folder.resolve("moved");
        Trainer<Classifier> trainer = training.resuming(c -> c.everySteps(6)).onStep((epoch, rows, _) -> {
            if (epoch == 2 && rows == 32) {
                try {
                    Files.move(training.run(), moved);
                    Files.write(training.run(), new byte[1]);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        });
        assertThatThrownBy(() -> trainer.fit(TRAIN, HELD)).isInstanceOf(UncheckedIOException.class)
                .hasMessage("cannot write " + training.path(12) + ": " + training.run()
                        + " is not a folder; choose another path; the"
                        + " training ended after step 12 and can resume from " + training.path(6));
        Files.delete(training.run());
        Files.move(moved, training.run());
        assertThat(training.model(training.resuming(c -> c))).isEqualTo(expected());
    }

    @Test
    void aStoppedTrainingGivesItsModelWithoutACheckpointToo() {
        Trainer<Classifier> trainer = training.resuming(c -> c).stopWhen(() -> Files.isRegularFile(training.run()))
                .onStep((epoch, rows, _) -> {
                    if (epoch == 2 && rows == 32) {
                        try {
                            Files.delete(training.run());
                            Files.write(training.run(), new byte[1]);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    }
                });
        assertThat(trainer.fit(TRAIN, HELD).history()).hasSize(1);
        assertThat(training.reports).isEqualTo(List.of("cannot write " + training.path(11) + ": " + training.run()
                + " is not a folder; choose another path; the training ended after step 11, before its first"
                + " checkpoint"));
    }
}
