package org.chainrule.tabular.assess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.chainrule.error.ArgumentException;
import org.junit.jupiter.api.Test;

class FoldsTest {
    private final SplittableRandom random = new SplittableRandom(1);

    private static void eachRowIsTestedOnce(List<Folds> folds, int rows) {
        assertThat(folds.stream().flatMapToInt(fold -> Arrays.stream(fold.test())).sorted().toArray())
                .isEqualTo(IntStream.range(0, rows).toArray());
        for (Folds fold : folds) {
            assertThat(IntStream.concat(Arrays.stream(fold.train()), Arrays.stream(fold.test())).sorted().toArray())
                    .isEqualTo(IntStream.range(0, rows).toArray());
            assertThat(fold.train()).isSorted();
            assertThat(fold.test()).isSorted();
        }
    }

    @Test
    void eachFoldHasItsShareOfEachClass() {
        int[] classes = random.ints(103, 0, 4).map(c -> c * c / 4).toArray(); // 0, 0, 1, 2
        List<Folds> folds = Folds.stratified(classes, 5, 7);
        eachRowIsTestedOnce(folds, 103);
        for (int k = 0; k < 3; k++) {
            int label = k;
            long all = Arrays.stream(classes).filter(c -> c == label).count();
            assertThat(folds).allSatisfy(fold -> assertThat(
                    Arrays.stream(fold.test()).filter(i -> classes[i] == label).count())
                    .isBetween(all / 5, all / 5 + 1));
        }
        assertThat(folds).extracting(fold -> fold.test().length).allMatch(size -> size == 20 || size == 21);
        assertThat(Folds.stratified(classes, 5, 7).get(2).test()).isEqualTo(folds.get(2).test());
        assertThat(Folds.stratified(classes, 5, 8).get(2).test()).isNotEqualTo(folds.get(2).test());
    }

    @Test
    void aGroupIsNeverInBothParts() {
        int[] groups = random.ints(400, 0, 40).map(g -> g * g / 40).toArray();
        int[] dense = Arrays.stream(groups).map(g -> (int) Arrays.stream(groups).filter(o -> o < g).distinct().count())
                .toArray();
        List<Folds> folds = Folds.grouped(dense, 4, 3);
        eachRowIsTestedOnce(folds, 400);
        for (Folds fold : folds) {
            assertThat(Arrays.stream(fold.test()).map(i -> dense[i]).boxed().toList())
                    .doesNotContainAnyElementsOf(Arrays.stream(fold.train()).map(i -> dense[i]).boxed().toList());
            assertThat(fold.test().length).isBetween(90, 110);
        }
        assertThat(Folds.grouped(dense, 4, 4).getFirst().test()).isNotEqualTo(folds.getFirst().test());
    }

    @Test
    void aFoldLearnsFromEarlierRowsOnly() {
        double[] times = random.ints(200, 0, 60).mapToDouble(t -> t % 20 == 3 ? Double.NaN : t).toArray();
        List<Folds> folds = Folds.chained(times, 4);
        double before = Double.NEGATIVE_INFINITY;
        for (Folds fold : folds) {
            double last = Arrays.stream(fold.train()).mapToDouble(i -> times[i]).filter(t -> !Double.isNaN(t)).max()
                    .orElseThrow();
            double first = Arrays.stream(fold.test()).mapToDouble(i -> times[i]).min().orElseThrow();
            assertThat(first).isGreaterThan(last);
            assertThat(last).isGreaterThan(before);
            assertThat(fold.test().length).isBetween(25, 50);
            before = last;
            long known = Arrays.stream(fold.train()).filter(i -> !Double.isNaN(times[i])).count();
            assertThat(known).isEqualTo(Arrays.stream(times).filter(t -> t < first).count());
            assertThat(fold.train().length - known).as("rows without a time are learned from")
                    .isEqualTo(Arrays.stream(times).filter(Double::isNaN).count());
        }
        assertThat(Arrays.stream(folds.getLast().test()).mapToDouble(i -> times[i]).max()).hasValue(59);
    }

    @Test
    void manyRowsOfOneTimeMakeOnePeriod() {
        double[] times = {1, 1, 1, 1, 1, 1, 1, 2, 3};
        List<Folds> folds = Folds.chained(times, 2);
        assertThat(folds.get(0).train()).containsExactly(0, 1, 2, 3, 4, 5, 6);
        assertThat(folds.get(0).test()).containsExactly(7);
        assertThat(folds.get(1).train()).hasSize(8);
        assertThat(folds.get(1).test()).containsExactly(8);
    }

    @Test
    void numbersStandForIndices() {
        Folds fold = new Folds(new int[]{0, 2}, new int[]{1}).of(new int[]{10, 20, 30});
        assertThat(fold.train()).containsExactly(10, 30);
        assertThat(fold.test()).containsExactly(20);
    }

    private static void refused(ThrowingCallable folds, String message) {
        assertThatThrownBy(folds).isInstanceOf(ArgumentException.class).hasMessage(message);
    }

    @Test
    void foldsThatCannotBeAreRefused() {
        refused(() -> Folds.stratified(new int[9], 1, 0), "folds: got 1, expected at least 2");
        refused(() -> Folds.grouped(new int[9], 0, 0), "folds: got 0, expected at least 2");
        refused(() -> Folds.stratified(new int[4], 5, 0),
                "there are 4 rows, fewer than the 5 folds; use fewer folds, or add rows");
        refused(() -> Folds.grouped(new int[9], 5, 0),
                "there is 1 group, fewer than the 5 folds; choose another column");
        refused(() -> Folds.grouped(new int[]{0, 1, 2, 2, 2}, 4, 0),
                "there are 3 groups, fewer than the 4 folds; use fewer folds, or choose another column");
        refused(() -> Folds.chained(new double[]{1, 1, 2, 3, Double.NaN}, 3), "there are too few different times for 3 "
                + "folds, each of which tests on a later period; use fewer folds, or choose another column");
        refused(() -> Folds.chained(new double[]{Double.NaN}, 3), "there are too few different times for 3 "
                + "folds, each of which tests on a later period; choose another column");
    }
}
