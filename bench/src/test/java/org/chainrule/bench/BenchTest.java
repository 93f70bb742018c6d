package org.chainrule.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.chainrule.io.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BenchTest {
    @ParameterizedTest
    @EnumSource(Net.class)
    void everyNetworkLearns(Net net) {
        int batch = net == Net.TAB ? 32 : 256;
        Peer.Task task = Chainrule.prepare(new Work.Train(net, batch), 1);
        int steps = Net.ROWS / batch;
        float before = 0;
        float after = 0;
        for (int pass = 0; pass < 3; pass++) {
            for (int i = 0; i < steps; i++) {
                task.step();
                before += pass == 0 ? task.loss() : 0;
                after += pass == 2 ? task.loss() : 0;
            }
        }
        assertThat(after / steps).isFinite().isLessThan(before / steps);
    }

    @Test
    void everyKindOfWorkRuns() {
        for (String id : List.of("infer mnist 1", "infer mnist 256", "infer tab 1", "matmul 128x128x10",
                "matmul dW 784x128x256", "matmul dX 32x128x256")) {
            Chainrule.prepare(Work.of(id), 1).step();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mnist", "tab"})
    void aFitLearnsAndAsksAfterEachStep(String label) {
        Net net = Net.valueOf(label.toUpperCase(Locale.ROOT));
        Peer.Task task = Chainrule.prepare(new Work.Fit(net, 256), 1);
        assertThat(task.loss()).isNaN();
        int pass = Net.ROWS / 256;
        int[] asked = {0};
        task.repeat(() -> ++asked[0] < pass);
        assertThat(asked[0]).isEqualTo(pass);
        float first = task.loss();
        task.repeat(() -> ++asked[0] < 4 * pass);
        assertThat(asked[0]).isEqualTo(4 * pass);
        assertThat(first).isFinite();
        assertThat(task.loss()).isFinite().isLessThan(first);
    }

    @Test
    void aFitTakesTheStepsOfTheStepAlone() {
        // the first pass reads the rows in another order, so its loss is only similar
        int pass = Net.ROWS / 32;
        Peer.Task fit = Chainrule.prepare(new Work.Fit(Net.MNIST, 32), 1);
        int[] asked = {0};
        fit.repeat(() -> ++asked[0] < pass);
        Peer.Task step = Chainrule.prepare(new Work.Train(Net.MNIST, 32), 1);
        double sum = 0;
        for (int i = 0; i < pass; i++) {
            step.step();
            sum += step.loss();
        }
        assertThat(fit.loss()).isCloseTo((float) (sum / pass), withinPercentage(5));
    }

    @Test
    void aClockWarmsUpAndThenCountsWholePasses() {
        Stopwatch watch = new Stopwatch(0, 0, 7);
        int repetitions = 0;
        do {
            repetitions++;
        } while (watch.getAsBoolean());
        assertThat(watch.rates()).hasSize(3).allMatch(rate -> rate > 0);
        int warming = 2;
        assertThat(repetitions - warming).isPositive();
        assertThat((repetitions - warming) % (3 * 7)).isZero();
    }

    @Test
    void aClockMeasuresForAsLongAsItIsTold() {
        Stopwatch watch = new Stopwatch(0, 0.05, 1);
        long start = System.nanoTime();
        while (watch.getAsBoolean()) {
            Thread.onSpinWait();
        }
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(50_000_000);
    }

    @Test
    void aTrainingAndItsStepsAloneShareAProcess() {
        assertThat(Work.of("fit mnist 32").group()).isEqualTo(Work.of("train mnist 1024").group())
                .isEqualTo("train mnist");
        assertThat(Options.of(List.of("--work", "fit", "train mnist", "train tab")).groups().keySet())
                .containsExactly("train mnist", "train tab");
        assertThat(Options.of(List.of("--work", "fit mnist 1024")).arguments(List.of(Work.of("fit mnist 1024")), 2))
                .containsExactly("2", "2.0", "1.0", "fit mnist 1024");
        assertThat(Options.of(List.of()).arguments(List.of(Work.of("matmul 128x128x10")), 1))
                .containsExactly("1", "1.0", "0.5", "matmul 128x128x10");
        assertThat(Arrays.stream(Contestant.values()).filter(peer -> peer.does(Work.of("fit mnist 32"))))
                .containsExactly(Contestant.CHAINRULE, Contestant.SCALAR, Contestant.LIBTORCH, Contestant.SKLEARN);
    }

    @Test
    void aTrainingIsHeldAgainstItsStepsAlone() {
        Results results = new Results();
        results.add(Work.of("train mnist 32"), 1, Contestant.CHAINRULE, List.of(400.0, 200.0, 100.0));
        results.add(Work.of("fit mnist 32"), 1, Contestant.CHAINRULE, List.of(360.0, 190.0, 90.0));
        results.add(Work.of("train mnist 32"), 1, Contestant.LIBTORCH, List.of(100.0));
        results.add(Work.of("fit mnist 32"), 1, Contestant.LIBTORCH, List.of(80.0));
        results.add(Work.of("fit mnist 128"), 1, Contestant.LIBTORCH, List.of(50.0)); // its single steps were not timed
        Report report = new Report(Map.of(), results);
        assertThat(report.table().lines().filter(line -> line.contains("alone"))).containsExactly(
                "fit mnist 32, 1 thread(s), chainrule: 0.900 of the rate of its step alone (p90; medians 0.950), floor 0.95",
                "fit mnist 32, 1 thread(s), libtorch: 0.800 of the rate of its step alone (p90; medians 0.800)");
        Map<?, ?> json = (Map<?, ?>) Json.parse(report.json());
        List<?> rows = (List<?>) Objects.requireNonNull(json.get("rows"));
        assertThat(rows.stream().<Object>map(row -> ((Map<?, ?>) row).get("ofStepP90")).toList())
                .isEqualTo(Arrays.asList(null, null, 0.9, 0.8, null));
    }

    @Test
    void aComparisonPairsRoundByRound() {
        Pairs pairs = new Pairs();
        Pairs.Case train = new Pairs.Case(Work.of("train tab 32"), 1, Contestant.CHAINRULE);
        // the machine was slow in the second round, for both
        pairs.add(train, List.of(1000.0), List.of(1100.0));
        pairs.add(train, List.of(500.0), List.of(490.0));
        pairs.add(train, List.of(1000.0), List.of(1000.0));
        assertThat(pairs.ratio(train)).isEqualTo(1.0);
        assertThat(pairs.keep()).isTrue();
        Pairs.Case two = new Pairs.Case(Work.of("infer tab 1"), 1, Contestant.CHAINRULE);
        pairs.add(two, List.of(100.0), List.of(100.0));
        pairs.add(two, List.of(100.0), List.of(98.0));
        assertThat(pairs.ratio(two)).isEqualTo(0.99);
        Pairs.Case start = new Pairs.Case(Work.Startup.STEP, 1, Contestant.SCALAR);
        pairs.add(start, List.of(0.1), List.of(0.125));
        pairs.missing("before, fit mnist 32", "there is no such work");
        assertThat(pairs.keep()).isFalse();
        assertThat(pairs.table()).isEqualTo(
                """
                        work                threads  library           before  after  unit     ratio  lowest  highest
                        train tab 32              1  chainrule           1000   1000  steps/s  1.000   0.980    1.100
                        infer tab 1               1  chainrule            100   99.0  calls/s  0.990   0.980    1.000
                        startup first step        1  chainrule-scalar   0.100  0.125  s        0.800   0.800    0.800  below 0.97
                        missing: before, fit mnist 32: there is no such work
                        """);
    }

    @Test
    void namesOfWorksAreUnique() {
        assertThat(Work.all().stream().map(Work::id)).doesNotHaveDuplicates();
    }

    @Test
    void aRatioAboveOneIsAhead() {
        Results results = new Results();
        Work train = new Work.Train(Net.TAB, 32);
        results.add(train, 1, Contestant.CHAINRULE, List.of(300.0, 100.0, 200.0));
        results.add(train, 1, Contestant.DJL, List.of(150.0));
        results.add(Work.Startup.STEP, 1, Contestant.CHAINRULE, List.of(2.0));
        results.add(Work.Startup.STEP, 1, Contestant.SCALAR, List.of(1.0));
        results.missing(Contestant.SKLEARN, "all", "it is \"absent\"");
        Report report = new Report(Map.of("machine", "any"), results);

        Map<?, ?> json = (Map<?, ?>) Json.parse(report.json());
        assertThat(json.get("machine")).isEqualTo("any");
        assertThat(json.get("missing")).isEqualTo(Map.of("sklearn, all", "it is \"absent\""));
        List<?> rows = (List<?>) Objects.requireNonNull(json.get("rows"));
        assertThat(rows.get(0)).isEqualTo(Map.of("work", "train tab", "threads", 1L, "batch", 32L, "peer", "chainrule",
                "median", 200.0, "p90", 300.0, "ratioP90", 1.0));
        assertThat(((Map<?, ?>) rows.get(1)).get("ratioP90")).isEqualTo(2.0);
        assertThat(((Map<?, ?>) rows.get(3)).get("ratioP90")).isEqualTo(0.5);
        assertThat(report.table()).contains("missing: sklearn, all: it is \"absent\"");
        assertThat(report.markdown()).contains("| train tab | 32 | 1 | djl | 150 | 150 | steps/s | 2.00 |");
    }

    @Test
    void optionsChooseByName() {
        Options chosen = Options.of(List.of("--work", "train mnist", "matmul dX", "--peer", "djl"));
        assertThat(chosen.works().stream().map(Work::id)).containsExactly("train mnist 32", "train mnist 128",
                "train mnist 1024", "matmul dX 32x128x256", "matmul dX 1024x128x256");
        assertThat(chosen.peers()).containsExactly(Contestant.CHAINRULE, Contestant.SCALAR, Contestant.DJL);
        assertThat(Options.of(List.of("--quick")).peers()).containsExactly(Contestant.CHAINRULE, Contestant.SCALAR,
                Contestant.LIBTORCH, Contestant.OPENBLAS);
        assertThatThrownBy(() -> Options.of(List.of("--peer", "numpy"))).hasMessage("bench: there is no such peer, "
                + "expected chainrule, chainrule-scalar, libtorch, djl, dl4j, smile, sklearn, pytorch, openblas");
        assertThatThrownBy(() -> Options.of(List.of("fast"))).hasMessage("bench: cannot read 'fast', "
                + "expected --quick, --rounds N, --work NAME..., --peer NAME...");
        assertThat(Options.of(List.of()).rounds()).isEqualTo(3);
        assertThat(Options.of(List.of("--quick", "--rounds", "5")).rounds()).isEqualTo(5);
        for (String wrong : List.of("0", "-1", "many", "10000")) {
            assertThatThrownBy(() -> Options.of(List.of("--rounds", wrong)))
                    .hasMessage("bench: the rounds are " + wrong + ", expected one whole number from 1 to 9999");
        }
        assertThatThrownBy(() -> Options.of(List.of("--rounds"))).hasMessage(
                "bench: --rounds has no number, expected one whole number from 1 to 9999");
    }
}
