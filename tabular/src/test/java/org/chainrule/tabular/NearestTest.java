package org.chainrule.tabular;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
    @Test
    void countsEditsWithASwapOfNeighboursAsOne() {
        assertThat(Nearest.distance("kitten", "sitting")).isEqualTo(3);
        assertThat(Nearest.distance("", "abc")).isEqualTo(3);
        assertThat(Nearest.distance("ab", "ba")).isEqualTo(1);
    }

    @Test
    void offersNearNamesNearestFirst() {
        List<String> names = List.of("median_house_value", "median_income", "households", "x");
        assertThat(Nearest.of("median_house_vale", names)).containsExactly("median_house_value");
        assertThat(Nearest.of("INCOME", names)).containsExactly("median_income");
        assertThat(Nearest.of("species", names)).isEmpty();
    }

    @Test
    void doesNotOfferAnUnrelatedShortName() {
        assertThat(Nearest.of("y", List.of("x", "z"))).isEmpty();
    }

    @Test
    void namesThatNobodyTypesAreNotCompared() {
        String endless = "x".repeat(20_000_000);
        assertThat(Nearest.of(endless, List.of(endless + "y", "x"))).isEmpty();
        assertThat(Nearest.of("colour", List.of("colour" + endless, "color"))).containsExactly("color");
    }
}
