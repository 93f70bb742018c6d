package org.chainrule.tabular.number;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EiselLemireTest {
    private int undecided;

    private void check(long digits, int power) {
        double value = EiselLemire.of(digits, power);
        if (Double.isNaN(value)) {
            undecided++;
        } else if (value != Double.parseDouble(digits + "e" + power)) {
            throw new AssertionError(digits + "e" + power + " gave " + value);
        }
    }

    @Test
    void roundsLikeTheJdk() {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 200_000; i++) {
            check(random.nextLong() >>> random.nextInt(1, 60) | 1, random.nextInt(-64, 65));
        }
        assertThat(undecided).isLessThan(10);
        assertThat(EiselLemire.of(1, 65)).isNaN();
        assertThat(EiselLemire.of(1, -65)).isNaN();
    }

    /// Numbers halfway between two doubles go to the even one; numbers beside the half do not.
    @Test
    void roundsHalvesToEven() {
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 50_000; i++) {
            long half = (1L << 53 | random.nextLong(1L << 53)) << 1 | 1;
            for (long near = half - 1; near <= half + 1; near++) {
                check(near, 0);
                check(near * 100, -2);
            }
            long small = (1L << 53 | random.nextLong(1L << 53)) + 1 << 1;
            BigDecimal scaled = BigDecimal.valueOf(small + 1).divide(BigDecimal.valueOf(1 << 1 + i % 3));
            if (scaled.precision() <= 18) {
                check(scaled.unscaledValue().longValueExact(), -scaled.scale());
            }
        }
        assertThat(undecided).isZero();
    }

    @Test
    void readsWhatTheJdkWrites() {
        SplittableRandom random = new SplittableRandom(4);
        for (int i = 0; i < 100_000; i++) {
            double value = random.nextDouble() * Math.scalb(1.0, random.nextInt(-90, 90));
            String text = Double.toString(value);
            if (Decimal.of(text) != value || Decimal.of("-" + new BigDecimal(text).toPlainString()) != -value) {
                throw new AssertionError(text);
            }
        }
    }
}
