package org.chainrule.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import org.chainrule.Tensor;
import org.chainrule.error.ArgumentException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
    private static double at(Schedule schedule, double progress) {
        return schedule.at(Tensor.scalar(progress)).value();
    }

    @Test
    void constantIsOne() {
        assertThat(at(Schedule.constant(), 0)).isEqualTo(1);
        assertThat(at(Schedule.constant(), 1)).isEqualTo(1);
    }

    @Test
    void cosineFallsFromOneToItsEnd() {
        assertThat(at(Schedule.cosine(), 0)).isEqualTo(1);
        assertThat(at(Schedule.cosine(), 0.25)).isCloseTo(0.5 + Math.sqrt(0.125), offset(1e-7));
        assertThat(at(Schedule.cosine(), 0.75)).isCloseTo(0.5 - Math.sqrt(0.125), offset(1e-7));
        assertThat(at(Schedule.cosine(), 1)).isCloseTo(0, offset(1e-7));
        assertThat(at(Schedule.cosine(0.2), 0.5)).isCloseTo(0.6, offset(1e-7));
        assertThat(at(Schedule.cosine(0.2), 1)).isCloseTo(0.2, offset(1e-7));
    }

    @Test
    void linearFallsInAStraightLine() {
        assertThat(at(Schedule.linear(0.1), 0)).isEqualTo(1);
        assertThat(at(Schedule.linear(0.1), 0.5)).isCloseTo(0.55, offset(1e-7));
        assertThat(at(Schedule.linear(0.1), 1)).isCloseTo(0.1, offset(1e-7));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 7})
    void logarithmicCosinesRiseAndFallInEachCycle(int cycles) {
        Schedule schedule = Schedule.coslog(cycles);
        double most = Math.pow(2, cycles) - 1;
        for (int i = 0; i <= 1000; i++) {
            // the argument is a float, and a float of a few turns is exact to about 1e-6
            float progress = i / 1000f;
            double turns = StrictMath.log1p(most * progress) / StrictMath.log(2);
            double expected = (1 - StrictMath.cos(2 * StrictMath.PI * turns)) / 2;
            assertThat(at(schedule, progress)).as("%d cycles at %s", cycles, progress)
                    .isCloseTo(expected, offset(cycles * 1e-6));
        }
        for (int cycle = 0; cycle < cycles; cycle++) {
            assertThat(at(schedule, (Math.pow(2, cycle) - 1) / most)).isCloseTo(0, offset(1e-6));
            assertThat(at(schedule, (Math.pow(2, cycle + 0.5) - 1) / most)).isCloseTo(1, offset(1e-6));
        }
        assertThat(at(schedule, 0)).isZero();
        assertThat(at(schedule, 1)).isCloseTo(0, offset(1e-9));
    }

    @Test
    void aFlatCosineFallsInTheSecondHalf() {
        Schedule schedule = Schedule.flatCosine();
        for (int i = 0; i <= 1000; i++) {
            float progress = i / 1000f;
            double expected = progress < 0.5 ? 1 : (1 + StrictMath.cos(StrictMath.PI * (2.0 * progress - 1))) / 2;
            assertThat(at(schedule, progress)).as("at %s", progress)
                    .isCloseTo(expected, offset(progress < 0.5 ? 0 : 1e-6));
        }
        assertThat(at(schedule, 0.75)).isCloseTo(0.5, offset(1e-7));
        assertThat(at(schedule, 1)).isCloseTo(0, offset(1e-7));
    }

    @Test
    void settingsAreChecked() {
        assertThatThrownBy(() -> Schedule.coslog(0)).isInstanceOf(ArgumentException.class)
                .hasMessage("coslog: cycles is 0, expected at least 1 and at most 20");
        assertThatThrownBy(() -> Schedule.coslog(21)).isInstanceOf(ArgumentException.class)
                .hasMessage("coslog: cycles is 21, expected at least 1 and at most 20");
        assertThatThrownBy(() -> Schedule.cosine(Double.NaN)).isInstanceOf(ArgumentException.class)
                .hasMessage("cosine: last is NaN, expected a finite number of at least 0");
        assertThatThrownBy(() -> Schedule.linear(-1)).isInstanceOf(ArgumentException.class)
                .hasMessage("linear: last is -1.0, expected a finite number of at least 0");
        assertThatThrownBy(() -> Schedule.warmup(100, Schedule.constant())).isInstanceOf(ArgumentException.class)
                .hasMessage(
                        "warmup: the share is 100.0, expected at least 0 and below 1, such as 0.05 for the first"
                                + " 5 % of the steps");
    }

    @Test
    void warmupRisesAndHandsOver() {
        Schedule schedule = Schedule.warmup(0.2, Schedule.cosine());
        assertThat(at(schedule, 0)).isEqualTo(0);
        assertThat(at(schedule, 0.1)).isCloseTo(0.5, offset(1e-7));
        assertThat(at(schedule, 0.2)).isCloseTo(1, offset(1e-7));
        assertThat(at(schedule, 0.6)).isCloseTo(0.5, offset(1e-7));
        assertThat(at(schedule, 1)).isCloseTo(0, offset(1e-7));
    }
}
