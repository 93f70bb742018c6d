package org.chainrule.tabular.remark;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// The sentences about a single row from Java code; `NoveltyTest` has those about the rows of a table.
class NoveltyRemarkTest {
    @Test
    void aSingleRowIsNotCounted() {
        assertThat(new NoveltyRemark.OutsideRange("x", 1, 1, "-3.2 to 3.1", 0, 60, "1000.3", 0).sentence()).isEqualTo(
                "column \"x\": 1000.3 lies outside the training values (-3.2 to 3.1); a prediction for it is a guess");
        assertThat(new NoveltyRemark.NewValues("w", 1, 1, "new", 0).sentence())
                .isEqualTo("column \"w\": \"new\" was not seen in training");
        assertThat(new NoveltyRemark.NewMissing("x", 1, 1, true).sentence())
                .isEqualTo("column \"x\": the value is missing, as "
                        + "in no training row; the mean of the training rows stands for it");
        assertThat(new NoveltyRemark.OutsidePeriod("d", 1, 1, "2024-01-01 to 2024-04-09", "1970-01-01", 0).sentence())
                .isEqualTo(
                        "column \"d\": 1970-01-01 is far from the dates of training (2024-01-01 to 2024-04-09); check "
                                + "the date, or train again with rows of that time");
    }

    @Test
    void wholeRowsAreComparedWithThoseHeldOut() {
        assertThat(new NoveltyRemark.Combination(7, 100, 0.999, 12).sentence()).isEqualTo(
                "7 rows of 100 are unlike all training rows in the combination of their values, the first in line 12, "
                        + "farther from them than 99.9 % of the rows held out in training; predictions for them are guesses");
        assertThat(new NoveltyRemark.Combination(1, 3, 1, 0).sentence()).isEqualTo(
                "1 row of 3 is unlike all training rows in the combination of its values, farther from them than all rows "
                        + "held out in training; predictions for it are guesses");
        assertThat(new NoveltyRemark.Combination(2, 3, 1, 0).sentence())
                .contains("values, the first farther from them");
    }

    @Test
    void rowsFromJavaCodeHaveNoLine() {
        assertThat(new NoveltyRemark.OutsideRange("x", 12, 300, "0", 2, 640, "1", 0).sentence())
                .isEqualTo(
                        "column \"x\": 12 rows of 300 lie outside the training values (0 in all but 2 rows of 640), such "
                                + "as 1; predictions for them are guesses");
        assertThat(new NoveltyRemark.NewValues("w", 20, 300, "new", 0).sentence())
                .isEqualTo("column \"w\": 20 rows of 300 have a value not seen in training, such as \"new\"");
        assertThat(new NoveltyRemark.NewMissing("x", 20, 300, true).sentence())
                .isEqualTo("column \"x\": 20 rows of 300 are "
                        + "missing, as in no training row; the mean of the training rows stands for them");
    }
}
