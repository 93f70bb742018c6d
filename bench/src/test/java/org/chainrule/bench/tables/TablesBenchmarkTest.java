package org.chainrule.bench.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TablesBenchmarkTest {
    @TempDir
    private Path folder;

    // --- splits ---

    private static Map<Double, Integer> counts(double[] classes, int[] rows) {
        Map<Double, Integer> counts = new HashMap<>();
        Arrays.stream(rows).forEach(row -> counts.merge(classes[row], 1, Integer::sum));
        return counts;
    }

    @Test
    void foldsAreDisjointAndCoverAllRows() {
        for (List<Partition> folds : List.of(Partition.folds(100, 3, 0),
                Partition.stratified(new Random(1).ints(100, 0, 4).asDoubleStream().toArray(), 3, 0))) {
            Set<Integer> tested = new HashSet<>();
            for (Partition fold : folds) {
                fold.checked(100); // each row is in one part
                assertThat(fold.test().length).isBetween(33, 34);
                Arrays.stream(fold.test()).forEach(row -> assertThat(tested.add(row)).isTrue());
                assertThat(fold.test()).isSorted();
                assertThat(fold.train()).isSorted();
            }
            assertThat(tested).hasSize(100);
        }
    }

    @Test
    void stratifiedFoldsShareEachClass() {
        double[] classes = new double[200];
        for (int row = 0; row < classes.length; row++) {
            classes[row] = row < 4 ? 2 : row < 70 ? 1 : 0; // sorted, as a file may be
        }
        for (Partition fold : Partition.stratified(classes, 3, 0)) {
            Map<Double, Integer> tested = counts(classes, fold.test());
            assertThat(tested.get(2.0)).isBetween(1, 2);
            assertThat(tested.get(1.0)).isEqualTo(22);
            assertThat(tested.get(0.0)).isBetween(43, 44);
            assertThat(fold.test().length).isBetween(66, 67);
        }
    }

    @Test
    void foldsDependOnTheSeedAlone() {
        assertThat(Partition.folds(12, 3, 0).getFirst().test()).isEqualTo(Partition.folds(12, 3, 0).getFirst().test());
        assertThat(Partition.folds(12, 3, 0).getFirst().test())
                .isNotEqualTo(Partition.folds(12, 3, 1).getFirst().test());
    }

    @Test
    void aSplitWithARowTwiceOrLeftOutIsRefused() {
        assertThatThrownBy(() -> new Partition(new int[]{0, 1}, new int[]{1, 2}).checked(3))
                .hasMessageContaining("row 1 of 3 is in a part twice");
        assertThatThrownBy(() -> new Partition(new int[]{0}, new int[]{2}).checked(3)).hasMessageContaining("2 of 3");
        assertThatThrownBy(() -> new Partition(new int[]{0, 1}, new int[0]).checked(2))
                .hasMessageContaining("some of them test rows");
    }

    // --- ranks and means ---

    @Test
    void equalValuesShareTheMeanOfTheirRanks() {
        assertThat(Standings.ranks(new double[]{0.9, 0.7, 0.9, 0.8}, true)).containsExactly(1.5, 4, 1.5, 3);
        assertThat(Standings.ranks(new double[]{0.9, 0.7, 0.9, 0.8}, false)).containsExactly(3.5, 1, 3.5, 2);
        assertThat(Standings.ranks(new double[]{1, 1, 1}, true)).containsExactly(2, 2, 2);
    }

    private static Outcome run(String table, String model, int split, long seed, Measure measure, double value) {
        return new Outcome(table, model, split, seed, Map.of(measure, value), 2, 3, 0, "1", 0);
    }

    @Test
    void standingsCompareTheRunsThatAllModelsHave() {
        List<Outcome> runs = new ArrayList<>(List.of(run("iris", "a", 0, 0, Measure.LOG_LOSS, 0.1),
                run("iris", "a", 1, 0, Measure.LOG_LOSS, 0.3), run("iris", "a", 2, 0, Measure.LOG_LOSS, 9),
                run("iris", "b", 0, 0, Measure.LOG_LOSS, 0.3), run("iris", "b", 1, 0, Measure.LOG_LOSS, 0.3)));
        runs.addAll(List.of(run("titanic", "a", 0, 0, Measure.AUC, 0.8), run("titanic", "b", 0, 0, Measure.AUC, 0.8)));
        runs.add(run("bank", "a", 0, 0, Measure.AUC, 0.8)); // b was not run on it
        Standings standings = new Standings(List.of("a", "b", "c"), List.of("bank", "iris", "titanic", "adult"), runs);
        assertThat(standings.models()).containsExactly("a", "b");
        assertThat(standings.tables()).containsExactly("bank", "iris", "titanic");
        assertThat(standings.complete()).containsExactly("iris", "titanic");
        Standings.Mean mean = Objects.requireNonNull(standings.means("iris", Measure.LOG_LOSS).get("a"));
        assertThat(mean.mean()).isCloseTo(0.2, within(1e-12));
        assertThat(mean.error()).isCloseTo(0.1, within(1e-12)); // s = 0.2 / sqrt(2), over sqrt(2)
        assertThat(mean.runs()).isEqualTo(2);
        Map<String, Measure> deciding = Map.of("iris", Measure.LOG_LOSS, "titanic", Measure.AUC);
        assertThat(standings.meanRanks(deciding)).containsExactly(entry("a", 1.25), entry("b", 1.75));
        assertThat(standings.won(deciding)).containsExactly(entry("a", 0.75), entry("b", 0.25));
    }

    // --- measures ---

    @Test
    void measuresOfTwoClasses() {
        double[][] predictions = {{0.9, 0.1}, {0.4, 0.6}, {0.4, 0.6}, {0, 1}};
        Map<Measure, Double> measures = Judge.measures(2, predictions, new double[]{0, 0, 1, 0});
        assertThat(measures.get(Measure.ACCURACY)).isEqualTo(0.5);
        // of the three pairs, the positive row is above one, level with one, and below one
        assertThat(measures.get(Measure.AUC)).isEqualTo(0.5);
        assertThat(measures.get(Measure.LOG_LOSS)).isCloseTo(
                -(Math.log(0.9) + Math.log(0.4) + Math.log(0.6) + Math.log(1e-7)) / 4, within(1e-12));
        assertThat(measures).doesNotContainKey(Measure.RMSE);
    }

    @Test
    void measuresOfNumbersAndOfMoreClasses() {
        assertThat(Judge.measures(0, new double[][]{{1}, {3}}, new double[]{1, 7})).containsExactly(
                entry(Measure.RMSE, Math.sqrt(8)));
        assertThat(Judge.measures(3, new double[][]{{0.2, 0.5, 0.3}}, new double[]{1})).containsOnlyKeys(
                Measure.ACCURACY, Measure.LOG_LOSS, Measure.CALIBRATION).containsEntry(Measure.ACCURACY, 1.0);
        assertThat(Measure.deciding(0)).isEqualTo(Measure.RMSE);
        assertThat(Measure.deciding(2)).isEqualTo(Measure.AUC);
        assertThat(Measure.deciding(3)).isEqualTo(Measure.LOG_LOSS);
    }

    @Test
    void wrongPredictionsAreRefused() {
        double[] targets = {0};
        assertThatThrownBy(() -> Judge.measures(2, new double[][]{{0.9, 0.9}}, targets))
                .hasMessageContaining("sum to 1.8, expected 1");
        assertThatThrownBy(() -> Judge.measures(0, new double[][]{{Double.NaN}}, targets))
                .hasMessageContaining("a prediction is NaN");
        assertThatThrownBy(() -> Judge.measures(0, new double[0][], targets))
                .hasMessageContaining("got 0 predictions for 1 rows");
    }

    // --- files ---

    @Test
    void cellsBecomeNumbersAndCategories() throws IOException {
        Path file = Files.writeString(folder.resolve("t.csv"), """
                n;c;y
                1.5;"b; d";no
                NA;?;yes
                -2e1; a;no
                """);
        Dataset data = RawFile.table(List.of(RawFile.read(file, ';').values("n"), RawFile.read(file, ';').values("c")),
                RawFile.read(file, ';').categories("y"));
        assertThat(data.attributes()).containsExactly(new Attribute("n", List.of()),
                new Attribute("c", List.of("a", "b; d")));
        assertThat(data.labels()).containsExactly("no", "yes");
        assertThat(data.targets()).containsExactly(0, 1, 0);
        assertThat(Arrays.deepToString(data.rows())).isEqualTo("[[1.5, 1.0], [NaN, NaN], [-20.0, 0.0]]");
    }

    @Test
    void aProblemIsReadAsItWasWrittenAndLacksTheTargetsOfTheTest() throws IOException {
        Dataset data = new Dataset(List.of(new Attribute("n", List.of()), new Attribute("c", List.of("a", "b"))),
                List.of("no", "yes"), new double[][]{{0.1, 0}, {Double.NaN, 1}, {3, Double.NaN}},
                new double[]{1, 0, 1}, List.of(new Partition(new int[]{2, 0}, new int[]{1})));
        data.problem(data.splits().getFirst()).write(folder);
        Problem problem = Problem.read(folder);
        assertThat(problem.attributes()).isEqualTo(data.attributes());
        assertThat(problem.labels()).containsExactly("no", "yes");
        assertThat(Arrays.deepToString(problem.train())).isEqualTo("[[3.0, NaN], [0.1, 0.0]]");
        assertThat(problem.targets()).containsExactly(1, 1);
        assertThat(Arrays.deepToString(problem.test())).isEqualTo("[[NaN, 1.0]]");
        assertThat(problem.outputs()).isEqualTo(2);
    }

    @Test
    void aRepeatedRunReplacesItsResult() throws IOException {
        Path file = folder.resolve("tables.json");
        Ledger ledger = Ledger.read(file);
        ledger.size("iris", new Ledger.Size(150, 4, 3));
        int first = ledger.session(Map.of("date", "first"));
        ledger.put(run("iris", "mlp", 0, 0, Measure.LOG_LOSS, 0.5).in(first));
        ledger.write(file);

        Ledger again = Ledger.read(file);
        int second = again.session(Map.of("date", "second"));
        again.put(run("iris", "mlp", 0, 0, Measure.LOG_LOSS, 0.25).in(second));
        again.put(run("iris", "mlp", 1, 0, Measure.LOG_LOSS, 0.75).in(second));
        again.write(file);

        Ledger read = Ledger.read(file);
        assertThat(read.sizes()).containsExactly(entry("iris", new Ledger.Size(150, 4, 3)));
        assertThat(read.outcomes()).extracting(run -> run.measures().get(Measure.LOG_LOSS)).containsExactly(0.25, 0.75);
        assertThat(read.outcomes()).extracting(run -> read.session(run.session()).get("date"))
                .containsOnly("second"); // no result is left of the first session
        read.remove(new Outcome.Key("iris", "mlp", 0, 0));
        assertThat(read.outcomes()).hasSize(1);

        String page = new TablesReport(read, Rival.all()).page();
        assertThat(page).contains("| iris | 150 | log loss | 1 | **0.7500** |",
                "| mean rank on 1 tables | | | | **1.00** |",
                "| iris | 2.0 (3.0) |");
    }

    @Test
    void thePageComparesSearchesOfTheSameTimeAndThePieces() throws IOException {
        Ledger ledger = Ledger.read(folder.resolve("none.json"));
        ledger.size("iris", new Ledger.Size(150, 4, 3));
        ledger.size("titanic", new Ledger.Size(891, 7, 2));
        int session = ledger.session(Map.of("date", "today"));
        List<String> pieces = List.of("mlp", "mlp-folds", "realmlp", "realmlp-folds", "tabm", "best");
        for (int i = 0; i < pieces.size(); i++) {
            ledger.put(run("iris", pieces.get(i), 0, 0, Measure.LOG_LOSS, 0.8 - 0.1 * i).in(session));
            ledger.put(run("titanic", pieces.get(i), 0, 0, Measure.AUC, 0.75 + 0.025 * i).in(session));
        }
        List<String> timed = List.of("best-timed", "xgboost-tuned", "sklearn-boosting");
        for (int i = 0; i < timed.size(); i++) {
            ledger.put(run("iris", timed.get(i), 0, 0, Measure.LOG_LOSS, 0.5).in(session));
            ledger.put(run("titanic", timed.get(i), 0, 0, Measure.LOG_LOSS, 0.4 + 0.1 * i).in(session));
        }
        String page = new TablesReport(ledger, Rival.all().stream().filter(Rival::standard).toList()).page();
        assertThat(page).contains("| titanic | 891 | log loss | 1 | **0.4000** | 0.5000 | 0.6000 |",
                "| ahead on 2 tables | | | |  | **0.75** | **0.75** |", // a tie counts as a half
                // the roots of 0.3 / 0.8 * 0.125 / 0.25 and of the pieces before it
                "| relative error | | | | 1.000 | 0.887 | 0.775 | 0.661 | 0.548 | **0.433** |");
    }

    @Test
    void intervalsAndProbabilitiesAreJudged() {
        double[][] intervals = {{0, 1}, {2, 3}, {-1, 1}, {5, 6}};
        assertThat(Judge.coverage(intervals, new double[]{1, 4, 0, 5})).isEqualTo(0.75);
        double[][] predictions = {{0.9, 0.1}, {0.9, 0.1}, {0.4, 0.6}};
        double[] targets = {0, 1, 1};
        // two rows of 0.9, one of them right; one row of 0.6, right
        assertThat(Judge.calibration(predictions, targets, 1)).isCloseTo((0.8 + 0.4) / 3, within(1e-12));
        double squared = 0.81 / (0.81 + 0.01);
        double other = 0.36 / (0.36 + 0.16);
        assertThat(Judge.calibration(predictions, targets, 2)).isCloseTo((2 * squared - 1 + 1 - other) / 3,
                within(1e-12));
    }

    // --- options and Chainrule itself ---

    @Test
    void optionsChooseByName() {
        Path root = Path.of("/checkout");
        TablesOptions all = TablesOptions.of(root, List.of());
        assertThat(all.tables()).hasSize(17);
        assertThat(all.models()).allMatch(Rival::standard).hasSizeGreaterThan(6);
        assertThat(all.seconds()).isEqualTo(60);
        assertThat(all.data()).isEqualTo(Path.of("/shared/data"));
        assertThat(all.turns(1)).hasSize(3);
        assertThat(all.turns(3)).hasSize(9);
        assertThat(all.turns(20)).hasSize(20).allMatch(turn -> turn.seed() == 0);

        TablesOptions quick = TablesOptions.of(root, List.of("--quick"));
        assertThat(quick.tables()).allMatch(Catalog.Entry::quick);
        assertThat(quick.turns(20)).hasSize(3);

        TablesOptions chosen = TablesOptions.of(root, List.of("--data", "iris", "yacht", "--models", "mlp",
                "xgboost-tuned", "--seeds", "7", "--time", "2m", "--splits", "1"));
        assertThat(chosen.tables()).extracting(Catalog.Entry::title).containsExactly("iris", "yacht");
        assertThat(chosen.models()).extracting(Rival::name).containsExactly("mlp", "xgboost-tuned");
        assertThat(chosen.turns(20)).containsExactly(new TablesOptions.Turn(0, 7));
        assertThat(chosen.seconds()).isEqualTo(120);
    }

    @Test
    void usersBringTablesOfTheirOwn(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("houses.csv"),
                "size,kind,sold,price\n1,a,0,3.5\n2,b,1,4\n3,a,1,\n4,b,0,7\n");
        TablesOptions options = TablesOptions.of(Path.of("/checkout"), List.of("--file", file + ":price",
                file + ":sold", "--data", "iris", "--out", folder.toString()));
        assertThat(options.tables()).extracting(Catalog.Entry::title).containsExactly("iris", "houses:price",
                "houses:sold");
        Dataset numbers = options.tables().get(1).read(Path.of("nowhere"));
        assertThat(numbers.labels()).isEmpty();
        assertThat(numbers.targets()).containsExactly(3.5, 4, 7);
        assertThat(numbers.attributes()).extracting(Attribute::name).containsExactly("size", "kind", "sold");
        assertThat(options.tables().get(2).read(Path.of("nowhere")).labels()).containsExactly("0", "1");
    }

    @Test
    void wrongOptionsAreRefused() {
        Path root = Path.of("/checkout");
        assertThatThrownBy(() -> TablesOptions.of(root, List.of("--data", "irises")))
                .hasMessageStartingWith("bench/tables: there is no table irises, expected one of california, adult");
        assertThatThrownBy(() -> TablesOptions.of(root, List.of("--models", "svm")))
                .hasMessageStartingWith("bench/tables: there is no model svm, expected one of mlp, linear");
        for (List<String> unread : List.of(List.of("iris"), List.of("--quick", "iris"), List.of("--data", "--fast"))) {
            assertThatThrownBy(() -> TablesOptions.of(root, unread))
                    .hasMessageStartingWith("bench/tables: cannot read '" + unread.getLast() + "', expected --quick");
        }
        assertThatThrownBy(() -> TablesOptions.of(root, List.of("--time", "1h")))
                .hasMessage("bench/tables: --time is 1h, expected seconds or minutes, such as 60, 60s or 2m");
        assertThatThrownBy(() -> TablesOptions.of(root, List.of("--file", "houses.csv:price")))
                .hasMessageStartingWith("bench/tables: --file is given without --out");
        assertThatThrownBy(() -> TablesOptions.of(root, List.of("--file", "houses.csv", "--out", "results")))
                .hasMessageEndingWith("--file is houses.csv, expected FILE:TARGET such as houses.csv:price");
        assertThatThrownBy(() -> TablesOptions.of(root, List.of("--seeds", "-1")))
                .hasMessageContaining("--seeds is -1");
    }

    @Test
    void chainruleSolvesProblems() {
        Random random = new Random(3);
        double[][] rows = IntStream.range(0, 120)
                .mapToObj(row -> new double[]{random.nextGaussian(), row % 10 == 0 ? Double.NaN : row % 2})
                .toArray(double[][]::new);
        List<Attribute> attributes = List.of(new Attribute("n", List.of()), new Attribute("c", List.of("a", "b")));
        double[] sums = Arrays.stream(rows).mapToDouble(row -> 3 * row[0] + (row[1] == 1 ? 5 : 0)).toArray();
        double[] signs = Arrays.stream(rows).mapToDouble(row -> row[0] > 0 ? 1 : 0).toArray();
        LearnerSettings settings = new LearnerSettings("linear", 0, 1, 1);

        double[][] numbers = ChainruleLearner.solve(new Problem(attributes, List.of(), rows, sums, rows), settings)
                .predictions();
        assertThat(Judge.measures(0, numbers, sums).get(Measure.RMSE)).isLessThan(1);
        double[][] classes = ChainruleLearner.solve(new Problem(attributes, List.of("no", "yes"), rows, signs, rows),
                settings).predictions();
        assertThat(Judge.measures(2, classes, signs).get(Measure.AUC)).isGreaterThan(0.95);
    }
}
