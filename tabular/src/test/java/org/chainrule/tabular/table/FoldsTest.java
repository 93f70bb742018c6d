package org.chainrule.tabular.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.chainrule.error.ArgumentException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FoldsTest {
    private static final int[] ROWS = IntStream.range(0, 103).map(i -> 3 * i + 1).toArray();

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5, 10, 103})
    void eachRowIsHeldOutOnce(int count) {
        Folds folds = Folds.stratified(ROWS, new int[ROWS.length], count, 7);
        assertThat(IntStream.range(0, count).flatMap(fold -> IntStream.of(folds.held(fold))).sorted().toArray())
                .isEqualTo(ROWS);
        for (int fold = 0; fold < count; fold++) {
            assertThat(folds.held(fold).length).isBetween(ROWS.length / count, ROWS.length / count + 1);
            assertThat(IntStream.concat(IntStream.of(folds.held(fold)), IntStream.of(folds.kept(fold))).sorted()
                    .toArray()).isEqualTo(ROWS);
        }
    }

    @Test
    void eachFoldHasItsShareOfEachClass() {
        int[] classes = IntStream.range(0, ROWS.length).map(i -> i % 10 == 0 ? 2 : i % 3 == 0 ? 1 : 0).toArray();
        Folds folds = Folds.stratified(ROWS, classes, 5, 1);
        for (int fold = 0; fold < 5; fold++) {
            int[] counts = new int[3];
            IntStream.of(folds.held(fold)).forEach(row -> counts[classes[Arrays.binarySearch(ROWS, row)]]++);
            assertThat(counts[2]).isBetween(2, 3);
            assertThat(counts[1]).isBetween(6, 7);
        }
    }

    @Test
    void groupsStayTogether() {
        int[] groups = IntStream.range(0, ROWS.length).map(i -> i * i % 17).toArray();
        Folds folds = Folds.grouped(ROWS, groups, 3, 5);
        for (int fold = 0; fold < 3; fold++) {
            int[] held = groups(folds.held(fold), groups);
            int[] kept = groups(folds.kept(fold), groups);
            assertThat(held).isNotEmpty().doesNotContain(kept);
        }
    }

    private static int[] groups(int[] rows, int[] groups) {
        return IntStream.of(rows).map(row -> groups[Arrays.binarySearch(ROWS, row)]).distinct().toArray();
    }

    @Test
    void theSeedDecides() {
        int[] one = Folds.stratified(ROWS, new int[ROWS.length], 4, 1).held(0);
        assertThat(Folds.stratified(ROWS, new int[ROWS.length], 4, 1).held(0)).isEqualTo(one);
        assertThat(Folds.stratified(ROWS, new int[ROWS.length], 4, 2).held(0)).isNotEqualTo(one);
    }

    @Test
    void tooManyFoldsAreRefused() {
        assertThatThrownBy(() -> Folds.stratified(new int[]{1, 2, 3}, new int[3], 4, 0))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("folds: got 4, expected 2 to 3, the number of rows");
        assertThatThrownBy(() -> Folds.grouped(new int[]{1, 2, 3}, new int[]{0, 1, 0}, 3, 0))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("folds: got 3, expected 2 to 2, the number of groups");
        assertThatThrownBy(() -> Folds.stratified(ROWS, new int[ROWS.length], 1, 0))
                .isInstanceOf(ArgumentException.class);
    }
}
