package org.chainrule.tabular.assess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ConfidenceBinsTest {
    /// By hand: the rows 0.95 (right) and 0.97 (wrong) are in the last bin, whose error is 0.96 - 0.5; 0.62 (right) is
    /// alone, with an error of 0.38; so is 0.58 (wrong), because a bound lies between. The mean over the rows is
    /// (2 * 0.46 + 0.38 + 0.58) / 4.
    @Test
    void theErrorIsTheMeanDistanceByHand() {
        ConfidenceBins bins = new ConfidenceBins();
        assertThat(bins.error()).isNaN();
        bins.add(new float[]{9, 0.05f, 0.95f}, 1, 2, 1);
        bins.add(new float[]{0.97f, 0.03f}, 0, 2, 1);
        bins.add(new float[]{0.2f, 0.62f, 0.18f}, 0, 3, 1);
        bins.add(new float[]{0.58f, 0.42f}, 0, 2, 1);
        assertThat(bins.error()).isCloseTo((2 * 0.46 + 0.38 + 0.58) / 4, within(1e-6));
    }

    @Test
    void certaintyThatIsRightHasNoError() {
        ConfidenceBins bins = new ConfidenceBins();
        bins.add(new float[]{1, 0}, 0, 2, 0);
        assertThat(bins.error()).isZero();
    }
}
