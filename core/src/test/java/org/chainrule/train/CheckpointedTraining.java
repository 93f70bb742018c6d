package org.chainrule.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.chainrule.data.Examples;
import org.chainrule.model.Classifier;

/// A training in a folder that writes checkpoints, and the model file of the same training without interruption.
final class CheckpointedTraining {
    static final Examples TRAIN = Killed.corners(130, 1);
    static final Examples HELD = Killed.corners(60, 2);
    /// The number of steps in an epoch of [#TRAIN].
    static final int STEPS = 9;

    private final Path folder;
    final List<String> reports = new ArrayList<>();

    CheckpointedTraining(Path folder) {
        this.folder = folder;
    }

    /// The outcome of the training without interruption.
    ///
    /// @param file the content of the model file
    /// @param epochs the number of epochs
    record Whole(String file, int epochs) {
        static final Whole TRAINED = train();

        private static Whole train() {
            try {
                Path folder = Files.createTempDirectory("whole");
                Classifier model = Killed.trainer().fit(TRAIN, HELD);
                String file = Killed.file(model, folder);
                try (Stream<Path> files = Files.walk(folder)) {
                    for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(path);
                    }
                }
                int epochs = model.history().size();
                assertThat(epochs).as("patience ends the training before its last epoch").isBetween(4, 11);
                assertThat(model.bestEpoch()).isEqualTo(epochs - 3);
                return new Whole(file, epochs);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    static String expected() {
        return Whole.TRAINED.file();
    }

    Path run() {
        return folder.resolve("run");
    }

    Checkpoints checkpoints() {
        return Checkpoints.in(run()).report(reports::add);
    }

    Trainer<Classifier> resuming(UnaryOperator<Checkpoints> how) {
        return Killed.trainer().checkpoints(how.apply(checkpoints()).resume());
    }

    /// Leaves checkpoints after 6, 12 and 18 steps, of which the latest two are kept.
    void interrupt() {
        assertThatThrownBy(() -> Killed.after(resuming(c -> c.everySteps(6)), 20).fit(TRAIN, HELD))
                .isInstanceOf(Killed.class);
    }

    List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(run())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    static String name(int steps) {
        return String.format("checkpoint-%012d.safetensors", steps);
    }

    Path path(int steps) {
        return run().resolve(name(steps));
    }

    String model(Trainer<Classifier> trainer) throws IOException {
        return Killed.file(trainer.fit(TRAIN, HELD), folder);
    }
}
