package org.chainrule.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.chainrule.error.ArgumentException;
import org.chainrule.tabular.assess.Folds;
import org.chainrule.tabular.outcome.TargetChoice;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.table.NumberColumn;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TextColumn;
import org.chainrule.tabular.train.Holdout;
import org.junit.jupiter.api.Test;

class CrossValidationTest {
    private static final int ROWS = 90;

    /// Returns some rows of one table: a number and a class, told by `x`, with a day and a customer.
    private static Table rows(int... rows) {
        SplittableRandom random = new SplittableRandom(2);
        double[] xs = random.doubles(ROWS).toArray();
        double[] noise = random.doubles(ROWS).toArray();
        return Table.of("t.csv", NumberColumn.of("x", Arrays.stream(rows).mapToDouble(i -> xs[i]).toArray()),
                NumberColumn.of("day", Arrays.stream(rows).mapToDouble(i -> i * 37 % ROWS).toArray()),
                NumberColumn.of("customer", Arrays.stream(rows).mapToDouble(i -> i % 15).toArray()),
                NumberColumn.of("y", Arrays.stream(rows).mapToDouble(i -> xs[i] + noise[i]).toArray()),
                TextColumn.of("word", Arrays.stream(rows).mapToObj(i -> xs[i] + noise[i] < 1 ? "low" : "high")
                        .toArray(String[]::new)));
    }

    private static Table all() {
        return rows(IntStream.range(0, ROWS).toArray());
    }

    private static Tabular quick(String target) {
        return Tabular.of(target).linear().epochs(5).seed(4).ignore(target.equals("y") ? "word" : "y");
    }

    /// A fold is the same training as one on a table of its training rows, tested on a table of its test rows.
    @Test
    void eachFoldIsATrainingOfItsOwn() {
        for (String target : List.of("y", "word")) {
            CrossValidation validation = quick(target).prepare(all()).crossValidate(3, 1);
            TargetChoice choice = TargetChoice.of(all(), target);
            List<Folds> folds = new Holdout.Random().folds(choice, all(), choice.rows(), 3, 4);
            for (int f = 0; f < 3; f++) {
                Folds fold = folds.get(f);
                assertThat(validation.measures().get(f))
                        .isEqualTo(quick(target).fit(rows(fold.train()), rows(fold.test())).test());
            }
        }
    }

    @Test
    void repeatsDivideTheRowsAnew() {
        List<String> models = new ArrayList<>();
        Tabular training = quick("y").onEpoch((model, _) -> models.add(model));
        CrossValidation validation = training.prepare(all()).crossValidate(3, 2);
        assertThat(validation.measures()).hasSize(6).doesNotHaveDuplicates();
        assertThat(new TreeSet<>(models)).containsExactly("fold 1/6", "fold 2/6", "fold 3/6", "fold 4/6", "fold 5/6",
                "fold 6/6");
        assertThat(validation.measures().subList(0, 3))
                .isEqualTo(training.prepare(all()).crossValidate(3, 1).measures());
        assertThat(validation.measures().subList(3, 6))
                .isEqualTo(training.seed(5).prepare(all()).crossValidate(3, 1).measures());
    }

    @Test
    void meanAndDeviationByHand() {
        CrossValidation validation = new CrossValidation(3, 1, List.of(Map.of("m", 1.0, "auc", 0.5), Map.of("m", 2.0,
                "auc", Double.NaN), Map.of("m", 6.0, "auc", 0.7)), List.of());
        assertThat(validation.mean().get("m")).isEqualTo(3);
        assertThat(validation.deviation().get("m")).isCloseTo(Math.sqrt((4 + 1 + 9) / 2.0), within(1e-12));
        assertThat(validation.mean().get("auc")).as("of the folds where it is defined").isCloseTo(0.6, within(1e-12));
        assertThat(new CrossValidation(2, 1, List.of(Map.of("m", 1.0)), List.of()).deviation().get("m")).isNaN();
    }

    @Test
    void groupsAndTimesKeepTheirPromise() {
        Table table = all();
        TargetChoice choice = TargetChoice.of(table, "y");
        NumberColumn customers = (NumberColumn) table.column("customer");
        for (Folds fold : new Holdout.Groups("customer").folds(choice, table, choice.rows(), 5, 1)) {
            assertThat(Arrays.stream(fold.test()).mapToObj(customers::value).toList())
                    .doesNotContainAnyElementsOf(Arrays.stream(fold.train()).mapToObj(customers::value).toList());
        }
        NumberColumn days = (NumberColumn) table.column("day");
        for (Folds fold : new Holdout.Latest("day").folds(choice, table, choice.rows(), 4, 1)) {
            assertThat(Arrays.stream(fold.train()).mapToDouble(days::value).max().orElseThrow())
                    .isLessThan(Arrays.stream(fold.test()).mapToDouble(days::value).min().orElseThrow());
        }
        assertThat(quick("y").groupColumn("customer").prepare(table).crossValidate(5, 1).measures()).hasSize(5);
        assertThat(quick("y").timeColumn("day").prepare(table).crossValidate(4, 1).measures()).hasSize(4);
    }

    @Test
    void aStoppedOneKeepsTheWholeFolds() {
        AtomicInteger epochs = new AtomicInteger();
        CrossValidation validation = quick("y").onEpoch((_, _) -> epochs.incrementAndGet())
                .stopWhen(() -> epochs.get() >= 12).prepare(all()).crossValidate(5, 1);
        assertThat(validation.measures()).hasSize(2);
    }

    private static void refused(Tabular training, int folds, int repeats, String message) {
        TrainingPlan plan = training.prepare(all());
        assertThatThrownBy(() -> plan.crossValidate(folds, repeats)).isInstanceOf(ArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void foldsThatCannotBeAreRefused() {
        long low = IntStream.range(0, ROWS).filter(i -> all().column("word").text(i).equals("low")).count();
        long rare = Math.min(low, ROWS - low);
        refused(quick("word"), 60, 1, "t.csv: class \"" + (rare == low ? "low" : "high") + "\" has " + rare
                + " rows, fewer than the 60 folds; use at most " + rare + " folds, add rows with it, or remove it");
        refused(quick("y"), 1, 1, "folds: got 1, expected at least 2");
        refused(quick("y"), 3, 0, "repeats: got 0, expected at least 1");
        refused(quick("y"), 91, 1, "there are 90 rows, fewer than the 91 folds; use fewer folds, or add rows");
        refused(quick("y").groupColumn("customer"), 16, 1,
                "t.csv, column \"customer\": there are 15 groups, fewer than "
                        + "the 16 folds; use fewer folds, or choose another column");
        refused(quick("y").timeColumn("day"), 90, 1, "t.csv, column \"day\": there are too few different times for 90 "
                + "folds, each of which tests on a later period; use fewer folds, or choose another column");
    }

    @Test
    void classesWithFewRowsInAFoldAreNamed() {
        Table table = Table.of("t.csv", NumberColumn.of("x", IntStream.range(0, 60).asDoubleStream().toArray()),
                TextColumn.of("y", IntStream.range(0, 60).mapToObj(i -> i % 9 == 0 ? "rare" : "usual")
                        .toArray(String[]::new)));
        assertThat(Tabular.of("y").linear().epochs(1).prepare(table).crossValidate(3, 1).remarks())
                .extracting(Remark::sentence).containsExactly("class \"rare\" has at most 3 rows in a fold, too few to "
                        + "measure how well it is predicted; use fewer folds, or add rows");
        assertThat(quick("y").prepare(all()).crossValidate(3, 1).remarks()).isEmpty();
    }
}
