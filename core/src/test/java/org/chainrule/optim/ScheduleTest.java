package org.chainrule.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import java.util.stream.LongStream;
import org.chainrule.error.ArgumentException;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static double[] factors(Schedule schedule, long steps) {
        return LongStream.range(0, steps).mapToDouble(step -> schedule.factor(step, steps)).toArray();
    }

    @Test
    void constantIsOne() {
        assertThat(factors(Schedule.constant(), 3)).containsExactly(1, 1, 1);
    }

    @Test
    void cosineFallsFromOneToItsEnd() {
        assertThat(factors(Schedule.cosine(), 4))
                .containsExactly(new double[]{1, 0.5 + Math.sqrt(0.125), 0.5, 0.5 - Math.sqrt(0.125)}, offset(1e-15));
        assertThat(Schedule.cosine().factor(4, 4)).isCloseTo(0, offset(1e-15));
        assertThat(Schedule.cosine(0.2).factor(0, 10)).isEqualTo(1);
        assertThat(Schedule.cosine(0.2).factor(5, 10)).isCloseTo(0.6, offset(1e-15));
        assertThat(Schedule.cosine(0.2).factor(10, 10)).isCloseTo(0.2, offset(1e-15));
    }

    @Test
    void settingsAreChecked() {
        assertThatThrownBy(() -> Schedule.cosine(Double.NaN)).isInstanceOf(ArgumentException.class)
                .hasMessage("cosine: last is NaN, expected a finite number of at least 0");
        assertThatThrownBy(() -> Schedule.warmup(-1, Schedule.constant())).isInstanceOf(ArgumentException.class)
                .hasMessage("warmup: got -1 steps, expected at least 0");
    }

    @Test
    void warmupRisesAndHandsOver() {
        assertThat(factors(Schedule.warmup(4, Schedule.constant()), 6)).containsExactly(0.25, 0.5, 0.75, 1, 1, 1);
        double[] factors = factors(Schedule.warmup(2, Schedule.cosine()), 6);
        assertThat(factors).startsWith(0.5, 1, 1);
        assertThat(factors[4]).isCloseTo(0.5, offset(1e-15));
        assertThat(Schedule.warmup(10, Schedule.cosine()).factor(4, 5)).isEqualTo(0.5);
    }
}
