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

    private static String merged(int more) {
        return new ColumnRemark.MergedClass("y", List.of("1", "1.0"), more).sentence();
    }
}
