package org.chainrule.tabular.remark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ColumnRemarkTest {
    @Test
    void mergedClassesAreCounted() {
        assertThat(merged(0)).isEqualTo("the target \"y\": \"1\" and \"1.0\" are one number and one class, \"1\";"
                + " to keep them apart, treat it as categorical (Tabular.categorical(\"y\"))");
        assertThat(merged(1)).contains("one class, \"1\", and so are the spellings of 1 other number; to keep");
        assertThat(merged(2)).contains("one class, \"1\", and so are the spellings of 2 other numbers; to keep");
    }

    @Test
    void aSentinelNamesTheOptionThatKeepsIt() {
        assertThat(new ColumnRemark.Sentinel("temp", "-9999", 62).sentence())
                .isEqualTo("column \"temp\": -9999 stands alone,"
                        + " far from all other values, in 62 rows and counts as missing; if it is a value, keep it"
                        + " (TableFormat.keep(\"-9999\"))");
    }

    @Test
    void aRepeatedWordIsQuotedWithItsRows() {
        assertThat(new ColumnRemark.MissingWord("temp", "n.d.", 80, "numbers").sentence())
                .isEqualTo("column \"temp\": \"n.d.\""
                        + " stands among numbers in 80 rows and counts as missing; if it is a value, treat the column as categorical"
                        + " (Tabular.categorical(\"temp\"))");
        assertThat(new ColumnRemark.MissingWord("day", "0000-00-00", 1, "dates").sentence())
                .startsWith("column \"day\": \"0000-00-00\" stands among dates in 1 row and counts as missing; if");
    }

    private static String merged(int more) {
        return new ColumnRemark.MergedClass("y", List.of("1", "1.0"), more).sentence();
    }
}
