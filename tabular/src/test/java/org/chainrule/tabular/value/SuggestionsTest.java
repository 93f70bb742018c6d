package org.chainrule.tabular.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionsTest {
    @Test
    void countsEditsWithASwapOfNeighboursAsOne() {
        assertThat(Suggestions.distance("kitten", "sitting")).isEqualTo(3);
        assertThat(Suggestions.distance("", "abc")).isEqualTo(3);
        assertThat(Suggestions.distance("ab", "ba")).isEqualTo(1);
    }

    @Test
    void offersNearNamesNearestFirst() {
        List<String> names = List.of("median_house_value", "median_income", "households", "x");
        assertThat(Suggestions.of("median_house_vale", names)).containsExactly("median_house_value");
        assertThat(Suggestions.of("INCOME", names)).containsExactly("median_income");
        assertThat(Suggestions.of("species", names)).isEmpty();
    }

    @Test
    void doesNotOfferAnUnrelatedShortName() {
        assertThat(Suggestions.of("y", List.of("x", "z"))).isEmpty();
    }

    @Test
    void namesThatNobodyTypesAreNotCompared() {
        String endless = "x".repeat(20_000_000);
        assertThat(Suggestions.of(endless, List.of(endless + "y", "x"))).isEmpty();
        assertThat(Suggestions.of("colour", List.of("colour" + endless, "color"))).containsExactly("color");
    }
}
