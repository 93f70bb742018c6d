package org.chainrule.tabular.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FoldingTest {
    @ParameterizedTest
    @ValueSource(strings = {"Ankle boots", "ankle  boots", "ANKLE BOOTS", " Ankle boots ", "Ankle\u00a0boots",
            "Ankle boots\u00a0", "\ufeffAnkle boots", "Ankle\u200b boots", "Ankle\tboots", "Ankle\u3000boots",
            "Ankle\u2009boots", "\uff21nkle boots", "An\u00adkle boots"})
    void spellingsOfAWordHaveOneKey(String spelling) {
        assertThat(Folding.key(spelling)).isEqualTo("ankle boots");
    }

    @Test
    void accentsMayBeComposedOrNot() {
        assertThat(Folding.tidy("Cafe\u0301")).isEqualTo("Caf\u00e9").isEqualTo(Folding.tidy("Caf\u00e9"));
        assertThat(Folding.key("STRASSE")).isEqualTo(Folding.key("Straße"));
        assertThat(Folding.key("ΟΔΟΣ")).isEqualTo(Folding.key("οδος"));
        assertThat(Folding.key("cafe")).isNotEqualTo(Folding.key("café"));
    }

    @Test
    void codesKeepTheirCase() {
        List<String> codes = List.of("Co", "CO", "a", "A", "A1", "a1", "aB3xY", "ab3xy", "+", "-", "1.0", "1");
        assertThat(codes.stream().map(Folding::key).collect(Collectors.toSet())).hasSize(codes.size());
        assertThat(Folding.key("Co\u00a0")).isEqualTo("Co");
        assertThat(Folding.key("  ")).isEmpty();
        assertThat(Folding.key("")).isEmpty();
    }
}
