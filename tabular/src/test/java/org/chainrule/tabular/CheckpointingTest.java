package org.chainrule.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.FormatException;
import org.chainrule.train.Checkpoints;
import org.chainrule.train.Epoch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A training that ends as if it were killed, and is then resumed.
class CheckpointingTest {
    private static final Path IRIS = Path.of("..", "examples", "data", "iris.csv");

    @TempDir
    Path folder;

    private static Tabular tabular() {
        return Tabular.of("species").hidden(8).learningRate(0.02).epochs(5).threads(1);
    }

    private Checkpoints checkpoints() {
        return Checkpoints.in(folder.resolve("run")).everySteps(2);
    }

    private String file(Tabular tabular) throws IOException {
        Path file = folder.resolve("model.safetensors");
        tabular.fit(IRIS).model().save(file);
        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    }

    private static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    /// Returns a listener that ends the training in the third step of the given epoch of a model.
    private static TrainingListener killing(String model, int epoch) {
        return new TrainingListener() {
            private int steps;

            @Override
            public void epoch(String name, Epoch<?> ended) {
                steps = 0;
            }

            @Override
            public void step(String name, int number, int rows, int of) {
                if (name.equals(model) && number == epoch && ++steps == 3) {
                    throw new Killed();
                }
            }
        };
    }

    @Test
    void eitherModelGoesOnFromAFolderOfItsOwn() throws IOException {
        String whole = file(tabular());
        Tabular kept = tabular().checkpoints(checkpoints().resume());
        assertThatThrownBy(() -> file(kept.onEpoch(killing("mlp", 3)))).isInstanceOf(Killed.class);
        assertThat(folder.resolve("run").toFile().list()).containsExactly("mlp");
        assertThatThrownBy(() -> file(kept.onEpoch(killing("linear", 2)))).isInstanceOf(Killed.class);
        assertThat(folder.resolve("run").toFile().list()).containsExactlyInAnyOrder("mlp", "linear");
        assertThat(file(kept)).isEqualTo(whole);
    }

    /// Returns a listener that ends the training for good in a step of a network, as a kill of the process does.
    private static TrainingListener killingAll(String model, int epoch) {
        boolean[] dead = new boolean[1];
        return new TrainingListener() {
            @Override
            public void epoch(String name, Epoch<?> ended) {
            }

            @Override
            public void step(String name, int number, int rows, int of) {
                dead[0] |= name.equals(model) && number == epoch && rows > 32;
                if (dead[0]) {
                    throw new Killed();
                }
            }
        };
    }

    /// An ensemble is killed in its first network, in the last epoch of its second, at the start of the next, and in the
    /// linear model, and resumed on another number of threads.
    @Test
    void anEnsembleGoesOnWithinAndBetweenItsNetworks() throws IOException {
        String whole = file(tabular().folds(2).ensemble(2));
        Tabular kept = tabular().folds(2).ensemble(2).checkpoints(checkpoints().resume());
        List<String> networks = List.of("mlp fold 1 of 2 member 1 of 2", "mlp fold 2 of 2 member 1 of 2",
                "mlp fold 1 of 2 member 2 of 2", "linear");
        int[] epochs = {3, 5, 1, 2};
        for (int kill = 0; kill < epochs.length; kill++) {
            Tabular killed = kept.onEpoch(killingAll(networks.get(kill), epochs[kill]));
            assertThatThrownBy(() -> file(killed)).isInstanceOf(Killed.class);
            assertThat(folder.resolve("run").resolve(networks.get(kill))).isDirectory();
        }
        assertThat(file(kept.threads(3))).isEqualTo(whole);
        assertThat(file(kept)).isEqualTo(whole);
    }

    /// A stop, like a time limit, ends the training with a model, and what remains is trained later.
    @Test
    void anEnsembleThatWasStoppedGoesOn() throws IOException {
        String whole = file(tabular().folds(3));
        Tabular kept = tabular().folds(3).checkpoints(checkpoints().resume());
        for (int limit : new int[]{5, 30}) {
            AtomicInteger asked = new AtomicInteger();
            TabularResult part = kept.stopWhen(() -> asked.getAndIncrement() > limit).fit(IRIS);
            assertThat(part.interrupted()).isTrue();
            assertThat(part.epochs()).isLessThan(15);
        }
        assertThat(file(kept)).isEqualTo(whole);
    }

    /// A network that was trained before takes part even if the time is over when its turn comes.
    @Test
    void theClockDoesNotDecideAboutNetworksThatWereTrained() throws IOException {
        Tabular kept = tabular().folds(3).checkpoints(checkpoints().resume());
        List<Provenance.Member> members = kept.fit(IRIS).model().provenance().members();
        assertThat(members).hasSize(3);
        for (Tabular again : List.of(kept.stopWhen(() -> true), kept.time(Duration.ofNanos(1)))) {
            assertThat(again.fit(IRIS).model().provenance().members()).isEqualTo(members);
        }
    }

    @Test
    void checkpointsOfNetworksThatTheTrainingDoesNotHaveAreRefused() throws IOException {
        file(tabular().folds(3).checkpoints(checkpoints()));
        assertThatThrownBy(() -> file(tabular().folds(2).checkpoints(checkpoints().resume())))
                .isInstanceOf(ArgumentException.class)
                .hasMessage(folder.resolve("run").resolve("mlp fold 1 of 3")
                        + " belongs to another training, because this one has no network of that name; use the same"
                        + " settings, or another folder");
    }

    @Test
    void aLinearModelHasOneFolder() throws IOException {
        file(tabular().linear().checkpoints(checkpoints()));
        assertThat(folder.resolve("run").toFile().list()).containsExactly("linear");
    }

    @Test
    void checkpointsOfEitherModelAreInTheWay() throws IOException {
        file(tabular().linear().checkpoints(checkpoints()));
        assertThatThrownBy(() -> file(tabular().checkpoints(checkpoints()))).isInstanceOf(ArgumentException.class)
                .hasMessage(folder.resolve("run").resolve("linear")
                        + " holds checkpoints already; resume from them, delete them, or choose another folder");
        assertThat(folder.resolve("run").toFile().list()).containsExactly("linear");
    }

    @Test
    void otherChoicesAreRefused() {
        assertThatThrownBy(() -> file(tabular().checkpoints(checkpoints()).onEpoch(killing("mlp", 3))))
                .isInstanceOf(Killed.class);
        refused(t -> t.dropout(0.5), "dropout changed from by the task to 0.5");
        refused(t -> t.groupColumn("petal_width_cm"),
                "way to hold rows out changed from drawn at random class by class to"
                        + " in whole groups of \"petal_width_cm\"");
        refused(t -> t.categorical("petal_width_cm"),
                "columns of given kinds changed from {} to {petal_width_cm=TEXT}");
        refused(t -> t.learningRate(0.01), "optimizer changed from ");
        refused(t -> t.patience(3), "patience changed from 40 to 3");
    }

    private void refused(UnaryOperator<Tabular> change, String difference) {
        Tabular changed = change.apply(tabular()).checkpoints(checkpoints().resume());
        assertThatThrownBy(() -> file(changed)).isInstanceOf(FormatException.class)
                .hasMessageContaining(" belongs to another training: its " + difference);
    }
}
