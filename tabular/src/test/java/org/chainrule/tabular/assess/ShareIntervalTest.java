package org.chainrule.tabular.assess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.chainrule.tabular.outcome.Interval;
import org.junit.jupiter.api.Test;

class ShareIntervalTest {
    /// The values are those of the formula with the quantiles 1.95996 and 2.80703 of the normal distribution.
    @Test
    void isThatOfWilson() {
        assertThat(ShareInterval.of(24, 30)).satisfies(interval -> is(interval, 0.62694, 0.90495));
        assertThat(ShareInterval.of(24, 30, 10)).satisfies(interval -> is(interval, 0.54478, 0.93041));
        assertThat(ShareInterval.of(0, 0)).isEqualTo(new Interval(0, 1));
        assertThat(ShareInterval.of(5, 5).high()).isEqualTo(1);
    }

    private static void is(Interval interval, double low, double high) {
        assertThat(interval.low()).isCloseTo(low, within(1e-4));
        assertThat(interval.high()).isCloseTo(high, within(1e-4));
    }
}
