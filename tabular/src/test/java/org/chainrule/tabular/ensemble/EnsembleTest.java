package org.chainrule.tabular.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.chainrule.error.ArgumentException;
import org.chainrule.model.Model;
import org.chainrule.tabular.ClassPrediction;
import org.chainrule.tabular.NumberPrediction;
import org.chainrule.tabular.Provenance;
import org.chainrule.tabular.Tabular;
import org.chainrule.tabular.TabularModel;
import org.chainrule.tabular.TabularResult;
import org.chainrule.tabular.TrainingPlan;
import org.chainrule.tabular.read.CsvTables;
import org.chainrule.tabular.remark.TrainingRemark;
import org.chainrule.tabular.table.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Ensembles on a table in which a number and a category decide.
class EnsembleTest {
    private static final Table TABLE = table();

    private static Table table() {
        StringBuilder csv = new StringBuilder("size;color;kind;price\n");
        for (int i = 0; i < 120; i++) {
            int size = i * 37 % 100;
            boolean red = i % 3 == 0;
            csv.append(size).append(';').append(red ? "red" : i % 3 == 1 ? "blue" : "green").append(';')
                    .append(size > 50 == red ? "yes" : "no").append(';')
                    .append(2 * size + (red ? 31 : 7) + i % 5).append('\n');
        }
        return CsvTables.table(csv.toString());
    }

    private static Tabular kind() {
        return Tabular.of("kind").ignore("price").hidden(16).epochs(12);
    }

    private static Tabular price() {
        return Tabular.of("price").ignore("kind").hidden(16).epochs(12);
    }

    private static byte[] bytes(TabularModel model, Path folder) throws IOException {
        Path file = folder.resolve("model.safetensors");
        model.save(file);
        return Files.readAllBytes(file);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5})
    void theSameBytesOnAnyNumberOfThreads(int threads, @TempDir Path folder) throws IOException {
        for (UnaryOperator<Tabular> ensemble : List.<UnaryOperator<Tabular>>of(t -> t.folds(3), t -> t.ensemble(3),
                t -> t.folds(2).ensemble(2), t -> t.realMlp().folds(2), t -> t.tabM().epochs(3).folds(2))) {
            for (Tabular tabular : List.of(kind(), price())) {
                TabularModel one = ensemble.apply(tabular).threads(1).fit(TABLE).model();
                TabularModel other = ensemble.apply(tabular).threads(threads).fit(TABLE).model();
                assertThat(bytes(other, folder)).isEqualTo(bytes(one, folder));
            }
        }
    }

    @Test
    void theSameBytesIfItsNetworksAreTrainedElsewhere(@TempDir Path folder) throws IOException {
        for (Tabular tabular : List.of(kind().folds(3), price().realMlp().epochs(3).folds(2).ensemble(2))) {
            TrainingPlan here = tabular.prepare(TABLE);
            TabularModel other = here.fit(2, place -> {
                Path file = folder.resolve("network" + place + ".safetensors");
                try {
                    tabular.threads(1).prepare(TABLE).network(place).save(file);
                    return Model.load(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }).model();
            assertThat(bytes(other, folder)).isEqualTo(bytes(tabular.fit(TABLE).model(), folder));
        }
    }

    @Test
    void aSavedEnsemblePredictsTheSame(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("model.safetensors");
        TabularModel kind = kind().folds(3).fit(TABLE).model();
        kind.save(file);
        TabularModel loaded = TabularModel.load(file);
        assertThat(loaded.provenance().members()).hasSize(3).isEqualTo(kind.provenance().members());
        for (int row = 0; row < 10; row++) {
            assertThat(loaded.predict(TABLE, row).prediction(0)).isEqualTo(kind.predict(TABLE, row).prediction(0));
        }
    }

    @Test
    void theAverageOfItsMembers() {
        Tabular one = price().testFraction(0.25);
        TabularResult both = one.ensemble(2).fit(TABLE);
        assertThat(both.model().provenance().members()).extracting(Provenance.Member::name)
                .containsExactly("mlp member 1 of 2", "mlp member 2 of 2");
        assertThat(both.model().provenance().members()).allSatisfy(member -> {
            assertThat(member.weight()).isEqualTo(0.5);
            assertThat(member.epochs()).isEqualTo(12);
            assertThat(member.bestEpoch()).isBetween(1, 12);
        });
        TabularModel first = one.fit(TABLE).model();
        assertThat(value(both.model())).isNotEqualTo(value(first));
    }

    private static double value(TabularModel model) {
        return ((NumberPrediction) model.predict(TABLE, 5).prediction(0)).value();
    }

    @Test
    void rowsOutsideTheTestAreAllHeldOut() {
        TabularResult result = kind().folds(4).bestF1Threshold().testFraction(0.25).fit(TABLE);
        assertThat(result.model().provenance().chosen().orElseThrow().rows()).isEqualTo(90);
        assertThat(result.validation()).containsKeys("accuracy", "logLoss");
        assertThat(result.epochs()).isEqualTo(48);
        assertThat(result.model().predict(TABLE, 3).prediction(0)).isInstanceOf(ClassPrediction.class);
    }

    @Test
    void rowsHeldOutByTimeAreHeldOutByAllMembers() {
        TabularResult result = Tabular.of("price").hidden(8).epochs(4).timeColumn("size").folds(3).ensemble(2)
                .fit(TABLE);
        assertThat(result.model().provenance().members()).extracting(Provenance.Member::name)
                .containsExactly("mlp member 1 of 6", "mlp member 2 of 6", "mlp member 3 of 6", "mlp member 4 of 6",
                        "mlp member 5 of 6", "mlp member 6 of 6");
    }

    @Test
    void theBestOfAPortfolioIsAtLeastAsGoodAsItsPartsOnTheRowsHeldOut() {
        TabularResult best = Tabular.of("price").ignore("kind").best().fit(TABLE);
        double sum = best.model().provenance().members().stream().mapToDouble(Provenance.Member::weight).sum();
        assertThat(sum).isEqualTo(1, within(1e-9));
        assertThat(best.test().get("rmse")).isLessThan(best.baselines().get("constant").get("rmse"));
    }

    @Test
    void aSettingOfASingleNetworkDoesNotFitAPortfolio() {
        assertThatThrownBy(() -> price().best().fit(TABLE)).isInstanceOf(ArgumentException.class)
                .hasMessage("best: epochs, batch, learning rate, patience, dropout and hidden layers describe a single"
                        + " network; leave them out, or choose the kind of network");
    }

    /// With no limit, nothing is forgone; with a limit that no network keeps, the best recipe alone is left.
    @Test
    void theLimitOfTheTimeForARowLeavesNetworksOut() {
        Tabular best = Tabular.of("price").ignore("kind").best();
        TabularResult all = best.maxLatency(1e9).fit(TABLE);
        TabularResult one = best.maxLatency(1e-3).fit(TABLE);
        assertThat(all.remarks()).noneMatch(TrainingRemark.Forgone.class::isInstance);
        long recipes = one.model().provenance().members().stream().filter(member -> member.weight() > 0)
                .map(member -> member.name().replaceAll(" fold.*", "")).distinct().count();
        assertThat(recipes).isEqualTo(1);
        assertThatThrownBy(() -> best.maxLatency(0)).isInstanceOf(ArgumentException.class)
                .hasMessage("maxLatency: got 0.0, expected more than 0 microseconds");
    }

    @Test
    void tabMPredictsEachKindOfTarget() {
        Tabular price = Tabular.of("price").ignore("kind").tabM().epochs(2);
        for (Tabular each : List.of(price, price.counts(), price.quantiles(0.1, 0.5, 0.9),
                Tabular.of("kind").ignore("price").tabM().epochs(2),
                Tabular.of("color").tabM().epochs(2).ordered("green", "red", "blue"))) {
            assertThat(each.fit(TABLE).test().values()).isNotEmpty().allMatch(Double::isFinite);
        }
    }

    @Test
    void aStopEndsTheLineup() {
        int[] steps = {0};
        TabularResult result = kind().folds(5).threads(1).stopWhen(() -> steps[0]++ > 30).fit(TABLE);
        assertThat(result.interrupted()).isTrue();
        assertThat(result.model().provenance().members().size()).isBetween(1, 4);
    }

    @Test
    void aTimeTooShortForAnEpochIsRefused() {
        for (Tabular tabular : List.of(kind(), kind().folds(3), price())) {
            assertThatThrownBy(() -> tabular.time(Duration.ofNanos(1)).fit(TABLE)).isInstanceOf(ArgumentException.class)
                    .hasMessage("the time limit was over before the first epoch ended; set a longer one");
        }
    }

    @Test
    void wrongNumbersAreRefused() {
        assertThatThrownBy(() -> kind().folds(1)).isInstanceOf(ArgumentException.class)
                .hasMessage("folds: got 1, expected at least 2");
        assertThatThrownBy(() -> kind().ensemble(0)).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> kind().time(Duration.ZERO)).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> kind().folds(200).fit(TABLE)).isInstanceOf(ArgumentException.class)
                .hasMessage("there are 96 rows, fewer than the 200 folds; use fewer folds, or add rows");
    }
}
