package org.chainrule.tabular.remark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.chainrule.tabular.remark.DataRemark.OneSidedClasses.Part;
import org.junit.jupiter.api.Test;

class DataRemarkTest {
    @Test
    void farTargetsAreComparedWithTheOthers() {
        assertThat(new DataRemark.FarTarget("price", 1, "127000000000", "line 713", 876_543, 5e5, "512000").sentence())
                .isEqualTo(
                        "the target \"price\": the value 127000000000 in line 713 is 880,000 times the median; if it is "
                                + "an error, correct it (in training it counts as 512000)");
        assertThat(new DataRemark.FarTarget("y", 3, "-9999", "line 7 of new.csv", 0, 25.4, "").sentence()).isEqualTo(
                "the target \"y\": 3 values are far from all others, such as -9999 in line 7 of new.csv, which is 25 times "
                        + "as far from the median as any other; if it is an error, correct it");
    }

    @Test
    void oneSidedClassesAreNamedWithTheirShare() {
        assertThat(new DataRemark.OneSidedClasses(List.of("new"), 168 / 180.0, Part.TEST, Part.TRAINING).sentence())
                .isEqualTo("class \"new\" is in 93 % of the test rows and in none of the training rows, so the model "
                        + "cannot learn it; add training rows with it, or split the rows in another way");
        assertThat(new DataRemark.OneSidedClasses(List.of("a", "b"), 0.004, Part.TRAINING, Part.TEST).sentence())
                .isEqualTo("classes \"a\" and \"b\" are together in 0.4 % of the training rows and in none of the test "
                        + "rows, which therefore do not test them; add test rows with them, or split the rows in "
                        + "another way");
        assertThat(new DataRemark.OneSidedClasses(List.of("a"), 0.0004, Part.VALIDATION, Part.TRAINING).sentence())
                .startsWith(
                        "class \"a\" is in less than 0.1 % of the validation rows and in none of the training rows");
    }
}
