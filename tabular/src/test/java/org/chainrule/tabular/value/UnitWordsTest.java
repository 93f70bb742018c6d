package org.chainrule.tabular.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class UnitWordsTest {
    @Test
    void aWordForMissingIsNoUnit() {
        assertThat(List.of("(nm)", "nm", "km/h", "(kg)", "[m/s]", "in EUR", "W/m2")).allMatch(UnitWords::matches);
        assertThat(List.of("n.d.", "N/D", "s/d", "k.A.", "(blank)", "[unknown]", "<NA>", "#N/A", "(null)"))
                .noneMatch(UnitWords::matches);
    }
}
