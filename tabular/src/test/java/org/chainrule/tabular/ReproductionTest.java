package org.chainrule.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.outcome.Target;
import org.chainrule.tabular.read.CsvTables;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TableFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Trainings on a file that are repeated from what their models keep.
class ReproductionTest {
    @TempDir
    Path folder;

    private Path file = Path.of("");

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(folder.resolve("t.csv"), csv());
    }

    private static String csv() {
        StringBuilder csv = new StringBuilder("size,color,shop,day,kind,price\n");
        for (int i = 0; i < 120; i++) {
            int size = i * 37 % 100;
            boolean red = i % 3 == 0;
            csv.append(i % 11 == 4 ? "gone" : String.valueOf(size)).append(',')
                    .append(red ? "red" : i % 3 == 1 ? "blue" : "green").append(',').append(i % 17).append(',')
                    .append("%02d.%02d.2025".formatted(1 + i % 28, 1 + i % 12)).append(',')
                    .append(size > 50 == red ? "yes" : "no").append(',')
                    .append(Math.round(StrictMath.exp(size / 20.0 + (red ? 1 : 0)) * 100) / 100.0).append('\n');
        }
        return csv.toString();
    }

    private static Tabular kind() {
        return Tabular.of("kind").ignore("price").hidden(8).epochs(6).threads(1);
    }

    private static Tabular price() {
        return Tabular.of("price").ignore("kind").hidden(8).epochs(6).threads(1);
    }

    /// Returns the model of a training after it was saved and loaded.
    private TabularModel trained(Tabular tabular) throws IOException {
        Path saved = folder.resolve("model.safetensors");
        tabular.fit(file).model().save(saved);
        return TabularModel.load(saved);
    }

    private Reproduction again(TabularModel model, int threads) throws IOException {
        return Reproduction.of(model, org.chainrule.tabular.read.TableSource.of(file), threads, (_, _) -> {
        });
    }

    @Test
    void everySettingIsRepeated() throws IOException {
        for (Tabular tabular : List.of(kind(), price(), kind().linear().seed(-5_000_000_000_000_000_001L),
                kind().bestF1Threshold().positive("no").testFraction(0), kind().groupColumn("shop"),
                price().timeColumn("day").clamp(false),
                kind().format(TableFormat.detected().missing("gone").dayFirst(true).separator(',')),
                kind().categorical("shop").numeric("size").text("color").categories(5).ignore("day"),
                price().transformTarget(false).dropout(0.2).batch(16).learningRate(0.01).patience(2),
                price().realMlp())) {
            Reproduction again = Reproduction.of(trained(tabular), file);
            assertThat(again.difference()).isEmpty();
            assertThat(again.networks()).isEqualTo(1);
            assertThat(again.epochs()).isBetween(1, 6);
            assertThat(again.version()).isEqualTo(Release.version());
        }
    }

    @Test
    void anEnsembleIsRepeatedOnAnyNumberOfThreads() throws IOException {
        for (Tabular tabular : List.of(kind().folds(3), price().folds(2).ensemble(2))) {
            TabularModel model = trained(tabular);
            for (int threads : new int[]{1, 3}) {
                Reproduction again = again(model, threads);
                assertThat(again.difference()).isEmpty();
                assertThat(again.networks()).isEqualTo(model.provenance().members().size());
            }
        }
    }

    /// The training is stopped in some step of an epoch.
    @Test
    void aTrainingThatWasStoppedIsRepeatedToTheSameStep() throws IOException {
        for (UnaryOperator<Tabular> change : List.<UnaryOperator<Tabular>>of(t -> t, t -> t.folds(3))) {
            int left = 0;
            for (int checks = 9; checks < 60; checks += 20) {
                AtomicInteger asked = new AtomicInteger();
                int limit = checks;
                TabularModel model = trained(
                        change.apply(kind()).epochs(30).stopWhen(() -> asked.getAndIncrement() > limit));
                Provenance.Procedure procedure = model.provenance().procedure().orElseThrow();
                assertThat(procedure.stopped()).isTrue();
                left += procedure.leftOut().size();
                assertThat(again(model, 2).difference()).isEmpty();
            }
            assertThat(left > 0).isEqualTo(change.apply(kind()).prepare(file).networks() > 1);
        }
    }

    @Test
    void aTableThatIsNoFileIsRepeated() {
        Table table = CsvTables.table(csv().replace(',', ';'));
        TabularModel model = kind().folds(2).fit(table).model();
        assertThat(Reproduction.of(model, table).same()).isTrue();
        Table other = CsvTables.table(csv().replace(',', ';').replaceAll("(?m)^37;", "38;"));
        assertThat(Reproduction.of(model, other).difference().map(Reproduction.Difference::sentence))
                .contains("the columns are encoded in another way");
    }

    private static TabularModel with(TabularModel model, UnaryOperator<Provenance> change) {
        return new TabularModel(model.schema(), model.target(), model.network(), change.apply(model.provenance()),
                TableFormat.detected());
    }

    private static Provenance members(Provenance origin, List<Provenance.Member> members) {
        return new Provenance(origin.version(), origin.source(), origin.digest(), origin.rows(), origin.columns(),
                origin.model(), origin.epochs(), origin.batch(), origin.learningRate(), origin.results(),
                origin.java(), origin.command(), origin.chosen(), members, origin.aim(),
                origin.procedure(), origin.parent(), origin.seen());
    }

    private static List<Double> nudged(List<Double> values, int at) {
        List<Double> changed = new ArrayList<>(values);
        changed.set(at, Math.nextUp(changed.get(at)));
        return changed;
    }

    @Test
    void theFirstNetworkAndEpochThatDifferAreNamed() throws IOException {
        TabularModel model = trained(kind().folds(3));
        TabularModel changed = with(model, origin -> {
            List<Provenance.Member> members = new ArrayList<>(origin.members());
            for (int i : new int[]{1, 2}) {
                Provenance.Member old = members.get(i);
                members.set(i, new Provenance.Member(old.name(), old.epochs(), old.bestEpoch(), old.weight(),
                        nudged(old.losses(), 5), i == 1 ? nudged(old.held(), 3) : old.held()));
            }
            return members(origin, members);
        });
        Reproduction again = again(changed, 2);
        assertThat(again.same()).isFalse();
        Provenance.Member second = model.provenance().members().get(1);
        assertThat(again.difference()).hasValue(new Reproduction.Difference("mlp fold 2 of 3", 4,
                "the loss is " + second.losses().get(3) + " in training and " + second.held().get(3)
                        + " on the rows held out, and was " + second.losses().get(3) + " in training and "
                        + Math.nextUp(second.held().get(3)) + " on the rows held out"));
    }

    @Test
    void otherParametersAndDecisionsAreDifferences() throws IOException {
        TabularModel model = trained(kind());
        TabularModel other = trained(kind().seed(1));
        TabularModel mixed = new TabularModel(model.schema(), model.target(), other.network(), model.provenance(),
                TableFormat.detected());
        assertThat(again(mixed, 1).difference().orElseThrow()).extracting(Reproduction.Difference::network,
                Reproduction.Difference::epoch).containsExactly("mlp", 1);
        TabularModel decided = new TabularModel(model.schema(), ((Target.Classes) model.target()).deciding(1, 0.25),
                model.network(), model.provenance(), TableFormat.detected());
        assertThat(again(decided, 1).difference().orElseThrow().sentence())
                .startsWith("the networks are the same, but what was decided after their training differs");
        TabularModel ensemble = trained(kind().folds(2));
        TabularModel swapped = new TabularModel(ensemble.schema(), ensemble.target(),
                trained(kind().folds(2).seed(1)).network(), ensemble.provenance(), TableFormat.detected());
        assertThat(again(swapped, 1).difference().orElseThrow().sentence())
                .isEqualTo("the losses are the same, but the parameters differ, first \"0/linear/weight\"");
    }

    @Test
    void anotherFileAndOlderModelsAreRefused() throws IOException {
        TabularModel model = trained(kind());
        Path other = Files.writeString(folder.resolve("other.csv"), csv().replace("green", "grey"));
        assertThatThrownBy(() -> Reproduction.of(model, other)).isInstanceOf(ArgumentException.class)
                .hasMessageMatching("\\Q" + other + " is not the table of the training, \"t.csv\": its SHA-256 is "
                        + "\\E[0-9a-f]{16}\\.\\.\\. instead of [0-9a-f]{16}\\.\\.\\.; pass that table");
        TabularModel older = with(model, origin -> new Provenance("0.0.1", origin.source(), origin.digest(),
                origin.rows(), origin.columns(), origin.model(), origin.epochs(), origin.batch(),
                origin.learningRate(), Map.of(), origin.java(), origin.command(), origin.chosen(), List.of(),
                origin.aim(), Optional.empty(), Optional.empty(), ""));
        assertThatThrownBy(() -> Reproduction.of(older, file)).isInstanceOf(ArgumentException.class)
                .hasMessage("the model was trained by Chainrule 0.0.1, which did not keep the settings of a training"
                        + " in the model; train it again to be able to reproduce it");
        TabularModel stopped = kind().stopWhen(() -> true).fit(file).model();
        assertThatThrownBy(() -> Reproduction.of(stopped, file)).isInstanceOf(ArgumentException.class)
                .hasMessage("the training of the model was stopped before the end of its first epoch, so it cannot be"
                        + " reproduced; train it again");
    }
}
