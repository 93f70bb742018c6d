package org.chainrule.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.chainrule.error.ArgumentException;
import org.junit.jupiter.api.Test;

class TierTest {
    @Test
    void thePropertyChooses() {
        assertThat(Tier.of(null)).isEqualTo(Tier.BOTH);
        assertThat(Tier.of("both")).isEqualTo(Tier.BOTH);
        assertThat(Tier.of("0")).isEqualTo(Tier.ZERO);
        assertThat(Tier.of("1")).isEqualTo(Tier.ONE);
        assertThatThrownBy(() -> Tier.of("2")).isInstanceOf(ArgumentException.class)
                .hasMessage("chainrule.tier: must be 0, 1 or both, got 2");
    }
}
